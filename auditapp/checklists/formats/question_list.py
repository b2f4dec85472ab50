r"""A plain list of questions, one a row, as people keep it in a spreadsheet: CSV or workbook, in and out.

Columns, in any order: section, question, type, options, points, weight, required, allow_na, critical, bonus,
guidance, minimum, maximum, max_points, key, option_keys, action_what, action_why, action_how, action_days,
action_owner. Only `question` is needed. Options and points stand in one cell each, parted by `|` or line ends (`\|` is a
bar that parts nothing); for measured questions the options are the limits of the steps, the last of them `more`.
Conditions, evidence, scenarios, bands and rules are not in such a list.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from auditapp.checklists.formats.findings import Defaults, Findings, Imported, refused
from auditapp.checklists.formats.grids import Grid, place_of
from auditapp.checklists.formats.keys import key_of_text, slug_of, unused
from auditapp.checklists.formats.placing import Places, parsed
from auditapp.checklists.formats.question_list_words import COLUMNS, HEADINGS, SPELLINGS, TEXTS, TYPES
from auditapp.checklists.formats.scoring import Placed, settle_scoring
from auditapp.checklists.formats.spreadsheets import CellValue, SheetRows
from auditapp.checklists.formats.standing import POLICY, standard_bands
from auditapp.checklists.formats.tables import Columns, Row, number, table_of, truth
from auditapp.checklists.formats.xlsform_questions import action_of, effect
from auditapp.checklists.formats.xlsform_writer import effect_text, heading_language, yes_or_no
from auditapp.domain.checklist import MEASURED_TYPES, OPTION_TYPES, Checklist, Question, QuestionType, Section
from auditapp.domain.language import STORED_LANGUAGES, Language, Texts, text_in
from auditapp.domain.problems import suggestion

Raw = dict[str, Any]
SHEET = "questions"
MORE = "more"
_NUMBERS = ("weight", "minimum", "maximum", "max_points")
_PARTED = re.compile(r"\s*(?:(?<!\\)\||\n)\s*")
_BAR, _BAR_IN_A_TEXT = "|", r"\|"


def is_question_list(grid: Grid) -> bool:
    """Whether the first row that is not empty has a column of questions."""
    columns = Columns(COLUMNS, TEXTS, SPELLINGS)
    first = next((row for row in grid.rows if any(row)), ())
    return any(columns.heading(written)[0] == "question" for written in first)


def read_question_list(grid: Grid, defaults: Defaults) -> Imported:
    """The checklist of a list. Raises DefinitionError with everything that is wrong, by cell."""
    findings, places = Findings(), Places()
    table = table_of(grid, Columns(COLUMNS, TEXTS, SPELLINGS, defaults.language), findings)
    if not table.has("question"):
        raise refused("column_missing", place_of(grid.name, 1), name="question")
    if not table.rows:
        raise refused("sheet_empty", place_of(grid.name, 1), name=grid.name)
    for name, value in (("slug_missing", defaults.slug or defaults.title), ("title_missing", defaults.title)):
        if not value:
            findings.error(name, "")
    title = {defaults.language.stored.value: defaults.title}
    sections = _sections(table.rows, title, places, findings)
    findings.note("policy_taken", "")
    findings.refuse_errors()
    used = {code for section in sections for question in section["questions"] for code in question["text"]}
    languages = [code.value for code in STORED_LANGUAGES if code in used]
    raw = {
        "slug": defaults.slug or slug_of(defaults.title),
        "title": title,
        "channel": "visit",
        "languages": languages,
        "policy": POLICY,
        "bands": standard_bands(languages),
        "sections": sections,
    }
    return Imported(parsed(raw, places), findings.notes)


def _sections(rows: Iterable[Row], title: Texts, places: Places, findings: Findings) -> list[Raw]:
    """Sections in the order in which they first appear; a row without one stays in that of the row above."""
    sections: dict[str, Raw] = {}
    placed: list[Placed] = []
    keys: set[str] = set()
    current: Raw | None = None
    for row in rows:
        titles = row.texts("section")
        if titles or current is None:
            name = next(iter(titles.values()), "")
            key = unused(key_of_text(name or "general", "s"), [part["key"] for part in sections.values()])
            current = sections.setdefault(name, {"key": key, "title": titles or dict(title), "questions": []})
        raw = _question(row, keys, findings)
        keys.add(raw["key"])
        places.set(
            f"sections[{list(sections.values()).index(current)}].questions[{len(current['questions'])}]", row
        )
        current["questions"].append(raw)
        placed.append(Placed(raw, row.place("question")))
    settle_scoring(placed, findings)
    return list(sections.values())


def _question(row: Row, keys: set[str], findings: Findings) -> Raw:
    texts = row.texts("question")
    if not texts:
        findings.error("label_missing", row.place("question"))
    key = row["key"] or unused(key_of_text(next(iter(texts.values()), ""), "q"), keys)
    type_ = _type(row, findings)
    raw: Raw = {"key": key, "type": type_.value, "text": texts, "required": truth(row["required"] or "yes")}
    if guidance := row.texts("guidance"):
        raw["guidance"] = guidance
    raw |= {name: truth(row[name]) for name in ("allow_na", "bonus") if row[name]}
    raw |= {name: number(row[name]) for name in _NUMBERS if row[name]}
    if row["critical"]:
        raw["critical"] = effect(row["critical"])
    _report(row, findings)
    return raw | action_of(row) | _steps(row, type_, findings)


def _report(row: Row, findings: Findings) -> None:
    for column, language in row.cells:
        if language is None and column not in COLUMNS:
            findings.note("column_not_taken", row.place(column), name=column)


def _type(row: Row, findings: Findings) -> QuestionType:
    """The type; where none is given, a choice if there are options, yes or no if there are points, else a text."""
    written = re.sub(r"[\s\-/]+", "_", row["type"].lower())
    if not written:
        otherwise = QuestionType.YES_NO if row["points"] else QuestionType.TEXT
        return QuestionType.CHOICE if row.texts("options") else otherwise
    if written not in TYPES:
        near = suggestion(written, TYPES)
        meant = {"did_you_mean": TYPES[near["did_you_mean"]].value} if near else {}
        findings.error(
            "unknown_value",
            row.place("type"),
            value=row["type"][:80],
            expected=", ".join(QuestionType),
            **meant,
        )
    return TYPES.get(written, QuestionType.TEXT)


def _steps(row: Row, type_: QuestionType, findings: Findings) -> Raw:
    if type_ not in OPTION_TYPES | MEASURED_TYPES:
        if row["points"]:
            findings.note("points_not_taken", row.place("points"))
        return {}
    points = [number(part) for part in _parts(row["points"])]
    labels = {code: _parts(text) for code, text in row.texts("options").items()}
    count = max((len(parts) for parts in labels.values()), default=0)
    if type_ is QuestionType.YES_NO:
        points = [*points, "0"] if len(points) == 1 else points
        count = 2
    if any(len(parts) != count for parts in labels.values()):
        findings.error("options_differ", row.place("options"))
        return {}
    if points and len(points) != count:
        findings.error("points_differ", row.place("points"), options=str(count), points=str(len(points)))
        return {}
    if type_ in MEASURED_TYPES:
        return _thresholds(next(iter(labels.values()), []), points)
    return _options(row, type_, labels, points, count)


def _options(
    row: Row, type_: QuestionType, labels: Mapping[str, list[str]], points: list[str], count: int
) -> Raw:
    keys = row["option_keys"].split()
    options: list[Raw] = []
    for at in range(count):
        label = {code: parts[at] for code, parts in labels.items()}
        if type_ is QuestionType.YES_NO:
            key = ("yes", "no")[at]
        elif len(keys) == count:
            key = keys[at]
        else:
            key = unused(key_of_text(next(iter(label.values())), "o"), [option["key"] for option in options])
        options.append(
            {"key": key} | ({"label": label} if label else {}) | ({"points": points[at]} if points else {})
        )
    return {"options": options}


def _thresholds(limits: list[str], points: list[str]) -> Raw:
    if not points:
        return {}
    steps = [
        {"points": earned} | ({} if limit.lower() in {MORE, ""} else {"up_to": number(limit)})
        for limit, earned in zip(limits, points, strict=True)
    ]
    return {"thresholds": steps}


def _parts(text: str) -> list[str]:
    return (
        [part.replace(_BAR_IN_A_TEXT, _BAR) for part in _PARTED.split(text.strip())] if text.strip() else []
    )


def question_rows(checklist: Checklist, language: Language) -> SheetRows:
    """The rows of a list in one language; Serbian in Cyrillic, which can be read again."""
    stored = language.stored
    tagged = [f"{name}::{heading_language(stored)}" if name in TEXTS else name for name in HEADINGS]
    return [tagged, *(_row(section, question, stored) for section, question in checklist.questions())]


def _row(section: Section, question: Question, language: Language) -> list[CellValue]:
    action = question.action
    cells: dict[str, CellValue] = {
        "section": text_in(section.title, language),
        "question": text_in(question.text, language),
        "type": question.type.value,
        "options": _joined(_option_cells(question, language)),
        "points": _joined(_points(question)),
        "weight": question.weight,
        "required": yes_or_no(question.required),
        "allow_na": yes_or_no(question.allow_na),
        "critical": effect_text(question.critical),
        "bonus": yes_or_no(question.bonus),
        "guidance": text_in(question.guidance or {}, language),
        "minimum": question.minimum,
        "maximum": question.maximum,
        "max_points": question.max_points,
        "key": question.key,
        "option_keys": " ".join(option.key for option in question.options),
        "action_what": text_in(action.what, language) if action else "",
        "action_why": text_in(action.why, language) if action else "",
        "action_how": text_in(action.how, language) if action else "",
        "action_days": action.days if action else None,
        "action_owner": action.owner.value if action else "",
    }
    return [cells[name] for name in HEADINGS]


def _option_cells(question: Question, language: Language) -> list[str]:
    if question.type in OPTION_TYPES:
        return [text_in(option.label, language) for option in question.options]
    return [MORE if step.up_to is None else str(step.up_to) for step in question.thresholds]


def _points(question: Question) -> list[str]:
    if not question.points_known:
        return []
    if question.type in OPTION_TYPES:
        return [str(option.points or 0) for option in question.options]
    return [str(step.points) for step in question.thresholds]


def _joined(parts: Iterable[str]) -> str:
    return " | ".join(" ".join(part.split()).replace(_BAR, _BAR_IN_A_TEXT) for part in parts)
