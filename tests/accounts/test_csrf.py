"""Forms are accepted from our own pages only (X2)."""

from collections.abc import Callable

import pytest
from sqlmodel import Session

from auditapp.accounts.models import User
from tests.support.pages import PageClient
from tests.support.people import People

DATA = {"name": "Changed", "email": "changed@test.example", "active": "y"}


@pytest.mark.parametrize("token", [None, "", "made-up"])
def test_without_a_token_nothing_changes(
    client: PageClient, people: People, session: Session, token: str | None
) -> None:
    client.log_in(people.admin).get("/users")
    data = DATA | ({} if token is None else {"csrf_token": token})
    answer = client.post(f"/users/{people.auditor.id}", 400, data=data)
    assert "This form has expired" in answer.text
    assert session.get_one(User, people.auditor.id).name == people.auditor.name


def test_somebody_elses_token_does_not_do(
    client: PageClient, people: People, new_client: Callable[[], PageClient]
) -> None:
    other = new_client().log_in(people.reviewer).get("/reviews")
    token = other.one("footer input[name=csrf_token]").get("value")
    client.log_in(people.admin).get("/users")
    client.post(f"/users/{people.auditor.id}", 400, data=DATA | {"csrf_token": token})


def test_the_phones_scripts_are_told_in_their_own_form(client: PageClient, people: People) -> None:
    client.log_in(people.auditor).get("/home")
    answer = client.post("/api/visits/1/operations", 400, json={}, headers={"Accept": "application/json"})
    assert answer.json == {"error": "expired"}


OURS = {"Sec-Fetch-Site": "same-origin"}
LATE = {**DATA, "name": "Žarko\nĐurić", "password": "not to be shown", "csrf_token": "of yesterday"}


def test_what_was_typed_into_an_expired_form_can_be_sent_again(
    client: PageClient, people: People, session: Session
) -> None:
    client.log_in(people.admin).get("/users")
    address = f"/users/{people.auditor.id}"
    page = client._read(client.http.post(address, data=LATE, headers=OURS), 400)
    assert page.texts("textarea") == ["Žarko Đurić"]
    assert "not to be shown" not in page.html
    client.submit("Send it again", name="Žarko Đurić")
    assert session.get_one(User, people.auditor.id).email == DATA["email"]


def test_a_stranger_can_still_copy_what_they_typed(client: PageClient, people: People) -> None:
    page = client._read(client.http.post(f"/users/{people.auditor.id}", data=LATE, headers=OURS), 400)
    assert page.texts("textarea") == ["Žarko Đurić"]
    assert page.texts("main button") == []


@pytest.mark.parametrize("site", [{}, {"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "none"}])
def test_what_another_site_made_up_is_not_shown(
    client: PageClient, people: People, site: dict[str, str]
) -> None:
    client.log_in(people.admin).get("/users")
    answer = client.post(f"/users/{people.auditor.id}", 400, data=LATE, headers=site)
    assert "Žarko" not in answer.text
