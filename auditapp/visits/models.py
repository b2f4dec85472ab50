"""Waves, visits, and what the auditor does on one: an append-only log of operations, and photos."""

from datetime import date, datetime
from enum import StrEnum
from fractions import Fraction
from typing import Any, Optional
from uuid import UUID

from sqlalchemy import CheckConstraint, Column, Index, Text, UniqueConstraint
from sqlmodel import Field, Relationship, SQLModel

from auditapp.accounts.models import User
from auditapp.checklists.models import ChecklistVersion
from auditapp.clients.models import Brand, Client, Store
from auditapp.core.db import Exact, Json, UtcDateTime, enum_column
from auditapp.domain.lifecycle import VisitState


class Wave(SQLModel, table=True):
    """A planned round of visits of one client."""

    __tablename__ = "wave"
    __table_args__ = (
        UniqueConstraint("client_id", "name"),
        CheckConstraint("starts_on <= ends_on", name="dates"),
    )

    id: int = Field(default=None, primary_key=True)
    client_id: int = Field(foreign_key="client.id", index=True)
    name: str = Field(max_length=120)
    starts_on: date
    ends_on: date

    client: Client = Relationship()


class Visit(SQLModel, table=True):
    """One audit of one store, bound to one checklist version for ever."""

    __tablename__ = "visit"
    __table_args__ = (
        CheckConstraint("window_from <= window_to", name="window"),
        CheckConstraint("(state = 'published') = (published_at IS NOT NULL)", name="published_at"),
        Index("ix_visit_auditor_id_state", "auditor_id", "state"),
        Index("ix_visit_store_id_published_at", "store_id", "published_at"),
    )

    id: int = Field(default=None, primary_key=True)
    wave_id: int | None = Field(default=None, foreign_key="wave.id", index=True)
    store_id: int = Field(foreign_key="store.id")
    version_id: int = Field(foreign_key="checklist_version.id", index=True)
    scenario: str | None = Field(default=None, max_length=64)
    """Key of a scenario of the checklist, where it has any."""
    auditor_id: int = Field(foreign_key="user.id")
    window_from: date
    window_to: date
    note: str = Field(default="", sa_type=Text)
    """The admin's words to the auditor about this visit."""
    state: VisitState = Field(
        default=VisitState.ASSIGNED, sa_column=enum_column(VisitState, "state", index=True)
    )
    created_at: datetime = Field(sa_type=UtcDateTime)
    started_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    submitted_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    published_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    score: Fraction | None = Field(default=None, sa_type=Exact)
    """The exact score at publishing; empty where nothing counted. Kept for lists and trends."""
    band: str | None = Field(default=None, max_length=64)
    brand_id: int | None = Field(default=None, foreign_key="brand.id")
    """How its reports look, for ever: what the client had chosen when it was published (R5)."""

    wave: Optional[Wave] = Relationship()  # noqa: UP045 - SQLModel reads relationships by this form
    store: Store = Relationship()
    brand: Optional[Brand] = Relationship()  # noqa: UP045 - as above
    version: ChecklistVersion = Relationship()
    auditor: User = Relationship(sa_relationship_kwargs={"foreign_keys": "Visit.auditor_id"})


class Assignment(SQLModel, table=True):
    """Who was given a visit, and when. A former auditor's late work is still received (V5)."""

    __tablename__ = "assignment"

    id: int = Field(default=None, primary_key=True)
    visit_id: int = Field(foreign_key="visit.id", index=True)
    auditor_id: int = Field(foreign_key="user.id", index=True)
    at: datetime = Field(sa_type=UtcDateTime)


class Transition(SQLModel, table=True):
    """A step of a visit's life (V1): who moved it from where to where, when, and why."""

    __tablename__ = "visit_transition"

    id: int = Field(default=None, primary_key=True)
    visit_id: int = Field(foreign_key="visit.id", index=True)
    from_state: VisitState | None = Field(
        default=None, sa_column=enum_column(VisitState, "from_state", nullable=True)
    )
    to_state: VisitState = Field(sa_column=enum_column(VisitState, "to_state"))
    actor_id: int | None = Field(default=None, foreign_key="user.id")
    at: datetime = Field(sa_type=UtcDateTime)
    reason: str = Field(default="", sa_type=Text)


class ReturnMessage(SQLModel, table=True):
    """What the reviewer asks the auditor to mend; without a question it concerns the whole visit."""

    __tablename__ = "return_message"

    id: int = Field(default=None, primary_key=True)
    transition_id: int = Field(foreign_key="visit_transition.id", index=True)
    visit_id: int = Field(foreign_key="visit.id", index=True)
    question: str = Field(default="", max_length=64)
    message: str = Field(sa_type=Text)


class OperationRow(SQLModel, table=True):
    """One entry of the operation log (V2), kept exactly as it came. `late` ones came to a closed visit."""

    __tablename__ = "operation"
    __table_args__ = (
        UniqueConstraint("visit_id", "device", "counter"),
        UniqueConstraint("visit_id", "sequence"),
        CheckConstraint("counter > 0", name="counter"),
        CheckConstraint("sequence > 0", name="sequence"),
    )

    id: UUID = Field(primary_key=True)
    visit_id: int = Field(foreign_key="visit.id", index=True)
    user_id: int = Field(foreign_key="user.id")
    question: str = Field(max_length=64)
    field: str = Field(max_length=16)
    item: str = Field(default="", max_length=64)
    value: Any = Field(default=None, sa_column=Column(Json, nullable=False))
    device: str = Field(max_length=64)
    counter: int
    base: UUID | None = None
    """What stood at its place on the phone; perhaps an operation that has not arrived, so no foreign key."""
    sequence: int
    """The order of receipt, within the visit from 1."""
    phone_at: datetime = Field(sa_type=UtcDateTime)
    received_at: datetime = Field(sa_type=UtcDateTime)
    clock_offset: float | None = None
    """Seconds by which the server's clock was ahead of the phone's when it was sent; empty where the page did not say."""
    late: bool = False


class PhotoSource(StrEnum):
    """Where the phone says that a photo came from."""

    CAMERA = "camera"
    GALLERY = "gallery"


class Photo(SQLModel, table=True):
    """A photo as the server keeps it (V3): upright, without EXIF, at most 2048 px, with a thumbnail.

    Where a reviewer made faces unrecognizable, everybody gets other files; the original is the agency's alone.
    """

    __tablename__ = "photo"

    id: UUID = Field(primary_key=True)
    visit_id: int = Field(foreign_key="visit.id", index=True)
    user_id: int = Field(foreign_key="user.id")
    question: str = Field(max_length=64)
    sha256: str = Field(max_length=64)
    """Of the bytes that the phone sent."""
    storage_key: str = Field(max_length=128)
    thumbnail_key: str = Field(max_length=128)
    width: int
    height: int
    phash: str = Field(max_length=16, index=True)
    taken_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    latitude: float | None = None
    longitude: float | None = None
    source: PhotoSource | None = Field(
        default=None, sa_column=enum_column(PhotoSource, "source", nullable=True)
    )
    file_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """When the phone says that its file was last changed: on most phones when it was taken."""
    picked_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """When it came into the page, by the phone's clock."""
    received_at: datetime = Field(sa_type=UtcDateTime)
    late: bool = False
    areas: list[list[int]] = Field(default_factory=list, sa_column=Column(Json, nullable=False))
    """What is made unrecognizable: left, top, width, height of each rectangle, in pixels."""
    covered_key: str | None = Field(default=None, max_length=128)
    covered_thumbnail_key: str | None = Field(default=None, max_length=128)
    coverings: int = 0
    """How often that was changed: an edit that was begun before another one is noticed by it."""

    @property
    def shown_key(self) -> str:
        """The file that people see."""
        return self.covered_key or self.storage_key

    @property
    def shown_thumbnail_key(self) -> str:
        """The same, small."""
        return self.covered_thumbnail_key or self.thumbnail_key


class VisitResult(SQLModel, table=True):
    """What a published visit came to beside its score and band, fixed with them: summaries of many visits read it."""

    __tablename__ = "visit_result"

    visit_id: int = Field(primary_key=True, foreign_key="visit.id")
    sections: dict[str, str] = Field(sa_column=Column(Json, nullable=False))
    """The exact score of each section in which something counted, as "n/d"."""
    lost: dict[str, bool] = Field(sa_column=Column(Json, nullable=False))
    """Of each question that was answered, whether it lost points."""

    @property
    def shares(self) -> dict[str, Fraction]:
        """The sections' scores as numbers."""
        return {key: Fraction(share) for key, share in self.sections.items()}
