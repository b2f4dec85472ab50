"""Planning visits: what an admin can choose, and what is refused at its place."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlmodel import Session, select

from auditapp.accounts.models import User
from auditapp.checklists.models import ChecklistVersion, VersionState
from auditapp.clients.models import Store
from auditapp.core.audit import AuditEntry
from auditapp.core.clock import frozen_at
from auditapp.domain.lifecycle import VisitState
from auditapp.visits.models import Assignment, Transition, Visit, Wave
from tests.support.forms import Typed
from tests.support.pages import PageClient
from tests.support.people import People
from tests.support.visits import publish

NOW = datetime(2026, 3, 10, 9, tzinfo=UTC)


@pytest.fixture
def admin(client: PageClient, people: People, session: Session) -> PageClient:
    """The admin, with a published checklist and a wave of each client to plan with."""
    publish(session, people)
    for name, client_id in (("Spring", people.client_id), ("Jar", people.strangers_client_id)):
        session.add(
            Wave(client_id=client_id, name=name, starts_on=date(2026, 3, 1), ends_on=date(2026, 3, 31))
        )
    session.commit()
    return client.log_in(people.admin)


def plan(people: People, session: Session, **other: Typed) -> dict[str, Typed]:
    """What the admin types."""
    wave = session.exec(select(Wave.id).where(Wave.name == "Spring")).one()
    session.commit()
    return {
        "store_id": people.store_id,
        "wave_id": wave,
        "version_scenario": "1:gift",
        "auditor_id": people.auditor.id,
        "window_from": "2026-03-12",
        "window_to": "2026-03-14",
        "note": "Buy a postcard.",
        **other,
    }


def test_a_visit_is_planned(admin: PageClient, people: People, session: Session) -> None:
    with frozen_at(NOW):
        admin.get("/planning")
        admin.follow("Plan a visit")
        page = admin.submit("Plan the visit", plan(people, session))
    assert page.texts(".message") == ["Done: The visit is planned: Eszter Őry, Subotica, Korzo."]
    assert page.texts("tbody th") == ["Subotica, Korzo Rosa · Subotica"]
    visit = session.exec(select(Visit)).one()
    assert (visit.scenario, visit.state, visit.window_to) == ("gift", "assigned", date(2026, 3, 14))
    assert session.exec(select(Assignment.auditor_id)).all() == [people.auditor.id]
    step = session.exec(select(Transition)).one()
    assert (step.from_state, step.to_state, step.actor_id) == (None, VisitState.ASSIGNED, people.admin.id)
    assert session.exec(select(AuditEntry.target).where(AuditEntry.action == "visit.assigned")).all() == [
        f"visit:{visit.id}"
    ]


@pytest.mark.parametrize(
    "name,typed,complaint",
    [
        ("store_id", "", "Please choose one."),
        ("version_scenario", "", "Please choose one."),
        ("auditor_id", "", "Please choose one."),
        ("window_from", "", "Enter the first possible day."),
        ("window_from", "someday", "Enter a date."),
        ("window_to", "2026-03-11", "The last day lies before the first. Please choose a later one."),
        ("note", "x" * 2001, "Please use at most 2000 characters."),
    ],
)
def test_what_is_missing_or_wrong_is_said_at_its_place(
    admin: PageClient, people: People, session: Session, name: str, typed: str, complaint: str
) -> None:
    with frozen_at(NOW):
        admin.get("/planning/new")
        page = admin.submit("Plan the visit", plan(people, session, **{name: typed}), status=422)
    assert complaint in " ".join(page.texts(".field.invalid .error-text"))
    assert page.one(f".field.invalid #{name}") is not None
    if name != "note":
        assert page.texts("#note") == ["Buy a postcard."]
    if name != "auditor_id":
        assert page.one("#auditor_id option[selected]").get("value") == str(people.auditor.id)
    assert session.exec(select(Visit)).all() == []


def test_a_window_that_is_over_is_refused(admin: PageClient, people: People, session: Session) -> None:
    with frozen_at(datetime(2026, 3, 14, 23, 30, tzinfo=UTC)):  # in Belgrade it is the 15th
        admin.get("/planning/new")
        assert admin.page.one("#window_from").get("value") == "2026-03-15"
        page = admin.submit("Plan the visit", plan(people, session), status=422)
    assert page.texts(".error-text") == ["The last day is over already. Please choose a later one."]


def test_a_wave_of_another_client_is_refused(admin: PageClient, people: People, session: Session) -> None:
    foreign = session.exec(select(Wave.id).where(Wave.name == "Jar")).one()
    with frozen_at(NOW):
        admin.get("/planning/new")
        page = admin.submit("Plan the visit", plan(people, session, wave_id=foreign), status=422)
        assert page.texts(".field.invalid .error-text") == [
            "This wave belongs to Sava, the store does not. Choose another wave or none."
        ]
        admin.submit("Plan the visit", wave_id="")
    assert session.exec(select(Visit.wave_id)).all() == [None]


def test_only_what_is_active_and_published_is_offered(
    admin: PageClient, people: People, session: Session
) -> None:
    session.get_one(Store, people.far_store_id).active = False
    session.get_one(User, people.second_auditor.id).active = False
    session.commit()
    page = admin.get("/planning/new")
    assert [option.get("value") for option in page.all("#store_id option")] == [
        "", str(people.store_id), str(people.neighbour_store_id), str(people.strangers_store_id),
    ]  # fmt: skip
    assert [group.get("label") for group in page.all("#store_id optgroup")] == ["Rosa", "Sava"]
    assert "Subotica, Korzo" in page.texts("#store_id option"), "its city is not named twice"
    assert page.texts("#auditor_id option") == ["Please choose", "Eszter Őry"]
    assert page.texts("#version_scenario option")[1:] == [
        "Everything, version 1 · The gift",
        "Everything, version 1 · The hurry",
    ]
    session.exec(select(ChecklistVersion)).one().state = VersionState.RETIRED
    session.commit()
    assert admin.get("/planning/new").texts("#version_scenario option") == []


@pytest.mark.parametrize(
    "name,forged",
    [
        ("store_id", "999"),
        ("store_id", "x"),
        ("auditor_id", "1"),
        ("version_scenario", "1:nothing"),
        ("version_scenario", "x"),
        ("wave_id", "999"),
    ],
)
def test_what_is_not_offered_cannot_be_chosen(
    admin: PageClient, people: People, session: Session, name: str, forged: str
) -> None:
    with frozen_at(NOW):
        token = admin.get("/planning/new").one("main input[name=csrf_token]").get("value")
        data = {key: str(value) for key, value in plan(people, session).items()}
        admin.post("/planning/new", 422, data=data | {"csrf_token": token, name: forged})
    assert session.exec(select(Visit)).all() == []


def test_the_window_is_a_week_from_the_agencys_day(admin: PageClient) -> None:
    with frozen_at(datetime(2026, 12, 31, 23, 30, tzinfo=UTC)):
        page = admin.get("/planning/new")
    first = date.fromisoformat(page.one("#window_from").get("value") or "")
    last = date.fromisoformat(page.one("#window_to").get("value") or "")
    assert (first, last - first) == (date(2027, 1, 1), timedelta(days=7))


@pytest.mark.parametrize("who", ["reviewer", "auditor", "head_office"])
def test_only_admins_plan(client: PageClient, people: People, who: str) -> None:
    client.log_in(getattr(people, who)).get("/planning/new", 403)
