"""Planning a visit anew, giving it to somebody else, and calling it off."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlmodel import Session, select

from auditapp.accounts.models import User
from auditapp.checklists.models import ChecklistVersion, VersionState
from auditapp.core.audit import AuditEntry
from auditapp.core.clock import frozen_at
from auditapp.visits.models import Assignment
from auditapp.visits.services import Begun, Plan, change_plan
from tests.support.desk import Chain
from tests.support.pages import PageClient
from tests.support.people import People

WEEK = timedelta(days=7)


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


def window(chain: Chain) -> dict[str, str]:
    """The days as their form sends them."""
    visit = chain.visit
    return {"window_from": visit.window_from.isoformat(), "window_to": visit.window_to.isoformat()}


def test_the_plan_says_everything(admin: PageClient) -> None:
    page = admin.page
    assert page.texts(".facts dd")[:3] == ["Rosa · Észak", "Everything, version 1 · The gift", "Eszter Őry"]
    assert page.texts("tbody td")[1:] == ["Assigned", "Ana Kovačević", "–"]


def test_a_plan_is_changed(admin: PageClient, chain: Chain, session: Session) -> None:
    first, last = chain.visit.window_from, chain.visit.window_to
    page = admin.follow("Change the plan")
    assert page.h1 == "Change the plan"
    assert page.one("#window_to").get("value") == last.isoformat()
    page = admin.submit(
        "Save",
        version_scenario=f"{chain.version.id}:hurry",
        window_to=(last + WEEK).isoformat(),
        note="Buy stamps.",
    )
    assert page.texts(".message") == [
        "Done: The plan is changed. The auditor sees it as soon as the phone has a connection."
    ]
    assert "Everything, version 1 · The hurry" in page.texts(".facts dd")
    visit = chain.look()
    assert (visit.scenario, visit.window_from, visit.window_to, visit.note) == (
        "hurry", first, last + WEEK, "Buy stamps.",
    )  # fmt: skip
    entry = session.exec(select(AuditEntry).where(AuditEntry.action == "visit.replanned")).one()
    assert (entry.actor_id, entry.details) == (
        chain.people.admin.id,
        {"changed": ["note", "scenario", "window_to"]},
    )


def test_saving_a_plan_as_it_is_changes_nothing(admin: PageClient, session: Session) -> None:
    admin.follow("Change the plan")
    assert admin.submit("Save").texts(".message") == []
    assert session.exec(select(AuditEntry).where(AuditEntry.action == "visit.replanned")).all() == []
    assert len(session.exec(select(Assignment)).all()) == 1


@pytest.mark.parametrize(
    "name,typed,complaint",
    [
        ("auditor_id", "", "Please choose one."),
        ("window_from", "", "Enter the first possible day."),
        ("window_to", "2020-01-01", "The last day lies before the first. Please choose a later one."),
        ("note", "x" * 2001, "Please use at most 2000 characters."),
    ],
)
def test_what_is_wrong_is_said_at_its_place(
    admin: PageClient, chain: Chain, name: str, typed: str, complaint: str
) -> None:
    other = chain.visit.window_from - WEEK
    admin.follow("Change the plan")
    page = admin.submit("Save", {"window_from": other.isoformat(), name: typed}, status=422)
    assert page.texts(".field.invalid .error-text") == [complaint]
    if name != "window_from":
        assert page.one("#window_from").get("value") == other.isoformat(), "what was typed stays"
    assert chain.look().window_from != other


def test_a_deadline_that_has_passed_may_stay_or_be_put_off(admin: PageClient, chain: Chain) -> None:
    last = chain.visit.window_to
    with frozen_at(datetime.combine(last, time(9), UTC) + 2 * WEEK):
        admin.follow("Change the plan")
        page = admin.submit("Save", window_to=(last + WEEK).isoformat(), status=422)
        assert page.texts(".error-text") == ["The last day is over already. Please choose a later one."]
        admin.submit("Save", window_to=last.isoformat(), note="As soon as you can.")
        assert chain.look().note == "As soon as you can."
        admin.follow("Change the plan")
        admin.submit("Save", window_to=(last + 3 * WEEK).isoformat())
    assert chain.look().window_to == last + 3 * WEEK


def test_once_something_is_recorded_the_checklist_stays(admin: PageClient, chain: Chain) -> None:
    chain.record(("greeting", "answer", "good"))
    page = admin.follow("Change the plan")
    assert page.texts("#version_scenario option") == ["Everything, version 1 · The gift"]
    assert "The auditor has begun, so checklist and scenario stay." in page.text
    other = f"{chain.version.id}:hurry"
    send(admin, f"/planning/{chain.visit.id}/plan", 422, version_scenario=other, **window(chain))
    admin.get(f"/planning/{chain.visit.id}/plan")
    admin.submit("Save", note="Buy stamps.")
    assert (chain.look().scenario, chain.visit.note) == ("gift", "Buy stamps.")


def test_who_begins_while_the_admin_saves_keeps_the_checklist(chain: Chain, session: Session) -> None:
    chain.record(("greeting", "answer", "good"))
    visit, admin = chain.look(), chain.user("admin")
    plan = Plan(
        store=visit.store,
        version=visit.version,
        scenario="hurry",
        auditor=visit.auditor,
        window_from=visit.window_from,
        window_to=visit.window_to,
    )
    with pytest.raises(Begun):
        change_plan(session, admin, visit, plan, seen=0)
    session.rollback()
    assert chain.look().scenario == "gift"


def test_what_another_admin_changed_meanwhile_is_undone_on_purpose_only(
    admin: PageClient, chain: Chain, new_client: Callable[[], PageClient]
) -> None:
    second, hurry, last = chain.people.second_auditor.id, f"{chain.version.id}:hurry", chain.visit.window_to
    admin.follow("Change the plan")
    other = new_client().log_in(chain.people.admin)
    other.get(f"/planning/{chain.visit.id}/plan")
    other.submit(
        "Save", version_scenario=hurry, auditor_id=second, window_to="2030-05-20", note="Buy stamps."
    )
    page = admin.submit("Save", auditor_id=second, note="Buy bread.", status=409)
    assert page.texts(".field.invalid .error-text") == [
        f"Ana Kovačević changed this meanwhile, to: “{text}”. Save again to put yours in its place."
        for text in ("Everything, version 1 · The hurry", "20 May 2030", "Buy stamps.")
    ], "the auditor is the same"
    assert page.texts("#note") == ["Buy bread."], "what was typed stays"
    visit = chain.look()
    assert (visit.scenario, visit.window_to, visit.note) == ("hurry", date(2030, 5, 20), "Buy stamps.")
    admin.submit("Save")
    visit = chain.look()
    assert (visit.scenario, visit.window_to, visit.note) == ("gift", last, "Buy bread.")


def test_what_a_visit_has_stays_on_offer(admin: PageClient, chain: Chain, session: Session) -> None:
    session.get_one(User, chain.people.auditor.id).active = False
    session.get_one(ChecklistVersion, chain.version.id).state = VersionState.RETIRED
    session.commit()
    page = admin.follow("Change the plan")
    assert page.one("#auditor_id option[selected]").get("value") == str(chain.people.auditor.id)
    assert page.texts("#version_scenario option[selected]") == ["Everything, version 1 · The gift"]
    admin.submit("Save", note="Still yours.")
    assert chain.look().note == "Still yours."


def test_a_visit_is_given_to_somebody_else(
    admin: PageClient, chain: Chain, new_client: Callable[[], PageClient]
) -> None:
    chain.record(("greeting", "answer", "good"))
    admin.follow("Change the plan")
    page = admin.submit("Save", auditor_id=chain.people.second_auditor.id)
    assert "Ľubica Šťastná" in page.texts(".facts dd")
    assert new_client().log_in(chain.people.second_auditor).get("/home").texts("article h3") == [
        "Subotica, Korzo"
    ]
    assert new_client().log_in(chain.people.auditor).get("/home").texts("article") == []
    chain.record(("seated", "answer", "no"), ("seated", "remark", "Late word"))
    page = admin.get(f"/planning/{chain.visit.id}")
    assert page.texts("section[aria-labelledby=late-heading] dt") == ["The seated?"]
    assert page.texts("section[aria-labelledby=late-heading] dd p") == ["No", "Late word"]
    assert "Eszter Őry" in page.texts("section[aria-labelledby=late-heading] summary")[0]


@pytest.mark.parametrize("person", ["reviewer", "head_office", "admin"])
def test_only_auditors_get_visits(admin: PageClient, chain: Chain, person: str) -> None:
    other = str(getattr(chain.people, person).id)
    admin.follow("Change the plan")
    send(admin, f"/planning/{chain.visit.id}/plan", 422, auditor_id=other, **window(chain))
    assert chain.look().auditor_id == chain.people.auditor.id


def test_what_is_handed_in_is_planned_no_more(admin: PageClient, chain: Chain) -> None:
    admin.follow("Change the plan")
    second = str(chain.people.second_auditor.id)
    chain.submit()
    text = send(admin, f"/planning/{chain.visit.id}/plan", 302, auditor_id=second, **window(chain))
    assert "This visit is no longer open, so nothing was changed." in text
    assert chain.look().auditor_id == chain.people.auditor.id
    assert "Change the plan" not in admin.page.texts("a")


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
