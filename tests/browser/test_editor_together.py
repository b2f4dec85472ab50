"""The checklist editor in Chromium: shared by two, never lost, without a mouse, on a phone, accessible."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect
from sqlmodel import Session

from auditapp.accounts.queries import user_for
from auditapp.accounts.services import create_user
from auditapp.checklists.drafts import discard_draft, start_draft
from auditapp.checklists.models import ChecklistVersion
from auditapp.checklists.yaml_format import read_checklist
from auditapp.domain.roles import Role
from tests.support.browser import (
    DESK,
    Complaints,
    assert_accessible,
    assert_accessible_by_day_and_night,
    assert_fits,
    let_in,
    visitor,
)
from tests.support.drafts import blank_draft, draft_of_everything
from tests.support.editor import Editor, open_draft
from tests.support.handset import Handset
from tests.support.keeping import AWAY, hold_writes
from tests.support.people import People, Person

BEAT = 10_000
"""Milliseconds after which a page asks for news."""


@pytest.fixture
def second(
    chromium_browser: Browser, app: Flask, live_server: str, session: Session, complaints: Complaints
) -> Iterator[Callable[[Editor], Editor]]:
    """Opens the same draft for another admin, in a browser of their own; the first hears of it by saving alone."""
    user = create_user(
        session,
        None,
        email="second@test.example",
        name="Đurđa Šarić",
        role=Role.ADMIN,
        password="long enough for all",
    )
    session.commit()
    with ExitStack() as windows:

        def open_for(first: Editor) -> Editor:
            first.hear_nothing()
            context = windows.enter_context(visitor(chromium_browser, live_server, complaints, **DESK))
            let_in(context, app, live_server, Person(user.id, user.email, user.name, user.role))
            return open_draft(context, app, session, session.get_one(ChecklistVersion, first.draft_id))

        yield open_for


def test_what_two_change_is_put_together(
    editor: Editor, second: Callable[[Editor], Editor], complaints: Complaints
) -> None:
    complaints.tolerate("409")
    other = second(editor)
    expect(other.page.locator("#others")).to_contain_text("Ana Kovačević has this draft open, too.")
    other.page.locator("#shown-languages").get_by_label("Magyar").check()
    other.go("1.1")
    other.after(lambda: other.write("text.hu", "Köszöntötték?"))
    editor.go("1.1")
    content = editor.after(lambda: editor.write("text.en", "Were you greeted?"))
    text = content["sections"][0]["questions"][0]["text"]
    assert (text["en"], text["hu"]) == ("Were you greeted?", "Köszöntötték?")
    expect(editor.page.locator("#toast")).to_contain_text(
        "Đurđa Šarić changed the draft; both changes are in it now."
    )
    editor.page.keyboard.press("Control+z")
    text = editor.saved()["sections"][0]["questions"][0]["text"]
    assert (text["en"], text["hu"]) == ("The greeting?", "Köszöntötték?"), (
        "a step back undoes one's own work only"
    )


def test_what_another_saves_comes_by_itself(editor: Editor, second: Callable[[Editor], Editor]) -> None:
    other = second(editor)
    other.hear_nothing()
    editor.hear_again()
    editor.page.clock.install()
    editor.open()
    other.go("1.1")
    other.after(lambda: other.write("text.en", "Were you greeted?"))
    editor.page.clock.fast_forward(BEAT)
    expect(editor.page.locator("#outline")).to_contain_text("1.1 Were you greeted?", use_inner_text=True)
    expect(editor.page.locator("#others")).to_contain_text("Đurđa Šarić has this draft open, too.")
    expect(editor.saving).to_have_attribute("data-state", "saved")


def test_where_two_change_the_same_nothing_is_overwritten_unasked(
    editor: Editor, second: Callable[[Editor], Editor], complaints: Complaints
) -> None:
    other = second(editor)
    other.go("1")
    other.after(lambda: other.write("title.en", "Their welcome"))
    other.go("1.1")
    other.after(lambda: other.write("text.en", "Theirs?"))
    editor.go("1.1")
    editor.write("text.en", "Mine?")
    dialog = editor.page.get_by_role("dialog", name="Two of you changed the same")
    expect(dialog.locator("legend")).to_have_text("1.1 Mine? · Question · English")
    expect(dialog.locator(".choice")).to_have_text(["Yours Mine?", "Đurđa Šarić Theirs?"])
    expect(editor.saving).to_contain_text("NOT SAVED: please decide")
    assert editor.stored["sections"][0]["questions"][0]["text"]["en"] == "Theirs?"
    assert_accessible(editor.page)
    dialog.get_by_label("Yours Mine?").check()
    content = editor.after(lambda: dialog.get_by_role("button", name="Take these and save").click())
    assert content["sections"][0]["questions"][0]["text"]["en"] == "Mine?"
    complaints.expect("409")


def test_orders_and_conditions_of_both_stand_side_by_side_in_words(
    editor: Editor, second: Callable[[Editor], Editor], complaints: Complaints
) -> None:
    other = second(editor)
    dialog = editor.page.get_by_role("dialog", name="Two of you changed the same")
    other.go("2.1")
    set_condition(other, "1.2 The seated?", "Yes")
    editor.go("2.1")
    editor.form.locator("[data-part=condition] summary").click()
    editor.form.get_by_label("Only when one of these holds").check()
    expect(dialog.locator("legend")).to_have_text("2.1 The offers? · When it is asked")
    expect(dialog.locator(".lines")).to_have_text(["1.4 The wait? is: any answer", "1.2 The seated? is: Yes"])
    decide_for(editor, "Đurđa Šarić")
    other.go("1.4")
    other.after(lambda: other.page.keyboard.press("Alt+ArrowUp"))
    editor.go("1.1")
    editor.page.keyboard.press("Alt+ArrowDown")
    expect(dialog.locator("legend")).to_have_text("Checklist · Order")
    expect(dialog.locator(".choice")).to_contain_text(["1.1 The seated?", "1.3 The wait?"])
    assert decide_for(editor, "Đurđa Šarić") == other.stored
    assert [one["key"] for one in editor.stored["sections"][0]["questions"]][2:] == ["wait", "excuse"]
    complaints.expect("409")


def decide_for(editor: Editor, whose: str) -> dict[str, Any]:
    """Take what somebody else did; nothing is left to be saved then."""
    dialog = editor.page.get_by_role("dialog")
    dialog.get_by_label(whose).check()
    dialog.get_by_role("button", name="Take these and save").click()
    return editor.saved()


def set_condition(editor: Editor, question: str, answer: str) -> None:
    """Ask what is open only after this answer."""
    editor.form.locator("[data-part=condition] summary").click()
    editor.form.get_by_label("Only when all of these hold").check()
    editor.form.locator("[data-test=question]").select_option(label=question)
    editor.after(lambda: editor.form.locator("[data-tests]").get_by_label(answer, exact=True).check())


KEPT = """
async (user) => new Promise((done) => {
    indexedDB.open(`auditapp-drafts-${user}`).onsuccess = ({ target }) => {
        const all = target.result.transaction("drafts").objectStore("drafts").getAll();
        all.onsuccess = () => done(all.result.length);
    };
})
"""


def test_what_was_typed_outlives_a_killed_browser(
    handset: Handset, app: Flask, session: Session, people: People, complaints: Complaints
) -> None:
    draft = draft_of_everything(session, people)
    handset.log_in(people.admin)
    editor = Editor(handset.page, app, draft)
    session.rollback()
    editor.open()
    handset.context.set_offline(True)
    editor.page.locator("#outline-box > summary").click()
    editor.go("1.1")
    editor.write("text.en", "Typed without a connection")
    expect(editor.page.locator("#alarm")).to_have_text(
        "NOT SAVED. The server does not answer; it is tried again by itself. What you typed is kept in this browser."
    )
    editor = Editor(handset.reopen(), app, draft)
    session.rollback()
    editor.open()
    expect(editor.page.locator("#toast")).to_have_text("What could not be saved last time is here again.Undo")
    assert editor.saved()["sections"][0]["questions"][0]["text"]["en"] == "Typed without a connection"
    assert editor.page.evaluate(KEPT, people.admin.id) == 0
    complaints.tolerate(*AWAY)


def test_nothing_is_called_kept_before_the_browser_has_it(
    editor: Editor, desk: BrowserContext, complaints: Complaints
) -> None:
    alarm = editor.page.locator("#alarm")
    not_saved = "NOT SAVED. The server does not answer; it is tried again by itself."
    editor.page.add_init_script(hold_writes("drafts"))
    editor.open()
    desk.set_offline(True)
    editor.go("1.1")
    editor.write("text.en", "Typed without a connection")
    expect(alarm).to_have_text(not_saved)
    editor.page.evaluate("held.clear()")
    expect(alarm).to_have_text(f"{not_saved} What you typed is kept in this browser.")
    desk.set_offline(False)
    assert editor.saved()["sections"][0]["questions"][0]["text"]["en"] == "Typed without a connection"
    complaints.tolerate(*AWAY)


def test_a_question_that_was_not_decided_is_asked_again(
    editor: Editor,
    second: Callable[[Editor], Editor],
    desk: BrowserContext,
    app: Flask,
    session: Session,
    complaints: Complaints,
) -> None:
    other = second(editor)
    other.go("1.1")
    other.after(lambda: other.write("text.en", "Theirs?"))
    editor.go("1.1")
    editor.write("text.en", "Mine?")
    expect(editor.page.get_by_role("dialog")).to_be_visible()
    editor.page.close()
    again = open_draft(desk, app, session, session.get_one(ChecklistVersion, editor.draft_id))
    dialog = again.page.get_by_role("dialog", name="Two of you changed the same")
    expect(dialog).to_be_visible()
    sent: list[str] = []
    again.page.on("request", lambda request: sent.append(request.method))
    again.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    dialog.get_by_label("Đurđa Šarić Theirs?").check()
    dialog.get_by_role("button", name="Take these and save").click()
    assert again.saved()["sections"][0]["questions"][0]["text"]["en"] == "Theirs?"
    assert "PUT" not in sent, "nothing is sent before it was decided"
    complaints.expect("409")


def test_a_lost_login_loses_nothing(
    editor: Editor, desk: BrowserContext, app: Flask, live_server: str, people: People, complaints: Complaints
) -> None:
    desk.clear_cookies()
    editor.go("1.1")
    editor.write("text.en", "Typed without a login")
    expect(editor.page.locator("#alarm")).to_contain_text("You are no longer logged in.")
    with editor.page.expect_download() as download:
        editor.page.get_by_role("button", name="Keep it as a file").click()
    kept = read_checklist(download.value.path().read_bytes())
    assert kept.sections[0].questions[0].text["en"] == "Typed without a login"
    let_in(desk, app, live_server, people.admin)
    editor.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    assert editor.saved()["sections"][0]["questions"][0]["text"]["en"] == "Typed without a login"
    expect(editor.page.locator("#alarm")).to_be_hidden()
    complaints.tolerate("400", "401")


def test_a_new_login_is_asked_for_one_token_even_if_two_find_out_at_once(
    editor: Editor, desk: BrowserContext, app: Flask, live_server: str, people: People, complaints: Complaints
) -> None:
    together: list[Route] = []
    tokens = []

    def hold_until_there_are_two(route: Route) -> None:
        if route.request.method == "GET":
            tokens.append(route.request.url)
            return route.continue_()
        together.append(route)
        if len(together) > 2:
            return route.continue_()
        if len(together) == 2:
            for one in together:
                one.continue_()
        return None

    editor.go("1.1")
    desk.clear_cookies()
    let_in(desk, app, live_server, people.admin)
    editor.page.route(f"**/api/checklists/drafts/{editor.draft_id}**", hold_until_there_are_two)
    editor.write("text.en", "Typed before the login was another")
    editor.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    assert editor.saved()["sections"][0]["questions"][0]["text"]["en"] == "Typed before the login was another"
    assert len(tokens) == 1
    complaints.tolerate("400")


def test_work_on_a_draft_that_is_gone_is_kept_and_never_put_into_the_next(
    editor: Editor, desk: BrowserContext, app: Flask, session: Session, people: People, complaints: Complaints
) -> None:
    draft, admin = session.get_one(ChecklistVersion, editor.draft_id), user_for(session, people.admin.id)
    published = session.get_one(ChecklistVersion, draft.based_on_id)
    discard_draft(session, admin, draft)
    session.commit()
    editor.go("1.1")
    editor.write("text.en", "Too late")
    expect(editor.page.locator("#alarm")).to_contain_text("This draft was published or discarded meanwhile.")
    complaints.expect("404")
    editor.page.close()
    following = start_draft(session, admin, published)
    session.commit()
    editor = open_draft(desk, app, session, following)
    earlier = editor.page.get_by_role("region", name="Unsaved work on an earlier draft")
    expect(earlier.get_by_role("listitem")).to_contain_text("Changes: 1")
    with editor.page.expect_download() as download:
        earlier.get_by_role("button", name="Keep it as a file").click()
    kept = read_checklist(download.value.path().read_bytes())
    assert kept.sections[0].questions[0].text["en"] == "Too late"
    assert editor.saved()["sections"][0]["questions"][0]["text"]["en"] == "The greeting?"
    earlier.get_by_role("button", name="Throw it away").click()
    editor.page.get_by_role("dialog").get_by_role("button", name="Throw it away").click()
    expect(earlier).to_be_hidden()
    assert editor.page.evaluate(KEPT, people.admin.id) == 0


def test_things_are_called_as_the_reader_reads(
    desk: BrowserContext, app: Flask, live_server: str, session: Session, people: People
) -> None:
    user_for(session, people.admin.id).language = "sr-Latn"
    draft = blank_draft(session, people, "Our shops", "en", "sr-Cyrl")
    let_in(desk, app, live_server, people.admin)
    editor = open_draft(desk, app, session, draft)
    editor.page.locator('[data-do="add-section"]').click()
    editor.write_both("title", "Welcome", "Дочек")
    expect(editor.line("1")).to_contain_text("Doček")
    assert editor.saved()["sections"][0]["key"] == "welcome"


def test_all_of_it_without_a_mouse(editor: Editor) -> None:
    keys = editor.page.keyboard
    editor.page.locator("#panel").focus()
    keys.press("F6")
    expect(editor.page.get_by_role("tab", name="Check")).to_be_focused()
    keys.press("ArrowRight")
    expect(editor.page.get_by_role("tab", name="Preview and score")).to_be_focused()
    keys.press("F6")
    expect(editor.line("1")).to_be_focused()
    keys.press("ArrowDown")
    keys.press("Control+d")
    expect(editor.line("1.2")).to_be_focused()
    keys.press("Delete")
    keys.press("Enter")
    expect(editor.page.locator("#panel")).to_be_focused()
    keys.press("Alt+n")
    expect(editor.field("text.en")).to_be_focused()
    keys.type("New one?")
    keys.press("Control+s")
    assert "New one?" in [
        question["text"].get("en") for question in editor.saved()["sections"][0]["questions"]
    ]


def test_axe_finds_nothing_and_nothing_scrolls_sideways(editor: Editor) -> None:
    page = editor.page
    for number in ("", "1", "1.1", "1.3", "1.4"):
        page.set_viewport_size({"width": 1280, "height": 800})
        editor.go(number)
        editor.form.locator("details").evaluate_all("(all) => all.forEach((part) => { part.open = true; })")
        assert_accessible_by_day_and_night(page)
        for width in (1280, 390, 320):
            page.set_viewport_size({"width": width, "height": 800})
            assert_fits(page)
    page.set_viewport_size({"width": 1280, "height": 800})
    frame = editor.try_it()
    frame.get_by_text("Greeted after a while").click()
    expect(page.locator("#sandbox")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("button", name="Keyboard").click()
    assert_accessible(page)
    page.keyboard.press("Escape")
    for width in (1280, 390, 320):
        page.set_viewport_size({"width": width, "height": 800})
        assert_fits(page)


def test_on_a_phone(
    hand: BrowserContext, phone: Page, app: Flask, live_server: str, session: Session, people: People
) -> None:
    let_in(hand, app, live_server, people.admin)
    editor = Editor(phone, app, draft_of_everything(session, people))
    session.rollback()
    editor.open()
    assert_fits(phone)
    phone.locator("#outline-box > summary").tap()
    content = editor.after(lambda: drag_by_finger(hand, phone, editor, "1.1", "1.4"))
    assert [question["key"] for question in content["sections"][0]["questions"]].index("greeting") >= 2
    editor.after(lambda: phone.locator("#undo").tap())
    editor.line("1.1").tap()
    expect(phone.locator("#panel-title")).to_be_in_viewport()
    editor.after(lambda: editor.write("text.en", "Typed with a thumb?"))
    small = phone.evaluate(
        """() => [...document.querySelectorAll("main button, main input, main select, main textarea, main summary")]
            .filter((one) => one.checkVisibility() && !one.closest("label.choice"))
            .map((one) => [one.outerHTML.slice(0, 80), one.getBoundingClientRect()])
            .filter(([, { width, height }]) => width < 40 || height < 40).map(([html]) => html)"""
    )
    assert small == []
    assert_accessible_by_day_and_night(phone)


def drag_by_finger(hand: BrowserContext, phone: Page, editor: Editor, number: str, onto: str) -> None:
    """Drag a line of the outline by its grip."""
    grip = editor.line(number).locator("xpath=../span[@class='grip']").bounding_box()
    target = editor.line(onto).bounding_box()
    assert grip
    assert target
    x, start, end = grip["x"] + 5, grip["y"] + 5, target["y"] + 8
    touch = hand.new_cdp_session(phone)
    for kind, y in (
        ("touchStart", start),
        *(("touchMove", start + (end - start) * step / 8) for step in range(1, 9)),
        ("touchMove", end - 2),
    ):
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y}]})
        phone.evaluate("new Promise((next) => requestAnimationFrame(() => setTimeout(next)))")
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
