"""The auditor's home: what is to be done, the most pressing first."""

from datetime import UTC, date, datetime, timedelta

from sqlmodel import Session

from auditapp.accounts.queries import user_for
from auditapp.checklists.models import ChecklistVersion
from auditapp.clients.models import Store
from auditapp.core.clock import frozen_at
from auditapp.visits.services import Plan, assign_visit
from tests.support.pages import PageClient
from tests.support.people import People
from tests.support.visits import publish

NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)
TODAY = date(2026, 3, 10)


def plan(session: Session, people: People, version: ChecklistVersion, store_id: int, days: range) -> None:
    """A visit whose window lies so many days from today."""
    wanted = Plan(
        store=session.get_one(Store, store_id),
        version=version,
        scenario="gift",
        auditor=user_for(session, people.auditor.id),
        window_from=TODAY + timedelta(days=days.start),
        window_to=TODAY + timedelta(days=days.stop),
    )
    assign_visit(session, user_for(session, people.admin.id), wanted)
    session.commit()


def test_overdue_visits_come_first_then_those_of_today_then_what_is_coming(
    client: PageClient, people: People, session: Session
) -> None:
    version = publish(session, people)
    plan(session, people, version, people.far_store_id, range(2, 9))
    plan(session, people, version, people.neighbour_store_id, range(3))
    plan(session, people, version, people.store_id, range(-7, -1))
    with frozen_at(NOON):
        page = client.log_in(people.auditor).get("/home")
    assert page.texts("#visits h2") == ["Overdue", "Open today", "Coming"]
    assert page.texts("article h3") == ["Subotica, Korzo", "Szeged, Korzo", "Niš, Korzo"]
    overdue, now, coming = page.texts("article")
    assert "overdue" in overdue
    assert "Everything · The gift" in overdue
    assert "Until Friday, 13 March 2026" in now
    assert "From Thursday, 12 March 2026 until Thursday, 19 March 2026" in coming
    assert all("openstreetmap.org" in (link.get("href") or "") for link in page.all("article p a[rel]"))
    assert len(page.all("article p a[rel]")) == 3


def test_nothing_to_do_says_what_comes_next(client: PageClient, people: People) -> None:
    page = client.log_in(people.auditor).get("/home")
    assert page.texts("#visits h2") == ["No visits to do"]


def test_the_phones_data_lie_below_home(client: PageClient, people: People) -> None:
    page = client.log_in(people.auditor).get("/my-data")
    assert page.texts(".breadcrumbs a") == ["My visits"]
