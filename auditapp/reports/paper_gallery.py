"""Staff sheets and summaries that try the design: usual ones and the extremes, made up from the library."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from itertools import product
from pathlib import Path
from random import Random

from flask_babel import force_locale

from auditapp.checklists.library import library
from auditapp.checklists.models import ChecklistVersion
from auditapp.checklists.words import OWNER_NAMES
from auditapp.clients.models import Client, Region, Store
from auditapp.core.i18n import date_text, locale_of
from auditapp.domain.checklist import Action, Question
from auditapp.domain.definition import digest_of, dump_definition
from auditapp.domain.language import Language, text_in
from auditapp.domain.paper import PageSize
from auditapp.reports.papers import Paper
from auditapp.reports.staff.content import LONGEST, GoodThing, StaffAction, StaffSheet
from auditapp.reports.staff.making import DESIGN as STAFF
from auditapp.reports.staff.making import printable_sheet
from auditapp.reports.summary.composing import summary_content
from auditapp.reports.summary.facts import Facts
from auditapp.reports.summary.making import DESIGN as SUMMARY
from auditapp.reports.summary.making import printable_summary
from auditapp.reports.summary.queries import ActionCount, Outcome, Result
from auditapp.visits.models import Wave

NOON = datetime(2026, 3, 11, 12, tzinfo=UTC)
DAY = date(2026, 3, 26)
REGIONS = ("Bačka", "Шумадија", "Slavonija", "Észak-Alföld", "Žilinský kraj")
PAPER = Paper(kind="gallery", key="gallery/paper", payload={})


@dataclass(frozen=True, slots=True, kw_only=True)
class SummaryCase:
    """A wave over so many stores, after so many others; `weak` of a hundred answers lose points."""

    name: str
    stores: int = 12
    earlier: int = 2
    weak: int = 25
    store: str = "Korzo {}"


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffCase:
    """What stands on a staff sheet: how many actions, and texts of their own length or of the greatest."""

    name: str
    actions: int = 3
    longest: bool = False
    page_size: PageSize = PageSize.A4


CASES = (
    SummaryCase(name="summary"),
    SummaryCase(name="summary-no-results", stores=0, earlier=0),
    SummaryCase(name="summary-one-store", stores=1),
    SummaryCase(name="summary-first-wave", earlier=0),
    SummaryCase(name="summary-300-stores", stores=300),
    SummaryCase(name="summary-nothing-lost", weak=0),
    SummaryCase(name="summary-long-names", stores=5, store="{} Ђорђе & синови, " + "W" * 90),
    StaffCase(name="staff"),
    StaffCase(name="staff-letter", page_size=PageSize.LETTER),
    StaffCase(name="staff-nothing-to-do", actions=0),
    StaffCase(name="staff-longest", longest=True, page_size=PageSize.LETTER),
)


def draw_papers(
    folder: Path, languages: Sequence[Language], cases: Sequence[SummaryCase | StaffCase] = CASES
) -> Iterator[tuple[Path, int]]:
    """Write each case in each language into `folder`; tells of each file how many pages it has.

    Needs the app's context.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for case, language in product(cases, languages):
        if isinstance(case, SummaryCase):
            pdf = SUMMARY.drawn(printable_summary(summary_content(summary_facts(case), language), PAPER))
        else:
            with force_locale(locale_of(language)):
                sheet = staff_example(case, language)
            pdf = STAFF.drawn(printable_sheet(sheet, PAPER, case.page_size))
        file = folder / f"{case.name}_{language}.pdf"
        file.write_bytes(pdf.data)
        yield file, pdf.pages


def summary_facts(case: SummaryCase) -> Facts:
    """A made-up wave: stores differ a little, one in nine is weak, and each visit differs by chance."""
    chance = Random(case.name)  # noqa: S311 - no secret
    client = Client(id=1, name="Tavanka", languages=[], created_at=NOON)
    stores = {number: _store(case, client, number) for number in range(1, case.stores + 1)}
    version = _version()
    results: dict[int, Result] = {}
    visits = [
        _visit(case, store, turn, version, results, chance)
        for turn in range(case.earlier + 1)
        for store in stores.values()
    ]
    counts = {store.region_id: ActionCount(4, 7, 2) for store in stores.values()} if case.weak else {}
    return Facts(
        wave=_wave(client, case.earlier),
        checklist=version,
        versions={version.id: version},
        whole_client=case.stores != 1,
        today=DAY,
        stores=stores,
        visits=[visit for visit in visits if visit.wave_id == case.earlier],
        before=[visit for visit in visits if visit.wave_id == case.earlier - 1],
        past=visits,
        results=results,
        actions=counts,
    )


def _store(case: SummaryCase, client: Client, number: int) -> Store:
    place = number % len(REGIONS)
    region = Region(id=place, client_id=1, name=REGIONS[place], client=client)
    return Store(
        id=number, region_id=place, code=str(number), name=case.store.format(number), street="Korzo 5",
        postal_code="24000", city="Subotica", country="RS", region=region,
    )  # fmt: skip


def _version() -> ChecklistVersion:
    checklist = library()["retail-visit"]
    return ChecklistVersion(
        id=1, checklist_id=1, number=3, content=dump_definition(checklist), digest=digest_of(checklist), created_at=NOON
    )  # fmt: skip


def _wave(client: Client, turn: int) -> Wave:
    day = NOON.date() + timedelta(days=90 * turn)
    return Wave(id=turn, client_id=1, name=f"2026/{turn + 1}", starts_on=day, ends_on=day, client=client)


def _visit(
    case: SummaryCase,
    store: Store,
    turn: int,
    version: ChecklistVersion,
    results: dict[int, Result],
    chance: Random,
) -> Outcome:
    number = turn * case.stores + store.id
    usual = 0.5 if store.id % 9 == 0 else 0.85
    sections: dict[str, str] = {}
    lost: dict[str, bool] = {}
    for section in version.definition.sections:
        keys = [question.key for question in section.questions if question.points_known]
        lost |= {key: chance.randrange(100) < case.weak for key in keys}
        if keys and chance.randrange(10):  # now and then nothing of a section applied
            sections[section.key] = str(Fraction(round(1000 * chance.uniform(0.5, 1)), 1000))
    results[number] = Result(sections, lost)
    at = NOON + timedelta(days=90 * turn)
    return Outcome(
        visit_id=number, store_id=store.id, version_id=1, wave_id=turn, wave=f"2026/{turn + 1}",
        wave_starts_on=at.date(), score=Fraction(round(1000 * min(chance.gauss(usual, 0.06), 1)), 1000),
        submitted_at=at, published_at=at,
    )  # fmt: skip


def staff_example(case: StaffCase, language: Language) -> StaffSheet:
    """A made-up sheet, of the library's questions and actions."""
    questions = [question for _section, question in library()["retail-visit"].questions()]
    advice = [question.action for question in questions if question.action]
    good = [_good(case, question, language) for question in questions if question.options][5:10]
    return StaffSheet(
        language=language.value,
        store="Ђорђе & синови, " * 7 if case.longest else "Subotica, Korzo",
        client="Tavanka",
        visited=date_text(NOON.date(), language),
        published_at=NOON,
        good=tuple(good[:3]),
        mended=tuple(good[3:]),
        actions=tuple(_action(case, action, language) for action in advice[: case.actions]),
    )


def _good(case: StaffCase, question: Question, language: Language) -> GoodThing:
    best = max(question.options, key=lambda option: option.points or 0, default=None)
    answer = text_in(best.label, language) if best else ""
    return GoodThing(text_in(question.text, language), "Ő" * LONGEST if case.longest else answer)


def _action(case: StaffCase, action: Action, language: Language) -> StaffAction:
    what, how = text_in(action.what, language), text_in(action.how, language)
    steps = tuple(line.strip() for line in how.splitlines() if line.strip())[:3]
    return StaffAction(
        what="Ő" * LONGEST if case.longest else what,
        why=text_in(action.why, language)[:LONGEST],
        steps=tuple((step + " ") * 3 for step in steps) if case.longest else steps,
        owner=str(OWNER_NAMES[action.owner]),
        due=date_text(DAY, language),
    )
