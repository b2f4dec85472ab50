"""What a reviewer sees of a visit."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from sqlmodel import Session

from auditapp.clients.models import Store
from auditapp.core.clock import frozen_at, now
from auditapp.domain.operations import Operation
from auditapp.visits.log import record_operations
from tests.support.desk import ANSWERS, Chain
from tests.support.pages import PageClient
from tests.support.people import People

NOON = datetime(2026, 3, 10, 11, tzinfo=UTC)


@pytest.fixture
def chain(people: People, session: Session) -> Chain:
    """A visit that was just planned."""
    return Chain.begin(session, people)


@pytest.fixture
def reviewer(client: PageClient, people: People) -> PageClient:
    """The reviewer, logged in."""
    return client.log_in(people.reviewer)


def test_an_empty_queue_says_what_will_come(reviewer: PageClient) -> None:
    page = reviewer.get("/reviews")
    assert page.texts(".empty h2") == ["Nothing waits for review"]
    assert reviewer.follow("All visits").h1 == "Visits"


def test_who_waits_longest_stands_first(reviewer: PageClient, chain: Chain) -> None:
    later = chain.again()
    with frozen_at(NOON):
        chain.submit()
    with frozen_at(NOON - timedelta(hours=2)):
        later.submit()
    page = reviewer.get("/reviews")
    assert [link.get("href") for link in page.all("tbody th a")] == [
        f"/reviews/{later.visit.id}",
        f"/reviews/{chain.visit.id}",
    ]


def test_the_score_is_explained(reviewer: PageClient, chain: Chain) -> None:
    page = reviewer.get(f"/reviews/{chain.submit().visit.id}")
    assert page.h1 == "Subotica, Korzo"
    # Welcome 2 of 5 points at weight 3, facts 2 of 3 at weight 2: (3 * 2/5 + 2 * 2/3) / 5
    assert page.texts(".score-number") == ["50.7 %"]
    assert page.texts("h2 .section-score") == ["40.0 %", "66.7 %"]
    assert page.texts("#q-greeting .given") == [
        "Greeted after a while 1 of 2 points · costs 12.0 % of the total"
    ]
    assert page.texts("#q-receipt .given") == ["not applicable"]
    assert page.texts("#q-wait .given strong") == ["3 min 20 s"]
    assert page.all("#q-excuse") == []  # it was not asked


def test_findings_are_listed_by_what_they_cost(reviewer: PageClient, chain: Chain) -> None:
    page = reviewer.get(f"/reviews/{chain.submit().visit.id}")
    assert page.texts(".jump ol a") == [
        "1.4 The wait? −24.0 %",
        "2.3 The seen? −13.3 %",
        "1.1 The greeting? −12.0 %",
    ]
    assert [link.get("href") for link in page.all(".jump ol a")] == ["#q-wait", "#q-seen", "#q-greeting"]


def test_full_marks_are_said_to_be_that(reviewer: PageClient, chain: Chain) -> None:
    best = dict(ANSWERS) | {"greeting": "good", "wait": 30, "seen": ["ramp", "light"]}
    page = reviewer.get(f"/reviews/{chain.submit(best, {}).visit.id}")
    assert page.texts(".score-number") == ["100.0 %"]
    assert "Full marks everywhere." in page.text
    assert page.all("#only-findings") == []


def test_times_and_places_speak_for_themselves(reviewer: PageClient, chain: Chain) -> None:
    store = chain.session.get_one(Store, chain.people.store_id)
    store.latitude, store.longitude = 46.1000, 19.6650
    near = {"place": {"lat": 46.1005, "lon": 19.6651, "accuracy": 20}, "refused": False}
    far = {"place": {"lat": 46.2000, "lon": 19.6651, "accuracy": 20}, "refused": False}
    with frozen_at(NOON):
        chain.record(("", "check_in", near))
    with frozen_at(NOON + timedelta(minutes=3)):
        chain.record(("", "check_out", far))
        chain.submit()
    page = reviewer.get(f"/reviews/{chain.visit.id}")
    evidence = page.texts(".evidence dd")
    assert evidence[0].endswith("12:00 56 m from the store, to about 20 m")
    assert evidence[1].endswith("12:03 11,119 m from the store, to about 20 m far away")
    assert evidence[2] == "3 minutes short"


def test_what_was_not_recorded_is_said_to_be_missing(reviewer: PageClient, chain: Chain) -> None:
    chain.record(("", "check_in", {"place": None, "refused": True}))
    page = reviewer.get(f"/reviews/{chain.submit().visit.id}")
    evidence = page.texts(".evidence dd")
    assert evidence[0].endswith("place not shared")
    assert evidence[1] == "not recorded"
    assert evidence[-1] == "0"


def test_what_comes_after_the_handing_in_stands_apart(reviewer: PageClient, chain: Chain) -> None:
    chain.submit()
    chain.record(("greeting", "answer", "good"), ("greeting", "remark", "Came too late"))
    page = reviewer.get(f"/reviews/{chain.visit.id}")
    assert page.texts("#q-greeting .given strong") == ["Greeted after a while"]
    late = "section[aria-labelledby=late-heading] "
    assert page.texts(late + "dt") == ["The greeting?"]
    assert page.texts(late + "dd p") == ["Greeted at once, with a smile", "Came too late"]


@pytest.mark.parametrize("state", ["assigned", "in_progress", "cancelled"])
def test_only_what_was_handed_in_is_reviewed(
    reviewer: PageClient, chain: Chain, state: str, new_client: Callable[[], PageClient]
) -> None:
    if state != "assigned":
        chain.record(("greeting", "answer", "good"))
    if state == "cancelled":
        admin = new_client().log_in(chain.people.admin)
        admin.get(f"/planning/{chain.visit.id}/cancellation")
        admin.submit("Yes, cancel the visit", reason="Closed.")
    for path in ("", "/questions/greeting/remark", "/questions/greeting/action"):
        reviewer.get(f"/reviews/{chain.visit.id}{path}", 404)


@pytest.mark.parametrize("path", ["999", "99999999999", "1/questions/nothing/remark"])
def test_what_is_not_there_is_not_found(reviewer: PageClient, chain: Chain, path: str) -> None:
    chain.submit()
    reviewer.get(f"/reviews/{path}", 404)


def record_by(chain: Chain, device: str, *operations: tuple[str, str, object], counter: int) -> None:
    """What another phone of the auditor did without having seen anything."""
    sent = [
        Operation(str(uuid4()), question, field, "", value, device, counter + place, now())
        for place, (question, field, value) in enumerate(operations)
    ]
    record_operations(chain.session, chain.user("auditor"), chain.look(), sent)
    chain.session.commit()


def test_where_two_phones_disagree_both_are_shown(reviewer: PageClient, chain: Chain) -> None:
    with frozen_at(NOON):
        record_by(
            chain,
            "tablet",
            ("greeting", "answer", "never"),
            ("greeting", "remark", "Nobody came."),
            ("seated", "na", True),
            ("wait", "answer", 200),
            ("", "check_in", {"place": None, "refused": False}),
            counter=1,
        )
    with frozen_at(NOON + timedelta(minutes=1)):
        chain.record(("", "check_in", {"place": None, "refused": False}), ("seated", "na", False))
        chain.submit()
    page = reviewer.get(f"/reviews/{chain.visit.id}")
    assert page.texts("#q-greeting .disagreement dd") == [
        "Greeted after a while 10 Mar 2026, 12:01",
        "Not greeted at all 10 Mar 2026, 12:00",
        "Čekala sam dva minuta. 10 Mar 2026, 12:01",
        "Nobody came. 10 Mar 2026, 12:00",
    ]
    assert page.texts("#q-greeting .disagreement dt") == ["Counts", "Another phone"] * 2
    assert [text.split(" 10 Mar")[0] for text in page.texts("#q-seated .disagreement dd")] == [
        "applicable",
        "not applicable",
    ]
    assert page.all("#q-wait .disagreement") == []  # both say the same
    assert page.texts(".evidence .disagreement dd") == ["10 Mar 2026, 12:01", "10 Mar 2026, 12:00"]
    assert page.texts("#q-greeting .given strong") == ["Greeted after a while"]
    assert "2 questions differ: 1.1 The greeting?, 1.2 The seated?" in page.texts(".evidence dd")


@pytest.mark.parametrize(
    "offset,shown",
    [
        (3600, "10 Mar 2026, 13:00 the phone's clock was 60 minutes slow"),
        (-86400, "9 Mar 2026, 12:00 the phone's clock was 24 hours fast"),
        (-3 * 86400, "7 Mar 2026, 12:00 the phone's clock was 3 days fast"),
        (119, "10 Mar 2026, 12:00"),
        (None, "10 Mar 2026, 12:00"),
    ],
)
def test_a_wrong_clock_is_put_right_and_said(
    reviewer: PageClient, chain: Chain, offset: float | None, shown: str
) -> None:
    stamp = Operation(str(uuid4()), "", "check_in", "", {"place": None, "refused": True}, "tablet", 1, NOON)
    with frozen_at(NOON + timedelta(seconds=offset or 0)):
        record_operations(chain.session, chain.user("auditor"), chain.visit, [stamp], offset)
        chain.session.commit()
        chain.submit()
    page = reviewer.get(f"/reviews/{chain.visit.id}")
    assert page.texts(".evidence dd")[0] == f"{shown} place not shared"


def test_what_was_sent_hours_later_says_when_it_arrived(reviewer: PageClient, chain: Chain) -> None:
    stamp = Operation(str(uuid4()), "", "check_in", "", {"place": None, "refused": False}, "tablet", 1, NOON)
    with frozen_at(NOON + timedelta(hours=5)):
        record_operations(chain.session, chain.user("auditor"), chain.visit, [stamp], 0)
        chain.session.commit()
        chain.submit()
    page = reviewer.get(f"/reviews/{chain.visit.id}")
    assert page.texts(".evidence dd")[0] == (
        "10 Mar 2026, 12:00 reached the server 10 Mar 2026, 17:00 without place"
    )


def test_the_pace_of_answering_is_shown(reviewer: PageClient, chain: Chain) -> None:
    for second, (question, value) in enumerate(
        (("greeting", "never"), ("offers", 1), ("greeting", "late"), ("seated", "yes"))
    ):
        with frozen_at(NOON + timedelta(seconds=40 * second)):
            chain.record((question, "answer", value))
    with frozen_at(NOON + timedelta(hours=1)):
        chain.submit()
    page = reviewer.get(f"/reviews/{chain.visit.id}")
    assert page.texts("#q-greeting .pace") == ["answered in 40 s · changed 1 time"]
    assert page.texts("#q-seated .pace") == ["answered in 40 s"]
    assert page.all("#q-recommend .pace") == []
    answering = dict(zip(page.texts(".evidence dt"), page.texts(".evidence dd"), strict=True))["Answering"]
    assert answering.startswith("2 min 0 s")
