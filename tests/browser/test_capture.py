"""A whole visit on the phone: coming, going through it, what is missing, handing in; also by keyboard and without scripts."""

from playwright.sync_api import Browser, BrowserContext, Geolocation, Page, expect
from sqlmodel import Session

from auditapp.accounts.queries import user_for
from auditapp.domain.lifecycle import VisitState
from auditapp.visits.models import ReturnMessage, Visit
from auditapp.visits.services import move_visit
from tests.support.browser import Complaints, assert_accessible, assert_fits, log_in
from tests.support.capture import answer_all, at, choose, image_file, kept, open_visit, saved
from tests.support.keeping import AWAY
from tests.support.looking import Look
from tests.support.pages import PageClient
from tests.support.people import People
from tests.support.phones import Phone
from tests.support.photos import jpeg
from tests.support.visits import publish

SUBOTICA: Geolocation = {"latitude": 46.1, "longitude": 19.66, "accuracy": 12}


def test_what_is_missing_is_listed_with_the_way_to_it(hold: Page) -> None:
    answer_all(hold)
    choose(hold, "window", "No")
    choose(hold, "seated", "No")
    hold.get_by_role("button", name="Hand in the visit").tap()
    missing = hold.locator("#missing")
    expect(missing.locator("li")).to_have_text(
        ["1.3 The excuse? Answer missing", "2.8 The window? A photo is asked for here"]
    )
    expect(missing).to_be_focused()
    hold.locator("[data-section=welcome] > summary").click()
    missing.get_by_role("link", name="1.3 The excuse?").tap()
    expect(at(hold, "excuse")).to_be_focused()
    expect(at(hold, "excuse")).to_be_in_viewport()
    at(hold, "excuse").locator("textarea").fill("No chairs.")
    expect(missing.locator("li")).to_have_count(1)
    choose(hold, "window", "Yes")
    expect(missing).to_be_hidden()


def test_a_complete_visit_is_handed_in_after_a_question_back(hold: Page, look: Look) -> None:
    answer_all(hold)
    hold.get_by_role("button", name="Hand in the visit").tap()
    dialog = hold.get_by_role("dialog", name="Hand in this visit?")
    expect(dialog).to_contain_text("You have not checked out.")
    dialog.get_by_role("button", name="No, go back").tap()
    expect(dialog).to_be_hidden()
    hold.get_by_role("button", name="Hand in the visit").tap()
    dialog.get_by_role("button", name="Hand it in").tap()
    hold.wait_for_url("**/home")
    expect(hold.locator(".message")).to_contain_text("Thank you. The visit is handed in.")
    assert (look.state(), look.submissions) == (VisitState.SUBMITTED, 1)


def test_handing_in_waits_for_the_server(
    hold: Page, hand: BrowserContext, look: Look, complaints: Complaints
) -> None:
    answer_all(hold)
    saved(hold)
    hand.set_offline(True)
    left: list[str] = []
    hold.on("request", lambda request: left.append(request.url) if request.is_navigation_request() else None)
    hold.get_by_role("button", name="Hand in the visit").tap()
    dialog = hold.get_by_role("dialog")
    dialog.get_by_role("button", name="Hand it in").tap()
    expect(hold.locator("#handed-in")).to_contain_text("It is sent as soon as there is a connection")
    expect(hold.locator("[data-section]").first).to_have_js_property("inert", True)  # noqa: FBT003 - a value
    hand.set_offline(False)
    hold.wait_for_url("**/home")
    assert len(left) == 1
    assert look.submissions == 1
    complaints.tolerate(*AWAY)


def test_what_another_device_took_away_is_asked_for_again(
    hold: Page, client: PageClient, people: People, visit: Visit, look: Look, complaints: Complaints
) -> None:
    answer_all(hold)
    saved(hold)
    tablet = Phone(client.log_in(people.auditor), visit.id, "tablet")
    tablet.counter = 100
    tablet.answer(offers=None)
    hold.get_by_role("button", name="Hand in the visit").tap()
    hold.get_by_role("button", name="Hand it in").tap()
    expect(hold.locator("#missing li")).to_have_text(["2.1 The offers? Answer missing"])
    assert look.state() == VisitState.IN_PROGRESS
    complaints.expect("409")


def test_coming_is_stamped_with_the_place_if_that_is_allowed(
    hold: Page, hand: BrowserContext, look: Look
) -> None:
    hand.grant_permissions(["geolocation"])
    hand.set_geolocation(SUBOTICA)
    part = hold.locator('[data-stamp="check_in"]')
    expect(part.locator(".hint")).to_be_visible()
    hold.get_by_role("button", name="Check in").tap()
    expect(part.locator("p").first).to_contain_text("place noted (accurate to 12 m)")
    expect(part.get_by_role("button")).to_have_text("Check in again")
    expect(part.locator(".hint")).to_be_hidden()
    saved(hold)
    stamp = look.capture.check_in
    assert stamp is not None
    assert stamp.place is not None
    assert (stamp.place.lat, stamp.place.lon, stamp.place.accuracy, stamp.refused) == (46.1, 19.66, 12, False)


def test_refusing_the_place_is_noted_and_nothing_else(hold: Page, hand: BrowserContext, look: Look) -> None:
    hand.clear_permissions()
    hold.get_by_role("button", name="Check out").tap()
    expect(hold.locator('[data-stamp="check_out"] p').first).to_contain_text("place not allowed")
    saved(hold)
    stamp = look.capture.check_out
    assert stamp is not None
    assert (stamp.place, stamp.refused) == (None, True)


def test_a_stamp_that_waits_on_the_phone_is_still_shown_after_a_reload(
    hold: Page, hand: BrowserContext, visit: Visit, look: Look, complaints: Complaints
) -> None:
    complaints.tolerate(*AWAY)
    hand.clear_permissions()
    hold.route("**/operations", lambda route: route.abort())
    part = hold.locator('[data-stamp="check_out"]')
    part.get_by_role("button", name="Check out").tap()
    expect(part).to_contain_text("place not allowed")
    kept(hold, 2)
    open_visit(hold, visit)
    expect(part).to_contain_text("place not allowed")
    expect(part.get_by_role("button")).to_have_text("Check out again")
    assert look.capture.check_out is None


def test_next_leads_through_everything_that_is_open(hold: Page) -> None:
    button = hold.locator("#next")
    seen = []
    for _ in range(3):
        button.tap()
        seen.append(hold.evaluate("document.activeElement.dataset.question"))
    assert seen == ["greeting", "seated", "wait"]
    answer_all(hold)
    choose(hold, "greeting", "Not greeted at all")
    expect(button).to_have_text("Next")
    hold.locator("#finish").scroll_into_view_if_needed()
    button.tap()
    expect(at(hold, "greeting")).to_be_focused()
    at(hold, "greeting").get_by_label("Remark").fill("Nobody was there.")
    hold.locator("#finish").scroll_into_view_if_needed()
    expect(button).to_have_text("Finish")
    button.tap()
    expect(hold.locator("#finish")).to_be_focused()


def test_the_visit_can_be_done_by_keyboard(hold: Page, look: Look) -> None:
    keys = hold.keyboard
    hold.locator("#q-greeting .guidance summary").focus()
    for key in ("Tab", "Space", "ArrowDown"):
        keys.press(key)
    expect(at(hold, "greeting").get_by_label("Greeted after a while")).to_be_checked()
    expect(at(hold, "greeting").get_by_label("Remark")).to_be_visible()
    for key in ("Tab", "Tab", "w", "h", "y", "Tab"):
        keys.press(key)
    expect(at(hold, "greeting").locator("[type=file]")).to_be_focused()
    for key in ("Tab", "Space"):
        keys.press(key)
    expect(at(hold, "seated").get_by_label("Yes")).to_be_checked()
    hold.locator("#next").focus()
    keys.press("Enter")
    expect(at(hold, "wait")).to_be_focused()
    keys.press("Tab")
    keys.type("2")
    keys.press("Tab")
    keys.type("5")
    keys.press("Enter")
    saved(hold)
    assert {key: answer.value for key, answer in look.answers.items()} == {
        "greeting": "late",
        "seated": "yes",
        "wait": 125,
    }
    assert look.capture.check_in is None
    answer_all(hold)
    hold.get_by_role("button", name="Hand in the visit").focus()
    keys.press("Enter")
    expect(hold.get_by_role("button", name="Hand it in")).to_be_focused()
    keys.press("Escape")
    expect(hold.get_by_role("button", name="Hand in the visit")).to_be_focused()
    keys.press("Enter")
    keys.press("Enter")
    hold.wait_for_url("**/home")
    assert look.state() == VisitState.SUBMITTED


def test_the_visit_can_be_done_without_scripts(
    chromium_browser: Browser, live_server: str, people: People, visit: Visit, look: Look
) -> None:
    context = chromium_browser.new_context(
        base_url=live_server,
        java_script_enabled=False,
        viewport={"width": 390, "height": 844},
        locale="en-GB",
    )
    page = context.new_page()
    log_in(page, people.auditor)
    page.goto(f"/visits/{visit.id}")
    page.get_by_label("Greeted at once").check()
    page.get_by_label("Seconds").fill("42")
    page.get_by_label("Seconds").press("Enter")
    expect(page.locator(".message")).to_contain_text("Saved.")
    assert look.answers["wait"].value == 42
    at(page, "seated").get_by_label("Yes").check()
    at(page, "offers").locator("[name=answer-offers]").fill("2")
    at(page, "seen").get_by_label("None of these").check()
    at(page, "recommend").get_by_label("9").check()
    at(page, "receipt").locator("[type=file]").set_input_files(image_file(jpeg()))
    page.get_by_role("button", name="Hand in the visit").click()
    expect(page.locator("#missing li")).to_have_text(["2.8 The window? Answer missing"])
    expect(at(page, "receipt").locator("img")).to_be_visible()
    at(page, "window").get_by_label("Yes").check()
    page.get_by_role("button", name="Hand in the visit").click()
    page.get_by_role("button", name="Hand it in").click()
    page.wait_for_url("**/home")
    assert (look.state(), look.submissions) == (VisitState.SUBMITTED, 1)
    context.close()


def test_the_reviewers_words_are_led_to(hold: Page, session: Session, people: People, visit: Visit) -> None:
    answer_all(hold)
    hold.get_by_role("button", name="Hand in the visit").tap()
    hold.get_by_role("button", name="Hand it in").tap()
    hold.wait_for_url("**/home")
    session.refresh(visit)
    step = move_visit(session, user_for(session, people.reviewer.id), visit, VisitState.RETURNED)
    message = ReturnMessage(transition_id=step.id, visit_id=visit.id, question="offers", message="Which?")
    session.add(message)
    session.commit()
    open_visit(hold, visit)
    hold.get_by_role("link", name="2.1 The offers?").tap()
    expect(at(hold, "offers")).to_be_focused()
    expect(at(hold, "offers")).to_contain_text("The reviewer asks: Which?")
    assert_accessible(hold)
    assert_fits(hold)


def test_the_preview_works_in_memory_only(page: Page, session: Session, people: People) -> None:
    version = publish(session, people)
    session.commit()
    log_in(page, people.admin)
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if "/api/" in request.url else None)
    page.goto(f"/checklists/versions/{version.id}/preview")
    expect(page.locator("html")).to_have_class("enhanced")
    at(page, "seated").get_by_label("No", exact=True).check()
    expect(at(page, "excuse")).to_be_visible()
    expect(page.locator("[data-score]")).to_have_text("0.0 %")
    at(page, "receipt").locator("[type=file]").set_input_files(image_file(jpeg()))
    expect(at(page, "receipt").locator(".kept")).to_have_count(1)
    page.get_by_role("button", name="Check in").click()
    page.get_by_label("Scenario").select_option("hurry")
    page.get_by_role("button", name="Show").click()
    expect(page.locator("#q-rushed")).to_have_count(1)
    expect(page.locator(".save")).to_have_text("Preview: nothing is saved")
    assert sent == []
    assert_accessible(page)
