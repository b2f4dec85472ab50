"""The audit log: who did what to which thing, and when (X2). Rows are only ever added."""

from datetime import datetime
from typing import Any

from sqlalchemy import Column
from sqlmodel import Field, Session, SQLModel

from auditapp.core.clock import now
from auditapp.core.db import Json, UtcDateTime


class AuditEntry(SQLModel, table=True):
    """One act. `actor_id` is empty for commands of the machine itself."""

    __tablename__ = "audit_entry"

    id: int = Field(default=None, primary_key=True)
    at: datetime = Field(sa_type=UtcDateTime, index=True)
    actor_id: int | None = Field(default=None, foreign_key="user.id", index=True)
    action: str = Field(max_length=64)
    target: str = Field(max_length=128, index=True)
    details: dict[str, Any] = Field(default_factory=dict, sa_column=Column(Json, nullable=False))


def record(session: Session, actor_id: int | None, action: str, target: str, **details: Any) -> None:  # noqa: ANN401
    """Note an act, for instance `record(session, 7, "visit.published", "visit:12", score="81/100")`.

    Details are JSON values, without secrets or answers.
    """
    session.add(AuditEntry(at=now(), actor_id=actor_id, action=action, target=target, details=details))
