"""How far it is known what a draft would do to published scores, and that in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from sqlmodel import Session

from auditapp.analytics.messages import failure_text, step_text
from auditapp.analytics.queries import impact_of, published_count, visits_with_stores
from auditapp.analytics.services import order_of
from auditapp.checklists.models import ChecklistVersion
from auditapp.core.jobs import JobState
from auditapp.domain.checklist import Checklist
from auditapp.domain.definition import digest
from auditapp.domain.impact import Impact, Move
from auditapp.domain.language import Language, text_in
from auditapp.reports.queries import days_of
from auditapp.visits.models import Visit

MOVES_ON_A_PAGE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class ImpactState:
    """`stage`: first (nothing was published before), unvisited, none (nobody asked), working, failed or ready."""

    stage: str
    visits: int = 0
    progress: int = 0
    text: str = ""
    impact: Impact | None = None
    lost: Sequence[tuple[str, int]] = field(default=())
    """The questions whose answers would not count any more, and in how many visits."""
    unanswered: Sequence[str] = field(default=())
    """The questions that are new, and so unanswered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveLine:
    """One visit in the list. Bands are labels."""

    visit: Visit
    day: date
    before: Fraction | None
    after: Fraction | None
    band_before: str
    band_after: str
    changes_band: bool
    lost: int


def impact_state(
    session: Session, before: ChecklistVersion | None, draft: ChecklistVersion, language: Language
) -> ImpactState:
    """How far it is. The draft has to be readable."""
    if before is None:
        return ImpactState(stage="first")
    visits = published_count(session, before)
    if not visits:
        return ImpactState(stage="unvisited")
    impact = impact_of(session, before.id, digest(draft.definition), visits)
    if impact:
        return _ready(impact, before.definition, draft.definition, language)
    job = order_of(session, before, draft)
    if job is None or job.state is JobState.DONE:
        return ImpactState(stage="none", visits=visits)
    if job.state is JobState.FAILED:
        return ImpactState(stage="failed", visits=visits, text=failure_text(job))
    return ImpactState(stage="working", visits=visits, progress=job.progress, text=step_text(job))


def _ready(impact: Impact, before: Checklist, draft: Checklist, language: Language) -> ImpactState:
    old = {question.key: question for _section, question in before.questions()}
    lost = sorted(impact.lost.items(), key=lambda entry: (-entry[1], entry[0]))
    return ImpactState(
        stage="ready",
        visits=impact.visits,
        progress=100,
        impact=impact,
        lost=[(text_in(old[key].text, language), count) for key, count in lost if key in old],
        unanswered=[
            text_in(question.text, language)
            for _section, question in draft.questions()
            if question.key not in old and question.points_known
        ],
    )


def move_lines(
    session: Session, moves: Sequence[Move], before: Checklist, draft: Checklist, language: Language
) -> list[MoveLine]:
    """The lines of a page of the list."""
    visits = visits_with_stores(session, [move.visit_id for move in moves])
    days = days_of(session, list(visits.values()))
    old, new = _labels(before, language), _labels(draft, language)
    return [
        MoveLine(
            visit=visits[move.visit_id],
            day=days[move.visit_id],
            before=move.before,
            after=move.after,
            band_before=old.get(move.band_before or "", "–"),
            band_after=new.get(move.band_after or "", "–"),
            changes_band=move.changes_band,
            lost=move.lost,
        )
        for move in moves
    ]


def _labels(checklist: Checklist, language: Language) -> Mapping[str, str]:
    return {band.key: text_in(band.label, language) for band in checklist.bands}
