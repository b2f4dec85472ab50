"""Workbooks, read within bounds and written without formulas.

A workbook is a zip of XML and can be built to unfold without end. Its parts are therefore inflated here, piece by
piece and within limits, before a reader sees them: what the zip says about its own sizes is not believed.
"""

import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from decimal import Decimal
from io import BytesIO, StringIO
from itertools import chain
from zipfile import BadZipFile, ZipFile
from zlib import error as ZlibError  # noqa: N812 - an exception, named like one

import openpyxl
import xlrd
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet
from xlrd.biffh import XLRDError

from auditapp.checklists.formats.findings import refused
from auditapp.checklists.formats.grids import Book, Grid, cell_name, cell_text, place_of
from auditapp.domain.problems import DefinitionError, Problem, Severity

MAX_BYTES = 5_000_000
MAX_PARTS = 200
MAX_INFLATED = 30_000_000
MAX_TAGS = 600_000
"""About 150,000 cells. Every cell costs time and memory, however few bytes it has."""
MAX_CELLS = 300_000
"""Rows times columns of one sheet, empty cells included: two cells far apart would span billions."""
MAX_SHEETS = 30
MAX_TEXT = 10_000_000
"""Letters of one sheet: in a workbook a long text stands once, however many cells show it."""

ZIP = b"PK\x03\x04"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_WIDE = frozenset({"question", "options", "guidance"})
_WORKBOOK = "xl/workbook.xml"
_NOT_NEEDED = ("xl/worksheets/_rels/", "xl/media/", "xl/drawings/", "docProps/", "customXml/")
"""Pictures, comments, properties: nothing that a checklist is made of."""

CellValue = str | int | Decimal | None
SheetRows = Sequence[Sequence[CellValue]]


def read_workbook(content: bytes) -> Book:
    """The sheets of an .xlsx or .xls file. Raises DefinitionError for what is none, or is too large."""
    if len(content) > MAX_BYTES:
        raise refused("file_too_large", limit="5 MB")
    if content.startswith(ZIP):
        return _xlsx(content)
    if content.startswith(OLE):
        return _xls(content)
    raise refused("not_a_workbook")


def write_workbook(sheets: Mapping[str, SheetRows]) -> bytes:
    """An .xlsx file. Every text is written as a text, so that none can start a formula (X3)."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for at, row in enumerate(rows, start=1):
            for column, value in enumerate(row, start=1):
                if value is not None and value != "":
                    _write(sheet.cell(at, column), value)
        _make_readable(sheet)
    written = BytesIO()
    book.save(written)
    return written.getvalue()


def _write(cell: Cell, value: str | int | Decimal) -> None:
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"
        cell.quotePrefix = value.startswith("=")


def _make_readable(sheet: Worksheet) -> None:
    sheet.freeze_panes = "A2"
    for column, head in enumerate(sheet[1], start=1):
        head.font = Font(bold=True)
        wide = "::" in str(head.value) or head.value in _WIDE
        sheet.column_dimensions[get_column_letter(column)].width = 40 if wide else 14
    for cell in chain.from_iterable(sheet.iter_rows(min_row=2)):
        if isinstance(cell.value, str):
            cell.alignment = Alignment(wrap_text=True, vertical="top")


def _xlsx(content: bytes) -> Book:
    parts = _inflated_parts(content)
    plain = _stored(parts)
    calculates = any(b"<f>" in part or b"<f " in part for name, part in parts.items() if "sheets/" in name)
    with _unreadable_is_refused():
        sheets = _sheets(plain, values=True)
        formulas = _sheets(plain, values=False) if calculates else {}
        return {name: _xlsx_grid(sheet, formulas.get(name)) for name, sheet in sheets.items()}


def _inflated_parts(content: bytes) -> dict[str, bytes]:
    try:
        with ZipFile(BytesIO(content)) as packed:
            parts = _inflated(packed, _part_names(packed))
    except (BadZipFile, NotImplementedError, RuntimeError, ValueError, OSError, EOFError, ZlibError):
        raise refused("corrupt_workbook") from None
    if sum(part.count(b"<") for part in parts.values()) > MAX_TAGS:
        raise refused("workbook_too_large")
    return parts


def _part_names(packed: ZipFile) -> list[str]:
    names = packed.namelist()
    if len(names) > MAX_PARTS:
        raise refused("workbook_too_large")
    if _WORKBOOK not in names:
        raise refused("zip_without_workbook")
    wanted = (name for name in names if name.endswith((".xml", ".rels")))
    return [name for name in dict.fromkeys(wanted) if not name.startswith(_NOT_NEEDED)]


def _inflated(packed: ZipFile, names: Sequence[str]) -> dict[str, bytes]:
    parts: dict[str, bytes] = {}
    room = MAX_INFLATED
    for name in names:
        with packed.open(name) as part:
            parts[name] = part.read(room + 1)
        room -= len(parts[name])
        if room < 0:
            raise refused("workbook_too_large")
    return parts


def _stored(parts: Mapping[str, bytes]) -> bytes:
    """The same zip with nothing packed in it."""
    written = BytesIO()
    with ZipFile(written, "w") as plain:
        for name, part in parts.items():
            plain.writestr(name, part)
    return written.getvalue()


@contextmanager
def _unreadable_is_refused() -> Iterator[None]:
    """Readers of damaged or hostile files fail in many ways; to the person before the page they are one."""
    try:
        with warnings.catch_warnings(action="ignore"):
            yield
    except DefinitionError:
        raise
    except Exception:  # noqa: BLE001 - whatever the library stumbles over
        raise refused("corrupt_workbook") from None


def _sheets(content: bytes, *, values: bool) -> dict[str, Worksheet]:
    """The sheets with what their cells show, or with the formulas behind."""
    sheets = openpyxl.load_workbook(BytesIO(content), data_only=values, keep_links=False).worksheets
    _refuse_too_much(len(sheets), (sheet.max_row * sheet.max_column for sheet in sheets))
    return {sheet.title: sheet for sheet in sheets}


def _refuse_too_much(sheets: int, cells: Iterable[int]) -> None:
    if sheets > MAX_SHEETS or any(count > MAX_CELLS for count in cells):
        raise refused("workbook_too_large")


def _refuse_too_much_text(values: Iterable[object]) -> None:
    if sum(len(value) for value in values if isinstance(value, str)) > MAX_TEXT:
        raise refused("workbook_too_large")


def _xlsx_grid(sheet: Worksheet, formulas: Worksheet | None) -> Grid:
    problems = [_merged(sheet.title, str(area)) for area in sheet.merged_cells.ranges]
    rows: list[list[str]] = []
    _refuse_too_much_text(cell.value for row in sheet.iter_rows() for cell in row)
    for at, row in enumerate(sheet.iter_rows(), start=1):
        rows.append(["" if cell.data_type == "e" else cell_text(cell.value) for cell in row])
        for column, cell in enumerate(row):
            place = place_of(sheet.title, at, column)
            if cell.data_type == "e":
                problems.append(Problem("cell_with_error", place))
            elif formulas is not None and formulas.cell(at, column + 1).data_type == "f":
                problems.append(_formula(place, cell.value))
    return Grid(sheet.title, rows, tuple(problems))


def _formula(place: str, value: object) -> Problem:
    if value is None:
        return Problem("formula_without_value", place)
    return Problem("formula_as_value", place, {"value": cell_text(value)[:80]}, Severity.WARNING)


def _merged(sheet: str, area: str) -> Problem:
    return Problem("merged_cells", f"{sheet}!{area}", {}, Severity.WARNING)


def _xls(content: bytes) -> Book:
    if _ENCRYPTED in content:
        raise refused("workbook_encrypted")
    with _unreadable_is_refused():
        book = _opened_xls(content)
        _refuse_too_much(book.nsheets, (sheet.nrows * sheet.ncols for sheet in book.sheets()))
        return {sheet.name: _xls_grid(book, sheet) for sheet in book.sheets()}


def _opened_xls(content: bytes) -> xlrd.book.Book:
    try:
        return xlrd.open_workbook(
            file_contents=content, logfile=StringIO(), formatting_info=True, ragged_rows=True
        )
    except XLRDError as error:
        raise refused("workbook_encrypted" if "encrypted" in str(error) else "corrupt_workbook") from None


def _xls_grid(book: xlrd.book.Book, sheet: xlrd.sheet.Sheet) -> Grid:
    problems = [
        _merged(sheet.name, f"{cell_name(left, top + 1)}:{cell_name(right - 1, bottom)}")
        for top, bottom, left, right in sheet.merged_cells
    ]
    rows: list[list[str]] = []
    _refuse_too_much_text(value for at in range(sheet.nrows) for value in sheet.row_values(at))
    for at in range(sheet.nrows):
        cells = sheet.row(at)
        rows.append([_xls_text(book, cell) for cell in cells])
        problems += [
            Problem("cell_with_error", place_of(sheet.name, at + 1, column))
            for column, cell in enumerate(cells)
            if cell.ctype == xlrd.XL_CELL_ERROR
        ]
    return Grid(sheet.name, rows, tuple(problems))


def _xls_text(book: xlrd.book.Book, cell: xlrd.sheet.Cell) -> str:
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return ""
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return cell_text(bool(cell.value))
    if cell.ctype == xlrd.XL_CELL_DATE:
        return cell_text(xlrd.xldate_as_datetime(float(cell.value), book.datemode))
    return cell_text(cell.value)
