"""Returning a visit: the auditor is told what to mend, question by question."""

from collections.abc import Callable

import pytest
from sqlmodel import Session, select

from auditapp.visits.models import ReturnMessage, Transition
from tests.support.desk import Chain
from tests.support.pages import PageClient
from tests.support.people import People


@pytest.fixture
def chain(people: People, session: Session) -> Chain:
    """A visit in review."""
    return Chain.begin(session, people).submit()


@pytest.fixture
def reviewer(client: PageClient, chain: Chain) -> PageClient:
    """The reviewer at the visit."""
    client.log_in(chain.people.reviewer).get(f"/reviews/{chain.visit.id}")
    return client


def test_the_auditor_sees_each_message_at_its_question(
    reviewer: PageClient, chain: Chain, new_client: Callable[[], PageClient]
) -> None:
    page = reviewer.submit(
        "Return the visit", {"message-greeting": "How long exactly?", "general": "Thank you, nearly done."}
    )
    assert page.h1 == "Waiting for review"
    assert page.texts(".message") == ["Done: The visit is back with Eszter Őry."]
    auditor = new_client().log_in(chain.people.auditor)
    assert auditor.get("/home").texts("article .badge")[0] == "Returned"
    page = auditor.follow("Correct Subotica, Korzo")
    assert "How long exactly?" in page.texts("[data-question=greeting]")[0]
    assert "Thank you, nearly done." in page.text
    page = reviewer.get(f"/reviews/{chain.visit.id}")
    assert page.texts("#q-greeting .returned") == ["asked How long exactly?"]
    assert "The auditor was asked: Thank you, nearly done." in page.text


def test_after_the_correction_the_reviewer_still_knows_what_was_asked(
    reviewer: PageClient, chain: Chain, session: Session
) -> None:
    reviewer.submit("Return the visit", {"message-greeting": "How long exactly?"})
    chain.record(("greeting", "remark", "Four minutes."))
    chain.submit(remarks={})
    page = reviewer.get(f"/reviews/{chain.visit.id}")
    assert page.texts("#q-greeting .returned") == ["asked How long exactly?"]
    assert page.texts("#q-greeting .said") == ["Four minutes."]
    steps = session.exec(select(Transition.to_state).order_by(Transition.id)).all()  # type: ignore[arg-type]  # a column
    assert steps == ["assigned", "in_progress", "submitted", "returned", "submitted"]


@pytest.mark.parametrize("typed", [{}, {"general": "  "}, {"message-greeting": " \0 "}])
def test_without_any_message_nothing_is_returned(
    reviewer: PageClient, chain: Chain, typed: dict[str, str]
) -> None:
    page = reviewer.submit("Return the visit", typed, status=422)
    assert page.texts(".field.invalid .error-text") == [
        "Say what has to be mended: here, or at a question above."
    ]
    assert chain.look().state == "submitted"


def test_what_is_too_long_is_said_at_its_place_and_all_is_kept(reviewer: PageClient, chain: Chain) -> None:
    typed = {"message-greeting": "x" * 2001, "message-wait": "Measure again.", "general": "Please."}
    page = reviewer.submit("Return the visit", typed, status=422)
    assert page.texts("#q-greeting .error-text") == ["Please use at most 2000 characters."]
    assert page.texts(".error-summary a") == ["1.1: Please use at most 2000 characters."]
    for name, text in typed.items():
        assert page.texts(f"textarea[name={name}]") == [text]
    assert len(page.all("details.mend[open]")) == 2
    assert chain.look().state == "submitted"


def test_of_two_reviewers_the_second_keeps_what_was_written(
    reviewer: PageClient, chain: Chain, session: Session
) -> None:
    chain.publish()
    typed = {"message-greeting": "How long exactly?", "general": "Please."}
    page = reviewer.submit("Return the visit", typed, status=409)
    assert "This visit is no longer in review, so nothing was changed." in page.texts(".message")[0]
    assert page.texts("section[aria-labelledby=typed-heading] dd") == ["How long exactly?", "Please."]
    assert chain.look().state == "published"
    assert session.exec(select(ReturnMessage)).all() == []
