"""What a draft would do to published scores: worked out in the background, told in figures and visit by visit."""

from collections.abc import Callable, Iterator
from copy import deepcopy
from typing import Any

import pytest
from flask import Flask
from sqlmodel import Session, select

from auditapp.analytics.impact_page import MOVES_ON_A_PAGE
from auditapp.analytics.models import ScoreImpact
from auditapp.checklists.models import ChecklistVersion
from auditapp.checklists.services import import_definition, publish_version
from auditapp.core.jobs import Job, JobState
from auditapp.domain.definition import parse_definition
from auditapp.visits.models import Visit
from tests.reports.published import Auditing, Told
from tests.support.pages import Page, PageClient
from tests.support.people import People
from tests.support.visits import EVERYTHING, publish, question

IMPACT = "/checklists/everything/impact"
PUBLISH = "/checklists/everything/publish"
POINTS = [{"key": "yes", "points": 1}, {"key": "no", "points": 0}]
RunJobs = Callable[[], int]


@pytest.fixture
def auditing(app: Flask, session: Session, people: People) -> Auditing:
    """Makes published visits by the first version."""
    auditing = Auditing(session, app.extensions["auditapp.storage"], people, publish(session, people))
    auditing.report_in()
    return auditing


def draft_of(session: Session, change: Callable[[dict[str, Any]], object]) -> ChecklistVersion:
    """A draft with a change."""
    raw = deepcopy(dict(EVERYTHING))
    change(raw)
    draft = import_definition(session, None, parse_definition(raw))
    session.commit()
    return draft


def heavier_greeting(raw: dict[str, Any]) -> None:
    """Five times as important."""
    raw["sections"][0]["questions"][0]["weight"] = 5


def lead(page: Page) -> str:
    """The few figures in one line."""
    return page.texts("#impact .lead")[0]


def rows(page: Page) -> list[str]:
    return page.texts("tbody tr")


def test_the_figures_and_the_list(
    auditing: Auditing, client: PageClient, people: People, session: Session, run_jobs: RunJobs
) -> None:
    auditing.visit()
    auditing.visit(Told(answers={"greeting": "never"}), store_id=people.far_store_id)
    auditing.visit(Told(answers={"wait": 300}))
    run_jobs()
    draft_of(session, heavier_greeting)
    page = client.log_in(people.admin).get(IMPACT)
    assert page.one("#impact").get("data-stage") == "none"
    page = client.submit("Work it out")
    assert page.one("#impact").get("data-stage") == "working"
    assert "Waiting for its turn" in page.text
    assert run_jobs() == 1
    page = client.get(IMPACT)
    # Full marks stay; without the greeting 3/5 becomes 3/13 of the section; without waiting 3/5 becomes 11/13.
    assert lead(page) == "3 visits: 1 would change its band, mean 84.0 % → 81.5 %"
    assert rows(page) == [
        "Niš, Korzo11 Mar 202676.0 % → 53.8 %Good → Weak another band–",
        "Subotica, Korzo11 Mar 202676.0 % → 90.8 %Good–",
    ]


def test_it_stands_on_the_page_of_the_publication_and_keeps_what_was_typed(
    auditing: Auditing, client: PageClient, people: People, session: Session, run_jobs: RunJobs
) -> None:
    auditing.visit(Told(answers={"greeting": "never"}))
    run_jobs()
    draft_of(session, heavier_greeting)
    client.log_in(people.admin).get(PUBLISH)
    page = client.submit("Work it out", note="Greeting matters")
    assert page.one("#impact").get("data-stage") == "working"
    assert page.texts(".unseen-impact")[0].startswith(
        "Careful: It is not worked out yet what version 2 would do"
    )
    assert "Greeting matters" in page.texts("textarea")
    run_jobs()
    page = client.submit("Check again")
    assert page.texts(".unseen-impact") == []
    assert "Greeting matters" in page.texts("textarea")
    assert "mean 76.0 % → 53.8 %" in lead(page)
    client.follow("The 1 visit that would change")


def test_what_is_gone_and_what_is_new_is_told(
    auditing: Auditing, client: PageClient, people: People, session: Session, run_jobs: RunJobs
) -> None:
    def change(raw: dict[str, Any]) -> None:
        welcome = raw["sections"][0]["questions"]
        welcome[0]["options"] = welcome[0]["options"][1:]
        raw["sections"][1]["questions"].append(question("thanks", "yes_no", options=POINTS))

    auditing.visit()
    run_jobs()
    draft_of(session, change)
    page = work_out(client.log_in(people.admin), run_jobs)
    assert "New questions, unanswered in all visits: The thanks?" in page.text
    assert "Answers that would not count any more: The greeting? (1 visit)" in page.text


def test_the_visits_themselves_stay_as_they_are(
    auditing: Auditing, client: PageClient, people: People, session: Session, run_jobs: RunJobs
) -> None:
    visit = auditing.visit(Told(answers={"greeting": "never"}))
    before = visit.model_dump()
    draft_of(session, heavier_greeting)
    work_out(client.log_in(people.admin), run_jobs)
    session.expire_all()
    assert session.get_one(Visit, visit.id).model_dump() == before


def test_it_is_worked_out_again_when_the_draft_or_the_visits_changed(
    auditing: Auditing, client: PageClient, people: People, session: Session, run_jobs: RunJobs
) -> None:
    auditing.visit(Told(answers={"greeting": "never"}))
    run_jobs()
    draft_of(session, heavier_greeting)
    client.log_in(people.admin)
    work_out(client, run_jobs)
    assert client.get(IMPACT).one("#impact").get("data-stage") == "ready"
    draft_of(session, lambda raw: raw["policy"].update(na="full"))
    assert client.get(IMPACT).one("#impact").get("data-stage") == "none"
    assert lead(work_out(client, run_jobs)) == "1 visit: 0 would change their band, mean 76.0 % → 76.0 %"
    assert client.page.texts(".empty h2") == ["No score would change"]
    auditing.visit()
    assert client.get(IMPACT).one("#impact").get("data-stage") == "none"
    work_out(client, run_jobs)
    session.expire_all()
    assert [row.visits for row in session.exec(select(ScoreImpact))] == [2]


def test_a_draft_that_changes_while_it_is_worked_out_is_told(
    auditing: Auditing, client: PageClient, people: People, session: Session, run_jobs: RunJobs
) -> None:
    auditing.visit()
    run_jobs()
    draft_of(session, heavier_greeting)
    client.log_in(people.admin).get(IMPACT)
    client.submit("Work it out")
    draft_of(session, lambda raw: raw["policy"].update(na="full"))
    run_jobs()
    draft_of(session, heavier_greeting)
    page = client.get(IMPACT)
    assert page.texts("#impact [role=alert]") == ["The draft was changed meanwhile. Work it out again."]
    assert lead(work_out(client, run_jobs)).startswith("1 visit")


def test_only_visits_published_by_the_version_before_count(
    auditing: Auditing, client: PageClient, people: People, session: Session, run_jobs: RunJobs
) -> None:
    auditing.visit()
    auditing.submitted()
    second = draft_of(session, heavier_greeting)
    publish_version(session, None, second, "Second", "Tests")
    draft_of(session, lambda raw: raw["policy"].update(na="full"))
    page = client.log_in(people.admin).get(IMPACT)
    assert "No visit was published by version 2 yet" in page.text
    auditing.version = second
    auditing.visit()
    assert lead(work_out(client, run_jobs)).startswith("1 visit: 0")


def test_a_long_list_has_pages(
    auditing: Auditing, client: PageClient, people: People, session: Session, run_jobs: RunJobs
) -> None:
    visit = auditing.visit(Told(answers={"greeting": "never"}))
    session.add_all(copies_of(visit, MOVES_ON_A_PAGE))
    draft_of(session, heavier_greeting)
    page = work_out(client.log_in(people.admin), run_jobs)
    assert len(rows(page)) == MOVES_ON_A_PAGE
    page = client.follow("Next")
    assert len(rows(page)) == 1


def copies_of(visit: Visit, count: int) -> Iterator[Visit]:
    """Published visits that say nothing."""
    for _ in range(count):
        yield Visit(**visit.model_dump(exclude={"id", "score"}), score=visit.score)


def test_a_reviewer_looks_and_orders_nothing(
    auditing: Auditing, client: PageClient, people: People, session: Session
) -> None:
    auditing.visit()
    draft_of(session, heavier_greeting)
    page = client.log_in(people.reviewer).get(IMPACT)
    assert "Work it out" not in page.text


@pytest.mark.usefixtures("auditing")
def test_there_is_nothing_to_see_without_a_draft_that_can_be_read(
    client: PageClient, people: People, session: Session
) -> None:
    client.log_in(people.admin).get(IMPACT, 404)
    draft = draft_of(session, heavier_greeting)
    draft.content = {**draft.content, "channel": "telepathy"}
    session.commit()
    client.get(IMPACT, 404)
    assert "Once the draft can be read" in client.get(PUBLISH).text


def work_out(client: PageClient, run_jobs: RunJobs) -> Page:
    """Have it worked out, and look."""
    client.get(IMPACT)
    client.submit("Work it out")
    run_jobs()
    return client.get(IMPACT)


def test_a_job_run_twice_has_one_result(
    auditing: Auditing, client: PageClient, people: People, session: Session, run_jobs: RunJobs
) -> None:
    auditing.visit(Told(answers={"greeting": "never"}))
    draft_of(session, heavier_greeting)
    work_out(client.log_in(people.admin), run_jobs)
    job = session.exec(select(Job).where(Job.kind == "checklist.rehearse")).one()
    job.state = JobState.QUEUED
    session.commit()
    run_jobs()
    assert len(session.exec(select(ScoreImpact)).all()) == 1
