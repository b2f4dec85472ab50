"""The files made of published visits."""

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from auditapp.core.db import UtcDateTime

TEMPLATE_VERSION = "3"
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
