"""The reports of a wave as one batch: ordered, watched to their end, tried again, and made anew.

A batch is at its end when all of its jobs are done, which the last of them notices in its own transaction: whichever
worker dies when, the end is noticed once.
"""

from collections.abc import Iterable

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from auditapp.accounts.models import User
from auditapp.core import audit
from auditapp.core.clock import now
from auditapp.core.jobs import Job, JobState, enqueue, job_with_key
from auditapp.domain.language import Language
from auditapp.domain.lifecycle import VisitState
from auditapp.reports.batch_queries import batch_at_work, handed_over, items_of, newest_files, outdated
from auditapp.reports.models import BatchItem, ReportBatch
from auditapp.reports.readers import reports_needed
from auditapp.reports.services import order_key, order_report
from auditapp.visits.models import Visit, Wave

FILL, TELL = "report.batch", "report.tell"


class NothingToMake(Exception):  # noqa: N818 - reads as the fact that it states
    """Every report that was asked for is there already."""


def begin_batch(session: Session, actor: User | None, wave: Wave, *, again: bool = False) -> ReportBatch:
    """Have the published reports of a wave made that no batch had yet; with `again`, made anew by the present templates.

    A wave has one batch at work: who asks meanwhile gets that one. `actor` is None on the command line. Raises
    NothingToMake.
    """
    at_work = batch_at_work(session, wave)
    if at_work is not None:
        return at_work
    if not wanted(session, wave, again=again):
        raise NothingToMake
    batch = ReportBatch(wave_id=wave.id, again=again, actor_id=actor.id if actor else None, created_at=now())
    try:
        with session.begin_nested():
            session.add(batch)
    except IntegrityError:  # somebody was faster
        return session.exec(
            select(ReportBatch).where(ReportBatch.wave_id == wave.id).order_by(col(ReportBatch.id).desc())
        ).one()
    enqueue(session, FILL, f"batch:{batch.id}", {"batch": batch.id})
    audit.record(session, batch.actor_id, "reports.batch", f"wave:{wave.id}", again=again)
    return batch


def wanted(session: Session, wave: Wave, *, again: bool) -> set[tuple[int, Language]]:
    """What a batch of the wave would hold now: visits and languages."""
    visits = session.exec(
        select(Visit.id).where(Visit.wave_id == wave.id, Visit.state == VisitState.PUBLISHED)
    ).all()
    if again:
        return outdated(session, visits)
    return reports_needed(session, wave.client, visits) - handed_over(session, wave)


def renew_outside_waves(session: Session) -> int:
    """Order anew the reports of visits without a wave that look as earlier templates had them; says how many."""
    visits = session.exec(
        select(Visit.id).where(col(Visit.wave_id).is_(None), Visit.state == VisitState.PUBLISHED)
    ).all()
    places = outdated(session, visits)
    for visit_id, language in sorted(places):
        order_report(session, session.get_one(Visit, visit_id), language)
    return len(places)


def add_items(session: Session, batch: ReportBatch, places: Iterable[tuple[int, Language]]) -> None:
    """Put reports into a batch and order those that are not there; what is in it already stays as it is."""
    places = set(places) - items_of(session, batch)
    files = newest_files(session, [visit_id for visit_id, _language in places])
    for visit_id, language in sorted(places):
        file = None if batch.again else files.get((visit_id, language))
        job = job_with_key(session, order_key(visit_id, language, file.template_version)) if file else None
        if job is None:
            job = order_report(session, session.get_one(Visit, visit_id), language)
        item = BatchItem(batch_id=batch.id, visit_id=visit_id, language=language.value, job_id=job.id)
        session.add(item)


def try_again(session: Session, batch: ReportBatch) -> int:
    """Order again what could not be made; says how many that were."""
    failed = session.exec(
        select(BatchItem).join(Job).where(BatchItem.batch_id == batch.id, Job.state == JobState.FAILED)
    ).all()
    for item in failed:
        item.job_id = order_report(session, item.visit, Language(item.language), again=True).id
    return len(failed)


def note_made(session: Session, visit: Visit, language: Language) -> None:
    """A report was made, in this transaction: it may have been the last of its batch."""
    batches = session.exec(
        select(ReportBatch)
        .join(BatchItem)
        .where(
            BatchItem.visit_id == visit.id,
            BatchItem.language == language.value,
            col(ReportBatch.completed_at).is_(None),
        )
    ).all()
    for batch in batches:
        end_if_all_made(session, batch, just_made=(visit.id, language))


def end_if_all_made(
    session: Session, batch: ReportBatch, just_made: tuple[int, Language] | None = None
) -> None:
    """Close the batch if nothing in it is still to be made, and have people told of it.

    `just_made` is done when this transaction is. The batch is locked: of two last ones, the later sees the earlier.
    """
    session.refresh(batch, with_for_update=True)
    if batch.filled_at is None or batch.completed_at is not None:
        return
    still_open = session.exec(
        select(BatchItem.visit_id, BatchItem.language)
        .join(Job)
        .where(BatchItem.batch_id == batch.id, Job.state != JobState.DONE)
        .order_by(col(BatchItem.id).desc())
        .limit(2)
    ).all()
    if any((visit_id, language) != just_made for visit_id, language in still_open):
        return
    batch.completed_at = now()
    if not batch.again:
        enqueue(session, TELL, f"tell:{batch.id}", {"batch": batch.id})
