"""A sheet as plain text in rows and columns, whatever kind of file it came from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from auditapp.domain.problems import Problem

A_TO_Z = 26


@dataclass(frozen=True, slots=True)
class Grid:
    """The cells of a sheet from its first row and column on; `problems` is what was odd about some of them."""

    name: str
    rows: Sequence[Sequence[str]]
    problems: tuple[Problem, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether nothing is written on it."""
        return not any(cell for row in self.rows for cell in row)


Book = Mapping[str, Grid]
"""Sheets by name, in the order of the file."""


def cell_name(column: int, row: int) -> str:
    """What spreadsheets call a cell: column 0 of row 1 is A1, column 27 is AB."""
    letters, left = "", column + 1
    while left:
        left, rest = divmod(left - 1, A_TO_Z)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row}"


def place_of(sheet: str, row: int, column: int | None = None) -> str:
    """Where something stands, as spreadsheets write it: `survey!C12`, or `survey!12` for the whole row."""
    return f"{sheet}!{row if column is None else cell_name(column, row)}"


def cell_text(value: object) -> str:
    """What a cell shows: whole numbers without a point, dates in ISO form, one kind of line end."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return f"{value:.15g}"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value).replace("\r\n", "\n").replace("_x000D_\n", "\n").strip()
