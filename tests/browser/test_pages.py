"""The agency's pages in Chromium: accessible in light and dark, on a small phone, by keyboard, with nothing typed lost."""

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from io import BytesIO

import pytest
from flask import Flask
from PIL import Image
from playwright.sync_api import Browser, Dialog, FilePayload, Page, ViewportSize, expect
from sqlmodel import Session, select

from auditapp.clients.models import Client
from auditapp.core.clock import now
from auditapp.visits.models import Photo
from tests.support.browser import (
    DESK,
    Complaints,
    assert_accessible,
    assert_accessible_by_day_and_night,
    assert_fits,
    log_in,
    visitor,
)
from tests.support.desk import Chain
from tests.support.exports import ExportedFile
from tests.support.pages import PageClient
from tests.support.people import People, Person
from tests.support.phones import Phone
from tests.support.workbooks import xlsx

NARROWEST = ViewportSize(width=320, height=640)
DESKTOP = ViewportSize(width=1280, height=800)


@pytest.fixture
def chain(app: Flask, session: Session, people: People) -> Chain:
    """Visits in every state that a page tells apart; this one is in review, with a photo and late work."""
    chain = Chain.begin(session, people)
    chain.again()
    session.add(Client(name="Nova", languages=["hu"], created_at=now()))
    session.commit()
    chain.again().submit().send_back({"greeting": "How long exactly?"}, "Thank you.")
    chain.again().submit().publish()
    file = BytesIO()
    Image.effect_noise((640, 480), 60).save(file, "JPEG")
    phone = Phone(PageClient(app).log_in(people.auditor), chain.visit.id)
    phone.attach("window", file.getvalue())
    phone.attach("receipt", file.getvalue())
    phone.answer(greeting="never")  # which the chain's own phone does not know of
    chain.submit()
    chain.record(("greeting", "answer", "good"))
    return chain


@pytest.fixture
def window(
    chromium_browser: Browser, live_server: str, complaints: Complaints
) -> Iterator[Callable[[Person], Page]]:
    """Opens a browser of its own for somebody and logs them in."""
    with ExitStack() as windows:

        def open_for(person: Person) -> Page:
            context = windows.enter_context(visitor(chromium_browser, live_server, complaints, **DESK))
            page = context.new_page()
            log_in(page, person)
            return page

        yield open_for


def assert_good(page: Page, address: str) -> None:
    """Open a page; axe finds nothing in light and dark, and nothing scrolls sideways, wide or narrow."""
    page.set_viewport_size(DESKTOP)
    page.goto(address)
    assert_fits(page)
    assert_accessible_by_day_and_night(page)
    page.set_viewport_size(NARROWEST)
    assert_fits(page)


def test_strangers_pages(page: Page, complaints: Complaints) -> None:
    assert_good(page, "/login")
    page.locator("main form button").click()
    expect(page.locator(".error-summary")).to_be_visible()
    assert_accessible(page)
    complaints.expect("422")


def test_planning_pages(chain: Chain, window: Callable[[Person], Page]) -> None:
    admin = window(chain.people.admin)
    for address in (
        "/planning",
        "/planning?q=nothing",
        "/planning/new",
        "/planning/import",
        f"/planning/{chain.visit.id}",
        f"/planning/{chain.visit.id + 1}",
        f"/planning/{chain.visit.id + 1}/cancellation",
    ):
        assert_good(admin, address)


def test_the_page_of_what_was_imported(chain: Chain, window: Callable[[Person], Page]) -> None:
    exported = ExportedFile(chain.people.auditor.id, chain.visit.id)
    lines = [exported.header(), exported.operation("greeting", "good"), exported.operation("nothing", 1)]
    text = "\n".join(json.dumps(line) for line in lines)
    admin = window(chain.people.admin)
    admin.goto("/planning/import")
    file: FilePayload = {
        "name": "work.auditapp",
        "mimeType": "application/octet-stream",
        "buffer": text.encode(),
    }
    admin.locator("[type=file]").set_input_files(file)
    admin.get_by_role("button", name="Import the file").click()
    expect(admin.locator("h1")).to_have_text("Work of Eszter Őry")
    assert_accessible(admin)
    admin.set_viewport_size(NARROWEST)
    assert_fits(admin)


@pytest.mark.long
def test_pages_about_clients_users_and_checklists(
    chain: Chain, window: Callable[[Person], Page], complaints: Complaints
) -> None:
    admin = window(chain.people.admin)
    rosa = f"/clients/{chain.people.client_id}"
    for address in (
        "/clients",
        "/clients/new",
        rosa,
        f"{rosa}/edit",
        f"{rosa}/look",
        f"{rosa}/regions/1",
        f"{rosa}/stores/{chain.people.store_id}",
        "/users",
        "/users/new",
        f"/users/{chain.people.auditor.id}",
        "/account/password",
        "/checklists",
        "/checklists/everything",
        "/checklists/import",
        f"/checklists/versions/{chain.visit.version_id}/translations",
        "/checklists/new",
        "/checklists/library",
    ):
        assert_good(admin, address)
    assert_good(admin, "/nothing/here")
    complaints.expect("404")


def test_what_was_otherwise_in_a_file_reads_well_on_a_phone(
    chain: Chain, window: Callable[[Person], Page]
) -> None:
    form = {
        "survey": "type | name | label | relevant\ntext | a | A? | string-length('a very long text') > 3\naudio | b | B? |",
        "settings": "form_title | form_id\nVisit | visit",
    }
    admin = window(chain.people.admin)
    admin.goto("/checklists/import")
    file = FilePayload(name="visit.xlsx", mimeType="application/octet-stream", buffer=xlsx(form))
    admin.get_by_label("File").set_input_files(file)
    admin.get_by_role("button", name="Import the file").click()
    expect(admin.locator("h1")).to_have_text("Visit")
    assert_accessible(admin)
    admin.set_viewport_size(NARROWEST)
    assert_fits(admin)


def test_review_pages(chain: Chain, window: Callable[[Person], Page], complaints: Complaints) -> None:
    reviewer = window(chain.people.reviewer)
    review = f"/reviews/{chain.visit.id}"
    photo = chain.session.exec(select(Photo)).first()
    assert photo is not None
    for address in (
        "/reviews",
        review,
        f"/reviews/{chain.visit.id + 2}",
        f"/reviews/{chain.visit.id + 3}",
        f"{review}/publication",
        f"{review}/questions/greeting/remark",
        f"{review}/questions/greeting/action",
        f"{review}/photos/{photo.id}/faces",
    ):
        assert_good(reviewer, address)
    assert_good(reviewer, "/users")
    complaints.expect("403")


def test_auditors_pages(chain: Chain, window: Callable[[Person], Page]) -> None:
    auditor = window(chain.people.auditor)
    for address in ("/home", f"/visits/{chain.visit.id}"):
        assert_good(auditor, address)


def test_messages_are_kept_while_other_pages_are_looked_at(
    chain: Chain, window: Callable[[Person], Page]
) -> None:
    page = window(chain.people.reviewer)
    page.goto(f"/reviews/{chain.visit.id}")
    for first in (".evidence", ".review-summary .score-number", "#q-greeting h3"):
        expect(page.locator(first)).to_be_in_viewport()
    question = page.locator("#q-greeting")
    question.locator(".mend summary").click()
    expect(question.locator("textarea")).to_be_focused()
    question.get_by_role("button", name="Please say in a remark why.").click()
    expect(page.locator(".asked-count")).to_have_text("Questions with a message: 1.")
    page.locator("#general").fill("Thank you.")
    question.get_by_role("link", name="Edit the remark").click()
    page.get_by_role("link", name="Cancel").click()
    expect(question.locator("textarea")).to_have_value("Please say in a remark why.")
    expect(question.locator("textarea")).to_be_visible()
    page.get_by_role("button", name="Return the visit").click()
    expect(page.locator(".message")).to_contain_text("The visit is back with Eszter Őry.")
    assert page.evaluate("sessionStorage.length") == 0


@pytest.mark.parametrize("path,field", [("", "#general"), ("/questions/greeting/remark", "#remark")])
def test_closing_the_tab_with_unsent_text_asks_first(
    chain: Chain, window: Callable[[Person], Page], path: str, field: str
) -> None:
    page = window(chain.people.reviewer)
    page.goto(f"/reviews/{chain.visit.id}{path}")
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    page.locator(field).fill("Half a sentence")
    page.close(run_before_unload=True)
    expect(page.locator(field)).to_have_value("Half a sentence")
    assert asked == ["beforeunload"]


def test_findings_are_jumped_to_and_looked_at_alone(chain: Chain, window: Callable[[Person], Page]) -> None:
    page = window(chain.people.reviewer)
    page.goto(f"/reviews/{chain.visit.id}")
    page.locator(".jump a", has_text="The seen?").click()
    expect(page.locator("#q-seen")).to_be_in_viewport()
    expect(page.locator(".review-summary .score-number")).to_be_in_viewport()
    page.get_by_label("Only what lost points").check()
    expect(page.locator("article.reviewed:visible h3 .nr")).to_have_text(["1.1", "1.4", "2.3"])


def test_photos_are_enlarged_by_keyboard(chain: Chain, window: Callable[[Person], Page]) -> None:
    page = window(chain.people.reviewer)
    page.goto(f"/reviews/{chain.visit.id}")
    viewer = page.locator("dialog.viewer")
    page.locator("a[data-photo]").first.focus()
    page.keyboard.press("Enter")
    expect(viewer.locator("p")).to_contain_text("1/2")
    assert_accessible(page)
    page.keyboard.press("ArrowRight")
    expect(viewer.locator("p")).to_contain_text("2/2")
    page.keyboard.press("Escape")
    expect(viewer).to_be_hidden()
    expect(page.locator("a[data-photo]").nth(1)).to_be_focused()


def test_publishing_by_keyboard_ends_with_the_state_of_the_reports(
    chain: Chain, window: Callable[[Person], Page], run_jobs: Callable[[], int]
) -> None:
    page = window(chain.people.reviewer)
    page.goto(f"/reviews/{chain.visit.id}")
    page.get_by_role("link", name="Publish the visit").focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Yes, publish").focus()
    page.keyboard.press("Enter")
    states = page.locator(".report-states .badge")
    expect(states).to_have_text(["being made"] * 6)
    run_jobs()
    expect(states).to_have_text(["ready"] * 6)
