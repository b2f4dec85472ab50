"""The people and places of every test: always the same, so that a test need not introduce them (house rule 9).

Rosa is an audited company with two regions. Its head office sees all three stores, the store manager only the one
in Subotica. Sava is another company: nothing of Rosa exists for its manager, the stranger.
"""

from dataclasses import dataclass

from sqlmodel import Session, select

from auditapp.accounts.models import User
from auditapp.accounts.services import create_user
from auditapp.clients.models import Client, Region, Store
from auditapp.clients.services import StoreDetails, add_client, add_region, add_store, grant_scope
from auditapp.domain.language import Language
from auditapp.domain.roles import Role

PASSWORD = "correct horse battery"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who can log in, with PASSWORD."""

    id: int
    email: str
    name: str
    role: Role
    password: str = PASSWORD


@dataclass(frozen=True, slots=True)
class People:
    """Everybody, and the numbers of the places that they are about."""

    admin: Person
    reviewer: Person
    auditor: Person
    second_auditor: Person
    head_office: Person
    store_manager: Person
    stranger: Person
    client_id: int
    store_id: int
    """The store in Subotica: the store manager's own."""
    neighbour_store_id: int
    """A store of the same company and region, hidden from the store manager."""
    far_store_id: int
    """A store of the same company in another region."""
    strangers_client_id: int
    strangers_store_id: int


STAFF = {
    "admin": ("Ana Kovačević", Role.ADMIN),
    "reviewer": ("Đorđe Živković", Role.REVIEWER),
    "auditor": ("Eszter Őry", Role.AUDITOR),
    "second_auditor": ("Ľubica Šťastná", Role.AUDITOR),
    "head_office": ("Жељко Њежић", Role.CLIENT),
    "store_manager": ("Mária Kőszegi", Role.CLIENT),
    "stranger": ("Marko Ćosić", Role.CLIENT),
}


def email_of(key: str) -> str:
    """The login of a test person: `second_auditor` is second.auditor@test.example."""
    return f"{key.replace('_', '.')}@test.example"


def create_people(session: Session) -> None:
    """Fill an empty database with everybody and their places."""
    users = {
        key: create_user(session, None, email=email_of(key), name=name, role=role, password=PASSWORD)
        for key, (name, role) in STAFF.items()
    }
    rosa, sava = (add_client(session, None, name=name, languages=[*Language]) for name in ("Rosa", "Sava"))
    north, south = (add_region(session, None, rosa, name) for name in ("Észak", "Југ"))
    subotica = _store(session, north, "S1", "Subotica")
    _store(session, north, "S2", "Szeged")
    _store(session, south, "S3", "Niš")
    _store(session, add_region(session, None, sava, "Slovensko"), "B1", "Košice")
    grant_scope(session, None, users["head_office"], rosa)
    grant_scope(session, None, users["store_manager"], rosa, store=subotica)
    grant_scope(session, None, users["stranger"], sava)


def load_people(session: Session) -> People:
    """Find everybody that `create_people` made."""
    users = {user.email: user for user in session.exec(select(User))}
    persons = {key: _person(users[email_of(key)]) for key in STAFF}
    clients = {client.name: _id(client) for client in session.exec(select(Client))}
    stores = {store.code: _id(store) for store in session.exec(select(Store))}
    return People(
        **persons,
        client_id=clients["Rosa"],
        store_id=stores["S1"],
        neighbour_store_id=stores["S2"],
        far_store_id=stores["S3"],
        strangers_client_id=clients["Sava"],
        strangers_store_id=stores["B1"],
    )


def _store(session: Session, region: Region, code: str, city: str) -> Store:
    place = StoreDetails(
        code=code, name=f"{city}, Korzo", street="Korzo 1", postal_code="24000", city=city, country="RS"
    )
    return add_store(session, None, region, place)


def _person(user: User) -> Person:
    return Person(id=_id(user), email=user.email, name=user.name, role=user.role)


def _id(row: User | Client | Store) -> int:
    assert row.id is not None
    return row.id
