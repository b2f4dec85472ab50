"""The audited organisations as a tree, and the scopes of client users in it."""

from datetime import datetime
from typing import Optional

from sqlalchemy import CheckConstraint, Column, UniqueConstraint
from sqlmodel import Field, Relationship, SQLModel

from auditapp.core.db import Json, UtcDateTime, enum_column
from auditapp.domain.paper import PageSize


class Client(SQLModel, table=True):
    """An audited company. `languages` are those its reports are made in."""

    __tablename__ = "client"

    id: int = Field(default=None, primary_key=True)
    name: str = Field(max_length=120, unique=True)
    languages: list[str] = Field(default_factory=list, sa_column=Column(Json, nullable=False))
    names_in_reports: bool = False
    """The client's policy on employees' identity in a PDF (R3); off unless the client says otherwise."""
    mail_files: bool = False
    """Whether e-mails about a report carry it; otherwise they hold a link to it."""
    created_at: datetime = Field(sa_type=UtcDateTime)


class Brand(SQLModel, table=True):
    """How a client's reports look. A row never changes: the newest counts, and a visit keeps the one it was published with."""

    __tablename__ = "brand"

    id: int = Field(default=None, primary_key=True)
    client_id: int = Field(foreign_key="client.id", index=True)
    logo_key: str | None = Field(default=None, max_length=128)
    """A PNG of ours in the storage; no file of that name is ever written again."""
    colour: str = Field(default="", max_length=7)
    """`#rrggbb`; empty for the product's own."""
    contact: str = Field(default="", max_length=400)
    """Whom readers of a report ask, in some lines."""
    paper: PageSize = Field(default=PageSize.A4, sa_column=enum_column(PageSize, "paper"))
    created_at: datetime = Field(sa_type=UtcDateTime)


class Region(SQLModel, table=True):
    """A group of a client's stores."""

    __tablename__ = "region"
    __table_args__ = (UniqueConstraint("client_id", "name"),)

    id: int = Field(default=None, primary_key=True)
    client_id: int = Field(foreign_key="client.id", index=True)
    name: str = Field(max_length=120)

    client: Client = Relationship()


class Store(SQLModel, table=True):
    """A place that is audited. `code` is the client's own number of it; `timezone` is an IANA name."""

    __tablename__ = "store"
    __table_args__ = (
        UniqueConstraint("region_id", "code"),
        CheckConstraint("latitude BETWEEN -90 AND 90", name="latitude"),
        CheckConstraint("longitude BETWEEN -180 AND 180", name="longitude"),
    )

    id: int = Field(default=None, primary_key=True)
    region_id: int = Field(foreign_key="region.id", index=True)
    code: str = Field(max_length=32)
    name: str = Field(max_length=120)
    street: str = Field(max_length=160)
    postal_code: str = Field(max_length=16)
    city: str = Field(max_length=80)
    country: str = Field(max_length=2)
    latitude: float | None = None
    longitude: float | None = None
    timezone: str = Field(default="Europe/Belgrade", max_length=64)
    active: bool = True

    region: Region = Relationship()

    @property
    def name_and_city(self) -> str:
        """The name, with the city where it does not say it itself."""
        return self.name if self.city in self.name else f"{self.name}, {self.city}"


class Scope(SQLModel, table=True):
    """What a client user sees: the whole client, one region of it, or one store (X1)."""

    __tablename__ = "scope"
    __table_args__ = (
        UniqueConstraint("user_id", "client_id", "region_id", "store_id"),
        CheckConstraint("region_id IS NULL OR store_id IS NULL", name="one_level"),
    )

    id: int = Field(default=None, primary_key=True)
    user_id: int = Field(foreign_key="user.id", index=True)
    client_id: int = Field(foreign_key="client.id", index=True)
    region_id: int | None = Field(default=None, foreign_key="region.id")
    store_id: int | None = Field(default=None, foreign_key="store.id")

    client: Client = Relationship()
    region: Optional[Region] = Relationship()  # noqa: UP045 - SQLModel reads relationships by this form
    store: Optional[Store] = Relationship()  # noqa: UP045 - as above
