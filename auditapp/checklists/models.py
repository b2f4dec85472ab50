"""Checklists and their versions."""

from datetime import datetime
from enum import StrEnum
from functools import cached_property
from typing import Any

from sqlalchemy import CheckConstraint, Column, UniqueConstraint
from sqlmodel import Field, Relationship, SQLModel

from auditapp.core.db import Json, UtcDateTime, enum_column
from auditapp.domain.checklist import Checklist as Definition
from auditapp.domain.definition import digest_of, parse_definition
from auditapp.domain.problems import DefinitionError


class VersionState(StrEnum):
    """A draft may change; a published version never does (C5); a retired one takes no new visits."""

    DRAFT = "draft"
    PUBLISHED = "published"
    RETIRED = "retired"


class Checklist(SQLModel, table=True):
    """What the versions of one checklist have in common."""

    __tablename__ = "checklist"

    id: int = Field(default=None, primary_key=True)
    slug: str = Field(max_length=64, unique=True)
    created_at: datetime = Field(sa_type=UtcDateTime)


class ChecklistVersion(SQLModel, table=True):
    """One version. Triggers of the database refuse to change what is published (migrations 0002 to 0006)."""

    __tablename__ = "checklist_version"
    __table_args__ = (
        UniqueConstraint("checklist_id", "number"),
        CheckConstraint("(state = 'draft') = (published_at IS NULL)", name="published_at"),
    )

    id: int = Field(default=None, primary_key=True)
    checklist_id: int = Field(foreign_key="checklist.id", index=True)
    number: int
    state: VersionState = Field(default=VersionState.DRAFT, sa_column=enum_column(VersionState, "state"))
    content: dict[str, Any] = Field(sa_column=Column(Json, nullable=False))
    """The definition as `dump_definition` writes it; of a draft, what was typed, which may not be one yet."""
    digest: str = Field(max_length=64)
    note: str = Field(default="", max_length=1000)
    """Why there is this version."""
    based_on_id: int | None = Field(default=None, foreign_key="checklist_version.id")
    """The version that the draft was made from."""
    revision: int = 1
    """How often the draft was saved: who saves names the one it started from, so that nobody overwrites another."""
    edited_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    edited_by_id: int | None = Field(default=None, foreign_key="user.id")
    acknowledged: str = Field(default="", max_length=1000)
    """Why it was published in spite of the linter's warnings."""
    created_at: datetime = Field(sa_type=UtcDateTime)
    created_by_id: int | None = Field(default=None, foreign_key="user.id")
    published_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    published_by_id: int | None = Field(default=None, foreign_key="user.id")
    retired_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    retired_by_id: int | None = Field(default=None, foreign_key="user.id")
    retired_because: str = Field(default="", max_length=1000)

    checklist: Checklist = Relationship()

    @cached_property
    def definition(self) -> Definition:
        """The parsed definition. Kept, because a version that visits are bound to never changes.

        Raises DefinitionError for a draft that is not complete yet.
        """
        return parse_definition(self.content)

    @property
    def readable(self) -> Definition | None:
        """The same; None where it is not complete yet."""
        try:
            return self.definition
        except DefinitionError:
            return None

    def replace_content(self, content: dict[str, Any]) -> None:
        """Give a draft other content, the digest that belongs to it, and the next revision."""
        self.__dict__.pop("definition", None)
        self.content = content
        self.digest = digest_of(self.readable or content)
        self.revision += 1


class DraftEditor(SQLModel, table=True):
    """Somebody who has a draft open, and when their page last said so."""

    __tablename__ = "draft_editor"

    version_id: int = Field(foreign_key="checklist_version.id", primary_key=True)
    user_id: int = Field(foreign_key="user.id", primary_key=True)
    seen_at: datetime = Field(sa_type=UtcDateTime)
