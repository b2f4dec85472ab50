"""What was worked out over many visits, and is kept because that takes a while."""

from datetime import datetime
from typing import Any

from sqlalchemy import Column, UniqueConstraint
from sqlmodel import Field, SQLModel

from auditapp.core.db import Json, UtcDateTime


class ScoreImpact(SQLModel, table=True):
    """What a draft would do to the visits published by a version. The draft is known by its digest, the visits by their

    number: none ever stops being published, and none changes afterwards.
    """

    __tablename__ = "score_impact"
    __table_args__ = (UniqueConstraint("version_id", "digest", "visits"),)

    id: int = Field(default=None, primary_key=True)
    version_id: int = Field(foreign_key="checklist_version.id")
    digest: str = Field(max_length=64)
    visits: int
    made_at: datetime = Field(sa_type=UtcDateTime)
    content: dict[str, Any] = Field(sa_column=Column(Json, nullable=False))
    """The impact as `dump_impact` writes it."""
