"""Rewording a remark: the auditor's own words stay, and what changed is seen."""

from collections.abc import Callable

import pytest
from sqlmodel import Session, select

from auditapp.core.audit import AuditEntry
from auditapp.reviews.models import RemarkEdit
from auditapp.reviews.queries import remarks_to_publish
from auditapp.visits.queries import capture_of
from tests.support.desk import Chain
from tests.support.pages import PageClient
from tests.support.people import People

OWN = "Čekala sam dva minuta."


@pytest.fixture
def chain(people: People, session: Session) -> Chain:
    """A visit in review."""
    return Chain.begin(session, people).submit()


@pytest.fixture
def reviewer(client: PageClient, chain: Chain) -> PageClient:
    """The reviewer at the visit."""
    client.log_in(chain.people.reviewer).get(f"/reviews/{chain.visit.id}")
    return client


def published(chain: Chain) -> str | None:
    remarks = remarks_to_publish(chain.session, chain.visit, capture_of(chain.session, chain.visit))
    chain.session.commit()
    return remarks.get("greeting")


def test_the_difference_is_shown_and_the_original_kept(
    reviewer: PageClient, chain: Chain, session: Session
) -> None:
    reviewer.follow("Edit the remark 1.1")
    assert reviewer.page.texts("#remark") == [OWN]
    page = reviewer.submit("Save", remark="Čekala sam tri minuta na pozdrav.")
    assert page.texts(".message") == ["Done: The remark is changed. The auditor's own words are kept."]
    said = "#q-greeting .said "
    assert (page.texts(said + "del"), page.texts(said + "ins")) == (
        ["dva minuta."],
        ["tri minuta na pozdrav."],
    )
    assert page.texts(said + "details p") == [OWN]
    assert published(chain) == "Čekala sam tri minuta na pozdrav."
    edit = session.exec(select(RemarkEdit)).one()
    assert (edit.original, edit.editor_id) == (OWN, chain.people.reviewer.id)
    assert session.exec(select(AuditEntry).where(AuditEntry.action == "remark.edited")).one().details == {
        "question": "greeting"
    }


def test_an_emptied_remark_leaves_the_report(reviewer: PageClient, chain: Chain) -> None:
    reviewer.follow("Edit the remark 1.1")
    page = reviewer.submit("Save", remark="  ")
    assert page.texts("#q-greeting del") == [OWN]
    assert published(chain) is None
    page = reviewer.follow("Add a remark 1.1")
    assert page.texts("main .card p.lines") == [OWN]


def test_a_remark_can_be_added_and_taken_back(reviewer: PageClient, session: Session) -> None:
    reviewer.follow("Add a remark 1.2")
    page = reviewer.submit("Save", remark="Seated at the window.")
    assert page.texts("#q-seated ins") == ["Seated at the window."]
    assert "(no remark)" in page.texts("#q-seated .said details p")
    reviewer.follow("Edit the remark 1.1")
    reviewer.submit("Save", remark="Other words")
    reviewer.follow("Edit the remark 1.1")
    page = reviewer.submit("Save", remark=OWN)
    assert page.texts("#q-greeting .said") == [OWN]
    assert len(session.exec(select(RemarkEdit)).all()) == 3


def test_what_is_too_long_is_kept_as_typed(reviewer: PageClient, chain: Chain) -> None:
    reviewer.follow("Edit the remark 1.1")
    page = reviewer.submit("Save", remark="x" * 4001, status=422)
    assert page.texts(".error-text") == ["Please use at most 4000 characters."]
    assert page.texts("#remark") == ["x" * 4001]
    assert published(chain) == OWN


def test_of_two_reviewers_the_second_is_told_what_the_first_wrote(
    reviewer: PageClient, chain: Chain, new_client: Callable[[], PageClient]
) -> None:
    reviewer.follow("Edit the remark 1.1")
    other = new_client().log_in(chain.people.admin)
    other.get(f"/reviews/{chain.visit.id}/questions/greeting/remark")
    other.submit("Save", remark="The admin's words")
    page = reviewer.submit("Save", remark="The reviewer's words", status=409)
    assert page.texts(".error-text") == [
        "Somebody else changed this meanwhile, to: “The admin's words”. Save again to put yours in its place."
    ]
    assert page.texts("#remark") == ["The reviewer's words"]
    assert published(chain) == "The admin's words"
    reviewer.submit("Save")
    assert published(chain) == "The reviewer's words"


def test_when_the_auditor_changed_the_remark_the_old_edit_no_longer_counts(
    reviewer: PageClient, chain: Chain
) -> None:
    reviewer.follow("Edit the remark 1.1")
    reviewer.submit("Save", remark="The reviewer's words")
    chain.look()
    chain.send_back({"greeting": "How many exactly?"})
    chain.record(("greeting", "remark", "Četiri minuta."))
    chain.submit(remarks={})
    assert published(chain) == "Četiri minuta."


def test_after_publishing_nothing_is_edited_any_more(reviewer: PageClient, chain: Chain) -> None:
    reviewer.follow("Edit the remark 1.1")
    chain.publish()
    page = reviewer.submit("Save", remark="Too late", status=409)
    assert "This visit is no longer in review, so nothing was changed." in page.texts(".error-summary li")[0]
    assert page.texts("#remark") == ["Too late"]
    assert published(chain) == OWN
    assert "Edit the remark 1.1" not in reviewer.get(f"/reviews/{chain.visit.id}").texts("a")
