"""The users that an admin keeps."""

from collections.abc import Callable

import pytest
from sqlmodel import Session, select

from auditapp.accounts.models import User
from auditapp.accounts.services import choose_language
from auditapp.core.audit import AuditEntry
from auditapp.domain.language import Language
from tests.support.pages import PageClient
from tests.support.people import PASSWORD, People

NEWCOMER = {
    "name": "Šime Đurić",
    "email": "Sime.Djuric@Test.example",
    "role": "auditor",
    "password": "first password",
}


def test_users_are_listed_by_the_readers_alphabet(client: PageClient, people: People) -> None:
    names = client.log_in(people.admin).get("/users").texts("tbody th")
    assert names == [
        "Ana Kovačević",
        "Đorđe Živković",
        "Eszter Őry",
        "Ľubica Šťastná",
        "Mária Kőszegi",
        "Marko Ćosić",
        "Жељко Њежић",
    ]


def test_the_order_follows_the_language(client: PageClient, people: People, session: Session) -> None:
    for user in session.exec(select(User)):
        choose_language(user, Language.SERBIAN_CYRILLIC)
    session.commit()
    names = client.log_in(people.admin).get("/users").texts("tbody th")
    assert [name.split()[0] for name in names] == [
        "Ana", "Đorđe", "Eszter", "Жељко", "Ľubica", "Mária", "Marko",
    ]  # fmt: skip


def test_a_new_user_can_log_in(
    client: PageClient, people: People, new_client: Callable[[], PageClient], session: Session
) -> None:
    client.log_in(people.admin).get("/users/new")
    page = client.submit("Add the user", NEWCOMER)
    assert page.texts(".message") == ["Done: Šime Đurić can log in now."]
    newcomer = new_client()
    newcomer.get("/login")
    page = newcomer.submit("Log in", email="sime.djuric@test.example", password="first password")
    assert page.h1 == "My visits"
    entry = session.exec(select(AuditEntry).where(AuditEntry.action == "user.created")).all()[-1]
    assert (entry.actor_id, entry.details) == (people.admin.id, {"role": "auditor"})


def test_a_role_has_to_be_chosen(client: PageClient, people: People) -> None:
    client.log_in(people.admin).get("/users/new")
    page = client.submit("Add the user", {**NEWCOMER, "role": ""}, status=422)
    assert page.texts(".error-text") == ["Please choose one."]
    assert page.one("input[name=email]").get("value") == NEWCOMER["email"]


@pytest.mark.parametrize(
    "wrong,complaint",
    [
        ({"name": " "}, "Enter a name."),
        ({"name": "x" * 121}, "Please use at most 120 characters."),
        ({"email": "sime.test.example"}, "This is not an e-mail address."),
        ({"email": "si me@test.example"}, "This is not an e-mail address."),
        ({"email": "ADMIN@test.example"}, "Another user has this e-mail address."),
        ({"password": "short"}, "Choose a password of at least 10 characters."),
    ],
)
def test_what_is_wrong_is_said_at_its_place_and_all_is_kept(
    client: PageClient, people: People, wrong: dict[str, str], complaint: str
) -> None:
    client.log_in(people.admin).get("/users/new")
    typed = NEWCOMER | wrong
    page = client.submit("Add the user", typed, status=422)
    assert page.texts(".field.invalid .error-text") == [complaint]
    assert page.one("input[name=name]").get("value") == typed["name"].strip()
    assert page.one("input[name=email]").get("value") == typed["email"]
    assert page.one("select[name=role] option[selected]").get("value") == "auditor"


def test_a_sign_that_no_database_takes_is_left_out(client: PageClient, people: People) -> None:
    client.log_in(people.admin).get("/users/new")
    page = client.submit("Add the user", NEWCOMER | {"name": "Ši\0me"})
    assert page.texts(".message") == ["Done: Šime can log in now."]


def test_a_user_is_renamed_and_gets_another_address(client: PageClient, people: People) -> None:
    client.log_in(people.admin).get(f"/users/{people.auditor.id}")
    page = client.submit("Save", name="Eszter Kis", email="Kis@test.example")
    assert "Eszter Kis" in page.texts("tbody th")
    assert "kis@test.example" in page.text
    client.follow("Eszter Kis")
    page = client.submit("Save", email=people.reviewer.email, status=422)
    assert page.texts(".field.invalid .error-text") == ["Another user has this e-mail address."]


def test_nobody_locks_themself_out(client: PageClient, people: People) -> None:
    client.log_in(people.admin).get(f"/users/{people.admin.id}")
    page = client.submit("Save", active=False, status=422)
    assert page.texts(".error-text") == [
        "You cannot switch off your own account. Ask another admin to do it."
    ]
    assert client.get("/users").h1 == "Users"


def test_a_forgotten_password_is_replaced(
    client: PageClient, people: People, new_client: Callable[[], PageClient]
) -> None:
    inside = new_client().log_in(people.auditor)
    client.log_in(people.admin).get(f"/users/{people.auditor.id}")
    page = client.submit("Set the new password", password="short", status=422)
    assert page.texts(".error-text") == ["Choose a password of at least 10 characters."]
    page = client.submit("Set the new password", password="a fresh password")
    assert page.texts(".message") == ["Done: Eszter Őry logs in with the new password from now on."]
    assert inside.get("/home").h1 == "Log in"
    inside.submit("Log in", email=people.auditor.email, password=PASSWORD, status=422)
    inside.submit("Log in", email=people.auditor.email, password="a fresh password")


@pytest.mark.parametrize("address", ["/users/999", "/users/99999999999999999999", "/users/x", "/users/%00"])
def test_whom_nobody_knows_is_not_found(client: PageClient, people: People, address: str) -> None:
    client.log_in(people.admin).get(address, 404)
