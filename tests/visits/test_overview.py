"""Finding visits: by state, by words however they are typed, page by page."""

from datetime import date, timedelta

import pytest
from sqlmodel import Session

from auditapp.accounts.queries import user_for
from auditapp.clients.models import Client, Region, Store
from auditapp.core.clock import now
from auditapp.visits.models import Visit
from auditapp.visits.services import Plan, assign_visit
from tests.support.desk import Chain
from tests.support.pages import PageClient
from tests.support.people import People


@pytest.fixture
def chain(people: People, session: Session) -> Chain:
    """A visit in Subotica by Eszter Őry that waits for review."""
    return Chain.begin(session, people).submit()


def plan(chain: Chain, store_id: int, *, auditor: str = "auditor", last: date | None = None) -> Visit:
    day = last or now().date() + timedelta(days=3)
    plan = Plan(
        store=chain.session.get_one(Store, store_id),
        version=chain.version,
        scenario="gift",
        auditor=chain.user(auditor),
        window_from=min(day, now().date()),
        window_to=day,
    )
    visit = assign_visit(chain.session, user_for(chain.session, chain.people.admin.id), plan)
    chain.session.commit()
    return visit


def test_without_visits_the_page_says_what_to_do(client: PageClient, people: People) -> None:
    page = client.log_in(people.admin).get("/planning")
    assert page.texts(".empty h2") == ["No visits here"]
    assert client.follow("Plan a visit").h1 == "Plan a visit"
    client.log_in(people.reviewer).get("/planning")
    assert client.page.texts(".empty p") == ["An admin of the agency plans them."]
    assert client.page.texts(".page-actions") == []


def test_visits_are_narrowed_to_a_state(client: PageClient, chain: Chain, people: People) -> None:
    plan(chain, people.far_store_id)
    page = client.log_in(people.reviewer).get("/planning")
    assert page.texts(".filters li") == ["All 2", "Assigned 1", "Submitted 1"]
    page = client.follow("Assigned 1")
    assert page.texts("tbody th") == ["Niš, Korzo Rosa · Niš"]
    assert page.texts(".filters [aria-current]") == ["Assigned 1"]
    assert client.get("/planning?state=nonsense").texts(".filters [aria-current]") == ["All 2"]


def test_a_visit_that_waits_too_long_is_marked(client: PageClient, chain: Chain, people: People) -> None:
    plan(chain, people.store_id, last=now().date() - timedelta(days=2))
    plan(chain, people.far_store_id)
    page = client.log_in(people.admin).get("/planning")
    assert ["overdue" in text for text in page.texts("tbody tr")] == [False, False, True]


@pytest.mark.all_on_both
@pytest.mark.parametrize(
    "typed,found",
    [
        ("NIS", ["Niš"]),
        ("ниш", ["Niš"]),
        ("novi sad", ["Нови Сад"]),
        ("НОВИ", ["Нови Сад"]),
        ("ory sub", ["Subotica"]),
        ("stastna", ["Нови Сад"]),
        ("Šťastná nis", []),
        ("rosa", ["Niš", "Subotica"]),
        ("  ", ["Niš", "Subotica", "Нови Сад"]),
        ("Djura", ["Нови Сад"]),
        ("%", []),
    ],
)
def test_words_are_found_however_they_are_typed(
    client: PageClient, chain: Chain, people: People, typed: str, found: list[str]
) -> None:
    session = chain.session
    company = Client(name="Ђура", languages=["sr-Cyrl"], created_at=now())
    session.add(company)
    session.flush()
    region = Region(client_id=company.id, name="Војводина")
    session.add(region)
    session.flush()
    store = Store(
        region_id=region.id, code="1", name="Змај", street="Дунавска 1", postal_code="21000", city="Нови Сад", country="RS"
    )  # fmt: skip
    session.add(store)
    session.flush()
    plan(chain, store.id, auditor="second_auditor")
    plan(chain, people.far_store_id)
    client.log_in(people.admin).get("/planning")
    page = client.submit("Search", q=typed)
    towns = sorted(name.rpartition(" · ")[2] for name in page.texts("tbody th"))
    assert towns == found
    if not found:
        assert page.texts(".empty h2") == ["Nothing found"]
        assert client.follow("Show all").one("#q").get("value") == ""


def test_search_state_and_page_go_together(client: PageClient, chain: Chain, people: People) -> None:
    for _ in range(52):
        plan(chain, people.far_store_id)
    client.log_in(people.admin).get("/planning")
    client.submit("Search", q="niš")
    page = client.follow("Assigned 52")
    assert len(page.all("tbody tr")) == 50
    page = client.follow("Next")
    assert page.path == "/planning?page=2&state=assigned&q=ni%C5%A1"
    assert (len(page.all("tbody tr")), page.texts(".pages span")) == (2, ["Page 2 of 2"])
    assert client.follow("Previous").texts(".pages span") == ["Page 1 of 2"]
    page = client.submit("Search", q="subotica")
    assert page.texts(".empty h2") == ["Nothing found"]
    client.get("/planning?q=%00", 404)
    for wild in ("0", "-1", "9999999999999999999999", "x", "3"):
        client.get(f"/planning?page={wild}")


def test_each_visit_leads_to_where_it_is_dealt_with(client: PageClient, chain: Chain, people: People) -> None:
    assigned = plan(chain, people.far_store_id)
    page = client.log_in(people.admin).get("/planning")
    assert [link.get("href") for link in page.all("tbody th a")] == [
        f"/reviews/{chain.visit.id}",
        f"/planning/{assigned.id}",
    ]
    page = client.log_in(people.reviewer).get("/planning")
    assert [link.get("href") for link in page.all("tbody th a")] == [f"/reviews/{chain.visit.id}"]
