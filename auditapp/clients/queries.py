"""Finding clients, regions and stores, each for the one who asks."""

from sqlalchemy import ColumnElement, and_, exists, false, func, or_
from sqlmodel import Session, col, select

from auditapp.accounts.models import User
from auditapp.clients.models import Brand, Client, Region, Scope, Store
from auditapp.core.errors import NotFound
from auditapp.domain.roles import AGENCY, Role


def visible_stores(session: Session, actor: User) -> ColumnElement[bool]:
    """A condition on Store joined with Region: what `actor` may see (X1)."""
    if actor.role in AGENCY:
        return col(Store.id).is_not(None)
    if actor.role != Role.CLIENT:
        return false()
    scopes = session.exec(select(Scope).where(Scope.user_id == actor.id)).all()
    return or_(false(), *(_inside(scope) for scope in scopes))


def _inside(scope: Scope) -> ColumnElement[bool]:
    if scope.store_id is not None:
        return and_(col(Store.id) == scope.store_id, col(Region.client_id) == scope.client_id)
    if scope.region_id is not None:
        return and_(col(Store.region_id) == scope.region_id, col(Region.client_id) == scope.client_id)
    return col(Region.client_id) == scope.client_id


def stores_for(session: Session, actor: User) -> list[Store]:
    """The stores that `actor` may see, in no order that a reader would see."""
    query = select(Store).join(Region).where(visible_stores(session, actor))
    return list(session.exec(query))


def store_for(session: Session, actor: User, store_id: int) -> Store:
    """One store. Raises NotFound for what `actor` may not see."""
    query = select(Store).join(Region).where(Store.id == store_id, visible_stores(session, actor))
    store = session.exec(query).first()
    if store is None:
        raise NotFound
    return store


def client_for(session: Session, client_id: int) -> Client:
    """A client, for the agency. Raises NotFound."""
    client = session.get(Client, client_id)
    if client is None:
        raise NotFound
    return client


def brand_of(session: Session, client_id: int) -> Brand | None:
    """How a client's reports look from now on; None where nothing was chosen yet."""
    query = select(Brand).where(Brand.client_id == client_id).order_by(col(Brand.id).desc())
    return session.exec(query.limit(1)).first()


def brand_for(session: Session, actor: User, brand_id: int) -> Brand:
    """A brand, for the agency and for the client's own people, present or past. Raises NotFound for every other."""
    own = exists().where(col(Scope.user_id) == actor.id, col(Scope.client_id) == Brand.client_id)
    query = select(Brand).where(Brand.id == brand_id)
    brand = session.exec(query if actor.role in AGENCY else query.where(own)).first()
    if brand is None:
        raise NotFound
    return brand


def region_for(session: Session, client_id: int, region_id: int) -> Region:
    """A region of a client, for the agency. Raises NotFound."""
    region = session.get(Region, region_id)
    if region is None or region.client_id != client_id:
        raise NotFound
    return region


def stores_of(session: Session, client: Client) -> list[Store]:
    """A client's stores."""
    return list(session.exec(select(Store).join(Region).where(Region.client_id == client.id)))


def regions_of(session: Session, client: Client) -> list[Region]:
    """A client's regions."""
    return list(session.exec(select(Region).where(Region.client_id == client.id)))


def clients_with_counts(session: Session) -> list[tuple[Client, int]]:
    """All clients, for the agency, each with the number of its stores."""
    query = (
        select(Client, func.count(col(Store.id)))
        .outerjoin(Region, col(Region.client_id) == Client.id)
        .outerjoin(Store, col(Store.region_id) == Region.id)
        .group_by(col(Client.id))
    )
    return list(session.exec(query).all())


def scopes_of(session: Session, client: Client) -> list[tuple[Scope, User]]:
    """Who may see what of a client."""
    query = select(Scope, User).join(User).where(Scope.client_id == client.id).order_by(col(Scope.id))
    return list(session.exec(query).all())


def scope_for(session: Session, client_id: int, scope_id: int) -> Scope:
    """One scope of a client. Raises NotFound."""
    scope = session.get(Scope, scope_id)
    if scope is None or scope.client_id != client_id:
        raise NotFound
    return scope
