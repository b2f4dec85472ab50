"""Changing the own password."""

from collections.abc import Callable

import pytest
from argon2 import Type

from tests.support.pages import PageClient
from tests.support.passwords import OWN
from tests.support.people import PASSWORD, People

NEW = "quite another password"


def test_the_new_password_counts_and_other_devices_are_out(
    client: PageClient, people: People, new_client: Callable[[], PageClient]
) -> None:
    elsewhere = new_client().log_in(people.admin)
    client.log_in(people.admin).get("/account/password")
    page = client.submit("Change password", current=PASSWORD, new=NEW, again=NEW)
    assert page.h1 == "Visits"
    assert page.texts(".message") == [
        "Done: Your password is changed. Your other devices have to log in again."
    ]
    assert client.get("/planning").h1 == "Visits"
    assert elsewhere.get("/planning").h1 == "Log in"
    elsewhere.submit("Log in", email=people.admin.email, password=PASSWORD, status=422)
    assert elsewhere.submit("Log in", email=people.admin.email, password=NEW).h1 == "Visits"


def test_guessing_a_password_from_its_hash_is_made_hard() -> None:
    assert OWN.type is Type.ID
    assert OWN.memory_cost >= 19 * 1024
    assert OWN.time_cost >= 2


@pytest.mark.parametrize(
    "current,new,again,complaint",
    [
        ("wrong", NEW, NEW, "This is not your current password."),
        ("", NEW, NEW, "Enter your current password."),
        (PASSWORD, "short", "short", "Choose a password of at least 10 characters."),
        (PASSWORD, "x" * 201, "x" * 201, "Please use at most 200 characters."),
        (PASSWORD, PASSWORD, PASSWORD, "This is the same as the current password. Choose another one."),
        (PASSWORD, NEW, NEW.upper(), "The two new passwords are not the same."),
    ],
)
def test_what_is_wrong_is_said_at_its_place_and_nothing_changes(
    client: PageClient, people: People, current: str, new: str, again: str, complaint: str
) -> None:
    client.log_in(people.admin).get("/account/password")
    page = client.submit("Change password", current=current, new=new, again=again, status=422)
    assert page.texts(".field.invalid .error-text") == [complaint]
    client.submit("Log out")
    assert client.submit("Log in", email=people.admin.email, password=PASSWORD).h1 == "Visits"
