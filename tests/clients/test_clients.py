"""Clients, their regions and stores, as an admin keeps them."""

import pytest
from sqlmodel import Session

from auditapp.clients.models import Client, Store
from tests.support.forms import Typed
from tests.support.pages import PageClient
from tests.support.people import People

STORE = {
    "code": "S9",
    "name": "Čačak, trg",
    "street": "Trg 9",
    "postal_code": "32000",
    "city": "Čačak",
    "country": "RS",
    "timezone": "Europe/Belgrade",
    "latitude": "43,8914",
    "longitude": "20.3497",
}


@pytest.fixture
def admin(client: PageClient, people: People) -> PageClient:
    """The admin, logged in."""
    return client.log_in(people.admin)


def test_a_client_is_added(admin: PageClient) -> None:
    admin.get("/clients")
    admin.follow("Add a client")
    page = admin.submit("Save", name="  Đerdan  ", languages=["hu", "sr-Cyrl"])
    assert (page.h1, page.texts(".message")) == (
        "Đerdan",
        ["Done: Saved. Add its regions and stores now."],
    )
    assert page.texts(".empty h2") == ["No stores yet"]
    assert admin.get("/clients").texts("tbody th") == ["Đerdan", "Rosa", "Sava"]


@pytest.mark.parametrize(
    "typed,complaint",
    [
        ({"name": " "}, "Enter a name."),
        ({"name": "Rosa"}, "There is a client of that name already."),
        ({"languages": []}, "Choose at least one language."),
    ],
)
def test_a_client_that_cannot_be_added(admin: PageClient, typed: dict[str, Typed], complaint: str) -> None:
    admin.get("/clients/new")
    good: dict[str, Typed] = {"name": "Đerdan", "languages": ["hu"]}
    page = admin.submit("Save", good | typed, status=422)
    assert page.texts(".error-text") == [complaint]
    assert len(page.all("input[name=languages][checked]")) == (0 if "languages" in typed else 1)


def test_a_client_is_edited(admin: PageClient, people: People, session: Session) -> None:
    admin.get(f"/clients/{people.client_id}")
    admin.follow("Edit")
    admin.submit("Save", name="Sava", status=422)
    page = admin.submit("Save", name="Roza", languages=["sk"], names_in_reports=True)
    assert page.h1 == "Roza"
    client = session.get_one(Client, people.client_id)
    assert (client.languages, client.names_in_reports) == (["sk"], True)


def test_regions_are_added_and_renamed(admin: PageClient, people: People) -> None:
    admin.get(f"/clients/{people.client_id}")
    page = admin.submit("Add the region", name="Észak", status=422)
    assert page.texts(".error-text") == ["This client has a region of that name already."]
    assert page.one("#name").get("value") == "Észak"
    admin.submit("Add the region", name="Запад")
    page = admin.follow("Rename Запад")
    assert page.one("#name").get("value") == "Запад"
    page = admin.submit("Save", name="Југ", status=422)
    assert page.texts(".error-text") == ["This client has a region of that name already."]
    page = admin.submit("Save", name="Исток")
    assert [text.split()[0] for text in page.texts("ul.plain li")] == ["Észak", "Исток", "Југ"]


def test_a_store_is_added(admin: PageClient, people: People) -> None:
    admin.get(f"/clients/{people.client_id}")
    admin.follow("Add a store")
    page = admin.submit("Save", STORE)
    assert page.texts("tbody th")[0] == "Čačak, trg"
    admin.follow("Čačak, trg")
    assert admin.page.one("#latitude").get("value") == "43.8914"
    assert admin.page.one("#country option[selected]").get("value") == "RS"


@pytest.mark.parametrize(
    "name,typed,complaint",
    [
        ("code", " ", "Enter the client's own number of the store."),
        ("code", "S3", "This client has a store with that number already."),
        ("street", "", "Enter the street."),
        ("postal_code", "1" * 17, "Please use at most 16 characters."),
        ("city", "", "Enter the town."),
        ("latitude", "north", "Enter degrees as a number, for instance 46.1005."),
        ("latitude", "91", "Between -90 and 90 degrees."),
        ("longitude", "-180.5", "Between -180 and 180 degrees."),
        ("longitude", "nan", "Between -180 and 180 degrees."),
        ("longitude", "", "Enter both latitude and longitude, or neither."),
        ("latitude", "", "Enter both latitude and longitude, or neither."),
    ],
)
def test_a_store_that_cannot_be_added(
    admin: PageClient, people: People, name: str, typed: str, complaint: str
) -> None:
    admin.get(f"/clients/{people.client_id}/stores/new")
    page = admin.submit("Save", STORE | {name: typed}, status=422)
    assert any(complaint in text for text in page.texts(".field.invalid .error-text"))
    assert len(page.all(".field.invalid")) == 1
    for other in STORE.keys() - {name, "country", "timezone"}:
        assert page.one(f"#{other}").get("value") == STORE[other]


def test_a_store_is_corrected_and_no_longer_visited(
    admin: PageClient, people: People, session: Session
) -> None:
    address = f"/clients/{people.client_id}/stores/{people.store_id}"
    admin.get(address)
    page = admin.submit("Save", code="S2", status=422)
    assert page.texts(".error-text") == ["This client has a store with that number already."]
    page = admin.submit("Save", code="S1", name="Subotica, nova", active=False)
    assert "Subotica, nova not visited" in page.texts("tbody th")
    assert session.get_one(Store, people.store_id).active is False


def test_what_a_store_has_now_can_be_kept(admin: PageClient, people: People, session: Session) -> None:
    store = session.get_one(Store, people.store_id)
    store.country, store.timezone = "TR", "Asia/Istanbul"
    session.commit()
    admin.get(f"/clients/{people.client_id}/stores/{people.store_id}")
    admin.submit("Save")
    session.expire_all()
    assert (store.country, store.timezone) == ("TR", "Asia/Istanbul")


def test_stores_stand_by_region_and_name_in_the_readers_alphabet(admin: PageClient, people: People) -> None:
    admin.get(f"/clients/{people.client_id}")
    names = ["Subotica, Korzo", "Szeged, Korzo", "Niš, Korzo"]
    assert admin.page.texts("tbody th")[:3] == names


def test_a_store_of_another_client_is_not_found_here(admin: PageClient, people: People) -> None:
    admin.get(f"/clients/{people.client_id}/stores/{people.strangers_store_id}", 404)
    admin.get(f"/clients/{people.strangers_client_id}/stores/{people.store_id}", 404)
    admin.get("/clients/999", 404)
    admin.get("/clients/999/stores/new", 404)
