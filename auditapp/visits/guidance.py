"""The guidance sheet of a checklist: what an auditor reads before going, on paper. It tells no points, as the phone tells none."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import current_app
from flask_babel import force_locale
from flask_babel import gettext as _

from auditapp.checklists.condition_words import condition_text
from auditapp.checklists.models import ChecklistVersion, VersionState
from auditapp.checklists.words import CHANNEL_NAMES, EVIDENCE_NAMES, TYPE_NAMES
from auditapp.core.config import PROJECT_ROOT
from auditapp.core.i18n import locale_of, number_text
from auditapp.core.storage import Storage, StorageMissing
from auditapp.domain.checklist import OPTION_TYPES, Question, QuestionType, Section
from auditapp.domain.language import Language, Texts, text_in

SHEET_VERSION = "3"
"""Raised by hand whenever template, stylesheet or wording change what a sheet looks like: older files are kept."""
TEMPLATE = "reports/guidance/sheet.html"
STYLESHEETS = (
    PROJECT_ROOT / "templates" / "reports" / "print.css",
    PROJECT_ROOT / "templates" / "reports" / "guidance" / "sheet.css",
)
ALWAYS_PHOTOGRAPHED = "always"
NOTHING_TO_WRITE = OPTION_TYPES | {QuestionType.NPS, QuestionType.PHOTO}
NPS_STEPS = tuple(str(points) for points in range(11))


@dataclass(frozen=True, slots=True)
class Passage:
    """A text with a heading, a line or paragraph each."""

    title: str
    lines: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetQuestion:
    """A question with what to look for. `steps` are its answers; without any, `entry` says what is written down."""

    number: str
    text: str
    optional: bool
    condition: str
    steps: Sequence[str]
    several: bool
    entry: str
    may_be_na: bool
    guidance: Sequence[str]
    remark: str
    photo: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetSection:
    """A section; `scenarios` are the titles of those that it is asked in, if not in all."""

    number: str
    title: str
    scenarios: Sequence[str]
    questions: Sequence[SheetQuestion]


@dataclass(frozen=True, slots=True, kw_only=True)
class GuidanceSheet:
    """The whole sheet, in one language. `scenario`: the only one that it is about."""

    language: str
    title: str
    version: int
    is_draft: bool
    digest: str
    made_at: datetime
    channel: str
    scenario: str | None
    briefing: Sequence[str]
    scenarios: Sequence[Passage]
    photos: Sequence[SheetQuestion]
    sections: Sequence[SheetSection]


def guidance_pdf(
    storage: Storage, version: ChecklistVersion, scenario: str | None, language: Language
) -> bytes:
    """The sheet as PDF, the same bytes each time; that of a published version is drawn once and kept.

    Needs the app's context. Raises DefinitionError for a draft that cannot be read, StorageDown.
    """
    if version.state == VersionState.DRAFT:
        return _drawn(guidance_sheet(version, scenario, language))
    key = f"guidance/{version.digest}/{scenario or 'all'}-{language.value}-{SHEET_VERSION}.pdf"
    try:
        return storage.get(key)
    except StorageMissing:
        data = _drawn(guidance_sheet(version, scenario, language))
        storage.put(key, data)
        return data


def guidance_sheet(version: ChecklistVersion, scenario: str | None, language: Language) -> GuidanceSheet:
    """What stands on the sheet: for one scenario, or for all of them."""
    with force_locale(locale_of(language)):
        return _Writer(version, scenario, language).sheet()


def _drawn(sheet: GuidanceSheet) -> bytes:
    # WeasyPrint takes most of a second to load: only whoever makes PDFs should wait for it, not every start.
    from auditapp.core.pdf import render  # noqa: PLC0415

    with force_locale(locale_of(Language(sheet.language))):
        html = current_app.jinja_env.get_template(TEMPLATE).render(sheet=sheet)
    identifier = f"guidance-{sheet.digest}-{sheet.scenario}-{sheet.language}-{SHEET_VERSION}"
    return render(html, STYLESHEETS, lambda _name: None, identifier=identifier, made_at=sheet.made_at).data


class _Writer:
    """Puts one version into words."""

    def __init__(self, version: ChecklistVersion, scenario: str | None, language: Language) -> None:
        self.version, self.scenario, self.language = version, scenario, language
        self.checklist = version.definition
        self.numbers = {
            question.key: f"{number}.{position}"
            for number, section in enumerate(self._asked(), start=1)
            for position, question in enumerate(section.questions, start=1)
        }
        self.titles = {part.key: self._text(part.title) for part in self.checklist.scenarios}

    def sheet(self) -> GuidanceSheet:
        sections = [self._section(number, part) for number, part in enumerate(self._asked(), start=1)]
        questions = [question for section in sections for question in section.questions]
        version = self.version
        return GuidanceSheet(
            language=self.language.value,
            title=self._text(self.checklist.title),
            version=version.number,
            is_draft=version.state == VersionState.DRAFT,
            digest=version.digest,
            made_at=version.published_at or version.edited_at or version.created_at,
            channel=str(CHANNEL_NAMES[self.checklist.channel]),
            scenario=self.scenario,
            briefing=self._lines(self.checklist.briefing),
            scenarios=[
                Passage(self._text(part.title), self._lines(part.brief))
                for part in self.checklist.scenarios
                if self.scenario in {None, part.key}
            ],
            photos=[question for question in questions if question.photo],
            sections=sections,
        )

    def _asked(self) -> Iterator[Section]:
        """The sections in the order, and with a scenario by the numbers, that the phone shows."""
        if self.scenario is None:
            return iter(self.checklist.sections)
        return self.checklist.sections_in(self.scenario)

    def _section(self, number: int, section: Section) -> SheetSection:
        return SheetSection(
            number=str(number),
            title=self._text(section.title),
            scenarios=[self.titles.get(key, key) for key in section.scenarios]
            if self.scenario is None
            else (),
            questions=[self._question(question) for question in section.questions],
        )

    def _question(self, question: Question) -> SheetQuestion:
        evidence = question.evidence
        return SheetQuestion(
            number=self.numbers[question.key],
            text=self._text(question.text),
            optional=not question.required,
            condition=self._condition(question),
            steps=self._steps(question),
            several=question.type is QuestionType.MULTI,
            entry=self._entry(question),
            may_be_na=question.allow_na,
            guidance=self._lines(question.guidance),
            remark=str(EVIDENCE_NAMES[evidence.comment]) if evidence.comment in {"on_loss", "always"} else "",
            photo=self._photo(question),
        )

    def _condition(self, question: Question) -> str:
        if question.show_when is None:
            return ""
        return condition_text(self.checklist, question.show_when, self.language, self.numbers)

    def _steps(self, question: Question) -> Sequence[str]:
        if question.type is QuestionType.NPS:
            return NPS_STEPS
        return [self._text(option.label) for option in question.options]

    def _entry(self, question: Question) -> str:
        """What is written down: its kind, and between which numbers."""
        if question.type in NOTHING_TO_WRITE:
            return ""
        kind = str(TYPE_NAMES[question.type])
        low, high = (
            "" if limit is None else number_text(limit, self.language, decimals=4)
            for limit in (question.minimum, question.maximum)
        )
        if low and high:
            return str(_("%(kind)s, from %(low)s to %(high)s", kind=kind, low=low, high=high))
        return kind

    def _photo(self, question: Question) -> str:
        """When a photo has to be taken; nothing where that is left to the auditor."""
        if question.type is QuestionType.PHOTO:
            return str(EVIDENCE_NAMES[ALWAYS_PHOTOGRAPHED if question.required else "optional"])
        wanted = question.evidence.photo
        return str(EVIDENCE_NAMES[wanted]) if wanted in {"on_loss", "always"} else ""

    def _text(self, texts: Texts) -> str:
        return text_in(texts, self.language)

    def _lines(self, texts: Texts | None) -> Sequence[str]:
        return [line.strip() for line in self._text(texts or {}).splitlines() if line.strip()]
