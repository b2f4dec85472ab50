"""Giving a visit to somebody else, and calling it off."""

from collections.abc import Callable

import pytest
from sqlmodel import Session, select

from auditapp.core.audit import AuditEntry
from auditapp.visits.models import Assignment
from tests.support.desk import Chain
from tests.support.pages import PageClient
from tests.support.people import People


@pytest.fixture
def chain(people: People, session: Session) -> Chain:
    """A visit that was just planned."""
    return Chain.begin(session, people)


@pytest.fixture
def admin(client: PageClient, chain: Chain) -> PageClient:
    """The admin at the visit's page."""
    client.log_in(chain.people.admin).get(f"/planning/{chain.visit.id}")
    return client


def send(admin: PageClient, address: str, status: int, **data: str) -> str:
    token = admin.page.one("footer input[name=csrf_token]").get("value") or ""
    answer = admin.post(address, status, data={"csrf_token": token, **data})
    return admin.get(answer.headers["Location"]).text if status == 302 else answer.text


def test_the_plan_says_everything(admin: PageClient) -> None:
    page = admin.page
    assert page.texts(".facts dd")[:3] == ["Rosa · Észak", "Everything, version 1 · The gift", "Eszter Őry"]
    assert page.texts("tbody td")[1:] == ["Assigned", "Ana Kovačević", "–"]


def test_a_visit_is_given_to_somebody_else(
    admin: PageClient, chain: Chain, new_client: Callable[[], PageClient]
) -> None:
    chain.record(("greeting", "answer", "good"))
    page = admin.submit("Reassign", auditor_id=chain.people.second_auditor.id)
    assert page.texts(".message") == ["Done: Ľubica Šťastná has the visit now."]
    assert new_client().log_in(chain.people.second_auditor).get("/home").texts("article h3") == [
        "Subotica, Korzo"
    ]
    assert new_client().log_in(chain.people.auditor).get("/home").texts("article") == []
    chain.record(("seated", "answer", "no"), ("seated", "remark", "Late word"))
    page = admin.get(f"/planning/{chain.visit.id}")
    assert page.texts("section[aria-labelledby=late-heading] dt") == ["The seated?"]
    assert page.texts("section[aria-labelledby=late-heading] dd p") == ["No", "Late word"]
    assert "Eszter Őry" in page.texts("section[aria-labelledby=late-heading] summary")[0]


def test_nobody_chosen_is_said_at_its_place(admin: PageClient) -> None:
    page = admin.submit("Reassign", auditor_id="", status=422)
    assert page.texts(".field.invalid .error-text") == ["Please choose one."]


def test_giving_it_to_who_has_it_is_nothing_new(admin: PageClient, chain: Chain, session: Session) -> None:
    admin.submit("Reassign", auditor_id=chain.people.auditor.id)
    assert len(session.exec(select(Assignment)).all()) == 1


@pytest.mark.parametrize("person", ["reviewer", "head_office", "admin"])
def test_only_auditors_get_visits(admin: PageClient, chain: Chain, person: str) -> None:
    other = str(getattr(chain.people, person).id)
    send(admin, f"/planning/{chain.visit.id}/auditor", 422, auditor_id=other)
    assert chain.look().auditor_id == chain.people.auditor.id


def test_what_is_handed_in_stays_with_its_auditor(admin: PageClient, chain: Chain) -> None:
    chain.submit()
    second = str(chain.people.second_auditor.id)
    text = send(admin, f"/planning/{chain.visit.id}/auditor", 302, auditor_id=second)
    assert "This visit is no longer open, so nothing was changed." in text
    assert chain.look().auditor_id == chain.people.auditor.id
    assert admin.page.texts("form #auditor_id") == []


def test_a_visit_is_called_off_after_a_question(
    admin: PageClient, chain: Chain, new_client: Callable[[], PageClient], session: Session
) -> None:
    page = admin.follow("Cancel the visit …")
    assert page.h1 == "Cancel the visit?"
    assert chain.look().state == "assigned"
    page = admin.submit("Yes, cancel the visit", reason=" ", status=422)
    assert page.texts(".error-text") == ["Say why, so that the auditor knows."]
    page = admin.submit("Yes, cancel the visit", reason="The store is closed.")
    assert page.texts(".message") == ["Done: The visit is cancelled. The auditor sees why."]
    cancelled = session.exec(select(AuditEntry).where(AuditEntry.action == "visit.cancelled")).one()
    assert cancelled.actor_id == chain.people.admin.id
    session.commit()
    auditor = new_client().log_in(chain.people.auditor)
    auditor.get("/home")
    page = auditor.follow("Subotica, Korzo")
    assert "Reason: The store is closed." in page.text
    page = admin.get(f"/planning/{chain.visit.id}")
    assert page.texts("tbody td")[-1] == "The store is closed."
    assert "Cancel the visit …" not in page.texts("a")


def test_going_back_changes_nothing(admin: PageClient, chain: Chain) -> None:
    admin.follow("Cancel the visit …")
    assert admin.follow("No, go back").path == f"/planning/{chain.visit.id}"
    assert chain.look().state == "assigned"


@pytest.mark.parametrize("last", ["cancelled", "published"])
def test_what_is_over_cannot_be_called_off(admin: PageClient, chain: Chain, last: str) -> None:
    chain.submit()
    if last == "published":
        chain.publish()
    else:
        admin.follow("Cancel the visit …")
        admin.submit("Yes, cancel the visit", reason="Closed.")
    address = f"/planning/{chain.visit.id}/cancellation"
    assert "can no longer be cancelled" in admin.get(address).text
    assert "can no longer be cancelled" in send(admin, address, 302, reason="Again.")
    assert chain.look().state == last
