"""Names of files that people take away with them: safe on every system that they may end on."""

import re
import unicodedata
from collections.abc import Iterable, Iterator

from auditapp.domain.language import latin

LONGEST_PART = 60
"""Letters of one part. Six of them in Cyrillic still make less than the 255 bytes that file systems take."""

_UNSAFE = re.compile(r"[^\w-]+")
_BARRED = str.maketrans(
    {"đ": "d", "Đ": "D", "ł": "l", "Ł": "L", "ß": "ss", "ø": "o", "Ø": "O", "æ": "ae", "Æ": "AE"}
)
_DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)", re.IGNORECASE)
"""What Windows takes for a device, whatever follows after a dot."""


def file_name(*parts: str, ending: str) -> str:
    """`Subotica-Korzo_2026-03-11_hu.pdf` of its parts: letters of any script, figures and hyphens only.

    It cannot be a part of a path, a hidden file, an option of a program or a device of Windows.
    """
    name = "_".join(filter(None, (_safe(part) for part in parts))) or "file"
    return f"{'file-' if _DEVICES.fullmatch(name) else ''}{name}.{ending}"


def in_plain_letters(name: str) -> str:
    """The same in the 26 letters, for archives, mails and programs that know no others; Cyrillic becomes Latin."""
    stem, dot, ending = name.rpartition(".")
    letters = unicodedata.normalize("NFKD", latin(stem).translate(_BARRED)).encode("ascii", "ignore").decode()
    return f"{letters.strip('-_') or 'file'}{dot}{ending}"


def each_once(names: Iterable[str]) -> Iterator[str]:
    """The same names, those that were there before (with capitals or not) with a number: `a.pdf`, `a-2.pdf`."""
    taken: set[str] = set()
    for name in names:
        stem, dot, ending = name.rpartition(".")
        free, number = name, 1
        while free.lower() in taken:
            number += 1
            free = f"{stem}-{number}{dot}{ending}"
        taken.add(free.lower())
        yield free


def _safe(part: str) -> str:
    return _UNSAFE.sub("-", unicodedata.normalize("NFC", part))[:LONGEST_PART].strip("-_")
