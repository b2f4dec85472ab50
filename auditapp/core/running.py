"""How jobs are run: claimed by one worker at a time, kept alive by a heartbeat, found again by the sweep."""

import traceback
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from contextvars import copy_context
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Event, Thread
from typing import Any, NamedTuple
from uuid import uuid4

import structlog
from huey.exceptions import TaskTimeout
from sqlalchemy import ColumnElement, update
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlmodel import Session, col, or_, select

from auditapp.core.clock import now
from auditapp.core.db import Database
from auditapp.core.jobs import DEFAULT_ATTEMPTS, Job, JobFailed, JobState, LeaseLost, TryAgain, handler_of
from auditapp.core.storage import Storage, StorageDown

log = structlog.get_logger()

FIRST_PAUSE = timedelta(seconds=10)
MAX_DEATHS = 5
"""How many workers may die over a job before the job is taken for the cause."""


class _Reason(NamedTuple):
    code: str
    text: str
    again: bool


_DEAD_WORKER = _Reason("worker_lost", "The worker stopped in the middle.", again=True)
_UNEXPECTED = _Reason(
    "unexpected", "Something went wrong that nobody foresaw; the log knows more.", again=False
)
_DATABASE_DOWN = _Reason("database_down", "The database cannot be reached, or is busy or full.", again=True)
_OUTSIDE: dict[type[Exception], _Reason] = {
    StorageDown: _Reason("storage_down", "The file storage cannot be reached or is full.", again=True),
    OperationalError: _DATABASE_DOWN,
    InterfaceError: _DATABASE_DOWN,
    MemoryError: _Reason("machine", "The machine ran out of memory.", again=True),
    OSError: _Reason("machine", "The machine refused, for instance because its disk is full.", again=True),
    TaskTimeout: _Reason("too_long", "It took too long and was stopped.", again=False),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What running jobs needs. A job without a sign of life for the length of `lease` is taken for lost."""

    database: Database
    storage: Storage
    lease: timedelta = timedelta(seconds=60)


def run(context: Context, job_id: int) -> None:
    """Run the job, if it still waits: then it is done, failed or queued for another attempt afterwards.

    Whatever the handler raises ends in the job's row; only an interruption of the process itself (KeyboardInterrupt)
    goes on after the job was given back.
    """
    job = _claim(context, job_id)
    if job is None:
        return
    run_ = _Run(context, job)
    try:
        _handle(run_, job)
    except LeaseLost:
        log.warning("job.lease_lost", job=job.id, kind=job.kind, key=job.key)
    except Exception as error:  # noqa: BLE001 - a handler may raise anything; the row tells the user
        _settle(run_, job, _reason(job, error))
    except BaseException:
        with suppress(LeaseLost):
            run_.end(JobState.QUEUED, attempts=job.attempts - 1)
        raise


def run_pending(context: Context) -> int:
    """Run all that waits and is due, in this process: for tests, the demo and the command line. Says how many."""
    count = 0
    while waiting := _due(context):
        for job_id in waiting:
            run(context, job_id)
        count += len(waiting)
    return count


def most_urgent(context: Context, job_id: int) -> int:
    """Which job to run when a worker is woken for this one: an urgent one that waits, or else this."""
    query = select(col(Job.id)).where(col(Job.urgent), *_ready()).order_by(col(Job.id)).limit(1)
    with context.database.session(writes=False) as session:
        return session.exec(query).first() or job_id


def sweep(context: Context) -> list[int]:
    """Take back jobs whose worker died, and tell which jobs wait and are due, so that somebody wakes for them."""
    with context.database.session(writes=False) as session:
        stale = session.exec(
            select(Job).where(Job.state == JobState.RUNNING, col(Job.heartbeat_at) < now() - context.lease)
        ).all()
    for job in stale:
        _settle(_Run(context, job), job, _DEAD_WORKER)
    return _due(context)


class _Run:
    """One run of a job: the handler's `Work`. Every write holds only as long as the claim does."""

    def __init__(self, context: Context, job: Job) -> None:
        self.payload: dict[str, Any] = job.payload
        self.attempt = job.attempts
        self.storage = context.storage
        self.finished = False
        self._context = context
        self._mine = (col(Job.id) == job.id, col(Job.state) == JobState.RUNNING, col(Job.claim) == job.claim)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        with self._context.database.session(writes=False) as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        with self._context.database.transaction() as session:
            self._update(session, heartbeat_at=now())
            yield session

    @contextmanager
    def finishing(self) -> Iterator[Session]:
        with self._context.database.transaction() as session:
            yield session
            self._update(
                session, state=JobState.DONE, progress=100, finished_at=now(), reason="", reason_text=""
            )
        self.finished = True

    def report(self, progress: int, label: str = "") -> None:
        with self._context.database.transaction() as session:
            self._update(session, progress=progress, label=label, heartbeat_at=now())

    def end(self, state: JobState, **values: object) -> None:
        """Give the job up in another way than done. Raises LeaseLost."""
        with self._context.database.transaction() as session:
            self._update(session, state=state, **values)

    @contextmanager
    def beating(self) -> Iterator[None]:
        """Show signs of life meanwhile."""
        over = Event()
        thread = Thread(
            target=copy_context().run, args=(self._beat_until, over), daemon=True, name="heartbeat"
        )
        thread.start()
        try:
            yield
        finally:
            over.set()
            thread.join()

    def _beat_until(self, over: Event) -> None:
        while not over.wait(self._context.lease.total_seconds() / 4):
            try:
                with self._context.database.transaction() as session:
                    self._update(session, heartbeat_at=now())
            except LeaseLost:
                return
            except Exception as error:  # noqa: BLE001 - the next beat may succeed; the lease bears some silence
                log.warning("job.heartbeat_failed", error=type(error).__name__)

    def _update(self, session: Session, **values: object) -> None:
        if session.exec(update(Job).where(*self._mine).values(**values)).rowcount != 1:
            raise LeaseLost


def _claim(context: Context, job_id: int) -> Job | None:
    """Make the waiting job ours; None where somebody else has it or it is over."""
    taken = {
        "state": JobState.RUNNING,
        "claim": uuid4().hex,
        "attempts": col(Job.attempts) + 1,
        "progress": 0,
        "label": "",
        "started_at": now(),
        "heartbeat_at": now(),
    }
    with context.database.transaction() as session:
        mine = session.exec(update(Job).where(col(Job.id) == job_id, *_ready()).values(**taken)).rowcount
        return session.get(Job, job_id) if mine else None


def _ready() -> tuple[ColumnElement[bool], ...]:
    return (col(Job.state) == JobState.QUEUED, or_(col(Job.due_at).is_(None), col(Job.due_at) <= now()))


def _due(context: Context) -> list[int]:
    with context.database.session(writes=False) as session:
        return list(
            session.exec(select(col(Job.id)).where(*_ready()).order_by(col(Job.urgent).desc(), col(Job.id)))
        )


def _handle(run_: _Run, job: Job) -> None:
    known = handler_of(job.kind)
    if known is None:
        raise TryAgain("unknown_kind", "No worker knows how to do this.")
    with run_.beating():
        known.handle(run_)
    if not run_.finished:
        with run_.finishing():
            pass


def _reason(job: Job, error: Exception) -> _Reason:
    if isinstance(error, JobFailed):
        return _Reason(error.reason, error.text, again=isinstance(error, TryAgain))
    # Where it happened, without the error's own words: they may quote what somebody answered (X4).
    steps = [
        f"{step.filename}:{step.lineno} {step.name}" for step in traceback.extract_tb(error.__traceback__)
    ]
    log.error("job.error", job=job.id, kind=job.kind, error=type(error).__name__, steps=steps)
    return next((reason for kind, reason in _OUTSIDE.items() if isinstance(error, kind)), _UNEXPECTED)


def _settle(run_: _Run, job: Job, reason: _Reason) -> None:
    """Put the job back for another attempt, or give it up, with the reason in its row."""
    again = reason.again and job.attempts < _allowed(job, reason)
    log.warning("job.not_done", job=job.id, kind=job.kind, key=job.key, reason=reason.code, again=again)
    words = {"reason": reason.code, "reason_text": reason.text}
    try:
        if again:
            run_.end(JobState.QUEUED, due_at=_next_attempt(job, reason), **words)
        else:
            run_.end(JobState.FAILED, finished_at=now(), **words)
    except LeaseLost:
        log.warning("job.lease_lost", job=job.id, kind=job.kind, key=job.key)


def _allowed(job: Job, reason: _Reason) -> int:
    known = handler_of(job.kind)
    attempts = known.max_attempts if known else DEFAULT_ATTEMPTS
    return max(attempts, MAX_DEATHS) if reason is _DEAD_WORKER else attempts


def _next_attempt(job: Job, reason: _Reason) -> datetime | None:
    """After 10 s, 30 s, 90 s …; at once where the worker died, whose lease was pause enough."""
    pause: timedelta = FIRST_PAUSE * 3 ** (job.attempts - 1)
    return None if reason is _DEAD_WORKER else now() + pause
