"""What happens to clients, their regions and stores, and to what their users may see."""

from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from auditapp.accounts.models import User
from auditapp.clients.models import Client, Region, Scope, Store
from auditapp.core import audit
from auditapp.core.clock import now


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


def add_client(session: Session, actor: User | None, *, name: str, languages: list[str]) -> Client:
    """Add a client whose reports are made in these languages."""
    client = Client(name=name, languages=languages, created_at=now())
    session.add(client)
    session.flush()
    _record(session, actor, "client.added", f"client:{client.id}")
    return client


def update_client(session: Session, actor: User, client: Client, *, name: str, languages: list[str]) -> None:
    """Rename a client, or choose the languages of its reports anew."""
    client.name, client.languages = name, languages
    _record(session, actor, "client.updated", f"client:{client.id}")


def add_region(session: Session, actor: User | None, client: Client, name: str) -> Region:
    """Add a region to a client."""
    region = Region(client_id=client.id, name=name)
    session.add(region)
    session.flush()
    _record(session, actor, "region.added", f"region:{region.id}")
    return region


def add_store(session: Session, actor: User | None, region: Region, details: StoreDetails) -> Store:
    """Add a store to a region."""
    store = Store(region_id=region.id, **_columns(details))
    session.add(store)
    session.flush()
    _record(session, actor, "store.added", f"store:{store.id}")
    return store


def update_store(session: Session, actor: User, store: Store, region: Region, details: StoreDetails) -> None:
    """Correct what is known of a store, or move it to another region of its client."""
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
    """Let a client user see a client, one of its regions, or one of its stores."""
    scope = Scope(
        user_id=user.id,
        client_id=client.id,
        region_id=region.id if region else None,
        store_id=store.id if store else None,
    )
    session.add(scope)
    session.flush()
    _record(session, actor, "scope.granted", f"user:{user.id}", client=client.id)
    return scope


def revoke_scope(session: Session, actor: User, scope: Scope) -> None:
    """Take a scope away from a client user."""
    session.delete(scope)
    _record(session, actor, "scope.revoked", f"user:{scope.user_id}", client=scope.client_id)


def _columns(details: StoreDetails) -> dict[str, Any]:
    return {name: getattr(details, name) for name in StoreDetails.__slots__}


def _record(session: Session, actor: User | None, action: str, target: str, **details: object) -> None:
    audit.record(session, actor.id if actor else None, action, target, **details)
