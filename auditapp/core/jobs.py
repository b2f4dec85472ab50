"""Background jobs: what has to be done stands in our database; the queue only wakes workers.

A feature registers what it can do, and asks for it inside its own transaction:

    @handler("reports.render", max_attempts=3)
    def render(work: Work) -> None: ...

    enqueue(session, "reports.render", f"report:{visit.id}:{language}", {"visit": visit.id})

How jobs run stands in `core/running.py`.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol, TypeAlias

from sqlalchemy import CheckConstraint, Column, Engine, Index, event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session as OrmSession
from sqlalchemy.sql.dml import UpdateBase
from sqlmodel import Field, Session, SQLModel, col, select

from auditapp.core.clock import now
from auditapp.core.db import Json, UtcDateTime, enum_column
from auditapp.core.storage import Storage

DEFAULT_ATTEMPTS = 3
_WAITING = "auditapp.jobs_to_wake"
_WAKE = "auditapp_wake"

Wake: TypeAlias = Callable[[int], None]
"""Tells some worker that the job with this id waits. Must not raise: the sweep finds what it missed."""


class JobState(StrEnum):
    """Where a job stands."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class Job(SQLModel, table=True):
    """One piece of work. `key` makes asking for it twice harmless."""

    __tablename__ = "job"
    __table_args__ = (
        CheckConstraint("progress BETWEEN 0 AND 100", name="progress"),
        Index("ix_job_state_urgent_due_at", "state", "urgent", "due_at"),
    )

    id: int = Field(default=None, primary_key=True)
    kind: str = Field(max_length=64)
    key: str = Field(max_length=200, unique=True)
    payload: dict[str, Any] = Field(sa_column=Column(Json, nullable=False))
    state: JobState = Field(default=JobState.QUEUED, sa_column=enum_column(JobState, "state"))
    reason: str = Field(default="", max_length=64)
    """Code of why it failed, or why it waits for another attempt; the caller puts it into words."""
    reason_text: str = Field(default="", max_length=500)
    """The same in English, for logs and the command line."""
    attempts: int = 0
    progress: int = 0
    label: str = Field(default="", max_length=64)
    """Code of the step it is at; the caller puts it into words."""
    claim: str = Field(default="", max_length=32)
    """Whose run counts: a new value for each."""
    urgent: bool = False
    """Somebody sits before a page and waits: done before what nobody looks at."""
    created_at: datetime = Field(sa_type=UtcDateTime)
    due_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """Not before this moment; empty means at once, whatever the clocks of two machines say."""
    started_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    heartbeat_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    finished_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class JobFailed(Exception):  # noqa: N818 - what a handler says
    """Raised by a handler: it cannot be done, and trying again would not help."""

    def __init__(self, reason: str, text: str) -> None:
        super().__init__(text)
        self.reason = reason
        self.text = text


class TryAgain(JobFailed):
    """Raised by a handler: it could not be done now, but may be later."""


class LeaseLost(Exception):  # noqa: N818 - named like the answer
    """Another worker has the job now: whatever this one still does about it is dropped."""


class Work(Protocol):
    """What a handler is given: its task, and ways to the outside.

    Read in `reading()`, do what takes long outside of any transaction (SQLite has one writer), and keep the result
    in `finishing()`: what is written there and the job's end are one transaction, so that a job that was run twice
    has one result. A handler that keeps nothing need not call it. What has to stand before the end, because the next
    run must know of it, is kept in `writing()`.
    """

    payload: dict[str, Any]
    attempt: int
    storage: Storage

    def reading(self) -> AbstractContextManager[Session]:
        """A session that only reads."""

    def writing(self) -> AbstractContextManager[Session]:
        """A transaction on the way. Raises LeaseLost, and keeps nothing, where another worker took the job over."""

    def finishing(self) -> AbstractContextManager[Session]:
        """The session whose commit also ends the job. Raises LeaseLost where another worker took it over."""

    def report(self, progress: int, label: str = "") -> None:
        """Show how far it is (0 to 100) and at which step; not inside `finishing()`. Raises LeaseLost."""


Handle: TypeAlias = Callable[[Work], None]


@dataclass(frozen=True, slots=True)
class Handler:
    """What runs jobs of one kind, and how often it is tried."""

    handle: Handle
    max_attempts: int
    warm_up: Callable[[], object]
    """Loads what it needs, before a worker divides into processes that share it."""


_handlers: dict[str, Handler] = {}


def handler(
    kind: str, *, max_attempts: int = DEFAULT_ATTEMPTS, warm_up: Callable[[], object] = bool
) -> Callable[[Handle], Handle]:
    """Register a function for jobs of this kind. Raises ValueError where the kind is taken by another one.

    `warm_up` is called once in a worker, before its processes begin: what it loads is there in all of them, in the
    same memory, also in those that take over from one that died. It must not open anything.
    """

    def register(handle: Handle) -> Handle:
        known = _handlers.setdefault(kind, Handler(handle, max_attempts, warm_up))
        if known.handle is not handle:
            raise ValueError(f"two handlers for jobs of kind {kind}")
        return handle

    return register


def handler_of(kind: str) -> Handler | None:
    """Who runs jobs of this kind in this process."""
    return _handlers.get(kind)


def warm_up() -> None:
    """Load what handlers need."""
    for known in _handlers.values():
        known.warm_up()


def connect(engine: Engine, wake: Wake) -> None:
    """Have sessions of this engine wake a worker after they committed new jobs."""
    engine.update_execution_options(**{_WAKE: wake})


def enqueue(
    session: Session,
    kind: str,
    key: str,
    payload: dict[str, Any],
    *,
    again: bool = False,
    urgent: bool = False,
) -> Job:
    """Ask for a job; it is seen by workers once the session's transaction is committed.

    The same key is the same job: one that waits, runs or is over is returned as it stands. With `again` one that is
    over (done or failed) is done anew, with the new payload. One that waits becomes urgent where that is asked for.
    ValueError where the key belongs to another kind.
    """
    added = session.exec(_insert(session, kind, key, payload)).scalar()
    job = session.exec(select(Job).where(Job.key == key).with_for_update()).one()
    if job.kind != kind:
        raise ValueError(f"the key {key} belongs to a job of kind {job.kind}")
    over = job.state in {JobState.DONE, JobState.FAILED}
    if over and again:
        _restart(job, payload)
    job.urgent |= urgent
    if added is not None or (over and again):
        session.info.setdefault(_WAITING, []).append(job.id)
        event.listen(session, "after_commit", _wake_waiting)
    return job


def job_with_key(session: Session, key: str) -> Job | None:
    """The job asked for under this key."""
    return session.exec(select(Job).where(Job.key == key)).one_or_none()


def _insert(session: Session, kind: str, key: str, payload: dict[str, Any]) -> UpdateBase:
    """A new row, unless somebody else was faster: no error that would cost the caller the whole transaction."""
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    row = Job(kind=kind, key=key, payload=payload, created_at=now()).model_dump(exclude={"id"})
    return insert(Job).values(**row).on_conflict_do_nothing(index_elements=["key"]).returning(col(Job.id))


def _restart(job: Job, payload: dict[str, Any]) -> None:
    job.state = JobState.QUEUED
    job.urgent = False
    job.payload = payload
    job.reason = job.reason_text = job.label = ""
    job.attempts = job.progress = 0
    job.due_at = job.finished_at = None


def _wake_waiting(session: OrmSession) -> None:
    """Once the new rows can be seen. A savepoint's end is not that moment."""
    if session.in_nested_transaction():
        return
    wake: Wake | None = session.get_bind().get_execution_options().get(_WAKE)
    for job_id in session.info.pop(_WAITING, []):
        if wake is not None:
            wake(job_id)
