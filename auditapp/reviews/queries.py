"""What a reviewer sees: the queue, and remarks as they are edited."""

from sqlalchemy import func
from sqlmodel import Session, col, select

from auditapp.domain.lifecycle import VisitState
from auditapp.domain.operations import Capture
from auditapp.reviews.models import RemarkEdit
from auditapp.visits.models import Visit
from auditapp.visits.queries import visits_in_states


def review_queue(session: Session) -> list[Visit]:
    """The submitted visits, those waiting longest first."""
    return visits_in_states(session, [VisitState.SUBMITTED])


def remark_edits(session: Session, visit: Visit) -> dict[str, RemarkEdit]:
    """The newest edit of each remark, by question."""
    rows = session.exec(
        select(RemarkEdit).where(RemarkEdit.visit_id == visit.id).order_by(col(RemarkEdit.id))
    )
    return {edit.question: edit for edit in rows}


def edit_counts(session: Session, visit: Visit) -> dict[str, int]:
    """How often each remark was edited, by question."""
    query = (
        select(RemarkEdit.question, func.count())
        .where(RemarkEdit.visit_id == visit.id)
        .group_by(col(RemarkEdit.question))
    )
    return dict(session.exec(query).all())


def remarks_to_publish(session: Session, visit: Visit, capture: Capture) -> dict[str, str]:
    """The remarks as the client reads them.

    An edit counts as long as the auditor's remark is the one that the reviewer saw.
    """
    remarks = {key: answer.remark for key, answer in capture.answers.items() if answer.remark}
    for question, edit in remark_edits(session, visit).items():
        if remarks.get(question, "") == edit.original:
            remarks[question] = edit.edited
    return {question: remark for question, remark in remarks.items() if remark.strip()}
