"""One row of an XLSForm's survey as a question of a checklist."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from auditapp.checklists.formats.choices import Entry, Lists, add_marks, entries_of
from auditapp.checklists.formats.findings import Findings
from auditapp.checklists.formats.keys import key_of, unused
from auditapp.checklists.formats.relevant import (
    Asked,
    Inexpressible,
    WrongReference,
    as_condition,
    read_condition,
    read_limits,
    write_condition,
)
from auditapp.checklists.formats.tables import Row, number, report_references, truth
from auditapp.checklists.formats.xlsform_columns import (
    ACTION_TEXTS,
    IMPLIED_LIMITS,
    OTHERWISE,
    PARAMETERS,
    SURVEY_COLUMNS,
)
from auditapp.checklists.formats.xlsform_types import Kind, question_type, range_parameters
from auditapp.domain.checklist import MEASURED_TYPES, QuestionType
from auditapp.domain.problems import suggestion

Raw = dict[str, Any]
_WHOLE = frozenset({QuestionType.COUNT, QuestionType.NPS})
_LONGEST_CONDITION = 50_000
_SAID_OTHERWISE = frozenset(
    {"choice_filter", "default", "calculation", "repeat_count", "readonly", "read_only"}
)
"""Columns whose loss changes what is asked; each has a note of its own."""


class Questions:
    """Makes questions, in the order of the survey, and knows those that later conditions refer to."""

    def __init__(
        self, lists: Lists, thresholds: Mapping[str, Sequence[Row]], names: Sequence[str], findings: Findings
    ) -> None:
        self._lists, self._thresholds, self._names, self._findings = lists, thresholds, names, findings
        self._asked: dict[str, Asked] = {}
        self.unasked: set[str] = set()
        """Names of rows that did not become questions."""
        self.steps: dict[str, dict[str, Sequence[Row]]] = {}
        """For each question's name, the rows of its options and of its thresholds."""

    def make(self, row: Row, kind: Kind) -> Raw:
        """The question, but for its texts' completeness and its score, which are looked at later."""
        type_ = question_type(row, kind, self._findings)
        entries = self._entries(row, kind)
        type_ = _yes_no(type_, entries) if not row["question_type"] else type_
        raw: Raw = {"key": self._key(row), "type": type_.value, "text": row.texts("label")}
        raw |= self._plain(row) | self._limits(row, kind, type_)
        self._add_condition(raw, row)
        self._add_steps(raw, row, kind, entries)
        self._report(row, kind)
        self._asked[row["name"]] = Asked(raw["key"], type_, _names_of(raw, kind, entries))
        return raw

    def condition(self, row: Row) -> tuple[Raw | None, bool]:
        """What `relevant` says, and whether it could be said."""
        text = row["relevant"]
        own = self._own_condition(row, text)
        if own is not None or not text:
            return own, True
        try:
            return read_condition(text, lambda name: self._find(row["name"], name)), True
        except WrongReference as wrong:
            params = dict(wrong.params)
            self._findings.error(wrong.code, row.place("relevant"), **params)
        except Inexpressible:
            self._findings.note("condition_not_taken", row.place("relevant"), condition=text[:200])
        return None, False

    def specified(self, row: Row, raw: Raw) -> Raw:
        """The question that asks what “other” is."""
        key = unused(f"{raw['key']}_other", self._keys)
        self._asked[f"{row['name']}_other"] = Asked(key, QuestionType.TEXT, {})
        return {
            "key": key,
            "type": "text",
            "text": {code: text for code, text in SPECIFY.items() if code in raw["text"]},
            "scored": False,
            "show_when": {"question": raw["key"], "in": ["other"]},
        }

    @property
    def _keys(self) -> set[str]:
        return {asked.key for asked in self._asked.values()}

    def _key(self, row: Row) -> str:
        return row["key"] or unused(key_of(row["name"], "q"), self._keys)

    def _find(self, asking: str, name: str) -> Asked:
        if name in self._asked:
            return self._asked[name]
        if name in self.unasked:
            raise Inexpressible
        if name == asking:
            raise WrongReference("self_reference", name=name)
        if name in self._names:
            raise WrongReference("forward_reference", name=name)
        raise WrongReference("unknown_question", name=name, **suggestion(name, self._asked))

    def _own_condition(self, row: Row, text: str) -> Raw | None:
        """The exact condition beside `relevant`, as long as both still say the same."""
        written = row["show_when"]
        if not written or len(written) > _LONGEST_CONDITION:
            return None
        try:
            raw: Raw = json.loads(written)
            condition = as_condition(raw)
        except (ValueError, RecursionError):
            self._findings.error("show_when_unreadable", row.place("show_when"))
            return None
        names = {asked.key: name for name, asked in reversed(self._asked.items())}
        if write_condition(condition, names) == text:
            return raw
        self._findings.note("show_when_outdated", row.place("show_when"))
        return None

    def _add_condition(self, raw: Raw, row: Row) -> None:
        condition, said = self.condition(row)
        if condition is not None:
            raw["show_when"] = condition
        if not said:
            raw["required"] = False

    def _entries(self, row: Row, kind: Kind) -> Sequence[Entry]:
        if kind.selects:
            return entries_of(self._lists, row, kind.list_name, self._findings)
        return self._lists.get(row["name"], ()) if row["question_type"] else ()

    def _plain(self, row: Row) -> Raw:
        """The fields that stand in cells of their own."""
        raw: Raw = {"required": self._required(row)}
        if guidance := _guidance(row):
            raw["guidance"] = guidance
        for name in ("allow_na", "bonus", "scored"):
            if row[name]:
                raw[name] = truth(row[name])
        for name in ("weight", "max_points"):
            if row[name]:
                raw[name] = number(row[name])
        if row["critical"]:
            raw["critical"] = effect(row["critical"])
        evidence = {name: row[f"evidence_{name}"] for name in ("comment", "photo") if row[f"evidence_{name}"]}
        return raw | ({"evidence": evidence} if evidence else {}) | action_of(row)

    def _required(self, row: Row) -> bool:
        said = truth(row["required"] or "no")
        if isinstance(said, str):
            self._findings.note("required_expression", row.place("required"))
        return said is True

    def _limits(self, row: Row, kind: Kind, type_: QuestionType) -> Raw:
        limits: Raw = {}
        if kind.name == "range" and not row["question_type"]:
            limits = self._range(row)
        if constraint := row["constraint"] or IMPLIED_LIMITS.get(kind.name, ""):
            try:
                measured = type_ in MEASURED_TYPES or bool(row["question_type"])
                limits |= read_limits(constraint if measured else "", whole=type_ in _WHOLE)
            except Inexpressible:
                self._findings.note(
                    "constraint_not_taken", row.place("constraint"), constraint=constraint[:200]
                )
        return limits

    def _range(self, row: Row) -> Raw:
        parameters = range_parameters(row["parameters"])
        if parameters["step"] != "1":
            self._findings.note("range_step", row.place("parameters"), step=parameters["step"])
        return {"minimum": parameters["start"], "maximum": parameters["end"]}

    def _add_steps(self, raw: Raw, row: Row, kind: Kind, entries: Sequence[Entry]) -> None:
        """Options and thresholds with their points."""
        if row["fails_on"]:
            keys = {entry.name: entry.key for entry in entries}
            raw["fails_on"] = [keys.get(name, name) for name in row["fails_on"].split()]
        add_marks(raw, entries, self._findings)
        kept = [entry for entry in entries if not entry.not_applicable]
        options = [entry.as_option() for entry in kept]
        thresholds = self._thresholds.get(row["name"], ())
        self.steps[row["name"]] = {"options": [entry.row for entry in kept], "thresholds": thresholds}
        if kind.or_other and not any(option["key"] == "other" for option in options):
            options.append({"key": "other", "label": {c: t for c, t in OTHER.items() if c in raw["text"]}})
        if kind.name in {"acknowledge", "trigger"}:
            options = [{"key": "yes"}, {"key": "no"}]
        if options:
            raw["options"] = options
        if thresholds:
            raw["thresholds"] = [_threshold(step) for step in thresholds]
        if row["points"]:
            self._add_points(raw, row)

    def _add_points(self, raw: Raw, row: Row) -> None:
        """Points beside the question: those of yes, or full marks where several can be ticked."""
        options: list[Raw] = raw.get("options", [])
        some = any("points" in option for option in options)
        if raw["type"] == QuestionType.YES_NO and not some:
            for option in options:
                option["points"] = number(row["points"]) if option["key"] == "yes" else 0
        elif raw["type"] == QuestionType.MULTI and some:
            raw.setdefault("max_points", number(row["points"]))
        else:
            self._findings.note("points_not_taken", row.place("points"))

    def _report(self, row: Row, kind: Kind) -> None:
        """What the row says that a checklist cannot."""
        if kind.name in OTHERWISE:
            self._findings.note(OTHERWISE[kind.name], row.place("type"))
        if kind.or_other:
            self._findings.note("other_added", row.place("type"))
        if row["parameters"] not in {"", *PARAMETERS.values()} and kind.name != "range":
            self._findings.note("column_not_taken", row.place("parameters"), name="parameters")
        report_columns(row, self._findings)


OTHER = {"en": "Other", "sr-Cyrl": "Друго", "hr": "Drugo", "hu": "Egyéb", "sk": "Iné"}
SPECIFY = {
    "en": "Please say what else.",
    "sr-Cyrl": "Наведите шта друго.",
    "hr": "Navedite što drugo.",
    "hu": "Írja le, mi más.",
    "sk": "Uveďte, čo iné.",
}


def report_columns(row: Row, findings: Findings) -> None:
    """Note each cell that a checklist has nothing for."""
    report_references(row, findings)
    for (column, language), text in row.cells.items():
        if language is not None or column in SURVEY_COLUMNS:
            continue
        name = column.partition("::")[0]
        code = (
            f"column_{name}".replace("read_only", "readonly")
            if name in _SAID_OTHERWISE
            else "column_not_taken"
        )
        findings.note(code, row.place(column), name=column, value=text[:80])


def effect(text: str) -> object:
    """A critical effect as definitions write it: yes, a name, or `cap_total: 50`."""
    name, _, cap = text.partition(":")
    return {name.strip().lower(): number(cap.strip())} if cap else truth(text)


def action_of(row: Row) -> Raw:
    """The action of a question, if the row says anything about one."""
    texts = {name.removeprefix("action_"): row.texts(name) for name in ACTION_TEXTS}
    action: Raw = {name: text for name, text in texts.items() if text}
    for name in ("days", "owner"):
        if row[f"action_{name}"]:
            action[name] = row[f"action_{name}"]
    return {"action": action} if action else {}


def _guidance(row: Row) -> dict[str, str]:
    hints, more = row.texts("hint"), row.texts("guidance_hint")
    both = {
        language: [texts[language] for texts in (hints, more) if language in texts]
        for language in hints | more
    }
    return {language: "\n".join(parts) for language, parts in both.items()}


def _yes_no(type_: QuestionType, entries: Sequence[Entry]) -> QuestionType:
    keys = {entry.key for entry in entries if not entry.not_applicable}
    return QuestionType.YES_NO if type_ is QuestionType.CHOICE and keys == {"yes", "no"} else type_


def _names_of(raw: Raw, kind: Kind, entries: Sequence[Entry]) -> dict[str, str]:
    """Option keys by the names that conditions use."""
    if kind.name in {"acknowledge", "trigger"}:
        return {"OK": "yes", "yes": "yes", "no": "no"}
    kept = {option["key"] for option in raw.get("options", [])}
    names = {entry.name: entry.key for entry in entries if entry.key in kept}
    return names | ({"other": "other"} if kind.or_other else {})


def _threshold(row: Row) -> Raw:
    step: Raw = {"points": number(row["points"])} if row["points"] else {}
    if row["up_to"]:
        step["up_to"] = number(row["up_to"])
    if label := row.texts("label"):
        step["label"] = label
    return step
