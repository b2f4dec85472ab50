"""CSV files as they come out of spreadsheet programs, in the encodings and separators of our countries."""

import csv
from io import StringIO

from auditapp.checklists.formats.findings import refused
from auditapp.checklists.formats.grids import Grid, cell_text, place_of
from auditapp.checklists.formats.spreadsheets import CellValue, SheetRows
from auditapp.domain.problems import Problem, Severity

MAX_BYTES = 2_000_000
MAX_CELLS = 300_000
SHEET = "CSV"
"""What a place in a CSV file begins with, where a workbook names its sheet."""

_ENCODINGS = (("utf-8-sig", "UTF-8"), ("cp1250", "Windows-1250"))
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
    """The text and the name of its encoding: UTF-8 if it is that, else Windows-1250, as Excel writes it here."""
    for codec, name in _ENCODINGS:
        try:
            text = content.decode(codec)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text, name
    raise refused("not_text")


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
