"""The choices sheet of an XLSForm: lists of answer options, with points and marks beside them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from auditapp.checklists.formats.findings import Findings
from auditapp.checklists.formats.keys import key_of, unused
from auditapp.checklists.formats.tables import Row, Table, number, report_references, truth
from auditapp.checklists.formats.xlsform_columns import CHOICES_COLUMNS
from auditapp.domain.problems import suggestion

Raw = dict[str, Any]
_NA_NAMES = frozenset({"na", "n_a", "n/a", "not_applicable", "notapplicable"})


@dataclass(frozen=True, slots=True)
class Entry:
    """One option: its name in the file, and its key in the checklist."""

    name: str
    key: str
    row: Row

    @property
    def not_applicable(self) -> bool:
        """Whether it says that the question did not apply: marked so, or named so and without points."""
        marked = truth(self.row["allow_na"]) is True
        return marked or (self.name.lower() in _NA_NAMES and not self.row["points"])

    def as_option(self) -> Raw:
        """The option of a definition."""
        points = self.row["points"] or self.row["weight"]
        return {
            "key": self.key,
            "label": self.row.texts("label"),
            **({"points": number(points)} if points else {}),
        }


Lists = Mapping[str, Sequence[Entry]]


def read_lists(table: Table, findings: Findings) -> Lists:
    """The lists by name. What a checklist cannot hold is noted, what is missing or stands twice is an error."""
    lists: dict[str, list[Entry]] = {}
    for name in ("list_name", "name"):
        if table.rows and not table.has(name):
            findings.error("column_missing", f"{table.name}!1", name=name)
    for row in table:
        list_name = row["list_name"]
        if not list_name or not row["name"]:
            findings.error("choice_without_name", row.place("name" if list_name else "list_name"))
            continue
        entries = lists.setdefault(list_name, [])
        _check(row, entries, findings)
        taken = {entry.key for entry in entries}
        key = row["key"] or unused(key_of(row["name"], "o"), taken)
        entries.append(Entry(row["name"], key, row))
    return lists


def _check(row: Row, before: Sequence[Entry], findings: Findings) -> None:
    if any(entry.name == row["name"] for entry in before):
        findings.error("duplicate_key", row.place("name"), key=row["name"])
    if not row.texts("label"):
        findings.error("label_missing", row.place("label"))
    if row["points"] and row["weight"]:
        findings.note("column_not_taken", row.place("weight"), name="weight")
    report_references(row, findings)
    for column, language in row.cells:
        if language is None and column not in CHOICES_COLUMNS:
            findings.note("choice_column_not_taken", row.place(column), name=column)


def entries_of(lists: Lists, row: Row, list_name: str, findings: Findings) -> Sequence[Entry]:
    """The entries of the list that a question asks for; an error where there is no such list."""
    if list_name not in lists:
        findings.error("unknown_list", row.place("type"), name=list_name, **suggestion(list_name, lists))
    return lists.get(list_name, ())


def add_marks(question: Raw, entries: Sequence[Entry], findings: Findings) -> None:
    """What is marked at options and belongs to their question: N/A, failing options, a bonus."""
    for entry in entries:
        if entry.not_applicable:
            question["allow_na"] = True
            findings.note("option_as_na", entry.row.place("name"), name=entry.name)
        if entry.row["critical"]:
            _add_failing(question, entry, findings)
        if truth(entry.row["bonus"]) is True:
            question["bonus"] = True
            findings.note("option_bonus", entry.row.place("bonus"))


def _add_failing(question: Raw, entry: Entry, findings: Findings) -> None:
    said = truth(entry.row["critical"])
    if isinstance(said, str):
        findings.error("not_true_or_false", entry.row.place("critical"))
    elif said:
        question.setdefault("critical", True)
        question["fails_on"] = [*dict.fromkeys([*question.get("fails_on", []), entry.key])]
