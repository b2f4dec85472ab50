"""Telling people of reports by e-mail, each of them once: a row per person and subject stands for the mail.

The row is marked before the mail is handed over and again afterwards. Where the work ends in between, nobody can know
whether the mail went out: it is not sent again by itself, but shown to the agency as uncertain.
"""

from collections.abc import Collection

from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, select

from auditapp.accounts.models import User
from auditapp.core import audit
from auditapp.core.clock import now
from auditapp.core.jobs import Job, JobState, enqueue, job_with_key
from auditapp.domain.language import Language
from auditapp.reports.batch_queries import items_of
from auditapp.reports.models import Delivery, DeliveryState, MailChoice, MailSubscription, ReportBatch
from auditapp.reports.readers import Reader, readers_of, seen_by
from auditapp.visits.models import Visit

MAIL = "report.mail"
OVER = frozenset({DeliveryState.SENT, DeliveryState.WITHDRAWN})


def choose_mails(session: Session, user: User, choice: MailChoice | None) -> None:
    """Which e-mails a user wants from now on; None is none."""
    subscription = session.get(MailSubscription, user.id)
    if choice == (subscription.choice if subscription else None):
        return
    if subscription is not None and choice is None:
        session.delete(subscription)
    elif subscription is not None and choice is not None:
        subscription.choice = choice
    elif choice is not None:
        session.add(MailSubscription(user_id=user.id, choice=choice, since=now()))
    session.flush()
    audit.record(session, user.id, "mails.chosen", f"user:{user.id}", choice=choice or "none")


def tell_of_report(session: Session, visit: Visit, language: Language) -> None:
    """A report was made: tell those who want to know at once, read this language, and wanted it when it was published."""
    published = visit.published_at or visit.created_at
    for reader in readers_of(session, visit.store.region.client):
        at_once = reader.choice is MailChoice.EACH or visit.wave_id is None
        wanted = at_once and reader.language is language and reader.since <= published
        if wanted and seen_by(session, reader.user, [visit.id]):
            _deliver(session, reader, visit_id=visit.id)


def tell_of_batch(session: Session, batch: ReportBatch) -> None:
    """A batch is at its end: tell those who want to know then, and have not been told of each of its reports."""
    items = items_of(session, batch)
    for reader in readers_of(session, batch.wave.client):
        visits = {visit for visit, language in items if language is reader.language}
        wanted = reader.choice is MailChoice.WAVE and reader.since <= batch.created_at
        if wanted and visits_to_tell(session, reader.user, visits):
            _deliver(session, reader, batch_id=batch.id)


def visits_to_tell(session: Session, user: User, visits: Collection[int]) -> set[int]:
    """Those of the visits that `user` may see and was not told of one by one."""
    told = select(Delivery.visit_id).where(Delivery.user_id == user.id, col(Delivery.visit_id).in_(visits))
    return seen_by(session, user, visits) - set(session.exec(told))


def send_again(session: Session, actor: User, delivery: Delivery) -> None:
    """Send a mail that failed, or of which nobody knows. What waits or was sent stays as it is."""
    session.refresh(delivery, with_for_update=True)
    if not is_stuck(delivery, job_of(session, delivery)):
        return
    delivery.state = DeliveryState.WAITING
    _enqueue(session, delivery.id, again=True)
    audit.record(session, actor.id, "mail.again", f"delivery:{delivery.id}")


def job_of(session: Session, delivery: Delivery) -> Job | None:
    """The job that sends a mail."""
    return job_with_key(session, f"mail:{delivery.id}")


def is_stuck(delivery: Delivery, job: Job | None) -> bool:
    """Whether nothing more happens with a mail unless somebody has it sent again."""
    over = job is None or job.state in {JobState.DONE, JobState.FAILED}
    return delivery.state not in OVER and over


def _deliver(
    session: Session, reader: Reader, *, visit_id: int | None = None, batch_id: int | None = None
) -> None:
    row = {
        "user_id": reader.user.id,
        "visit_id": visit_id,
        "batch_id": batch_id,
        "language": reader.language.value,
        "state": DeliveryState.WAITING,
        "created_at": now(),
    }
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    statement = insert(Delivery).values(**row).on_conflict_do_nothing().returning(col(Delivery.id))
    added: int | None = session.exec(statement).scalar()
    if added is not None:
        _enqueue(session, added)


def _enqueue(session: Session, delivery_id: int, *, again: bool = False) -> None:
    enqueue(session, MAIL, f"mail:{delivery_id}", {"delivery": delivery_id}, again=again)
