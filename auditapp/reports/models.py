"""The files made of published visits, what is known of each that was handed out, and whom they were sent to."""

from datetime import date, datetime
from enum import StrEnum
from typing import Optional

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field, Relationship, SQLModel

from auditapp.accounts.models import User
from auditapp.core.db import UtcDateTime, enum_column
from auditapp.core.jobs import Job
from auditapp.visits.models import Visit, Wave

TEMPLATE_VERSION = "6"
"""Raised by hand whenever templates, stylesheet or wording change what a report looks like: older files are kept."""


class ReportFile(SQLModel, table=True):
    """One PDF: the same visit, language and template version is made once (R5)."""

    __tablename__ = "report_file"
    __table_args__ = (UniqueConstraint("visit_id", "language", "template_version"),)

    id: int = Field(default=None, primary_key=True)
    visit_id: int = Field(foreign_key="visit.id", index=True)
    language: str = Field(max_length=8)
    template_version: str = Field(max_length=16)
    storage_key: str = Field(max_length=128)
    sha256: str = Field(max_length=64)
    size: int
    made_at: datetime = Field(sa_type=UtcDateTime)


class IssuedReport(SQLModel, table=True):
    """A report as somebody may hold it in their hands, by the code on its last page. Rows are added, never changed."""

    __tablename__ = "issued_report"

    id: int = Field(default=None, primary_key=True)
    code: str = Field(max_length=16, unique=True)
    visit_id: int = Field(foreign_key="visit.id", index=True)
    language: str = Field(max_length=8)
    published_on: date
    """The publishing day on the store's calendar, as the report has it."""
    issued_at: datetime = Field(sa_type=UtcDateTime)


class DocumentKind(StrEnum):
    """What a batch makes."""

    STORE_REPORT = "store_report"


class ReportBatch(SQLModel, table=True):
    """The reports of a wave, made together and then told of; only one of a wave is at work at a time.

    With `again` those that look as earlier templates had them are made anew, and nobody is told.
    """

    __tablename__ = "report_batch"
    __table_args__ = (
        Index(
            "uq_report_batch_at_work",
            "wave_id",
            unique=True,
            sqlite_where=text("completed_at IS NULL"),
            postgresql_where=text("completed_at IS NULL"),
        ),
    )

    id: int = Field(default=None, primary_key=True)
    wave_id: int = Field(foreign_key="wave.id", index=True)
    again: bool = False
    actor_id: int | None = Field(default=None, foreign_key="user.id")
    created_at: datetime = Field(sa_type=UtcDateTime)
    filled_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """When all of its reports had been ordered."""
    completed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)

    wave: Wave = Relationship()


class BatchItem(SQLModel, table=True):
    """One document of a batch, and the job that makes it, whoever asked for that first."""

    __tablename__ = "batch_item"
    __table_args__ = (UniqueConstraint("batch_id", "kind", "visit_id", "language"),)

    id: int = Field(default=None, primary_key=True)
    batch_id: int = Field(foreign_key="report_batch.id", index=True)
    kind: DocumentKind = Field(default=DocumentKind.STORE_REPORT, sa_column=enum_column(DocumentKind, "kind"))
    visit_id: int = Field(foreign_key="visit.id", index=True)
    language: str = Field(max_length=8)
    job_id: int = Field(foreign_key="job.id", index=True)

    visit: Visit = Relationship()
    job: Job = Relationship()


class MailChoice(StrEnum):
    """When somebody wants to be told of reports by e-mail."""

    EACH = "each"
    WAVE = "wave"


class MailSubscription(SQLModel, table=True):
    """Who wants e-mails. Whoever is not here wants none."""

    __tablename__ = "mail_subscription"

    user_id: int = Field(foreign_key="user.id", primary_key=True)
    choice: MailChoice = Field(sa_column=enum_column(MailChoice, "choice"))
    since: datetime = Field(sa_type=UtcDateTime)
    """What was published, or begun as a batch, before that is not told of, even if it happens to be made later."""

    user: User = Relationship()


class DeliveryState(StrEnum):
    """Where an e-mail stands."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    UNCERTAIN = "uncertain"
    """The work was interrupted while the mail was handed over: sent or not, nobody can tell."""
    FAILED = "failed"
    WITHDRAWN = "withdrawn"
    """Nobody wanted it any more, or might have it, when it was about to be sent."""


class Delivery(SQLModel, table=True):
    """An e-mail to one person about one report or one batch: the row is there once, and so is the mail."""

    __tablename__ = "delivery"
    __table_args__ = (
        UniqueConstraint("user_id", "visit_id"),
        UniqueConstraint("user_id", "batch_id"),
        CheckConstraint("(visit_id IS NULL) <> (batch_id IS NULL)", name="one_subject"),
    )

    id: int = Field(default=None, primary_key=True)
    user_id: int = Field(foreign_key="user.id")
    visit_id: int | None = Field(default=None, foreign_key="visit.id", index=True)
    batch_id: int | None = Field(default=None, foreign_key="report_batch.id", index=True)
    language: str = Field(max_length=8)
    state: DeliveryState = Field(default=DeliveryState.WAITING, sa_column=enum_column(DeliveryState, "state"))
    created_at: datetime = Field(sa_type=UtcDateTime)
    sent_at: datetime | None = Field(default=None, sa_type=UtcDateTime)

    user: User = Relationship()
    visit: Optional[Visit] = Relationship()  # noqa: UP045 - SQLModel reads relationships by this form
    batch: Optional[ReportBatch] = Relationship()  # noqa: UP045 - as above
