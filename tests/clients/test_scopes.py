"""Which users see which part of a client."""

import pytest
from sqlmodel import Session, col, delete, select

from auditapp.accounts.models import User
from auditapp.clients.models import Region, Scope
from auditapp.domain.roles import Role
from tests.support.pages import PageClient
from tests.support.people import People


@pytest.fixture
def admin(client: PageClient, people: People) -> PageClient:
    """The admin at the client's page."""
    client.log_in(people.admin).get(f"/clients/{people.client_id}")
    return client


def rows(admin: PageClient) -> list[list[str]]:
    table = admin.page.all("table")[-1]
    return [[" ".join("".join(cell.itertext()).split()) for cell in row][:2] for row in table.iter("tr")][1:]


def test_who_sees_what_is_listed(admin: PageClient) -> None:
    assert rows(admin) == [
        ["Mária Kőszegi store.manager@test.example", "Subotica, Korzo"],
        ["Жељко Њежић head.office@test.example", "All stores"],
    ]


def test_only_client_users_of_this_agency_are_offered(admin: PageClient, people: People) -> None:
    offered = [option.get("value") for option in admin.page.all("#user_id option")]
    assert offered == ["", *map(str, (people.store_manager.id, people.stranger.id, people.head_office.id))]


def test_a_region_and_a_store_are_granted(admin: PageClient, people: People, session: Session) -> None:
    south = session.exec(select(Region).where(Region.name == "Југ")).one()
    session.commit()
    admin.submit("Let the user see this", user_id=people.store_manager.id, part=f"region:{south.id}")
    admin.submit(
        "Let the user see this", user_id=people.store_manager.id, part=f"store:{people.neighbour_store_id}"
    )
    assert [row[1] for row in rows(admin)] == ["Subotica, Korzo", "Југ", "Szeged, Korzo", "All stores"]


def test_nothing_is_granted_by_accident(admin: PageClient, people: People) -> None:
    page = admin.submit("Let the user see this", part="client", status=422)
    assert page.texts(".error-text") == ["Please choose one."]
    page = admin.submit("Let the user see this", user_id=people.head_office.id, part="client", status=422)
    assert page.texts(".error-text") == ["The user sees this already."]


@pytest.mark.parametrize("part", ["store:{foreign}", "region:0", "store:x", "everything", ""])
def test_what_is_not_offered_cannot_be_granted(
    admin: PageClient, people: People, session: Session, part: str
) -> None:
    token = admin.page.one("footer input[name=csrf_token]").get("value")
    data = {
        "csrf_token": token,
        "user_id": people.stranger.id,
        "part": part.format(foreign=people.strangers_store_id),
    }
    admin.post(f"/clients/{people.client_id}/scopes", 422, data=data)
    admin.post(f"/clients/{people.client_id}/scopes", 422, data=data | {"user_id": people.admin.id})
    assert len(session.exec(select(Scope)).all()) == 3


def test_a_scope_is_taken_away(admin: PageClient) -> None:
    page = admin.submit("Remove what Mária Kőszegi sees")
    assert page.texts(".message") == ["Done: The user no longer sees this."]
    assert rows(admin) == [["Жељко Њежић head.office@test.example", "All stores"]]


def test_a_scope_of_another_client_is_not_found_here(
    admin: PageClient, people: People, session: Session
) -> None:
    foreign = session.exec(select(Scope).where(Scope.client_id == people.strangers_client_id)).one()
    session.commit()
    token = admin.page.one("footer input[name=csrf_token]").get("value")
    address = f"/clients/{people.client_id}/scopes/{foreign.id}/removal"
    admin.post(address, 404, data={"csrf_token": token})


def test_without_client_users_the_page_says_what_to_do_first(
    admin: PageClient, people: People, session: Session
) -> None:
    session.exec(delete(Scope))
    session.exec(delete(User).where(col(User.role) == Role.CLIENT))
    session.commit()
    page = admin.get(f"/clients/{people.client_id}")
    assert "Nobody of this client sees its reports yet." in page.text
    assert "Add a user with the role “Client” first." in page.text
