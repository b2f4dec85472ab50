"""The versions of a checklist: who made them when and why, what differs between two, and the end of one."""

from copy import deepcopy
from typing import Any

import pytest
from sqlmodel import Session

from auditapp.accounts.queries import user_for
from auditapp.checklists.models import ChecklistVersion, VersionState
from auditapp.checklists.services import import_definition, publish_version, retire_version
from auditapp.domain.definition import parse_definition
from auditapp.visits.models import Visit
from tests.support.pages import Page, PageClient
from tests.support.people import People
from tests.support.visits import EVERYTHING, plan_visit, publish, question, text

HERE = "/checklists/everything"
DIFFERENCES = f"{HERE}/differences"
NA_RULES = (
    "What does not apply A question that does not apply leaves the score."
    " → A question that does not apply counts as full marks."
)
RETIREMENT = f"{HERE}/versions/1/retirement"


@pytest.fixture
def version(people: People, session: Session) -> ChecklistVersion:
    """The first version, published."""
    version = publish(session, people)
    session.commit()
    return version


def changed() -> dict[str, Any]:
    """The checklist with a change of each kind."""
    raw: dict[str, Any] = deepcopy(dict(EVERYTHING))
    welcome, facts, hurry = raw["sections"]
    greeting = welcome["questions"][0]
    greeting["weight"] = 2.5
    greeting["text"] |= {"hu": "Az első köszönés?"}
    greeting["options"][0] = {**greeting["options"][0], "points": 3}
    greeting["critical"] = {"cap_total": 50}
    greeting["fails_on"] = ["never"]
    facts["questions"].append(welcome["questions"].pop(3))
    facts["questions"].insert(0, facts["questions"].pop(2))
    facts["questions"].append(
        question(
            "thanks", "yes_no", options=POINTS, show_when={"question": "greeting", "in": ["good", "late"]}
        )
    )
    hurry["scenarios"] = ["hurry", "gift"]
    raw["policy"]["na"] = "full"
    raw["bands"][0]["from"] = 80
    del raw["briefing"]
    return raw


POINTS = [{"key": "yes", "points": 1}, {"key": "no", "points": 0}]


def lines(page: Page) -> list[str]:
    """What the page tells, one line each, with what was there before an arrow."""
    return page.texts(".differences dl > div")


@pytest.mark.usefixtures("version")
def test_every_change_is_told_in_words(client: PageClient, people: People, session: Session) -> None:
    import_definition(session, None, parse_definition(changed()))
    session.commit()
    client.log_in(people.reviewer).get(HERE)
    page = client.follow("What changed version 2")
    assert page.h1 == "From version 1 to version 2"
    assert page.texts(".differences h2") == ["The checklist as a whole", "Welcome", "Facts", "The hurry"]
    assert page.texts(".differences h3") == [
        "The greeting?",
        "The seen?",
        "The wait?",
        "The thanks? new",
    ]
    told = lines(page)
    for line in (
        NA_RULES,
        "Start of the band “Good” in per cent 75 → 80",
        "What holds for every visit English Be an ordinary customer.",
        "Question Magyar The greeting? Az első köszönés?",
        "Weight 1 → 2.5",
        "Points of “Greeted at once, with a smile” 2 → 3",
        "Critical A failed critical question caps the total at 50 %.",
        "Answers that fail it Not greeted at all",
        "Moved to another section Welcome → Facts",
        "Place in the order 3 → 1",
        "Scenarios The hurry → The hurry, The gift",
        "Type of answer Yes or no",
        "Asked only if “The greeting?” is answered with “Greeted at once, with a smile” or “Greeted after a while”",
    ):
        assert line in told, (line, told)


@pytest.mark.usefixtures("version")
def test_the_differing_words_of_a_text_are_marked(
    client: PageClient, people: People, session: Session
) -> None:
    raw = dict(EVERYTHING) | {"briefing": text("Be an <b>ordinary</b> customer.")}
    import_definition(session, None, parse_definition(raw))
    session.commit()
    page = client.log_in(people.admin).get(DIFFERENCES)
    assert page.texts(".differences ins") == ["<b>ordinary</b>"] * 5
    assert page.texts(".differences del") == ["ordinary"] * 5
    assert [part.get("lang") for part in page.all(".differences dd")] == ["en", "sr-Cyrl", "hr", "hu", "sk"]


@pytest.mark.usefixtures("version")
def test_any_two_versions_are_compared(client: PageClient, people: People, session: Session) -> None:
    draft = import_definition(session, None, parse_definition(changed()))
    publish_version(session, user_for(session, people.admin.id), draft, "Greeting counts", "Only a test")
    import_definition(session, None, parse_definition(EVERYTHING))
    session.commit()
    page = client.log_in(people.admin).get(HERE)
    page = client.submit("Compare", old="2", new="1")
    assert "Weight 2.5 → 1" in lines(page)
    assert "Why version 2: Greeting counts" in page.text
    page = client.submit("Compare", old="1", new="3")
    assert page.texts(".empty h2") == ["No difference"]
    client.get(f"{DIFFERENCES}?old=9", 404)
    client.get(f"{DIFFERENCES}?new=x", 404)


@pytest.mark.usefixtures("version")
def test_a_draft_that_cannot_be_read_is_said_to_be_incomplete(
    client: PageClient, people: People, session: Session
) -> None:
    draft = import_definition(session, None, parse_definition(changed()))
    draft.content = {"slug": "everything"}
    session.commit()
    page = client.log_in(people.admin).get(DIFFERENCES)
    assert page.texts(".message") == ["Careful: Version 2 is still so incomplete that it cannot be compared."]


def test_the_list_says_who_made_a_version_when_and_why(
    client: PageClient, people: People, session: Session
) -> None:
    admin = user_for(session, people.admin.id)
    version = import_definition(session, admin, parse_definition(EVERYTHING))
    publish_version(session, admin, version, "For spring", "They are only words.")
    retire_version(session, admin, version, "Summer has come")
    session.commit()
    page = client.log_in(people.reviewer).get(HERE)
    row = page.texts("section:first-of-type tbody tr")[0]
    assert row.count("Ana Kovačević") == 3
    for words in (
        "retired",
        "For spring",
        "Warnings accepted: They are only words.",
        "Retired: Summer has come",
    ):
        assert words in row


def test_a_retired_version_takes_no_new_visits_and_keeps_its_own(
    client: PageClient, people: People, version: ChecklistVersion, session: Session
) -> None:
    visit_id = plan_visit(session, people, version).id
    client.log_in(people.admin).get(HERE)
    page = client.follow("Retire version 1")
    assert "It is the only published version" in page.text
    page = client.submit("Yes, retire it", reason="", status=422)
    assert page.texts(".error-summary li") == ["Reason: Say why, so that others understand it later."]
    page = client.submit("Yes, retire it", reason="A better one is coming.")
    assert page.texts(".message") == ["Done: Version 1 is retired: it takes no new visits."]
    page = client.get("/planning/new")
    assert "Everything" not in page.text
    client.log_in(people.auditor).get(f"/visits/{visit_id}")
    session.expire_all()
    assert session.get_one(Visit, visit_id).version.state == VersionState.RETIRED


def test_what_is_not_published_is_not_retired(
    client: PageClient, people: People, version: ChecklistVersion, session: Session
) -> None:
    retire_version(session, None, version, "Enough")
    session.commit()
    page = client.log_in(people.admin).get(RETIREMENT)
    assert page.texts(".message") == [
        "Problem: Only a published version can be retired, so nothing was changed."
    ]
    client.get(f"{HERE}/versions/9/retirement", 404)


@pytest.mark.usefixtures("version")
def test_a_reviewer_reads_and_changes_nothing(client: PageClient, people: People) -> None:
    page = client.log_in(people.reviewer).get(HERE)
    assert "Retire" not in page.text
    client.get(RETIREMENT, 403)
