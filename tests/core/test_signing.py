"""R5: a PDF signed as a whole, the same each time, by a key that nobody replaces; every change to it is noticed."""

import hashlib
import io
import re
import subprocess
import sys
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import NameOID
from pyhanko.keys.internal import translate_pyca_cryptography_cert_to_asn1
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import PdfSignatureStatus, SignatureCoverageLevel, validate_pdf_signature
from pyhanko_certvalidator import ValidationContext
from pypdf import PdfReader, PdfWriter

from auditapp.core.config import PROJECT_ROOT
from auditapp.core.errors import NoSigningKey, NotGenuine
from auditapp.core.keys import certificate_pem, certificates_in, make_signing_file, read_signing_file
from auditapp.core.pdf import AttachedFile, render
from auditapp.core.signing import Signer, check_signature
from tests.support.signing import signing_file

HTML = """<html lang="en"><head><title>A report</title></head><body><h1>Score 81.4 %</h1></body></html>"""
PUBLISHED = datetime(2026, 3, 14, 18, 30, tzinfo=UTC)
DATA = AttachedFile(name="report.json", data=b'{"score": "57/70"}', description="Data")


def drawn(signer: Signer | None) -> bytes:
    return render(
        HTML, [], lambda _name: None, identifier="x", made_at=PUBLISHED, attachments=[DATA], signer=signer
    ).data


@pytest.fixture(scope="module")
def signer() -> Signer:
    return Signer.from_file(signing_file())


@pytest.fixture(scope="module")
def certificate() -> x509.Certificate:
    return read_signing_file(signing_file()).certificates[0]


@pytest.fixture(scope="module")
def signed(signer: Signer) -> bytes:
    return drawn(signer)


def judged(data: bytes, trusted: x509.Certificate) -> PdfSignatureStatus:
    """What pyHanko's own validator says, which knows the whole standard."""
    signature = PdfFileReader(io.BytesIO(data)).embedded_signatures[-1]
    context = ValidationContext(
        trust_roots=[translate_pyca_cryptography_cert_to_asn1(trusted)], allow_fetching=False
    )
    # In a thread of its own: where browsers are driven, too, this one has an event loop already.
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(validate_pdf_signature, signature, context).result()


def popplers_words(data: bytes, folder: Path) -> str:
    file = folder / "signed.pdf"
    file.write_bytes(data)
    return subprocess.run(["pdfsig", "-nocert", file], capture_output=True, text=True, check=False).stdout


def appended(data: bytes) -> bytes:
    """With a note on its first page, as a PDF program adds one without touching what is there."""
    writer = PdfWriter(io.BytesIO(data), incremental=True)
    writer.pages[0].rotate(180)
    file = io.BytesIO()
    writer.write(file)
    assert file.getvalue().startswith(data)
    return file.getvalue()


def encrypted(data: bytes) -> bytes:
    writer = PdfWriter(clone_from=io.BytesIO(data))
    writer.encrypt("secret", algorithm="RC4-128")
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


def test_others_find_the_signature_good(signed: bytes, certificate: x509.Certificate, tmp_path: Path) -> None:
    status = judged(signed, certificate)
    assert status.bottom_line
    assert status.coverage is SignatureCoverageLevel.ENTIRE_FILE
    assert status.docmdp_ok
    assert status.signer_reported_dt == PUBLISHED
    words = popplers_words(signed, tmp_path)
    assert "Signature is Valid." in words
    assert "Total document signed" in words
    assert "ETSI.CAdES.detached" in words
    assert check_signature(signed, [certificate]) == certificate


def test_it_stays_accessible_and_keeps_its_data(signed: bytes) -> None:
    root: Any = PdfReader(io.BytesIO(signed)).trailer["/Root"]
    assert b"pdfuaid:part" in root["/Metadata"].get_data()
    assert root["/MarkInfo"]["/Marked"]
    (field,) = root["/AcroForm"]["/Fields"]
    assert field["/F"] == 2, "what is not tagged has to be hidden"
    (attached,) = root["/AF"]
    assert (attached["/AFRelationship"], attached["/UF"]) == ("/Data", "report.json")
    assert attached["/EF"]["/F"].get_data() == DATA.data


SIGN = """
import sys
from pathlib import Path
from tests.core.test_signing import Signer, drawn
sys.stdout.buffer.write(drawn(Signer.from_file(Path(sys.argv[1]))))
"""


def test_another_process_signs_the_same_bytes(signed: bytes) -> None:
    elsewhere = subprocess.run(
        [sys.executable, "-c", SIGN, signing_file()], cwd=PROJECT_ROOT, capture_output=True, check=True
    )
    assert hashlib.sha256(elsewhere.stdout).digest() == hashlib.sha256(signed).digest()


def test_every_changed_byte_is_noticed(signed: bytes, certificate: x509.Certificate) -> None:
    start, end = signed.index(b"/Contents <"), signed.index(b">/Reference")
    for place in (*range(8, start, 29), *range(end, len(signed), 29)):
        changed = bytearray(signed)
        changed[place] ^= 1
        with pytest.raises(NotGenuine):
            check_signature(bytes(changed), [certificate])


def test_whatever_stands_for_the_signature_is_refused_in_words(
    signed: bytes, certificate: x509.Certificate
) -> None:
    start, end = signed.index(b"/Contents <") + 11, signed.index(b">/Reference")
    for place in range(start, end - 64, 2):
        with pytest.raises(NotGenuine):
            check_signature(signed[:place] + b"c" * 64 + signed[place + 64 :], [certificate])


def test_what_was_added_is_noticed_by_all(
    signed: bytes, certificate: x509.Certificate, tmp_path: Path
) -> None:
    more = appended(signed)
    with pytest.raises(NotGenuine, match="something was added"):
        check_signature(more, [certificate])
    status = judged(more, certificate)
    assert not status.bottom_line
    assert status.modification_level is ModificationLevel.OTHER
    assert "Not total document signed" in popplers_words(more, tmp_path)


def test_a_change_is_noticed_by_all(signed: bytes, certificate: x509.Certificate, tmp_path: Path) -> None:
    place = signed.index(b"stream\n") + 20
    changed = signed[:place] + bytes([signed[place] ^ 1]) + signed[place + 1 :]
    with pytest.raises(NotGenuine, match="changed after it was signed"):
        check_signature(changed, [certificate])
    assert not judged(changed, certificate).intact
    assert "Signature is Valid." not in popplers_words(changed, tmp_path)


SPOILT: Mapping[str, tuple[Callable[[bytes], bytes], str]] = {
    "empty": (lambda _: b"", "not a PDF"),
    "no PDF": (lambda _: b"PK\3\4 something else", "not a PDF"),
    "unsigned": (lambda _: drawn(None), "carries no signature"),
    "end missing": (lambda data: data[:-40], "cut off: 40 bytes"),
    "half": (lambda data: data[:3000], "cut off"),
    "one line more": (lambda data: data + b"\n", "something was added"),
    "encrypted": (encrypted, "encrypted"),
    "signature unreadable": (
        lambda data: re.sub(rb"/Contents <..", b"/Contents <zz", data),
        "cannot be read",
    ),
    "signature emptied": (
        lambda data: re.sub(rb"<3082[0-9a-f]+>", lambda old: b"<" + b"0" * (len(old[0]) - 2) + b">", data),
        "cannot be read",
    ),
    "signature changed": (
        lambda data: re.sub(rb"[0-9a-f]{16}>/Reference", b"0123456789abcdef>/Reference", data),
        "signature itself was changed",
    ),
    "other range": (
        lambda data: re.sub(rb"(?<=/ByteRange \[0 )\d+ \d+", b"0000000009 0000000019", data),
        "something was added",
    ),
}


@pytest.mark.parametrize("how", SPOILT)
def test_each_kind_of_spoiling_has_its_words(signed: bytes, certificate: x509.Certificate, how: str) -> None:
    spoil, said = SPOILT[how]
    spoilt = spoil(signed)
    assert spoilt != signed
    with pytest.raises(NotGenuine, match=said):
        check_signature(spoilt, [certificate])


def test_another_key_is_another_signer(signed: bytes, certificate: x509.Certificate, tmp_path: Path) -> None:
    make_signing_file(tmp_path / "other.pem", "The forger")
    other = read_signing_file(tmp_path / "other.pem").certificates[0]
    forged = drawn(Signer.from_file(tmp_path / "other.pem"))
    with pytest.raises(NotGenuine, match=r"another key .* The forger"):
        check_signature(forged, [certificate])
    with pytest.raises(NotGenuine, match=r"another key .* The test agency"):
        check_signature(signed, [other])
    with pytest.raises(NotGenuine, match="another key"):
        check_signature(signed, [])
    assert check_signature(signed, [other, certificate]) == certificate


def test_a_code_is_always_the_same_and_tells_nothing(signer: Signer, tmp_path: Path) -> None:
    codes = [signer.code(f"visit {number}") for number in range(50)]
    assert codes[0] == signer.code("visit 0")
    assert len(set(codes)) == 50
    assert all(re.fullmatch("[0-9A-HJKMNP-TV-Z]{12}", code) for code in codes)
    make_signing_file(tmp_path / "other.pem", "Another agency")
    assert Signer.from_file(tmp_path / "other.pem").code("visit 0") != codes[0]


def test_a_key_is_for_its_owner_only_and_never_replaced(tmp_path: Path) -> None:
    file = tmp_path / "new" / "signing.pem"
    make_signing_file(file, "The agency")
    assert file.stat().st_mode & 0o777 == 0o600
    before = file.read_bytes()
    with pytest.raises(FileExistsError):
        make_signing_file(file, "The agency")
    assert file.read_bytes() == before
    assert list(file.parent.iterdir()) == [file]


def test_who_makes_a_key_at_the_same_time_gets_the_same(tmp_path: Path) -> None:
    file = tmp_path / "signing.pem"

    def make(_number: int) -> bytes:
        with suppress(FileExistsError):
            make_signing_file(file, "The agency")
        return file.read_bytes()

    with ThreadPoolExecutor(4) as threads:
        assert len(set(threads.map(make, range(4)))) == 1


def test_the_agencys_own_key_and_chain_are_taken(tmp_path: Path) -> None:
    root_key, key = new_key(), new_key()
    root = vouched("Root", root_key, "Root", root_key, authority=True)
    own = vouched("Own agency", key, "Root", root_key, authority=False)
    file = tmp_path / "own.pem"
    file.write_bytes(pem_of(key) + certificate_pem(own) + certificate_pem(root))
    data = drawn(Signer.from_file(file))
    assert check_signature(data, certificates_in(certificate_pem(own))) == own
    assert judged(data, root).bottom_line


UNUSABLE: Mapping[str, tuple[Callable[[], bytes], str]] = {
    "no key": (lambda: b"nothing of the kind", "has to hold a private key"),
    "no certificate": (lambda: pem_of(new_key()), "and its certificate"),
    "not RSA": (lambda: mixed(ec.generate_private_key(ec.SECP256R1())), "has to be RSA"),
    "small": (lambda: mixed(new_key(1024)), "at least 2048 bits"),
    "another's certificate": (lambda: mixed(new_key()), "does not belong"),
}


@pytest.mark.parametrize("what", UNUSABLE)
def test_a_key_that_cannot_be_used_is_refused(tmp_path: Path, what: str) -> None:
    content, said = UNUSABLE[what]
    file = tmp_path / "signing.pem"
    with pytest.raises(NoSigningKey, match="There is no signing key"):
        Signer.from_file(file)
    file.write_bytes(content())
    with pytest.raises(NoSigningKey, match=said):
        Signer.from_file(file)


def new_key(bits: int = 2048) -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=bits)


def mixed(key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey) -> bytes:
    """The key with the certificate of another one."""
    return pem_of(key) + certificate_pem(read_signing_file(signing_file()).certificates[0])


def pem_of(key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def vouched(
    subject: str, key: rsa.RSAPrivateKey, issuer: str, by: rsa.RSAPrivateKey, *, authority: bool
) -> x509.Certificate:
    subject_name, issuer_name = (
        x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]) for name in (subject, issuer)
    )
    usage = dict.fromkeys(
        ("key_encipherment", "data_encipherment", "key_agreement", "encipher_only", "decipher_only"), False
    )
    return (
        x509.CertificateBuilder()
        .subject_name(subject_name)
        .issuer_name(issuer_name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(datetime.now(UTC) - timedelta(days=1))
        .not_valid_after(datetime.now(UTC) + timedelta(days=1))
        .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
        .add_extension(
            x509.KeyUsage(
                digital_signature=True,
                content_commitment=True,
                key_cert_sign=authority,
                crl_sign=authority,
                **usage,
            ),
            critical=True,
        )
        .sign(by, hashes.SHA256())
    )
