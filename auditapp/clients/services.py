"""What happens to clients, their regions and stores, and to what their users may see."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from auditapp.accounts.models import User
from auditapp.clients.models import Brand, Client, Region, Scope, Store
from auditapp.clients.queries import brand_of
from auditapp.core import audit
from auditapp.core.clock import now
from auditapp.core.images import read_logo
from auditapp.core.storage import Storage
from auditapp.domain.paper import PageSize


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreDetails:
    """Everything that an admin says about a store; coordinates in degrees."""

    code: str
    name: str
    street: str
    postal_code: str
    city: str
    country: str
    timezone: str = "Europe/Belgrade"
    latitude: float | None = None
    longitude: float | None = None
    active: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What an admin chooses for a client's reports. `logo` is an upload; without one the present logo stays, or goes."""

    colour: str = ""
    contact: str = ""
    paper: PageSize = PageSize.A4
    logo: bytes | None = None
    without_logo: bool = False


class NameTaken(Exception):  # noqa: N818 - reads as the fact that it states
    """Another client, or another region of the client, has this name."""


class CodeTaken(Exception):  # noqa: N818 - as above
    """Another store of the client has this number."""


class ScopeKnown(Exception):  # noqa: N818 - as above
    """The user sees just this already."""


def add_client(session: Session, actor: User | None, *, name: str, languages: list[str]) -> Client:
    """Add a client whose reports are made in these languages. Raises NameTaken."""
    client = Client(name=name, languages=languages, created_at=now())
    with _unless_taken(session, NameTaken):
        session.add(client)
    _record(session, actor, "client.added", f"client:{client.id}")
    return client


def update_client(
    session: Session,
    actor: User,
    client: Client,
    *,
    name: str,
    languages: list[str],
    names_in_reports: bool = False,
    mail_files: bool = False,
) -> None:
    """Rename a client, choose the languages of its reports anew, whether they may name employees (R3), and whether

    e-mails carry them.

    Raises NameTaken.
    """
    with _unless_taken(session, NameTaken):
        client.name, client.languages, client.names_in_reports = name, languages, names_in_reports
        client.mail_files = mail_files
    _record(session, actor, "client.updated", f"client:{client.id}", names_in_reports=names_in_reports)


def change_look(session: Session, storage: Storage, actor: User | None, client: Client, look: Look) -> Brand:
    """Have a client's reports look so from now on: those of visits that are published already stay as they are (R5).

    Raises PhotoRefused for a logo that we cannot take.
    """
    present = brand_of(session, client.id)
    brand = Brand(
        client_id=client.id,
        logo_key=_logo_key(storage, look, present),
        colour=look.colour,
        contact=look.contact,
        paper=look.paper,
        created_at=now(),
    )
    if present is not None and _look_of(present) == _look_of(brand):
        return present
    session.add(brand)
    session.flush()
    _record(session, actor, "client.look_changed", f"client:{client.id}", brand=brand.id)
    return brand


def _logo_key(storage: Storage, look: Look, present: Brand | None) -> str | None:
    """A new logo is a new file, which is written before anything refers to it."""
    if look.logo is None:
        return None if present is None or look.without_logo else present.logo_key
    key = f"logos/{uuid4().hex}.png"
    storage.put(key, read_logo(look.logo))
    return key


def _look_of(brand: Brand) -> tuple[object, ...]:
    return brand.logo_key, brand.colour, brand.contact, brand.paper


def add_region(session: Session, actor: User | None, client: Client, name: str) -> Region:
    """Add a region to a client. Raises NameTaken."""
    region = Region(client_id=client.id, name=name)
    with _unless_taken(session, NameTaken):
        session.add(region)
    _record(session, actor, "region.added", f"region:{region.id}")
    return region


def rename_region(session: Session, actor: User, region: Region, name: str) -> None:
    """Give a region another name. Raises NameTaken."""
    with _unless_taken(session, NameTaken):
        region.name = name
    _record(session, actor, "region.renamed", f"region:{region.id}")


def add_store(session: Session, actor: User | None, region: Region, details: StoreDetails) -> Store:
    """Add a store to a region. Raises CodeTaken."""
    _require_free_code(session, region, details.code)
    store = Store(region_id=region.id, **_columns(details))
    with _unless_taken(session, CodeTaken):
        session.add(store)
    _record(session, actor, "store.added", f"store:{store.id}")
    return store


def update_store(session: Session, actor: User, store: Store, region: Region, details: StoreDetails) -> None:
    """Correct what is known of a store, or move it to another region of its client. Raises CodeTaken."""
    if details.code != store.code:
        _require_free_code(session, region, details.code)
    with _unless_taken(session, CodeTaken):
        store.region_id = region.id
        for name, value in _columns(details).items():
            setattr(store, name, value)
    _record(session, actor, "store.updated", f"store:{store.id}")


def grant_scope(
    session: Session,
    actor: User | None,
    user: User,
    client: Client,
    *,
    region: Region | None = None,
    store: Store | None = None,
) -> Scope:
    """Let a client user see a client, one of its regions, or one of its stores. Raises ScopeKnown."""
    scope = Scope(
        user_id=user.id,
        client_id=client.id,
        region_id=region.id if region else None,
        store_id=store.id if store else None,
    )
    if _is_known(session, scope):
        raise ScopeKnown
    session.add(scope)
    session.flush()
    _record(session, actor, "scope.granted", f"user:{user.id}", client=client.id)
    return scope


def revoke_scope(session: Session, actor: User, scope: Scope) -> None:
    """Take a scope away from a client user."""
    session.delete(scope)
    _record(session, actor, "scope.revoked", f"user:{scope.user_id}", client=scope.client_id)


@contextmanager
def _unless_taken(session: Session, refusal: type[Exception]) -> Iterator[None]:
    """Write what the block says, and raise `refusal` where the database has such a one already."""
    try:
        with session.begin_nested():
            yield
            session.flush()
    except IntegrityError as error:
        raise refusal from error


def _require_free_code(session: Session, region: Region, code: str) -> None:
    """A number is the client's own, so it stands once in the client, not only once in the region."""
    query = select(Store.id).join(Region).where(Region.client_id == region.client_id, Store.code == code)
    if session.exec(query).first() is not None:
        raise CodeTaken


def _is_known(session: Session, scope: Scope) -> bool:
    """Asked for here, because no unique index holds two empty columns for equal."""
    query = select(Scope.id).where(
        Scope.user_id == scope.user_id,
        Scope.client_id == scope.client_id,
        col(Scope.region_id).is_not_distinct_from(scope.region_id),
        col(Scope.store_id).is_not_distinct_from(scope.store_id),
    )
    return session.exec(query).first() is not None


def _columns(details: StoreDetails) -> dict[str, Any]:
    return {name: getattr(details, name) for name in StoreDetails.__slots__}


def _record(session: Session, actor: User | None, action: str, target: str, **details: object) -> None:
    audit.record(session, actor.id if actor else None, action, target, **details)
