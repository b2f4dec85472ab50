"""The key that files are signed with, and its certificate: one PEM file, first the private key, then the certificate

with those above it. RSA, because its signatures (PKCS #1 v1.5) are the same for the same content each time (R5).
"""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from secrets import token_hex

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.x509.oid import NameOID

from auditapp.core.errors import NoSigningKey

KEY_BITS = 3072
LEAST_KEY_BITS = 2048
_BEGINNING = datetime(2000, 1, 1, tzinfo=UTC)
_LIFE = timedelta(days=30 * 365)


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A private key; the first certificate is its own."""

    key: RSAPrivateKey
    certificates: Sequence[x509.Certificate]


def read_signing_file(file: Path) -> SigningKey:
    """What `make_signing_file` made, or somebody else. Raises NoSigningKey where it is missing or cannot be used."""
    try:
        pem = file.read_bytes()
        key = serialization.load_pem_private_key(pem, password=None)
        certificates = certificates_in(pem)
    except FileNotFoundError:
        raise NoSigningKey(f"There is no signing key in {file}.") from None
    except OSError as error:
        raise NoSigningKey(f"The signing key in {file} cannot be read: {error.strerror}.") from None
    except (ValueError, TypeError):
        raise NoSigningKey(
            f"{file} has to hold a private key without password and its certificate, as PEM."
        ) from None
    if not isinstance(key, RSAPrivateKey) or key.key_size < LEAST_KEY_BITS:
        raise NoSigningKey(f"The key in {file} has to be RSA of at least {LEAST_KEY_BITS} bits.")
    if certificates[0].public_key() != key.public_key():
        raise NoSigningKey(f"The first certificate in {file} does not belong to the key.")
    return SigningKey(key, certificates)


def make_signing_file(file: Path, owner: str) -> None:
    """Make a key and a certificate that vouches for itself, readable by this user only.

    Raises FileExistsError rather than to replace a key: what was signed by it could not be checked any more. Of two
    processes that make it at once, one succeeds.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    key = generate_private_key(public_exponent=65537, key_size=KEY_BITS)
    draft = file.with_name(f".{file.name}.{token_hex(8)}")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as opened:
            opened.write(_key_pem(key) + certificate_pem(_vouching_for_itself(key, owner)))
            opened.flush()
            os.fsync(opened.fileno())
        file.hardlink_to(draft)
    finally:
        draft.unlink(missing_ok=True)


def certificate_pem(certificate: x509.Certificate) -> bytes:
    """The certificate as text: what others need to check signatures, and no secret."""
    return certificate.public_bytes(serialization.Encoding.PEM)


def certificates_in(pem: bytes) -> list[x509.Certificate]:
    """The certificates in a PEM file, in order. Raises ValueError where there is none."""
    return x509.load_pem_x509_certificates(pem)


def _vouching_for_itself(key: RSAPrivateKey, owner: str) -> x509.Certificate:
    """Valid from long ago: reports are signed as of the day of their publishing, which may lie before the key's first."""
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, owner[:64])])
    usage = dict.fromkeys(
        (
            "key_encipherment",
            "data_encipherment",
            "key_agreement",
            "key_cert_sign",
            "crl_sign",
            "encipher_only",
            "decipher_only",
        ),
        False,
    )
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(_BEGINNING)
        .not_valid_after(datetime.now(UTC) + _LIFE)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.KeyUsage(digital_signature=True, content_commitment=True, **usage), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )


def _key_pem(key: RSAPrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
