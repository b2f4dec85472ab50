"""V5, V6 as far as a page without offline storage can hold them: what is not saved says so, stays, and is sent later once."""

from datetime import UTC, datetime, timedelta

from playwright.sync_api import BrowserContext, Dialog, Page, Request, Route, expect
from sqlmodel import Session

from auditapp.accounts.queries import user_for
from auditapp.visits.models import Visit
from auditapp.visits.services import cancel_visit
from tests.support.browser import Complaints, log_in
from tests.support.capture import acknowledged, alarm, at, choose, open_visit, saved
from tests.support.looking import Look
from tests.support.people import People


def test_what_is_not_saved_says_so_and_is_saved_later_once(
    hold: Page, hand: BrowserContext, look: Look, complaints: Complaints
) -> None:
    hand.set_offline(True)
    choose(hold, "greeting", "Greeted after a while")
    choose(hold, "seated", "Yes")
    expect(alarm(hold)).to_contain_text("NOT SAVED. The server cannot be reached.")
    expect(hold.locator(".save")).to_have_text("Not saved: 2")
    expect(hold.locator("#bar [role=status]")).to_have_text("Not saved: 2")
    expect(hold.locator("[data-score]")).to_be_visible()
    hand.set_offline(False)
    saved(hold)
    expect(alarm(hold)).to_be_hidden()
    assert [(operation.question, operation.value) for operation in look.log] == [
        ("greeting", "late"),
        ("seated", "yes"),
    ]
    complaints.expect("ERR_INTERNET_DISCONNECTED")


def test_who_will_not_wait_tries_again_by_hand(
    hold: Page, visit: Visit, look: Look, complaints: Complaints
) -> None:
    hold.clock.install()
    open_visit(hold, visit)
    hold.clock.pause_at(datetime.now(UTC) + timedelta(hours=1))
    hold.route("**/operations", lambda route: route.abort(), times=1)
    choose(hold, "greeting", "Greeted after a while")
    hold.clock.run_for(100)
    expect(alarm(hold)).to_be_visible()
    alarm(hold).get_by_role("button", name="Try again").dispatch_event("click")
    saved(hold)
    assert len(look.log) == 1
    complaints.expect("ERR_FAILED")


def test_an_answer_that_got_lost_on_the_way_back_is_stored_once(
    hold: Page, look: Look, complaints: Complaints
) -> None:
    def lose(route: Route) -> None:
        route.fetch()
        route.abort()

    hold.route("**/operations", lose, times=1)
    choose(hold, "greeting", "Greeted after a while")
    acknowledged(hold, 1)
    saved(hold)
    assert len(look.log) == 1
    complaints.expect("ERR_FAILED")


def test_a_captive_portal_is_not_mistaken_for_the_server(hold: Page, look: Look) -> None:
    hold.route(
        "**/operations", lambda route: route.fulfill(body="<h1>Free Wi-Fi</h1>", content_type="text/html")
    )
    choose(hold, "greeting", "Greeted after a while")
    expect(alarm(hold)).to_contain_text("NOT SAVED. The server cannot be reached.")
    hold.unroute("**/operations")
    saved(hold)
    assert len(look.log) == 1


def test_leaving_with_unsaved_work_asks_first(
    hold: Page, hand: BrowserContext, complaints: Complaints
) -> None:
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    hold.on("dialog", stay)
    hand.set_offline(True)
    choose(hold, "greeting", "Greeted after a while")
    expect(alarm(hold)).to_be_visible()
    hold.close(run_before_unload=True)
    hold.wait_for_function("() => document.querySelector('.alarm:not([hidden])')")
    assert asked == ["beforeunload"]
    hand.set_offline(False)
    saved(hold)
    complaints.expect("ERR_INTERNET_DISCONNECTED")


def test_who_was_logged_out_logs_in_again_and_loses_nothing(
    hold: Page, hand: BrowserContext, people: People, look: Look, complaints: Complaints
) -> None:
    hand.clear_cookies()
    choose(hold, "greeting", "Greeted after a while")
    expect(alarm(hold)).to_contain_text("NOT SAVED. You are logged out.")
    with hand.expect_page() as opened:
        alarm(hold).get_by_role("link", name="Log in").tap()
    log_in(opened.value, people.auditor)
    saved(hold)
    assert [operation.value for operation in look.log] == ["late"]
    complaints.expect("40")


def test_somebody_elses_login_sends_nothing_of_mine(
    hold: Page, hand: BrowserContext, people: People, look: Look, complaints: Complaints
) -> None:
    hand.clear_cookies()
    log_in(hand.new_page(), people.second_auditor)
    choose(hold, "greeting", "Greeted after a while")
    expect(alarm(hold)).to_contain_text("NOT SAVED. Somebody else is logged in.")
    assert look.log == []
    hand.clear_cookies()
    log_in(hand.new_page(), people.auditor)
    saved(hold)
    assert len(look.log) == 1
    complaints.expect("40")


def test_what_the_server_refuses_stands_at_its_question(hold: Page, look: Look) -> None:
    """The network spoils an answer: the server knows no such option."""

    def spoil(route: Route, request: Request) -> None:
        route.continue_(post_data=(request.post_data or "").replace('"late"', '"spoilt"'))

    hold.route("**/operations", spoil, times=1)
    choose(hold, "greeting", "Greeted after a while")
    expect(at(hold, "greeting").locator(".error-text")).to_have_text(
        "Not saved: This answer is not among the options. Please choose again."
    )
    expect(hold.locator(".save")).to_have_text("Not saved: 1")
    choose(hold, "greeting", "Not greeted at all")
    expect(at(hold, "greeting").locator(".error-text")).to_be_hidden()
    saved(hold)
    assert [operation.value for operation in look.log] == ["never"]


def test_two_tabs_of_one_phone_lose_nothing(
    hold: Page, hand: BrowserContext, visit: Visit, look: Look
) -> None:
    other = hand.new_page()
    open_visit(other, visit)
    choose(other, "seated", "Yes")
    saved(other)
    choose(hold, "greeting", "Greeted after a while")
    acknowledged(hold, 1)
    saved(hold)
    assert {key: answer.value for key, answer in look.answers.items()} == {
        "seated": "yes",
        "greeting": "late",
    }


def test_work_on_a_visit_that_was_called_off_is_kept_apart(
    hold: Page, session: Session, people: People, visit: Visit, look: Look
) -> None:
    cancel_visit(session, user_for(session, people.admin.id), visit, "The store is closed.")
    session.commit()
    choose(hold, "greeting", "Greeted after a while")
    expect(alarm(hold)).to_have_text(
        "This visit is no longer open. What you do here is kept apart for the agency."
    )
    assert [operation.late for operation in look.log] == [True]


def test_a_tap_before_the_scripts_came_is_saved_when_they_come(hold: Page, visit: Visit, look: Look) -> None:
    waiting: list[Route] = []

    def keep_back(route: Route) -> None:
        waiting.append(route)

    hold.route("**/main.js", keep_back)
    with hold.expect_request("**/main.js"):
        hold.goto(f"/visits/{visit.id}", wait_until="commit")
    hold.get_by_label("Greeted after a while").tap()
    assert look.log == []
    for route in waiting:
        route.continue_()
    acknowledged(hold, 1)
    assert look.answers["greeting"].value == "late"
