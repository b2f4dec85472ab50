"""Users."""

from datetime import datetime

from sqlalchemy import CheckConstraint
from sqlmodel import Field, SQLModel

from auditapp.core.db import UtcDateTime, enum_column
from auditapp.domain.roles import Role


class User(SQLModel, table=True):
    """Somebody who can log in. `session_mark` changes with the password and ends all other sessions (X2)."""

    __tablename__ = "user"
    __table_args__ = (CheckConstraint("email = lower(email)", name="email_lower"),)

    id: int = Field(default=None, primary_key=True)
    email: str = Field(max_length=254, unique=True)
    name: str = Field(max_length=120)
    role: Role = Field(sa_column=enum_column(Role, "role"))
    password_hash: str = Field(max_length=255)
    session_mark: str = Field(max_length=64)
    language: str | None = Field(default=None, max_length=8)
    active: bool = True
    created_at: datetime = Field(sa_type=UtcDateTime)

    @property
    def is_authenticated(self) -> bool:
        """Part of what Flask-Login asks: a user object is somebody who logged in."""
        return True

    @property
    def is_anonymous(self) -> bool:
        """Part of what Flask-Login asks."""
        return False

    @property
    def is_active(self) -> bool:
        """Flask-Login refuses users who were switched off."""
        return self.active

    def get_id(self) -> str:
        """What the session cookie remembers."""
        return f"{self.id}:{self.session_mark}"
