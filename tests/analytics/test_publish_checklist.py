"""Publishing a draft: with what changes before one's eyes, errors that block, warnings that need a reason, and who, when, why."""

from copy import deepcopy
from typing import Any

import pytest
from sqlmodel import Session, select

from auditapp.accounts.queries import user_for
from auditapp.checklists.models import ChecklistVersion, VersionState
from auditapp.checklists.services import import_definition, publish_version
from auditapp.core.audit import AuditEntry
from auditapp.domain.definition import parse_definition
from tests.domain.sound import sound
from tests.support.pages import PageClient
from tests.support.people import People

PUBLISH = "/checklists/shop-visit/publish"
BUTTON = "Yes, publish version 2"


@pytest.fixture
def version(session: Session, people: People) -> ChecklistVersion:
    """A first version, published."""
    version = import_definition(session, None, parse_definition(sound()))
    publish_version(session, user_for(session, people.admin.id), version, "First", "Only words")
    session.commit()
    return version


def draft_with(session: Session, changes: dict[str, object] | None = None) -> ChecklistVersion:
    """A draft after it."""
    raw: dict[str, Any] = deepcopy(sound({"title.en": "Better words", **(changes or {})}))
    draft = import_definition(session, None, parse_definition(raw))
    session.commit()
    return draft


def accepted(client: PageClient) -> list[str]:
    return [str(box.get("value")) for box in client.page.all("input[name=accepted]")]


@pytest.mark.usefixtures("version")
def test_a_draft_is_published_with_its_reason(client: PageClient, people: People, session: Session) -> None:
    draft = draft_with(session)
    client.log_in(people.admin).get("/checklists/shop-visit")
    page = client.follow("Publish version 2")
    assert page.h1 == "Publish version 2"
    assert page.texts(".differences dd") == ["Words Better words"]
    page = client.submit(BUTTON, note="", status=422)
    assert (
        page.texts(".error-summary li a")[0]
        == "Why is there this version?: Say why, so that others understand it later."
    )
    page = client.submit(BUTTON, note="It reads better")
    assert page.texts(".message") == ["Done: Version 2 is published: visits can be planned with it."]
    session.expire_all()
    assert (draft.state, draft.note) == (VersionState.PUBLISHED, "It reads better")
    assert (draft.published_by_id, draft.acknowledged) == (people.admin.id, "")


@pytest.mark.usefixtures("version")
def test_every_warning_needs_its_tick_and_all_a_reason(
    client: PageClient, people: People, session: Session
) -> None:
    without = {"sections[0].questions[0].action": None, "sections[0].questions[1].action": None}
    draft_with(session, without | {"sections[0].questions[1].text": {"en": "All 24?", "hu": "Mind?"}})
    page = client.log_in(people.admin).get(PUBLISH)
    first, *others = accepted(client)
    assert page.texts("label:has([name=accepted])")[0] == (
        "Points can be lost here, but the store is not told what to do. Add an action. – 1.1 Words; 1.2 All 24?"
    )
    assert len(others) == 1
    page = client.submit(BUTTON, note="Because", accepted=[first], acknowledged="Soon", status=422)
    assert page.texts(".error-summary li") == [
        "Warnings: Look at each warning: mend it in the draft, or tick it."
    ]
    assert page.texts("textarea") == ["Because", "Soon"]
    assert [box.get("checked") is not None for box in page.all("input[name=accepted]")] == [
        box == first for box in (first, *others)
    ]
    page = client.submit(BUTTON, accepted=[first, *others], acknowledged="", status=422)
    assert page.texts(".error-summary li") == ["Why may the warnings stay?: Say why the warnings may stay."]
    client.submit(BUTTON, acknowledged="They are for later.")
    entry = session.exec(
        select(AuditEntry).where(AuditEntry.action == "checklist.published").order_by(AuditEntry.id.desc())  # type: ignore[attr-defined]  # a column
    ).first()
    assert entry is not None
    assert "sections[0].questions[0]: loss_without_action" in entry.details["warnings"]


@pytest.mark.usefixtures("version")
def test_errors_block_and_say_their_place(client: PageClient, people: People, session: Session) -> None:
    draft = draft_with(
        session, {"sections[0].questions[0].options": [], "sections[0].title.en": "A <b>welcome</b>"}
    )
    page = client.log_in(people.admin).get(PUBLISH)
    assert page.texts("section:first-of-type li a")[0] == "1.1 Words › Answer"
    assert BUTTON not in page.text
    assert page.texts("textarea") == [], "nothing can be sent, so nothing is asked"
    seen = str(page.one("input[name=seen]").get("value"))
    token = str(page.one("main input[name=csrf_token]").get("value"))
    client.post(PUBLISH, 422, data={"csrf_token": token, "seen": seen, "note": "Anyway"})
    session.expire_all()
    assert draft.state == VersionState.DRAFT


@pytest.mark.usefixtures("version")
def test_a_draft_that_cannot_be_read_is_shown_with_its_errors(
    client: PageClient, people: People, session: Session
) -> None:
    draft = draft_with(session)
    draft.content = {**draft.content, "channel": "telepathy"}
    session.commit()
    page = client.log_in(people.admin).get(PUBLISH)
    assert page.texts("section:first-of-type li a") == ["Channel"]
    assert BUTTON not in page.text


@pytest.mark.usefixtures("version")
@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
def test_what_was_found_is_told_as_the_editor_tells_it(
    client: PageClient, people: People, session: Session
) -> None:
    changes = {
        "sections[0].questions[0].show_when": {"question": "wait", "at_most": 5},
        "sections[0].questions[1].text": {"en": "How long did it take?"},
        "policy.stated_total": 999,
    }
    draft_with(session, changes)
    page = client.log_in(people.admin).get(PUBLISH)
    assert page.texts("section:first-of-type li") == [
        "error What the weights add up to The weights add up to 100, but 999 is stated. Correct one of the two.",
        (
            "error 1.1 Words › Asked only if “How long did it take?” comes later. A condition can ask for earlier "
            "questions only: move one of the two, or choose another."
        ),
        "error 1.2 How long did it take? › Question The wording in Magyar is missing.",
    ]


@pytest.mark.usefixtures("version")
def test_a_draft_that_was_changed_meanwhile_is_looked_at_again(
    client: PageClient, people: People, session: Session
) -> None:
    draft = draft_with(session)
    client.log_in(people.admin).get(PUBLISH)
    draft_with(session, {"title.en": "The best words"})
    page = client.submit(BUTTON, note="It reads better", status=409)
    assert page.texts(".message")[0].startswith("Problem: The draft was changed while you looked at it")
    assert "It reads better" in page.texts("textarea")
    assert page.texts(".differences dd") == ["Words The best words"]
    page = client.submit(BUTTON)
    assert page.texts(".message") == ["Done: Version 2 is published: visits can be planned with it."]
    session.expire_all()
    assert draft.definition.title["en"] == "The best words"


@pytest.mark.usefixtures("version")
def test_the_slower_of_two_admins_is_told(client: PageClient, people: People, session: Session) -> None:
    draft = draft_with(session)
    client.log_in(people.admin).get(PUBLISH)
    publish_version(session, None, draft, "I was faster", "Tests")
    session.commit()
    page = client.submit(BUTTON, note="Mine")
    assert page.texts(".message") == ["Problem: There is no draft to publish."]


def test_a_first_version_has_nothing_to_compare_with(
    client: PageClient, people: People, session: Session
) -> None:
    draft_with(session)
    page = client.log_in(people.admin).get(PUBLISH)
    assert "It is the first version, so there is nothing to compare with." in page.text
    assert "What changes against" not in page.text
