"""What a reviewer changes: the original always stays beside it."""

from datetime import datetime

from sqlalchemy import Index, Text
from sqlmodel import Field, SQLModel

from auditapp.core.db import UtcDateTime


class RemarkEdit(SQLModel, table=True):
    """A reviewer's wording of a remark. The newest one of a question counts; the auditor's stays in the log."""

    __tablename__ = "remark_edit"
    __table_args__ = (Index("ix_remark_edit_visit_id_question", "visit_id", "question"),)

    id: int = Field(default=None, primary_key=True)
    visit_id: int = Field(foreign_key="visit.id")
    question: str = Field(max_length=64)
    original: str = Field(sa_type=Text)
    """The remark that the reviewer saw."""
    edited: str = Field(sa_type=Text)
    editor_id: int = Field(foreign_key="user.id")
    at: datetime = Field(sa_type=UtcDateTime)
