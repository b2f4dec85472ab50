"""What the staff sheet says: the best thing first, then what comes next. No score, no band, no person."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import force_locale
from sqlmodel import Session

from auditapp.actions.models import Action
from auditapp.actions.queries import plan_of
from auditapp.checklists.words import OWNER_NAMES
from auditapp.core.i18n import locale_of
from auditapp.domain.language import Language
from auditapp.domain.plan import Strength, strengths
from auditapp.domain.scoring import score
from auditapp.reports.queries import days_of, earlier_visits
from auditapp.reports.words import Writer
from auditapp.visits.models import Visit, VisitResult
from auditapp.visits.queries import capture_of

ACTIONS, STRENGTHS, MENDED, STEPS = 3, 3, 2, 3
LONGEST = 200
"""Letters of one text: nobody reads more of it from a wall. The report has the whole."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffAction:
    """What the store does next; `owner` is a role."""

    what: str
    why: str
    steps: tuple[str, ...]
    owner: str
    due: str


@dataclass(frozen=True, slots=True)
class GoodThing:
    """A question, and the answer that earned full marks."""

    question: str
    answer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffSheet:
    """One published visit for the people who work there."""

    language: str
    store: str
    client: str
    visited: str
    published_at: datetime
    good: tuple[GoodThing, ...]
    """The best first."""
    mended: tuple[GoodThing, ...]
    """What was weak at the store's last visit, and is not any more."""
    actions: tuple[StaffAction, ...]


def staff_sheet(session: Session, visit: Visit, language: Language) -> StaffSheet:
    """The sheet of a published visit, as things were known when it was published (R5). Needs the app's context."""
    with force_locale(locale_of(language)):
        good, mended = _good_things(session, visit, Writer(language))
        writer = Writer(language)
        return StaffSheet(
            language=language.value,
            store=visit.store.name,
            client=visit.store.region.client.name,
            visited=writer.day(days_of(session, [visit])[visit.id]),
            published_at=visit.published_at or visit.created_at,
            good=good,
            mended=mended,
            actions=tuple(_action(writer, action) for action in plan_of(session, visit)[:ACTIONS]),
        )


def _good_things(
    session: Session, visit: Visit, writer: Writer
) -> tuple[tuple[GoodThing, ...], tuple[GoodThing, ...]]:
    """What is good, and what has become good; nothing stands in both."""
    checklist, answers = visit.version.definition, capture_of(session, visit).answers
    best = strengths(checklist, score(checklist, answers, visit.scenario))
    mended = list(_mended(session, visit, best))[:MENDED]
    lasting = [strength for strength in best if strength not in mended][:STRENGTHS]

    def words(found: Sequence[Strength]) -> tuple[GoodThing, ...]:
        return tuple(
            GoodThing(
                _shortened(writer.text(strength.question.text)),
                _shortened(writer.answer(strength.question, answers[strength.question.key])),
            )
            for strength in found
        )

    return words(lasting), words(mended)


def _mended(session: Session, visit: Visit, best: Sequence[Strength]) -> Iterator[Strength]:
    last = next(iter(earlier_visits(session, visit)), None)
    before = session.get(VisitResult, last.id) if last else None
    lost = before.lost if before else {}
    return (strength for strength in best if lost.get(strength.question.key))


def _shortened(text: str) -> str:
    """Cut between two words where that costs little."""
    if len(text) <= LONGEST:
        return text
    cut = text[: LONGEST - 1]
    return (cut[: cut.rfind(" ")] if " " in cut[LONGEST // 2 :] else cut).rstrip(" ,;:") + "…"


def _first_sentence(text: str) -> str:
    """Enough for a wall; what ends within 20 letters is rather an abbreviation."""
    found = re.match(r".{20,}?[.!?](?=\s)", text)
    return found[0] if found else text


def _action(writer: Writer, action: Action) -> StaffAction:
    steps = [line.strip() for line in writer.text(action.how).splitlines() if line.strip()]
    return StaffAction(
        what=_shortened(writer.text(action.what)),
        why=_shortened(_first_sentence(writer.text(action.why))),
        steps=tuple(_shortened(step) for step in steps[:STEPS]),
        owner=str(OWNER_NAMES[action.owner]),
        due=writer.day(action.due_on),
    )
