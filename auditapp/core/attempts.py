"""How often somebody tried in vain lately, counted in the database: whichever process is asked knows it (X2)."""

import hashlib
from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import Index, func
from sqlmodel import Field, Session, SQLModel, col, delete, select

from auditapp.core.clock import now
from auditapp.core.db import UtcDateTime

WINDOW = timedelta(minutes=15)


class TooManyAttempts(Exception):  # noqa: N818 - reads as the fact that it states
    """Too many tries failed; the caller has to wait."""


class Attempt(SQLModel, table=True):
    """A try that failed. `subject` is a hash of what was tried, or of the network it came from."""

    __tablename__ = "attempt"
    __table_args__ = (Index("ix_attempt_subject_at", "subject", "at"),)

    id: int = Field(default=None, primary_key=True)
    subject: str = Field(max_length=64)
    at: datetime = Field(sa_type=UtcDateTime)


def recent_attempts(session: Session, subject: str) -> int:
    """How many tries of `subject` failed within the last quarter of an hour."""
    query = select(func.count()).where(Attempt.subject == _hashed(subject), Attempt.at > now() - WINDOW)
    return session.exec(query).one()


def note_attempt(session: Session, subjects: Iterable[str]) -> None:
    """Count a failure for each subject; those that no longer count are forgotten on the way."""
    session.exec(delete(Attempt).where(col(Attempt.at) < now() - WINDOW))
    session.add_all(Attempt(subject=_hashed(subject), at=now()) for subject in subjects)


def forget_attempts(session: Session, subject: str) -> None:
    """It succeeded: its failures count no longer."""
    session.exec(delete(Attempt).where(col(Attempt.subject) == _hashed(subject)))


def _hashed(subject: str) -> str:
    return hashlib.sha256(subject.encode()).hexdigest()
