"""CSV files as they come out of spreadsheet programs, in the encodings and separators of our countries."""

import csv
import re
from io import StringIO

from auditapp.checklists.formats.findings import refused
from auditapp.checklists.formats.grids import Grid, cell_text, place_of
from auditapp.checklists.formats.spreadsheets import CellValue, SheetRows
from auditapp.domain.problems import Problem, Severity

MAX_BYTES = 2_000_000
MAX_CELLS = 300_000
SHEET = "CSV"
"""What a place in a CSV file begins with, where a workbook names its sheet."""

_WINDOWS = {"cp1251": "Windows-1251", "cp1250": "Windows-1250"}
_WORD = re.compile(r"[^\W\d_]+")
_SERBIAN_WORD = re.compile("[абвгдђежзијклљмнњопрстћуфхцчџш]+", re.IGNORECASE)
_SEPARATORS = ";,\t"
_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_GUARD = "'"


def read_csv(content: bytes) -> Grid:
    """The rows of a CSV file; a note says which encoding was taken. Raises DefinitionError for what is none."""
    if len(content) > MAX_BYTES:
        raise refused("file_too_large", limit="2 MB")
    text, encoding = decoded(content)
    first = next((line for line in text.splitlines() if line.strip()), "")
    try:
        rows = [
            [_unguarded(cell) for cell in row]
            for row in csv.reader(StringIO(text, newline=""), delimiter=separator_of(first), strict=True)
        ]
    except csv.Error as error:
        raise refused("not_csv", reason=str(error)) from None
    if sum(len(row) for row in rows) > MAX_CELLS:
        raise refused("workbook_too_large")
    note = Problem("encoding_taken", place_of(SHEET, 1), {"encoding": encoding}, Severity.WARNING)
    return Grid(SHEET, rows, () if encoding == "UTF-8" else (note,))


def decoded(content: bytes) -> tuple[str, str]:
    """The text and the name of its encoding: UTF-8 if it is that, else one of those that Excel writes here."""
    text, encoding = _as("utf-8-sig", content), "UTF-8"
    if text is None:
        text, encoding = _from_windows(content)
    if text is None or "\0" in text:
        raise refused("not_text")
    return text, encoding


def _from_windows(content: bytes) -> tuple[str | None, str]:
    """Windows-1251 (Cyrillic) or Windows-1250 (Latin): almost any bytes can be read as both.

    Read as Cyrillic, a text in Latin letters has its few accented ones in the midst of Latin words: "kaљnjenje". A text in
    Cyrillic has words of nothing else.
    """
    cyrillic = _as("cp1251", content)
    words = [word for word in _WORD.findall(cyrillic or "") if not word.isascii()]
    whole = sum(_SERBIAN_WORD.fullmatch(word) is not None for word in words)
    codec = "cp1251" if 2 * whole > len(words) else "cp1250"
    return _as(codec, content), _WINDOWS[codec]


def _as(codec: str, content: bytes) -> str | None:
    """The text, if it can be one in this encoding."""
    try:
        return content.decode(codec)
    except UnicodeDecodeError:
        return None


def separator_of(line: str) -> str:
    """What separates the columns of the heading line: the most frequent of ; , and tab."""
    return max(_SEPARATORS, key=line.count)


def write_csv(rows: SheetRows) -> bytes:
    """A CSV file in UTF-8 that spreadsheet programs of our countries open with a double click.

    Semicolons, because they write decimal commas; a mark at the start, because else they take Windows-1250; and an
    apostrophe before a text that would start a formula (X3), which `read_csv` takes away again.
    """
    written = StringIO(newline="")
    csv.writer(written, delimiter=";", lineterminator="\r\n").writerows(
        [[_guarded(value) for value in row] for row in rows]
    )
    return written.getvalue().encode("utf-8-sig")


def _guarded(value: CellValue) -> CellValue:
    starts = isinstance(value, str) and value.startswith((*_STARTS_A_FORMULA, _GUARD))
    return f"{_GUARD}{value}" if starts else value


def _unguarded(cell: str) -> str:
    text = cell_text(cell)
    return text[1:] if text.startswith(_GUARD) and text[1:].startswith((*_STARTS_A_FORMULA, _GUARD)) else text
