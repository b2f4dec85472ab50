"""Logging in and out: nothing is given away to those who guess, and nobody is led astray."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from argon2.exceptions import VerifyMismatchError
from sqlmodel import Session, select

from auditapp.accounts.services import ATTEMPTS_PER_ADDRESS, ATTEMPTS_PER_NETWORK, _hash_of_nobody, _hasher
from auditapp.core.attempts import Attempt
from auditapp.core.clock import frozen_at, now
from tests.support.pages import Page, PageClient
from tests.support.people import People, Person

REFUSAL = "E-mail or password is not right. Please check both and try again."


def enter(client: PageClient, email: str, password: str, status: int = 200) -> Page:
    client.get("/login")
    return client.submit("Log in", email=email, password=password, status=status)


@pytest.mark.parametrize("who,heading", [("admin", "Visits"), ("reviewer", "Waiting for review")])
def test_everybody_lands_where_their_work_is(
    client: PageClient, people: People, who: str, heading: str
) -> None:
    person: Person = getattr(people, who)
    assert enter(client, f"  {person.email.upper()} ", person.password).h1 == heading
    assert client.get("/").h1 == heading
    assert client.get("/login").h1 == heading


@pytest.mark.parametrize("name,days", [("auditor", 30), ("admin", None), ("head_office", None)])
def test_only_an_auditors_login_outlasts_the_browser(
    client: PageClient, people: People, name: str, days: int | None
) -> None:
    person: Person = getattr(people, name)
    enter(client, person.email, person.password)
    cookie = client.http.get_cookie("session")
    assert cookie is not None
    assert (cookie.expires and (cookie.expires - now()).days + 1) == days


@pytest.mark.parametrize("name", ["auditor", "admin", "reviewer", "head_office", "store_manager"])
def test_after_the_login_no_answer_changes_the_session(client: PageClient, people: People, name: str) -> None:
    """One that comes late would write this login back when somebody has logged out, or in as another."""
    person: Person = getattr(people, name)
    token = client.get("/login").one("footer input[name=csrf_token]").get("value")
    entered = {"email": person.email, "password": person.password, "csrf_token": token}
    answer = client.post("/login", 302, data=entered)
    assert "session=" in answer.headers["Set-Cookie"]
    for address in ("/", answer.headers["Location"], "/account/password", "/api/phone"):
        assert "Set-Cookie" not in client.http.get(address).headers


def test_a_wrong_password_and_an_unknown_address_look_the_same(client: PageClient, people: People) -> None:
    wrong = enter(client, people.admin.email, "not the password", 422)
    assert wrong.one("input[name=email]").get("value") == people.admin.email
    assert wrong.one("input[name=password]").get("value") in {None, ""}
    unknown = enter(client, "nobody@test.example", "not the password", 422)
    assert wrong.texts(".error-summary li") == unknown.texts(".error-summary li") == [REFUSAL]
    assert wrong.text == unknown.text


def test_an_unknown_address_is_checked_as_slowly_as_a_known_one() -> None:
    with pytest.raises(VerifyMismatchError):  # not InvalidHashError: all the work was done
        _hasher.verify(_hash_of_nobody(), "not the password")
    assert not _hasher.check_needs_rehash(_hash_of_nobody())


def test_nothing_entered_is_said_at_its_place(client: PageClient) -> None:
    page = enter(client, "", "", 422)
    assert page.texts(".error-text") == ["Enter your e-mail address.", "Enter your password."]


def test_who_was_switched_off_is_refused_like_a_stranger(
    client: PageClient, people: People, new_client: Callable[[], PageClient]
) -> None:
    inside = new_client().log_in(people.auditor)
    inside.get("/home")
    client.log_in(people.admin).get(f"/users/{people.auditor.id}")
    client.submit("Save", active=False)
    assert inside.get("/home").h1 == "Log in"
    assert enter(inside, people.auditor.email, people.auditor.password, 422).texts(".error-summary li") == [
        REFUSAL
    ]


def test_guessing_one_password_ends_in_a_pause(client: PageClient, people: People) -> None:
    for _ in range(ATTEMPTS_PER_ADDRESS):
        enter(client, people.admin.email, "guess", 422)
    assert enter(client, people.admin.email, people.admin.password, 429).h1 == (
        "Too many tries in a short time"
    )
    assert enter(client, people.reviewer.email, people.reviewer.password).h1 == "Waiting for review"


def test_guessing_many_addresses_ends_in_a_pause_too(
    client: PageClient, people: People, session: Session
) -> None:
    enter(client, "nobody@test.example", "guess", 422)
    known = session.exec(select(Attempt)).all()
    network = next(attempt.subject for attempt in known if attempt.subject != known[0].subject)
    subjects = {attempt.subject for attempt in known}
    assert len(subjects) == 2
    for subject in subjects - {network}, {network}:
        session.add_all(Attempt(subject=next(iter(subject)), at=now()) for _ in range(ATTEMPTS_PER_NETWORK))
    session.commit()
    enter(client, people.admin.email, people.admin.password, 429)


def test_the_pause_ends_and_old_tries_are_forgotten(
    client: PageClient, people: People, session: Session
) -> None:
    with frozen_at(now() - timedelta(minutes=20)):
        for _ in range(ATTEMPTS_PER_ADDRESS):
            enter(client, people.admin.email, "guess", 422)
    enter(client, people.reviewer.email, "guess", 422)
    assert len(session.exec(select(Attempt)).all()) == 2
    session.commit()
    assert enter(client, people.admin.email, people.admin.password).h1 == "Visits"


def test_a_login_clears_the_own_tries(client: PageClient, people: People, session: Session) -> None:
    enter(client, people.admin.email, "guess", 422)
    enter(client, people.admin.email, people.admin.password)
    assert len(session.exec(select(Attempt)).all()) == 1  # that of the network


def test_after_the_login_the_page_that_was_asked_for_is_shown(client: PageClient, people: People) -> None:
    page = client.get("/planning?state=submitted")
    assert page.h1 == "Log in"
    client.submit("Log in", email=people.admin.email, password="wrong", status=422)
    page = client.submit("Log in", email=people.admin.email, password=people.admin.password)
    assert page.path == "/planning?state=submitted"


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "/\t/evil.example/",
        "\\\\evil.example",
        "javascript:alert(1)",
        "evil.example",
    ],
)
def test_no_link_to_the_login_leads_elsewhere(client: PageClient, people: People, target: str) -> None:
    client.http.get("/login", query_string={"next": target})
    client.get("/login")
    token = client.page.one("main input[name=csrf_token]").get("value")
    answer = client.post(
        "/login",
        302,
        query_string={"next": target},
        data={"csrf_token": token, "email": people.admin.email, "password": people.admin.password},
    )
    assert answer.headers["Location"] == "/planning"


def test_a_session_that_somebody_laid_there_is_not_taken_over(client: PageClient, people: People) -> None:
    page = client.get("/login")
    before = page.one("main input[name=csrf_token]").get("value")
    with client.http.session_transaction() as cookie:
        cookie["laid"] = "by somebody else"
    enter(client, people.admin.email, people.admin.password)
    with client.http.session_transaction() as cookie:
        assert "laid" not in cookie
    client.post("/logout", 400, data={"csrf_token": before})


def test_logging_out_ends_the_session(client: PageClient, people: People) -> None:
    client.log_in(people.admin).get("/planning")
    assert client.submit("Log out").texts(".message") == ["Note: You have logged out."]
    assert client.get("/planning").h1 == "Log in"


@pytest.mark.parametrize("wanted", ["application/json", "*/*", "image/avif,image/webp,*/*;q=0.8"])
def test_whoever_wants_no_page_is_not_sent_to_one(client: PageClient, wanted: str) -> None:
    """Home fetches visits behind one's back: a login page fetched so would begin another session than the one that is open."""
    answer = client.http.get("/planning", headers={"Accept": wanted})
    assert (answer.status_code, answer.json) == (401, {"error": 401})
    assert "Set-Cookie" not in answer.headers
