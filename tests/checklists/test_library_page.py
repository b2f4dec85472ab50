"""Beginning a checklist: from the library, from nothing, from a version; and throwing the draft away."""

import pytest
from sqlmodel import Session

from auditapp.accounts.queries import user_for
from auditapp.checklists.drafts import save_draft
from auditapp.checklists.library import library
from auditapp.checklists.models import ChecklistVersion
from auditapp.checklists.queries import checklist_by_slug, versions_of
from auditapp.checklists.services import publish_version
from auditapp.core.config import PROJECT_ROOT
from auditapp.domain.definition import dump_definition
from tests.support.drafts import blank_draft, draft_of_everything, retitled
from tests.support.pages import PageClient
from tests.support.people import People
from tests.support.visits import publish


@pytest.fixture
def admin(client: PageClient, people: People) -> PageClient:
    """The admin, logged in."""
    return client.log_in(people.admin)


def newest(session: Session, slug: str) -> ChecklistVersion:
    """The newest version of a checklist."""
    checklist = checklist_by_slug(session, slug)
    assert checklist
    return versions_of(session, checklist)[0]


def test_the_library_shows_everything_that_ships(admin: PageClient) -> None:
    admin.get("/checklists")
    page = admin.follow("Start from the library")
    files = {file.stem for file in (PROJECT_ROOT / "checklists").glob("*.yaml")}
    assert set(library()) == files
    assert len(page.all(".tiles > li")) == len(files)
    card = next(text for text in page.texts(".tiles > li") if text.startswith("Store visit"))
    questions = len(list(library()["retail-visit"].questions()))
    assert f"Visit in the store · {questions} questions" in card
    assert "Slovenčina" in card


def test_what_is_taken_becomes_a_draft_of_ones_own(admin: PageClient, session: Session) -> None:
    admin.get("/checklists/library")
    page = admin.submit("Take “Store visit”")
    assert (page.path, page.h1) == ("/checklists/retail-visit/edit", "Store visit")
    assert newest(session, "retail-visit").definition == library()["retail-visit"]
    session.rollback()
    page = admin.get("/checklists/library")
    card = next(text for text in page.texts(".tiles > li") if text.startswith("Store visit"))
    assert card.endswith("you have it Open it: Store visit")


def test_what_one_has_already_is_opened_not_replaced(
    admin: PageClient, session: Session, people: People
) -> None:
    admin.get("/checklists/library")
    mine = blank_draft(session, people)
    mine.checklist.slug = "retail-visit"
    session.commit()
    page = admin.submit("Take “Store visit”")
    assert (page.path, page.h1) == ("/checklists/retail-visit/edit", "Our shops")


def test_a_published_one_is_shown_with_its_versions(
    admin: PageClient, session: Session, people: People
) -> None:
    definition = library()["retail-visit"]
    admin.get("/checklists/library")
    publish(session, people, dump_definition(definition))
    session.commit()
    page = admin.submit("Take “Store visit”")
    assert (page.path, page.texts(".message")) == (
        "/checklists/retail-visit",
        ["Note: You have this checklist already. Here it is."],
    )


def test_there_is_nothing_else_to_take(admin: PageClient) -> None:
    form = admin.get("/account/password").all("input[name=csrf_token]")[0]
    admin.post("/checklists/library/passwd", 404, data={"csrf_token": form.get("value")})


def test_a_checklist_is_begun_from_nothing(admin: PageClient, session: Session) -> None:
    admin.get("/checklists")
    admin.follow("New checklist")
    page = admin.submit(
        "Begin", title=" <b>Наши локали</b> ", channel="call", first="sr-Cyrl", others=["hu", "en"]
    )
    assert (page.path, page.h1) == ("/checklists/b-nasi-lokali-b/edit", "<b>Наши локали</b>")
    draft = newest(session, "b-nasi-lokali-b")
    assert draft.content["languages"] == ["sr-Cyrl", "en", "hu"]
    assert draft.content["title"] == {"sr-Cyrl": "<b>Наши локали</b>"}
    assert draft.content["channel"] == "call"


def test_a_checklist_without_a_title_is_not_begun(admin: PageClient) -> None:
    admin.get("/checklists/new")
    page = admin.submit("Begin", title=" ", status=422)
    assert page.texts(".error-text") == ["Enter a title."]


def test_a_published_checklist_is_edited_as_a_draft(
    admin: PageClient, session: Session, people: People
) -> None:
    first = publish(session, people)
    session.commit()
    admin.get("/checklists/everything")
    page = admin.submit("Edit as a new draft")
    assert page.path == "/checklists/everything/edit"
    assert newest(session, "everything").based_on_id == first.id
    session.rollback()
    admin.get("/checklists/everything")
    assert admin.follow("Edit the draft").path == "/checklists/everything/edit"


def test_a_draft_is_begun_from_an_older_version(admin: PageClient, session: Session, people: People) -> None:
    draft = draft_of_everything(session, people)
    publish_version(session, None, draft, acknowledged="Only a test")
    session.commit()
    form = admin.get("/checklists/everything").all("input[name=csrf_token]")[0]
    sent = {"csrf_token": form.get("value"), "number": "1"}
    assert admin.submit("Begin a draft from version 1").path == "/checklists/everything/edit"
    admin.post("/checklists/everything/draft", 404, data=sent | {"number": "9"})
    assert newest(session, "everything").based_on_id == draft.based_on_id
    session.rollback()
    admin.post("/checklists/everything/draft", 302, data=sent | {"number": "2"})
    assert "There is a draft already" in admin.get("/checklists/everything/edit").text


def test_a_draft_is_discarded_after_asking(admin: PageClient, session: Session, people: People) -> None:
    draft_of_everything(session, people)
    admin.get("/checklists/everything")
    page = admin.follow("Discard the draft")
    assert page.texts("main li") == ["What was changed since the last published version is lost."]
    page = admin.submit("Discard the draft")
    assert page.texts(".message") == ["Done: The draft is discarded."]
    assert newest(session, "everything").number == 1
    session.rollback()
    admin.get("/checklists/everything/edit", 404)


def test_a_checklist_that_was_never_published_goes_with_it(
    admin: PageClient, session: Session, people: People
) -> None:
    blank_draft(session, people)
    admin.get("/checklists/our-shops")
    page = admin.follow("Discard the draft")
    assert page.texts("main li") == ["The checklist was never published, so it goes with the draft."]
    assert admin.submit("Discard the draft").path == "/checklists"


def test_pages_with_a_draft_that_is_not_complete(admin: PageClient, session: Session, people: People) -> None:
    draft = draft_of_everything(session, people)
    content = retitled(draft, "<i>Half</i>")
    content["sections"][0]["questions"][0]["text"] = {}
    content |= {"channel": "pigeon", "bands": None}
    save_draft(session, user_for(session, people.admin.id), draft, content, 1)
    session.commit()
    assert admin.get("/checklists").texts("tbody th") == ["<i>Half</i>"]
    page = admin.follow("<i>Half</i>")
    assert "error 1.1 without a text › Question Write the question." in page.texts("section:last-of-type li")
    page = admin.get(f"/checklists/versions/{draft.id}/preview")
    assert (page.h1, page.texts("main li")) == (
        "No preview yet",
        [
            "Channel “pigeon” is not possible here. Use one of: visit, call, online.",
            "Band A list is expected here, each entry beginning with a dash.",
            "1.1 without a text › Question Write the question.",
        ],
    )


def test_the_preview_may_stand_in_a_frame_of_ours_only(
    admin: PageClient, session: Session, people: People
) -> None:
    draft = draft_of_everything(session, people)
    headers = admin.get(f"/checklists/versions/{draft.id}/preview").response.headers
    assert "frame-ancestors 'self'" in headers["Content-Security-Policy"]
    assert headers["X-Frame-Options"] == "SAMEORIGIN"
    headers = admin.get("/checklists").response.headers
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
