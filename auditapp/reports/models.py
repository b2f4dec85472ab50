"""The files made of published visits, and what is known of each that was handed out."""

from datetime import date, datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from auditapp.core.db import UtcDateTime

TEMPLATE_VERSION = "5"
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
