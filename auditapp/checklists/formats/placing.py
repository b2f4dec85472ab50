"""From places in a definition to places in the file it was read from."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from auditapp.checklists.formats.tables import Row
from auditapp.domain.checklist import Checklist
from auditapp.domain.definition import parse_definition
from auditapp.domain.problems import DefinitionError, Problem

_COLUMNS: Mapping[str, Sequence[str]] = {
    "text": ("label", "question"),
    "title": ("label", "section"),
    "guidance": ("hint",),
    "minimum": ("constraint",),
    "maximum": ("constraint",),
    "show_when": ("relevant",),
    "type": ("question_type",),
    "up_to": ("options",),
    "label": ("options",),
}
"""Columns that are not called like the field, in forms and in lists."""


class Places:
    """Which row each part of a definition came from."""

    def __init__(self) -> None:
        self._rows: dict[str, Row] = {}

    def set(self, path: str, row: Row) -> None:
        """The part at this path came from this row."""
        self._rows[path] = row

    def of(self, path: str) -> str:
        """The cell, or at least the row, of a path; the path itself where it came from nowhere."""
        steps = re.findall(r"[^.\[\]]+(?:\[\d+\])?", path)
        for length in range(len(steps), 0, -1):
            row = self._rows.get(".".join(steps[:length]))
            if row is not None:
                return _cell(row, steps[length:])
        return path


def _cell(row: Row, steps: list[str]) -> str:
    names = [step.partition("[")[0] for step in steps]
    joined = "_".join(names[:2])
    others = (other for name in names for other in _COLUMNS.get(name, ()))
    there = {column for column, _ in row.columns}
    return row.place(next((name for name in (joined, *names[::-1], *others) if name in there), ""))


def parsed(raw: Mapping[str, Any], places: Places) -> Checklist:
    """The definition. Raises DefinitionError with places of the file."""
    try:
        return parse_definition(raw)
    except DefinitionError as error:
        found = [Problem(p.code, places.of(p.path), p.params, p.severity) for p in error.problems]
        raise DefinitionError(found) from None
