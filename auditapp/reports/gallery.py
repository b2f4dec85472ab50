"""Reports that try the design: a usual one and the extremes, made up from the library, to be looked at page by page."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from io import BytesIO
from itertools import chain, cycle, islice, product
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

from PIL import Image, ImageDraw, ImageFilter

from auditapp.actions.models import Action
from auditapp.checklists.library import library
from auditapp.checklists.models import ChecklistVersion
from auditapp.clients.models import Brand, Client, Region, Store
from auditapp.domain.answers import Answer, Value, read
from auditapp.domain.checklist import OPTION_TYPES, Checklist, Question, QuestionType, Section
from auditapp.domain.definition import digest_of, dump_definition
from auditapp.domain.language import Language, text_in
from auditapp.domain.operations import Capture
from auditapp.domain.paper import PageSize
from auditapp.domain.plan import Finding, findings, outcomes
from auditapp.domain.points import points_of
from auditapp.domain.scoring import Score, score
from auditapp.reports.branding import LOGO
from auditapp.reports.composing import content_of
from auditapp.reports.evidence import evidence_of
from auditapp.reports.facts import Beside, Facts, PastVisit
from auditapp.visits.models import Photo, Visit, Wave

DAY = date(2026, 3, 11)
PUBLISHED = datetime(2026, 3, 12, 9, 30, tzinfo=UTC)
MONTH = timedelta(days=30)
MOST_ON_ONE = 5
"""Photos at one finding, at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """What a made-up report is like. `remarks` are those of the first findings; others have usual ones."""

    name: str
    questions: int = 60
    lost: int = 20
    photos: int = 12
    earlier: int = 3
    knocked_out: bool = False
    remarks: tuple[str, ...] = ()
    store: str = "Subotica, Korzo"
    missing: bool = False
    page_size: PageSize = PageSize.A4
    branded: bool = False


LONG = "Nobody was at the till for a while; then somebody came out of the back room and apologised. " * 22
HOSTILE = '<b onclick="x()">&amp; <svg><script>1</script></svg> url(http://127.0.0.1:9/) {{ 7 * 7 }}</b>'
YELLOW = "#ffcc00"
"""Too light for texts."""
CASES = (
    Case(name="usual"),
    Case(name="letter", page_size=PageSize.LETTER, branded=True),
    Case(name="nothing-lost", lost=0, photos=2, earlier=1),
    Case(
        name="everything-lost", lost=60, photos=40, earlier=6, knocked_out=True, store="Ђорђе & синови, " * 7
    ),
    Case(name="first-visit", questions=24, lost=4, photos=0, earlier=0),
    Case(
        name="odd-remarks",
        lost=9,
        photos=4,
        missing=True,
        remarks=(
            LONG[:2000],
            "Donaudampfschiff" * 19,
            "Super 👍🏽 aber 🤷‍♀️ 🦑 🇭🇷 😀✔️ ★",
            "המוכר אמר: „Dobar dan” ויצא.",
            "قال البائع: 15 دقيقة فقط",
            HOSTILE,
        ),
    ),
)


def gallery_facts(case: Case, language: Language) -> Facts:
    """The made-up visit; remarks are in the reader's language."""
    checklist = _checklist(case.questions)
    questions = [question for _section, question in checklist.questions()]
    lost = _lost(case, questions)
    answers = _answers(questions, lost)
    result = score(checklist, answers)
    before = [score(checklist, _answers(questions, lost[step + 1 :: 2])) for step in range(case.earlier)]
    found = findings(checklist, result, [outcomes(past) for past in before])
    visit = _visit(case, checklist)
    photos = _photos(case, visit, [finding.question.key for finding in found], questions)
    answers = {
        key: Answer(answer.value, answer.na, photos=tuple(str(photo.id) for photo in photos.get(key, ())))
        for key, answer in answers.items()
    }
    return Facts(
        visit=visit,
        day=DAY,
        capture=Capture(answers=answers, check_in=None, check_out=None),
        result=result,
        earlier=[PastVisit(DAY - (step + 1) * MONTH, past) for step, past in enumerate(before)],
        visits=case.earlier + 1,
        wave=[Beside.of(beside) for beside in (result, *_others(checklist, questions))] if visit.wave else [],
        findings=found,
        plan=[_action(rank, finding) for rank, finding in enumerate(found, 1) if finding.question.action],
        remarks=_remarks(case, found, language),
        photos={str(photo.id): photo for photo in chain.from_iterable(photos.values())},
    )


def draw(
    folder: Path, languages: Sequence[Language], cases: Sequence[Case] = CASES
) -> Iterator[tuple[Path, int]]:
    """Write each case in each language into `folder`; tells of each file how many pages it has.

    Needs the app's context.
    """
    # WeasyPrint takes most of a second to load: only whoever makes PDFs should wait for it, not every start.
    from auditapp.reports.rendering import report_pdf  # noqa: PLC0415

    folder.mkdir(parents=True, exist_ok=True)
    for case, language in product(cases, languages):
        facts = gallery_facts(case, language)
        content = content_of(facts, language)
        picture = (lambda _name: None) if case.missing else photograph
        pdf = report_pdf(content, evidence_of(facts, content), picture)
        file = folder / f"{case.name}_{language}.pdf"
        file.write_bytes(pdf.data)
        yield file, pdf.pages


@cache
def photograph(name: str) -> bytes:
    """A picture with as much in it as a thumbnail of a real photo: goods on shelves, in grainy light. Or the logo."""
    if name == LOGO:
        return _logo()
    size = (384, 512) if int(name[0], 16) % 3 == 0 else (512, 384)
    picture = Image.effect_noise(size, 46).convert("RGB").filter(ImageFilter.GaussianBlur(0.8))
    sketch = ImageDraw.Draw(picture)
    for place, letter in enumerate(name.replace("-", "")):
        left, top = place % 8 * size[0] // 8, place // 8 * size[1] // 4
        shade = 70 + int(letter, 16) * 10
        sketch.rectangle((left + 6, top + 40, left + 40, top + 90), fill=(shade, 140, 230 - shade))
    file = BytesIO()
    Image.blend(picture, picture.filter(ImageFilter.BoxBlur(2)), 0.5).save(
        file, "JPEG", quality=80, progressive=True
    )
    return file.getvalue()


def _logo() -> bytes:
    """A sun on transparent ground."""
    picture = Image.new("RGBA", (600, 160), (0, 0, 0, 0))
    sketch = ImageDraw.Draw(picture)
    sketch.rounded_rectangle((0, 50, 599, 159), 24, fill=YELLOW)
    sketch.ellipse((240, 0, 359, 119), fill="#d94f00")
    file = BytesIO()
    picture.save(file, "PNG")
    return file.getvalue()


@cache
def _checklist(questions: int) -> Checklist:
    """The first questions of a store visit, then of what lies behind it, all of them asked."""
    visit, behind = library()["retail-visit"], library()["service-culture"]
    sections: list[Section] = []
    wanted = questions
    for section in (*visit.sections, *behind.sections):
        asked = [
            question.model_copy(update={"show_when": None})
            for question in section.questions
            if question.points_known
        ]
        if wanted and asked:
            sections.append(section.model_copy(update={"questions": tuple(asked[:wanted]), "scenarios": ()}))
            wanted -= len(asked[:wanted])
    return visit.model_copy(update={"sections": tuple(sections), "scenarios": ()})


def _lost(case: Case, questions: Sequence[Question]) -> list[str]:
    """The questions that lose points, spread over the checklist; critical ones only where that is the point."""
    able = [question.key for question in questions if case.knocked_out or question.critical is None]
    step = len(able) / case.lost if case.lost else 1
    return [able[int(place * step)] for place in range(min(case.lost, len(able)))]


def _answers(questions: Sequence[Question], lost: Sequence[str]) -> dict[str, Answer]:
    return {question.key: Answer(_value(question, good=question.key not in lost)) for question in questions}


def _value(question: Question, *, good: bool) -> Value:
    values = list(_values(question))
    return (max if good else min)(values, key=lambda value: _points(question, value))


def _points(question: Question, value: Value) -> float:
    reading = read(question, Answer(value))
    return float(points_of(question, reading)) if reading else 0.0


def _values(question: Question) -> Iterator[Value]:
    keys = [option.key for option in question.options]
    if question.type is QuestionType.MULTI:
        yield from (keys, keys[:1])
    elif question.type in OPTION_TYPES:
        yield from keys
    else:
        known = [int(step.up_to) for step in question.thresholds if step.up_to is not None]
        numbers = [*known, max(known, default=0) + 1]
        textual = question.type in {QuestionType.NUMBER, QuestionType.MONEY}
        yield from (str(number) for number in numbers) if textual else iter(numbers)


def _others(checklist: Checklist, questions: Sequence[Question]) -> list[Score]:
    """The same wave elsewhere: each store weak at other questions."""
    keys = [question.key for question in questions if question.critical is None]
    return [score(checklist, _answers(questions, keys[place::4])) for place in range(4)]


def _brand(case: Case) -> Brand:
    contact = "Quality of service, +381 11 555 0123\nquality@tavanka.example"
    chosen = {"logo_key": LOGO, "colour": YELLOW, "contact": contact} if case.branded else {}
    return Brand(id=1, client_id=1, paper=case.page_size, created_at=PUBLISHED, **chosen)


def _visit(case: Case, checklist: Checklist) -> Visit:
    client = Client(id=1, name="Tavanka", languages=[], created_at=PUBLISHED)
    store = Store(
        id=1, region_id=1, code="SU-01", name=case.store.strip(", "), street="Korzo 5", postal_code="24000", city="Subotica",
        country="RS", region=Region(id=1, client_id=1, name="Bačka", client=client),
    )  # fmt: skip
    version = ChecklistVersion(
        id=1,
        checklist_id=1,
        number=3,
        content=dump_definition(checklist),
        digest=digest_of(checklist),
        created_at=PUBLISHED,
    )
    wave = Wave(id=1, client_id=1, name="2026/1", starts_on=DAY, ends_on=DAY) if case.earlier else None
    return Visit(
        id=1, store_id=1, version_id=1, auditor_id=1, window_from=DAY, window_to=DAY, store=store,
        version=version, wave=wave, brand=_brand(case), created_at=PUBLISHED, submitted_at=PUBLISHED, published_at=PUBLISHED,
    )  # fmt: skip


def _photos(
    case: Case, visit: Visit, lost: Sequence[str], questions: Sequence[Question]
) -> Mapping[str, list[Photo]]:
    """One at every other finding, several at the third, what is left at other questions."""
    places = list(
        chain(lost[::2], [*lost[2:3]] * (MOST_ON_ONE - 1), (question.key for question in questions))
    )
    found: dict[str, list[Photo]] = {}
    for number, question in enumerate(islice(cycle(places), case.photos)):
        photo_id = uuid5(NAMESPACE_URL, f"{case.name} {number}")
        picture = Image.open(BytesIO(photograph(str(photo_id))))
        photo = Photo(
            id=photo_id, visit_id=visit.id, user_id=1, question=question, sha256="", storage_key="",
            thumbnail_key="", width=picture.width, height=picture.height, phash="", received_at=PUBLISHED,
        )  # fmt: skip
        found.setdefault(question, []).append(photo)
    return found


def _remarks(case: Case, found: Sequence[Finding], language: Language) -> dict[str, str]:
    usual = (_sentence(finding.question, language) for finding in found)
    told = [given or other for given, other in zip((*case.remarks, *[""] * len(found)), usual, strict=False)]
    return {finding.question.key: remark for finding, remark in zip(found, told, strict=True)}


def _sentence(question: Question, language: Language) -> str:
    """A sentence about the question, in the reader's language."""
    return text_in(question.guidance, language).partition(". ")[0] if question.guidance else ""


def _action(rank: int, finding: Finding) -> Action:
    advice, impact = finding.question.action, finding.score.impact
    assert advice is not None  # noqa: S101 - only such findings are asked for
    return Action(
        visit_id=1, question=finding.question.key, rank=rank, streak=finding.streak,
        critical=finding.score.failed_critical, impact_numerator=impact.numerator,
        impact_denominator=impact.denominator, what=dict(advice.what), why=dict(advice.why), how=dict(advice.how),
        due_on=DAY + timedelta(days=advice.days), owner=advice.owner,
    )  # fmt: skip
