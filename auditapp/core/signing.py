"""Signatures as PAdES B-B wants them (CMS, by pyHanko), and a check that needs the certificate only."""

import hashlib
import re
from base64 import b32encode
from collections.abc import Coroutine, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, TypeVar

from asn1crypto import cms
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.sign.general import as_signing_certificate_v2, extract_certificate_info
from pyhanko.sign.signers.pdf_cms import Signer as CmsSigner
from pyhanko.sign.validation.generic_cms import validate_sig_integrity
from pyhanko_certvalidator.registry import SimpleCertificateStore

from auditapp.core.errors import NotGenuine
from auditapp.core.keys import SigningKey, read_signing_file

CODE_LENGTH = 12
_CROCKFORD = bytes.maketrans(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", b"0123456789ABCDEFGHJKMNPQRSTVWXYZ")
_BYTE_RANGE = re.compile(rb"/ByteRange\s*\[\s*0\s+(\d{1,10})\s+(\d{1,10})\s+(\d{1,10})\s*\]")
_ENCRYPTED = re.compile(rb"/Encrypt\s*(\d+ \d+ R|<<)")

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class _Signature:
    """A signature, and what of it is of this digest only."""

    digest: bytes
    attributes: bytes
    signed: bytes
    signature: bytes


class Signer:
    """Signs with one RSA key."""

    def __init__(self, key: SigningKey) -> None:
        self._key = key.key
        self._cms = _KeyInMemory(key.key, [_asn1(certificate) for certificate in key.certificates])

    @classmethod
    def from_file(cls, file: Path) -> "Signer":
        """Read once, and again when the file changed. Raises NoSigningKey."""
        return _signer(file, file.stat().st_mtime_ns if file.exists() else 0)

    def sign(self, digest: bytes) -> bytes:
        """The detached signature (CMS, DER) of a SHA-256 digest.

        Only the digest and the signed bytes differ from one to the next, so pyHanko puts the first one together.
        """
        first = self._first
        signed = self._cms.signed_bytes(first.attributes.replace(first.digest, digest))
        return first.signature.replace(first.digest, digest).replace(first.signed, signed)

    @cached_property
    def _first(self) -> "_Signature":
        digest = hashlib.sha256(b"any digest").digest()
        signature = bytes(_at_once(self._cms.async_sign(digest, "sha256", use_pades=True)).dump())
        attributes = self._cms.attributes
        return _Signature(digest, attributes, self._cms.signed_bytes(attributes), signature)

    @cached_property
    def size(self) -> int:
        """How many bytes each signature has."""
        return len(self.sign(bytes(32)))

    def code(self, subject: str) -> str:
        """A code for `subject`, of digits and capitals without I, L, O, U: always the same, and for nobody else to guess."""
        secret = self._key.sign(b"short code\0" + subject.encode(), PKCS1v15(), hashes.SHA256())
        return b32encode(hashlib.sha256(secret).digest()).translate(_CROCKFORD)[:CODE_LENGTH].decode()


def check_signature(data: bytes, trusted: Iterable[x509.Certificate]) -> x509.Certificate:
    """Which of the trusted certificates signed this PDF, every byte of it. Raises NotGenuine.

    Nothing of the file is interpreted but the signature itself: what comes back unharmed is what we once wrote.
    """
    if not data.startswith(b"%PDF-"):
        raise NotGenuine("This is not a PDF file.")
    try:
        signature, digest = _signature_in(data)
        with _readable():
            return _signed_by(signature, digest, trusted)
    except NotGenuine as finding:
        if _ENCRYPTED.search(data):
            raise NotGenuine(
                "The file is encrypted. A genuine report is not: ask for the original file."
            ) from finding
        raise


@lru_cache(maxsize=4)
def _signer(file: Path, _changed_at: int) -> Signer:
    return Signer(read_signing_file(file))


class _KeyInMemory(CmsSigner):
    """pyHanko's signer with a key at hand: read and checked once instead of for every signature, and nothing to wait for."""

    def __init__(self, key: RSAPrivateKey, certificates: Sequence[asn1_x509.Certificate]) -> None:
        registry: Any = SimpleCertificateStore
        super().__init__(signing_cert=certificates[0], cert_registry=registry.from_certs(certificates[1:]))
        self._key = key
        self.attributes = b""
        """Those that were signed last, in DER."""

    async def signed_attrs(self, data_digest: bytes, *_: object, **__: object) -> cms.CMSAttributes:
        """What PAdES B-B asks for, without a time: that stands in the file."""
        values = {
            "content_type": "data",
            "message_digest": data_digest,
            "signing_certificate_v2": as_signing_certificate_v2(self.signing_cert),
        }
        return cms.CMSAttributes({"type": name, "values": [value]} for name, value in values.items())

    async def unsigned_attrs(self, *_: object, **__: object) -> None:
        """None: a time stamp would need a server."""

    async def async_sign_raw(self, data: bytes, *_: object, **__: object) -> bytes:
        self.attributes = data
        return self.signed_bytes(data)

    def signed_bytes(self, attributes: bytes) -> bytes:
        """What RSA makes of the signed attributes."""
        return self._key.sign(attributes, PKCS1v15(), hashes.SHA256())


def _at_once(work: Coroutine[Any, Any, _T]) -> _T:
    """What pyHanko wrote for keys in other machines waits for nothing here, so it needs no event loop."""
    try:
        work.send(None)
    except StopIteration as done:
        result: _T = done.value
        return result
    raise RuntimeError("a signature by a key in memory does not wait")


def _asn1(certificate: x509.Certificate) -> asn1_x509.Certificate:
    return asn1_x509.Certificate.load(certificate.public_bytes(Encoding.DER))


def _signature_in(data: bytes) -> tuple[cms.SignedData, bytes]:
    """The signature, and the digest of all the rest of the file. Raises NotGenuine."""
    found = _BYTE_RANGE.search(data, max(data.rfind(b"/ByteRange"), 0))
    if found is None:
        cut_off = not data.rstrip().endswith(b"%%EOF")
        raise NotGenuine("The file is cut off." if cut_off else "The file carries no signature.")
    before, after, length = (int(number) for number in found.groups())
    if after + length > len(data):
        raise NotGenuine(f"The file is cut off: {after + length - len(data)} bytes are missing at its end.")
    if after + length < len(data):
        raise NotGenuine("The file was changed after it was signed: something was added to it.")
    digest = hashlib.sha256(data[:before] + data[after:]).digest()
    return _signed_data(data[before:after]), digest


@contextmanager
def _readable() -> Iterator[None]:
    """What was changed at random may be no signature at all."""
    try:
        yield
    except (ValueError, TypeError, KeyError):
        raise NotGenuine("The signature in the file cannot be read: it was changed.") from None


def _signed_data(written: bytes) -> cms.SignedData:
    """The signature, of the hexadecimal string that stands in the file."""
    with _readable():
        content = bytes.fromhex(re.fullmatch(rb"<([0-9A-Fa-f]+)>", written)[1].decode())  # type: ignore[index]  # a TypeError
        signed: cms.SignedData = cms.ContentInfo.load(content)["content"]
        (_only_one,) = signed["signer_infos"]
        return signed


def _signed_by(
    signature: cms.SignedData, digest: bytes, trusted: Iterable[x509.Certificate]
) -> x509.Certificate:
    named = extract_certificate_info(signature).signer_cert
    own = next((known for known in trusted if known.public_bytes(Encoding.DER) == named.dump()), None)
    if own is None:
        name = named.subject.human_friendly
        raise NotGenuine(f"The file is signed by another key than that of the certificate; it names {name}.")
    unchanged, signed = validate_sig_integrity(signature["signer_infos"][0], named, "data", digest)
    if not signed:
        raise NotGenuine("The signature itself was changed.")
    if not unchanged:
        raise NotGenuine("The file was changed after it was signed.")
    return own
