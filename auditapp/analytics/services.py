"""Asking what a draft would do to published scores, and keeping the answer."""

from sqlmodel import Session, col, delete

from auditapp.analytics.models import ScoreImpact
from auditapp.analytics.queries import kept_impact, published_count
from auditapp.checklists.models import ChecklistVersion
from auditapp.core.clock import now
from auditapp.core.jobs import Job, enqueue, job_with_key
from auditapp.domain.definition import digest
from auditapp.domain.impact import Impact, dump_impact

REHEARSE = "checklist.rehearse"


def order_impact(session: Session, version: ChecklistVersion, draft: ChecklistVersion) -> Job:
    """Have it worked out what a readable draft would do to the visits of a version. Asking twice is asking once."""
    payload = {"version": version.id, "draft": draft.id, "digest": digest(draft.definition)}
    return enqueue(session, REHEARSE, _key(session, version, draft), payload, again=True, urgent=True)


def order_of(session: Session, version: ChecklistVersion, draft: ChecklistVersion) -> Job | None:
    """The job that works it out, or did."""
    return job_with_key(session, _key(session, version, draft))


def keep_impact(session: Session, version_id: int, draft_digest: str, impact: Impact) -> None:
    """Keep what was worked out; what was said of earlier states of the draft goes: it is worked out again in no time."""
    known = kept_impact(session, version_id, draft_digest, impact.visits)
    session.exec(
        delete(ScoreImpact).where(
            col(ScoreImpact.version_id) == version_id, col(ScoreImpact.id) != (known.id if known else 0)
        )
    )
    row = known or ScoreImpact(
        version_id=version_id, digest=draft_digest, visits=impact.visits, made_at=now(), content={}
    )
    row.content, row.made_at = dump_impact(impact), now()
    session.add(row)
    session.flush()


def _key(session: Session, version: ChecklistVersion, draft: ChecklistVersion) -> str:
    return f"impact:{version.id}:{digest(draft.definition)}:{published_count(session, version)}"
