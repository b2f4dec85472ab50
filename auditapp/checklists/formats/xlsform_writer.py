"""A checklist as an XLSForm that pyxform converts, with columns and sheets of our own for what XLSForm lacks.

Reading it again gives the same checklist.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from auditapp.checklists.formats.keys import unused
from auditapp.checklists.formats.relevant import (
    Asked,
    Inexpressible,
    WrongReference,
    as_condition,
    read_condition,
    write_condition,
)
from auditapp.checklists.formats.spreadsheets import CellValue, SheetRows, write_workbook
from auditapp.checklists.formats.tables import SHIELDED
from auditapp.checklists.formats.xlsform_columns import (
    ACTION_TEXTS,
    BANDS,
    CHECKLIST,
    CHECKLIST_COLUMNS,
    CHOICES,
    FORM_TYPES,
    PARAMETERS,
    SCENARIOS,
    SETTINGS,
    SURVEY,
    SURVEY_COLUMNS,
    THRESHOLDS,
)
from auditapp.core.i18n import OWN_NAMES
from auditapp.domain.checklist import (
    OPTION_TYPES,
    Checklist,
    Condition,
    CriticalEffect,
    Question,
    Section,
)
from auditapp.domain.definition import dump_definition
from auditapp.domain.language import STORED_LANGUAGES, Language, Texts

Cells = dict[str, CellValue]
RESERVED = frozenset({"meta"})
"""Names that XForms keeps for itself."""


@dataclass(frozen=True, slots=True)
class Names:
    """What sections, questions and options are called in the form: their keys, unless another is called so, too."""

    sections: Sequence[str]
    questions: Sequence[str]
    """Sections by their place, questions by theirs among all questions."""

    def by_key(self, checklist: Checklist) -> dict[str, str]:
        """The name of each question's key; of twins that of the first."""
        pairs = zip((question.key for _, question in checklist.questions()), self.questions, strict=True)
        return dict(reversed(list(pairs)))


def write_xlsform(checklist: Checklist) -> bytes:
    """The form as an .xlsx file."""
    languages = _languages(checklist)
    names = _names(checklist)
    sheets = {
        SURVEY: _survey(checklist, names),
        CHOICES: _choices(checklist, names),
        SETTINGS: [_settings(checklist)],
        CHECKLIST: [_rules(checklist)],
        BANDS: [{"key": b.key, "from": b.start, **_texts("label", b.label)} for b in checklist.bands],
        SCENARIOS: [
            {"key": s.key, **_texts("title", s.title), **_texts("brief", s.brief)}
            for s in checklist.scenarios
        ],
        THRESHOLDS: _thresholds(checklist, names),
    }
    return write_workbook({name: _grid(rows, _HEADINGS[name], languages) for name, rows in sheets.items()})


_HEADINGS: Mapping[str, Sequence[str]] = {
    SURVEY: (
        *SURVEY_COLUMNS[:2],
        "label::",
        "hint::",
        *SURVEY_COLUMNS[2:],
        *(f"{name}::" for name in ACTION_TEXTS),
    ),
    CHOICES: ("list_name", "name", "label::", "key", "points"),
    SETTINGS: ("form_title", "form_id", "default_language"),
    CHECKLIST: ("title::", "briefing::", *CHECKLIST_COLUMNS),
    BANDS: ("key", "from", "label::"),
    SCENARIOS: ("key", "title::", "brief::"),
    THRESHOLDS: ("question", "up_to", "points", "label::"),
}
"""Columns in their order; those that end in :: exist once for each language."""


def _grid(rows: Sequence[Cells], headings: Sequence[str], languages: Sequence[Language]) -> SheetRows:
    columns = [
        name
        for heading in headings
        for name in (_in_each(heading, languages) if heading.endswith("::") else [heading])
    ]
    return [columns, *([row.get(name) for name in columns] for row in rows)]


def _in_each(heading: str, languages: Iterable[Language]) -> list[str]:
    return [heading + heading_language(language) for language in languages]


def heading_language(language: Language) -> str:
    """A language as XLSForm writes it: `English (en)`."""
    return f"{OWN_NAMES[language].partition(' (')[0]} ({language.value})"


def _texts(name: str, texts: Texts | None) -> Cells:
    written = texts or {}
    return {f"{name}::{heading_language(Language(code))}": _shielded(text) for code, text in written.items()}


def _shielded(text: str) -> str:
    return text.replace("${", SHIELDED)


def _languages(checklist: Checklist) -> list[Language]:
    """Those of the checklist, and any other that some text exists in."""
    content = json.dumps(dump_definition(checklist))
    return [
        language
        for language in STORED_LANGUAGES
        if language in {code.stored for code in checklist.languages} or f'"{language.value}": ' in content
    ]


def _names(checklist: Checklist) -> Names:
    taken = set(RESERVED)
    questions = [_taking(question.key, taken) for _, question in checklist.questions()]
    return Names([_taking(section.key, taken) for section in checklist.sections], questions)


def _taking(key: str, taken: set[str]) -> str:
    name = unused(key, taken)
    taken.add(name)
    return name


def _settings(checklist: Checklist) -> Cells:
    main = _languages(checklist)[0]
    title = checklist.title.get(main) or next(iter(checklist.title.values()))
    return {
        "form_title": _shielded(title),
        "form_id": checklist.slug,
        "default_language": heading_language(main),
    }


def _rules(checklist: Checklist) -> Cells:
    policy = checklist.policy
    return {
        **_texts("title", checklist.title),
        **_texts("briefing", checklist.briefing),
        "slug": checklist.slug,
        "channel": checklist.channel.value,
        "languages": " ".join(checklist.languages),
        "auditor_sees_score": yes_or_no(checklist.auditor_sees_score),
        "na": policy.na,
        "total": policy.total,
        "bonus_cap": yes_or_no(policy.bonus_cap),
        "critical": effect_text(policy.critical),
        "stated_total": policy.stated_total,
    }


def _survey(checklist: Checklist, names: Names) -> list[Cells]:
    by_key = names.by_key(checklist)
    asked: dict[str, Asked] = {}
    remaining = iter(names.questions)
    rows: list[Cells] = []
    for section, name in zip(checklist.sections, names.sections, strict=True):
        rows.append(_begin(section, name))
        for question in section.questions:
            own = next(remaining)
            rows.append(_question(question, own) | _condition(question, by_key, asked))
            asked[own] = Asked(
                question.key, question.type, {option.key: option.key for option in question.options}
            )
        rows.append({"type": "end_group"})
    return rows


def _begin(section: Section, name: str) -> Cells:
    return {
        "type": "begin_group",
        "name": name,
        "key": section.key if name != section.key else None,
        **_texts("label", section.title),
        "weight": section.weight,
        "scenarios": " ".join(section.scenarios),
    }


def _question(question: Question, name: str) -> Cells:
    return {
        "type": _form_type(question, name),
        "name": name,
        "key": question.key if name != question.key else None,
        "question_type": question.type.value,
        "parameters": PARAMETERS.get(question.type),
        **_texts("label", question.text),
        **_texts("hint", question.guidance),
        "required": yes_or_no(question.required),
        "constraint": _limits(question),
        "weight": question.weight,
        "allow_na": yes_or_no(question.allow_na),
        "bonus": yes_or_no(question.bonus),
        "scored": yes_or_no(question.scored),
        "critical": effect_text(question.critical),
        "fails_on": " ".join(question.fails_on),
        "max_points": question.max_points,
        "evidence_comment": question.evidence.comment,
        "evidence_photo": question.evidence.photo,
        **_action(question),
    }


def _form_type(question: Question, name: str) -> str:
    if question.type not in OPTION_TYPES:
        return FORM_TYPES[question.type]
    return f"{FORM_TYPES[question.type]} {name}" if question.options else "text"


def _limits(question: Question) -> str:
    limits = ((">=", question.minimum), ("<=", question.maximum))
    return " and ".join(f". {sign} {limit}" for sign, limit in limits if limit is not None)


def _action(question: Question) -> Cells:
    action = question.action
    if action is None:
        return {}
    texts = {"action_what": action.what, "action_why": action.why, "action_how": action.how}
    cells: Cells = {"action_days": action.days, "action_owner": action.owner.value}
    for name, wording in texts.items():
        cells |= _texts(name, wording)
    return cells


def _condition(question: Question, names: Mapping[str, str], asked: Mapping[str, Asked]) -> Cells:
    """`relevant`; and beside it the exact condition where `relevant` would be read as another of the same meaning."""
    if question.show_when is None:
        return {}
    relevant = write_condition(question.show_when, names)
    if _read_again(relevant, asked) == question.show_when:
        return {"relevant": relevant}
    exact = question.model_dump(mode="json", by_alias=True, exclude_defaults=True)["show_when"]
    return {"relevant": relevant, "show_when": json.dumps(exact, ensure_ascii=False)}


def _read_again(relevant: str, asked: Mapping[str, Asked]) -> Condition | None:
    try:
        return as_condition(read_condition(relevant, lambda name: _found(name, asked)))
    except (Inexpressible, WrongReference, ValueError):
        return None


def _found(name: str, asked: Mapping[str, Asked]) -> Asked:
    if name not in asked:
        raise Inexpressible
    return asked[name]


def _choices(checklist: Checklist, names: Names) -> list[Cells]:
    rows: list[Cells] = []
    for (_, question), name in zip(checklist.questions(), names.questions, strict=True):
        taken: set[str] = set()
        for option in question.options:
            own = _taking(option.key, taken)
            key = option.key if own != option.key else None
            cells: Cells = {"list_name": name, "name": own, "key": key, "points": option.points}
            rows.append(cells | _texts("label", option.label))
    return rows


def _thresholds(checklist: Checklist, names: Names) -> list[Cells]:
    return [
        {"question": name, "up_to": step.up_to, "points": step.points, **_texts("label", step.label)}
        for (_, question), name in zip(checklist.questions(), names.questions, strict=True)
        for step in question.thresholds
    ]


def effect_text(effect: CriticalEffect | None) -> str:
    """A critical effect in one cell: yes, its name, or `cap_total: 50`."""
    if effect is None:
        return ""
    if effect.kind == "policy":
        return "yes"
    return f"{effect.kind}: {effect.cap}" if effect.cap is not None else effect.kind


def yes_or_no(value: bool) -> str:  # noqa: FBT001 - a value to be written
    """A truth value in a cell."""
    return "yes" if value else "no"
