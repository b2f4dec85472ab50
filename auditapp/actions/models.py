"""Edits of the action plan in review, and the published plan of a store."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Column, Index, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from auditapp.core.db import Json, UtcDateTime, enum_column
from auditapp.domain.checklist import OwnerRole


class ActionEdit(SQLModel, table=True):
    """A reviewer's wording of one action in one language. The newest counts; the checklist's stays beside it."""

    __tablename__ = "action_edit"
    __table_args__ = (Index("ix_action_edit_visit_id_question", "visit_id", "question"),)

    id: int = Field(default=None, primary_key=True)
    visit_id: int = Field(foreign_key="visit.id")
    question: str = Field(max_length=64)
    language: str = Field(max_length=8)
    what: str = Field(sa_type=Text)
    why: str = Field(sa_type=Text)
    how: str = Field(sa_type=Text)
    days: int
    owner: OwnerRole = Field(sa_column=enum_column(OwnerRole, "owner"))
    dropped: bool = False
    """The reviewer takes the action out of the plan."""
    editor_id: int = Field(foreign_key="user.id")
    at: datetime = Field(sa_type=UtcDateTime)


class ActionState(StrEnum):
    """How far the store is with an action."""

    OPEN = "open"
    DONE = "done"


class Action(SQLModel, table=True):
    """One action of a published visit, with its wording in every language frozen at publishing."""

    __tablename__ = "action"
    __table_args__ = (
        UniqueConstraint("visit_id", "question"),
        CheckConstraint("rank > 0", name="rank"),
    )

    id: int = Field(default=None, primary_key=True)
    visit_id: int = Field(foreign_key="visit.id", index=True)
    question: str = Field(max_length=64)
    rank: int
    """1 is done first."""
    streak: int
    """How many visits in a row failed this question, this one counted."""
    critical: bool
    impact_numerator: int
    impact_denominator: int
    """By how much the total would rise (S10), as an exact share of 1."""
    what: dict[str, str] = Field(sa_column=Column(Json, nullable=False))
    why: dict[str, str] = Field(sa_column=Column(Json, nullable=False))
    how: dict[str, str] = Field(sa_column=Column(Json, nullable=False))
    due_on: date
    owner: OwnerRole = Field(sa_column=enum_column(OwnerRole, "owner"))
    state: ActionState = Field(default=ActionState.OPEN, sa_column=enum_column(ActionState, "state"))
