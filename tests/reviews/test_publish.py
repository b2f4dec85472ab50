"""Publishing: after a question, once, and with everything fixed as it stood."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from fractions import Fraction
from typing import Any

import pytest
from sqlmodel import Session, col, select

from auditapp.actions.models import Action
from auditapp.core.audit import AuditEntry
from auditapp.core.clock import frozen_at
from auditapp.core.jobs import Job
from auditapp.domain.manifest import Manifest
from auditapp.visits.services import submit_visit
from tests.support.desk import ANSWERS, Chain
from tests.support.pages import PageClient
from tests.support.people import People
from tests.support.visits import TINY, plan_visit, publish, question, text


@pytest.fixture
def chain(people: People, session: Session) -> Chain:
    """A visit that was just planned."""
    return Chain.begin(session, people)


@pytest.fixture
def reviewer(client: PageClient, people: People) -> PageClient:
    """The reviewer, logged in."""
    return client.log_in(people.reviewer)


def test_publishing_asks_first_and_says_what_it_does(reviewer: PageClient, chain: Chain) -> None:
    reviewer.get(f"/reviews/{chain.submit().visit.id}")
    page = reviewer.follow("Publish the visit …")
    assert page.h1 == "Publish the visit?"
    assert "Subotica, Korzo: 50.7 % (Weak), 3 actions." in page.text
    assert "Rosa sees the visit, its score and its action plan at once." in page.text
    assert chain.look().state == "submitted"
    assert reviewer.follow("No, go back").path == f"/reviews/{chain.visit.id}"


ODD = ("997.0007", "991.0003", "983.0009", "977.0001", "971.0003", "967.0009")
"""Full marks whose least common multiple has more than sixty-four binary digits."""


def _with_odd_points() -> dict[str, Any]:
    steps = [[{"key": "best", "points": float(most)}, {"key": "worst", "points": 1}] for most in ODD]
    sections = [
        {
            "key": f"part_{number}",
            "title": text(f"Part {number}"),
            "questions": [
                question(f"q_{number}", "choice", options=[{"label": text("Step"), **step} for step in pair])
            ],
        }
        for number, pair in enumerate(steps)
    ]
    return {**TINY, "policy": {**TINY["policy"], "total": "sections"}, "sections": sections}


def test_a_score_whose_parts_are_very_long_is_kept_exactly(people: People, session: Session) -> None:
    version = publish(session, people, _with_odd_points())
    chain = Chain(session, people, version, plan_visit(session, people, version, scenario=None))
    chain.record(*((f"q_{number}", "answer", "worst") for number in range(len(ODD))))
    submit_visit(session, chain.user("auditor"), chain.visit, Manifest())
    session.commit()
    total = chain.publish().look().score
    assert total == sum(1 / Fraction(most) for most in ODD) / len(ODD)
    assert total is not None
    assert total.denominator > 2**63


def test_score_band_and_plan_are_fixed(reviewer: PageClient, chain: Chain, session: Session) -> None:
    chain.submit()
    reviewer.get(f"/reviews/{chain.visit.id}/publication")
    with frozen_at(datetime(2026, 3, 10, 23, 30, tzinfo=UTC)):  # the 11th in the store's town
        page = reviewer.submit("Yes, publish")
    assert page.texts(".message") == ["Done: Published. The reports are being made."]
    visit = chain.look()
    assert visit.score == Fraction(38, 75)
    assert (visit.band, visit.state) == ("weak", "published")
    plan = session.exec(select(Action).order_by(col(Action.rank))).all()
    assert [(action.question, action.streak, action.due_on) for action in plan] == [
        ("wait", 1, date(2026, 3, 25)),
        ("seen", 1, date(2026, 3, 25)),
        ("greeting", 1, date(2026, 3, 25)),
    ]
    assert plan[0].what["hu"] == "Greet"
    entry = session.exec(select(AuditEntry).where(AuditEntry.action == "visit.published")).one()
    assert entry.actor_id == chain.people.reviewer.id


def test_what_fails_again_is_done_first(reviewer: PageClient, chain: Chain, session: Session) -> None:
    bad_start = dict(ANSWERS) | {"wait": 30, "seen": ["ramp", "light"], "greeting": "late"}
    chain.submit(bad_start).publish()
    second = chain.again().submit()
    assert (
        "failed 2 times in a row" in reviewer.get(f"/reviews/{second.visit.id}").texts("#q-greeting .plan")[0]
    )
    reviewer.follow("Publish the visit …")
    reviewer.submit("Yes, publish")
    plan = session.exec(
        select(Action).where(Action.visit_id == second.visit.id).order_by(col(Action.rank))
    ).all()
    assert [(action.question, action.streak) for action in plan] == [
        ("greeting", 2),
        ("wait", 1),
        ("seen", 1),
    ]


def test_the_reports_are_ordered_and_shown(reviewer: PageClient, chain: Chain, session: Session) -> None:
    reviewer.get(f"/reviews/{chain.submit().visit.id}/publication")
    page = reviewer.submit("Yes, publish")
    assert page.texts(".report-states li") == [
        "English PDF English",
        "Српски (ћирилица) PDF Српски (ћирилица)",
        "Srpski (latinica) PDF Srpski (latinica)",
        "Hrvatski PDF Hrvatski",
        "Magyar PDF Magyar",
        "Slovenčina PDF Slovenčina",
    ]
    assert (
        len(session.exec(select(Job).where(col(Job.key).startswith(f"report:{chain.visit.id}:"))).all()) == 6
    )
    session.commit()
    assert reviewer.follow("PDF Magyar").h1 == "The report as PDF"
    reviewer.get(f"/reviews/{chain.visit.id}")
    assert reviewer.follow("The report as the client sees it").path == f"/reports/visits/{chain.visit.id}"


def test_a_visit_is_published_once(
    reviewer: PageClient, chain: Chain, new_client: Callable[[], PageClient], session: Session
) -> None:
    chain.submit()
    reviewer.get(f"/reviews/{chain.visit.id}/publication")
    other = new_client().log_in(chain.people.admin)
    other.get(f"/reviews/{chain.visit.id}/publication")
    other.submit("Yes, publish")
    page = reviewer.submit("Yes, publish")
    assert "This visit is no longer in review, so nothing was changed." in page.texts(".message")[0]
    assert page.path == f"/reviews/{chain.visit.id}"
    assert len(session.exec(select(Action)).all()) == 3


def test_of_two_who_publish_at_the_same_moment_one_is_told(
    chain: Chain, people: People, new_client: Callable[[], PageClient], session: Session
) -> None:
    chain.submit()
    hands = [new_client().log_in(people.reviewer), new_client().log_in(people.admin)]
    for hand in hands:
        hand.get(f"/reviews/{chain.visit.id}/publication")
    with ThreadPoolExecutor(2) as both:
        told = list(both.map(lambda hand: hand.submit("Yes, publish").texts(".message")[0], hands))
    assert sorted(text.split(":")[0] for text in told) == ["Done", "Problem"]
    assert len(session.exec(select(Action)).all()) == 3
    steps = session.exec(select(AuditEntry).where(AuditEntry.action == "visit.published")).all()
    assert len(steps) == 1


def test_what_was_called_off_meanwhile_is_not_published(
    reviewer: PageClient, chain: Chain, new_client: Callable[[], PageClient]
) -> None:
    chain.submit()
    reviewer.get(f"/reviews/{chain.visit.id}/publication")
    admin = new_client().log_in(chain.people.admin)
    admin.get(f"/planning/{chain.visit.id}/cancellation")
    admin.submit("Yes, cancel the visit", reason="Wrong store.")
    page = reviewer.submit("Yes, publish")
    assert (page.h1, chain.look().state) == ("Visits", "cancelled")
    assert "no longer in review" in page.texts(".message")[0]


def test_the_client_sees_it_only_then(
    reviewer: PageClient, chain: Chain, new_client: Callable[[], PageClient]
) -> None:
    chain.submit()
    head_office = new_client().log_in(chain.people.head_office)
    head_office.get(f"/reports/visits/{chain.visit.id}", 404)
    reviewer.get(f"/reviews/{chain.visit.id}/publication")
    reviewer.submit("Yes, publish")
    assert head_office.get(f"/reports/visits/{chain.visit.id}").h1
