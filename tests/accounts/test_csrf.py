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
