"""XLSForm workbooks, ours and those of others, as checklists.

What the form says and a checklist cannot is noted with its place and with what was done instead; what is wrong is
collected and refuses the whole file. The standard: https://xlsform.org; what pyxform takes is taken here, too.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from auditapp.checklists.formats.choices import read_lists
from auditapp.checklists.formats.findings import Defaults, Findings, Imported
from auditapp.checklists.formats.grids import Book
from auditapp.checklists.formats.keys import slug_of
from auditapp.checklists.formats.placing import Places, parsed
from auditapp.checklists.formats.scoring import Placed, settle_scoring
from auditapp.checklists.formats.standing import POLICY, standard_bands
from auditapp.checklists.formats.tables import Columns, Row, Table, language_of, number, table_of, truth
from auditapp.checklists.formats.xlsform_columns import (
    BANDS,
    CHECKLIST,
    CHOICES,
    SCENARIOS,
    SETTINGS,
    SURVEY,
    TAKEN_SETTINGS,
    THRESHOLDS,
    choices_columns,
    own_columns,
    settings_columns,
    survey_columns,
)
from auditapp.checklists.formats.xlsform_questions import Questions, effect
from auditapp.checklists.formats.xlsform_survey import SectionPart, Survey
from auditapp.domain.language import STORED_LANGUAGES

Raw = dict[str, Any]
_SHEETS = frozenset({SURVEY, CHOICES, SETTINGS, CHECKLIST, BANDS, SCENARIOS, THRESHOLDS})


def is_xlsform(book: Book) -> bool:
    """Whether the workbook has a survey sheet."""
    return any(name.strip().lower() == SURVEY for name in book)


def read_xlsform(book: Book, defaults: Defaults) -> Imported:
    """The checklist of a form. Raises DefinitionError with everything that is wrong, by sheet and cell."""
    form = _Form(book, defaults)
    return form.imported()


class _Form:
    def __init__(self, book: Book, defaults: Defaults) -> None:
        self._findings = Findings()
        self._sheets = {name.strip().lower(): grid for name, grid in book.items()}
        settings = self._table(SETTINGS, settings_columns())
        self._settings = settings.rows[0] if settings.rows else Row(SETTINGS, 2, {}, {})
        self._language = language_of(self._settings["default_language"], defaults.language).stored
        self._defaults = defaults
        self._own = self._rows(CHECKLIST)
        self._places = Places()

    def imported(self) -> Imported:
        """Read sheet by sheet, then check the whole."""
        survey_table = self._table(SURVEY, survey_columns(self._language))
        self._require_columns(survey_table)
        survey = self._walk(survey_table)
        self._report_the_rest()
        raw = self._checklist(survey)
        self._findings.refuse_errors()
        return Imported(parsed(raw, self._places), self._findings.notes)

    def _table(self, name: str, columns: Columns) -> Table:
        grid = self._sheets.get(name)
        return table_of(grid, columns, self._findings) if grid is not None else Table(name)

    def _rows(self, name: str) -> list[Row]:
        return list(self._table(name, own_columns(self._language)))

    def _require_columns(self, survey: Table) -> None:
        if not survey.rows:
            self._findings.error("sheet_empty", f"{survey.name}!1", name=survey.name)
            return
        for name in ("type", "name", "label"):
            if not survey.has(name):
                self._findings.error("column_missing", f"{survey.name}!1", name=name)

    def _walk(self, table: Table) -> Survey:
        lists = read_lists(self._table(CHOICES, choices_columns(self._language)), self._findings)
        thresholds: dict[str, list[Row]] = {}
        for row in self._rows(THRESHOLDS):
            thresholds.setdefault(row["question"], []).append(row)
        names = [
            row["name"]
            for row in table
            if row["name"] and not row["type"].lower().startswith(("begin", "end"))
        ]
        self._refuse_twins(table, names)
        questions = Questions(lists, thresholds, names, self._findings)
        survey = Survey(table, questions, self._title(), self._findings)
        if table.has("type") and table.has("name") and table.has("label"):
            survey.walk()
        return survey

    def _refuse_twins(self, table: Table, names: list[str]) -> None:
        seen: set[str] = set()
        for row in table:
            if row["name"] in seen and row["name"] in names:
                self._findings.error("duplicate_key", row.place("name"), key=row["name"])
            if row["name"] in names:
                seen.add(row["name"])

    def _report_the_rest(self) -> None:
        for name, grid in self._sheets.items():
            if name not in _SHEETS and not grid.empty:
                self._findings.note("sheet_not_taken", f"{grid.name}!1", name=grid.name)
        for column, _ in self._settings.cells:
            if column not in TAKEN_SETTINGS:
                self._findings.note("setting_not_taken", self._settings.place(column), name=column)

    def _checklist(self, survey: Survey) -> Raw:
        raw: Raw = {"slug": self._slug(), "title": self._title(), "channel": "visit"}
        raw["sections"] = self._sections(survey)
        raw["languages"] = self._languages(raw["sections"])
        raw |= self._policy(survey.sections)
        raw["bands"] = self._bands(raw["languages"])
        briefing = self._own[0].texts("briefing") if self._own else {}
        for texts in survey.briefing:
            briefing = {
                code: "\n".join(filter(None, (briefing.get(code), texts.get(code))))
                for code in briefing | texts
            }
        if briefing:
            raw["briefing"] = briefing
        if scenarios := self._scenarios():
            raw["scenarios"] = scenarios
        return raw

    def _slug(self) -> str:
        own = self._own[0]["slug"] if self._own else ""
        found = (
            self._defaults.slug or own or slug_of(self._settings["form_id"] or self._settings["form_title"])
        )
        if found == slug_of(""):
            self._findings.error("slug_missing", f"{SETTINGS}!1")
        return found

    def _title(self) -> dict[str, str]:
        own = self._own[0].texts("title") if self._own else {}
        title = self._defaults.title or self._settings["form_title"]
        if self._defaults.title or not own:
            return {self._language.value: title} if title else {}
        return own

    def _sections(self, survey: Survey) -> list[Raw]:
        sections: list[Raw] = []
        placed: list[Placed] = []
        for at, part in enumerate(survey.sections):
            path = f"sections[{at}]"
            if part.row:
                self._places.set(path, part.row)
            for index, (raw, row) in enumerate(part.questions):
                self._place(f"{path}.questions[{index}]", row, survey.questions.steps.get(row["name"], {}))
                placed.append(Placed(raw, row.place("type")))
            sections.append(part.raw | {"questions": [raw for raw, _ in part.questions]})
        settle_scoring(placed, self._findings)
        if self._findings.sound and not self._own and not placed:
            self._findings.error("no_questions", f"{SURVEY}!1")
        if not all(section["title"] for section in sections) or not self._title():
            self._findings.error("title_missing", f"{SETTINGS}!1")
        return sections

    def _place(self, path: str, row: Row, steps: Mapping[str, Sequence[Row]]) -> None:
        self._places.set(path, row)
        for name, rows in steps.items():
            for at, step in enumerate(rows):
                self._places.set(f"{path}.{name}[{at}]", step)

    def _languages(self, sections: Iterable[Raw]) -> list[str]:
        if self._own and self._own[0]["languages"]:
            return self._own[0]["languages"].split()
        used = {
            code for section in sections for question in section["questions"] for code in question["text"]
        }
        return [code.value for code in STORED_LANGUAGES if code in used] or [self._language.value]

    def _policy(self, parts: Iterable[SectionPart]) -> Raw:
        """The rules of the sheet `checklist`; a form of others gets ours, which is noted (C6)."""
        if not self._own:
            weighted = any("weight" in part.raw for part in parts)
            self._findings.note("policy_taken", "")
            return {"policy": POLICY | {"total": "sections" if weighted else "points"}}
        row = self._own[0]
        self._places.set("policy", row)
        policy: Raw = {name: row[name] for name in ("na", "total") if row[name]}
        policy |= {"bonus_cap": truth(row["bonus_cap"]), "critical": effect(row["critical"])}
        if row["stated_total"]:
            policy["stated_total"] = number(row["stated_total"])
        sees = truth(row["auditor_sees_score"] or "yes")
        return {"policy": policy, "channel": row["channel"] or "visit", "auditor_sees_score": sees}

    def _bands(self, languages: Iterable[str]) -> list[Raw]:
        rows = self._rows(BANDS)
        for at, row in enumerate(rows):
            self._places.set(f"bands[{at}]", row)
        if rows:
            return [
                {"key": row["key"], "from": number(row["from"]), "label": row.texts("label")} for row in rows
            ]
        return standard_bands(languages)

    def _scenarios(self) -> list[Raw]:
        rows = self._rows(SCENARIOS)
        for at, row in enumerate(rows):
            self._places.set(f"scenarios[{at}]", row)
        return [{"key": row["key"], "title": row.texts("title"), "brief": row.texts("brief")} for row in rows]
