"""The survey sheet of an XLSForm: groups become sections, one after the other, and rows become questions."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from auditapp.checklists.formats.findings import Findings
from auditapp.checklists.formats.keys import key_of, unused
from auditapp.checklists.formats.tables import Row, Table, number
from auditapp.checklists.formats.xlsform_columns import LEFT_OUT
from auditapp.checklists.formats.xlsform_questions import Questions, report_columns
from auditapp.checklists.formats.xlsform_types import Kind, kind_of

Raw = dict[str, Any]
JOINED = " – "


@dataclass(slots=True, eq=False)
class Group:
    """A group that is open: where it began, what its questions are asked under, whether it holds any."""

    row: Row
    condition: Raw | None = None
    sayable: bool = True
    used: bool = False


@dataclass(slots=True)
class SectionPart:
    """A section of the definition while it grows, with the rows that its parts came from."""

    raw: Raw
    groups: tuple[Group, ...]
    row: Row | None
    questions: list[tuple[Raw, Row]] = field(default_factory=list)


class Survey:
    """Walks through the rows once."""

    def __init__(self, table: Table, questions: Questions, title: dict[str, str], findings: Findings) -> None:
        self._table, self.questions, self._title, self._findings = table, questions, title, findings
        self._groups: list[Group] = []
        self._notes: list[Row] = []
        self._own = table.has("question_type")
        self.sections: list[SectionPart] = []
        self.briefing: list[dict[str, str]] = []
        """Texts of note rows that stand before a section without questions."""

    def walk(self) -> None:
        """Read every row; what is wrong, or taken otherwise, goes to the findings."""
        for row in self._table:
            kind = kind_of(row, self._findings)
            if kind is None:
                self.questions.unasked.add(row["name"])
            else:
                self._take(row, kind)
        self._place_notes()
        for group in self._groups:
            self._findings.error("group_not_closed", group.row.place("type"))

    def _take(self, row: Row, kind: Kind) -> None:
        if kind.name in {"end_group", "end_repeat"}:
            self._close(row)
        elif kind.name in {"begin_group", "begin_repeat"}:
            self._open(row, kind)
        elif kind.name in LEFT_OUT:
            self._leave_out(row, kind)
        elif kind.name == "note":
            self._keep_note(row)
        else:
            self._add(row, kind)

    def _open(self, row: Row, kind: Kind) -> None:
        self._place_notes()
        if kind.name == "begin_repeat":
            self._findings.note("repeat_once", row.place("type"), name=row["name"])
        for group in self._groups:
            group.used = True
        condition, sayable = self.questions.condition(row)
        self._groups.append(Group(row, condition, sayable))
        self.questions.unasked.add(row["name"])
        report_columns(row, self._findings)

    def _close(self, row: Row) -> None:
        self._place_notes()
        if not self._groups:
            self._findings.error("group_not_open", row.place("type"))
            return
        group = self._groups[-1]
        if not group.used and self._own:
            self._section()
        elif not group.used:
            self._findings.note("group_empty", group.row.place("type"))
        self._groups.pop()

    def _leave_out(self, row: Row, kind: Kind) -> None:
        self.questions.unasked.add(row["name"])
        self._findings.note(LEFT_OUT[kind.name], row.place("type"), type=row["type"], name=row["name"])

    def _keep_note(self, row: Row) -> None:
        self.questions.unasked.add(row["name"])
        if row["relevant"]:
            self._findings.note("condition_not_taken", row.place("relevant"), condition=row["relevant"][:200])
        if row.texts("label"):
            self._findings.note("note_as_guidance", row.place("label"))
            self._notes.append(row)
        report_columns(row, self._findings)

    def _add(self, row: Row, kind: Kind) -> None:
        if not row["name"]:
            self._findings.error("name_missing", row.place("name"))
            return
        if not row.texts("label"):
            self._findings.error("label_missing", row.place("label"))
        section = self._section()
        raw = self.questions.make(row, kind)
        self._inherit(raw)
        self._take_notes(raw)
        section.questions.append((raw, row))
        if kind.or_other:
            section.questions.append((self.questions.specified(row, raw), row))

    def _section(self) -> SectionPart:
        """The section for what stands here: a new one where another group was between."""
        groups = tuple(self._groups)
        for group in groups:
            group.used = True
        if self.sections and self.sections[-1].groups == groups:
            return self.sections[-1]
        innermost = groups[-1].row if groups else None
        taken = [part.raw["key"] for part in self.sections]
        if any(part.groups == groups for part in self.sections):
            self._findings.note("section_continued", innermost.place("name") if innermost else "")
        key = innermost["key"] if innermost else ""
        raw = {"key": key or unused(key_of(innermost["name"] if innermost else "general", "s"), taken)}
        part = SectionPart(
            raw | {"title": self._joined_titles(groups)} | self._marks(groups), groups, innermost
        )
        self.sections.append(part)
        return part

    def _joined_titles(self, groups: Sequence[Group]) -> dict[str, str]:
        titled = [group.row.texts("label") for group in groups if group.row.texts("label")]
        if not titled:
            return self._title
        languages = titled[-1]
        return {
            language: JOINED.join(texts[language] for texts in titled if language in texts)
            for language in languages
        }

    def _marks(self, groups: Sequence[Group]) -> Raw:
        """Weight and scenarios, from the innermost group that names them."""
        raw: Raw = {}
        for group in groups:
            if group.row["weight"]:
                raw["weight"] = number(group.row["weight"])
            if group.row["scenarios"]:
                raw["scenarios"] = group.row["scenarios"].split()
        return raw

    def _inherit(self, raw: Raw) -> None:
        """What the groups around are asked under holds for each of their questions."""
        conditions = [group.condition for group in self._groups if group.condition is not None]
        if conditions:
            own = [raw["show_when"]] if "show_when" in raw else []
            raw["show_when"] = (
                {"all": [*conditions, *own]} if len(conditions) + len(own) > 1 else conditions[0]
            )
        if not all(group.sayable for group in self._groups):
            raw["required"] = False

    def _take_notes(self, raw: Raw) -> None:
        for row in reversed(self._notes):
            raw["guidance"] = _above(row.texts("label"), raw.get("guidance", {}))
        self._notes.clear()

    def _place_notes(self) -> None:
        """Notes at the end of a group belong to its last question; where there is none, to the briefing."""
        last = (
            self.sections[-1] if self.sections and self.sections[-1].groups == tuple(self._groups) else None
        )
        for row in self._notes:
            if last and last.questions:
                raw = last.questions[-1][0]
                raw["guidance"] = _above(raw.get("guidance", {}), row.texts("label"))
            else:
                self.briefing.append(row.texts("label"))
        self._notes.clear()


def _above(first: dict[str, str], second: dict[str, str]) -> dict[str, str]:
    both = {
        language: [texts[language] for texts in (first, second) if language in texts]
        for language in first | second
    }
    return {language: "\n".join(parts) for language, parts in both.items()}
