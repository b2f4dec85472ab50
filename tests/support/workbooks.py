"""Workbooks for tests, written as they look: a line a row, columns parted by |."""

from collections.abc import Mapping, Sequence
from io import BytesIO

import openpyxl
import xlwt

Rows = Sequence[Sequence[str]]


def rows_of(text: str) -> Rows:
    """The cells of a sheet that is written as text; a broken bar stands for a bar inside a cell."""
    return [
        [cell.strip().replace("\N{BROKEN BAR}", "|") for cell in line.split("|")]
        for line in text.strip().splitlines()
    ]


def xlsx(sheets: Mapping[str, str]) -> bytes:
    """An .xlsx file with these sheets; what looks like a formula is one, what looks like a number, too."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, text in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows_of(text):
            sheet.append([_value(cell) for cell in row])
    return saved(book)


def saved(book: openpyxl.Workbook) -> bytes:
    """The bytes of a workbook."""
    written = BytesIO()
    book.save(written)
    return written.getvalue()


def xls(sheets: Mapping[str, str]) -> bytes:
    """The same as an .xls file."""
    book = xlwt.Workbook()
    for name, text in sheets.items():
        sheet = book.add_sheet(name)
        for at, row in enumerate(rows_of(text)):
            for column, cell in enumerate(row):
                sheet.write(at, column, _value(cell))
    written = BytesIO()
    book.save(written)
    return written.getvalue()


def _value(cell: str) -> str | float | None:
    try:
        return float(cell)
    except ValueError:
        return cell or None
