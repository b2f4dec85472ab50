"""The place of a signature in a PDF while WeasyPrint writes it, and filling it in: one file in one go, nothing appended.

ISO 32000-1, 12.8; the signature certifies that no change is allowed (DocMDP 1), which viewers check.
"""

import hashlib
from datetime import UTC, datetime
from typing import Protocol

import pydyf

HIDDEN = 2
SIGNATURES_EXIST_APPEND_ONLY = 3
_DIGITS = 10
_UNKNOWN = f"[0 {' '.join(['0' * _DIGITS] * 3)}]".encode()


class Signs(Protocol):
    """What makes signatures: CMS of a SHA-256 digest, all of the same size in bytes."""

    @property
    def size(self) -> int:
        """Of a signature."""

    def sign(self, digest: bytes) -> bytes:
        """The signature."""


class _Value(pydyf.Dictionary):  # type: ignore[misc]  # pydyf has no types
    """The signature dictionary. It has to lie open in the file: inside a compressed stream nothing could be filled in."""

    compressible = False


class SignaturePlace:
    """Where a PDF in the making will be signed. Make it before the file is written, fill it in afterwards."""

    def __init__(self, pdf: pydyf.PDF, signer: Signs, made_at: datetime) -> None:
        self._signer = signer
        self._value = _value(signer.size, made_at)
        pdf.add_object(self._value)
        _add_field(pdf, self._value.reference)
        _allow_no_change(pdf, self._value.reference)

    def filled(self, data: bytes) -> bytes:
        """The written file with its signature, which covers every byte but itself."""
        before = data.index(b"/Contents <", self._value.offset) + len(b"/Contents ")
        after = before + 2 * self._signer.size + 2
        covered = f"[0 {before:0{_DIGITS}} {after:0{_DIGITS}} {len(data) - after:0{_DIGITS}}]".encode()
        place = data.index(_UNKNOWN, self._value.offset)
        file = bytearray(data)
        file[place : place + len(covered)] = covered
        digest = hashlib.sha256(file[:before] + file[after:]).digest()
        file[before + 1 : after - 1] = self._signer.sign(digest).hex().encode()
        return bytes(file)


def _value(size: int, made_at: datetime) -> _Value:
    return _Value(
        {
            "Type": "/Sig",
            "Filter": "/Adobe.PPKLite",
            "SubFilter": "/ETSI.CAdES.detached",
            "M": pydyf.String(made_at.astimezone(UTC).strftime("D:%Y%m%d%H%M%SZ")),
            "ByteRange": _UNKNOWN,
            "Contents": b"<" + b"00" * size + b">",
            "Reference": pydyf.Array(
                [
                    pydyf.Dictionary(
                        {
                            "Type": "/SigRef",
                            "TransformMethod": "/DocMDP",
                            "TransformParams": pydyf.Dictionary(
                                {"Type": "/TransformParams", "P": 1, "V": "/1.2"}
                            ),
                        }
                    )
                ]
            ),
        }
    )


def _add_field(pdf: pydyf.PDF, value: bytes) -> None:
    """A field that is not seen: PDF/UA-1 wants what is not in the tag tree to be hidden."""
    page = pdf.objects[pdf.pages["Kids"][-3]]
    field = pydyf.Dictionary(
        {
            "Type": "/Annot",
            "Subtype": "/Widget",
            "FT": "/Sig",
            "T": pydyf.String("Signature"),
            "Rect": pydyf.Array([0, 0, 0, 0]),
            "F": HIDDEN,
            "P": page.reference,
            "V": value,
        }
    )
    pdf.add_object(field)
    page.setdefault("Annots", pydyf.Array()).append(field.reference)
    pdf.catalog["AcroForm"] = pydyf.Dictionary(
        {"Fields": pydyf.Array([field.reference]), "SigFlags": SIGNATURES_EXIST_APPEND_ONLY}
    )


def _allow_no_change(pdf: pydyf.PDF, value: bytes) -> None:
    pdf.catalog["Perms"] = pydyf.Dictionary({"DocMDP": value})
    level = pydyf.Dictionary({"BaseVersion": "/1.7", "ExtensionLevel": 1})
    pdf.catalog["Extensions"] = pydyf.Dictionary({"ESIC": level})
