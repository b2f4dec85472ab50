"""Scoring published visits once more, in the background: visits by the hundred, each hundred forgotten after the other."""

from sqlmodel import Session

from auditapp.analytics.queries import published_count, published_visits_after
from auditapp.analytics.services import REHEARSE, keep_impact
from auditapp.checklists.models import ChecklistVersion
from auditapp.core.jobs import JobFailed, Work, handler
from auditapp.domain.definition import digest
from auditapp.domain.impact import Rehearsal

AT_ONCE = 400


@handler(REHEARSE)
def rehearse(work: Work) -> None:
    """What a draft would do to the visits published by a version. Nothing but the answer is written."""
    with work.reading() as session:
        version = session.get_one(ChecklistVersion, work.payload["version"])
        draft = _draft(session, work.payload)
        expected = published_count(session, version)
        rehearsal = Rehearsal(version.definition, draft.definition)
    done = last = 0
    while True:
        with work.reading() as session:
            visits = published_visits_after(session, version.id, last, AT_ONCE)
        if not visits:
            break
        for visit in visits:
            rehearsal.take(visit)
        done, last = done + len(visits), visits[-1].id
        work.report(min(99, 100 * done // max(1, expected)))
    with work.finishing() as session:
        keep_impact(session, version.id, work.payload["digest"], rehearsal.impact())


def _draft(session: Session, payload: dict[str, object]) -> ChecklistVersion:
    """The draft as it was when this was asked for."""
    draft = session.get(ChecklistVersion, payload["draft"])
    if draft is None or digest(draft.definition) != payload["digest"]:
        raise JobFailed("draft_changed", "The draft was changed before its effect was worked out.")
    return draft
