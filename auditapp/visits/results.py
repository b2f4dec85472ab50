"""What published visits came to, kept so that no summary has to score them anew."""

from collections.abc import Sequence

from sqlmodel import Session, col, select

from auditapp.core.jobs import Work, handler
from auditapp.domain.lifecycle import VisitState
from auditapp.domain.plan import outcomes
from auditapp.domain.scoring import Score, score
from auditapp.visits.models import Visit, VisitResult
from auditapp.visits.queries import capture_of

KEEP = "visit.results"
"""The job that looks after visits published before results were kept; the migration asks for it."""


def result_to_keep(visit: Visit, result: Score) -> VisitResult:
    """The row of a visit that is being published with this score."""
    return VisitResult(
        visit_id=visit.id,
        sections={part.key: str(part.score) for part in result.sections if part.score is not None},
        lost=outcomes(result),
    )


def results_of(session: Session, visits: Sequence[Visit]) -> dict[int, VisitResult]:
    """What published visits came to, by visit; worked out on the spot only where that is not kept yet."""
    rows = session.exec(
        select(VisitResult).where(col(VisitResult.visit_id).in_([visit.id for visit in visits]))
    )
    known = {row.visit_id: row for row in rows}
    return {visit.id: known.get(visit.id) or _worked_out(session, visit) for visit in visits}


@handler(KEEP)
def keep_results(work: Work) -> None:
    """Keep the results of all published visits that have none yet."""
    with work.reading() as session:
        results = [_worked_out(session, visit) for visit in _without_result(session)]
    with work.finishing() as session:
        known = set(session.exec(select(VisitResult.visit_id)))
        session.add_all(result for result in results if result.visit_id not in known)


def _worked_out(session: Session, visit: Visit) -> VisitResult:
    answers = capture_of(session, visit).answers
    return result_to_keep(visit, score(visit.version.definition, answers, visit.scenario))


def _without_result(session: Session) -> Sequence[Visit]:
    query = (
        select(Visit)
        .outerjoin(VisitResult, col(VisitResult.visit_id) == Visit.id)
        .where(Visit.state == VisitState.PUBLISHED, col(VisitResult.visit_id).is_(None))
    )
    return session.exec(query).all()
