"""V5, V6: what was done stays on the phone, says how safe it is, and is sent later once."""

from playwright.sync_api import BrowserContext, Dialog, Page, Request, Route, expect
from sqlmodel import Session

from auditapp.accounts.queries import user_for
from auditapp.visits.models import Visit
from auditapp.visits.services import cancel_visit
from tests.support.browser import Complaints, log_in
from tests.support.capture import alarm, at, choose, kept, meter, open_visit, saved
from tests.support.keeping import AWAY
from tests.support.looking import Look
from tests.support.people import People


def test_what_is_not_sent_says_so_and_is_sent_later_once(
    hold: Page, hand: BrowserContext, look: Look, complaints: Complaints
) -> None:
    hand.set_offline(True)
    choose(hold, "greeting", "Greeted after a while")
    choose(hold, "seated", "Yes")
    expect(meter(hold)).to_have_text("0 of 11 answers safe on the server · 2 waiting")
    expect(hold.locator("#bar [role=status]")).to_have_text("0 of 11 answers safe on the server · 2 waiting")
    expect(alarm(hold)).to_be_hidden()
    expect(hold.locator("[data-score]")).to_be_visible()
    hand.set_offline(False)
    saved(hold)
    expect(meter(hold)).to_have_text("2 of 11 answers safe on the server")
    assert [(operation.question, operation.value) for operation in look.log] == [
        ("greeting", "late"),
        ("seated", "yes"),
    ]
    complaints.tolerate(*AWAY)


def test_what_could_not_be_sent_is_tried_again_after_a_pause(
    hold: Page, visit: Visit, look: Look, complaints: Complaints
) -> None:
    hold.clock.install()
    open_visit(hold, visit)
    hold.route("**/operations", lambda route: route.abort(), times=1)
    choose(hold, "greeting", "Greeted after a while")
    hold.clock.run_for(100)
    expect(meter(hold)).to_have_attribute("data-state", "kept")
    hold.clock.run_for(2000)
    saved(hold)
    assert len(look.log) == 1
    complaints.tolerate(*AWAY)


def test_an_answer_that_got_lost_on_the_way_back_is_stored_once(
    hold: Page, look: Look, complaints: Complaints
) -> None:
    def lose(route: Route) -> None:
        route.fetch()
        route.abort()

    hold.route("**/operations", lose, times=1)
    choose(hold, "greeting", "Greeted after a while")
    kept(hold, 1)
    saved(hold)
    assert len(look.log) == 1
    complaints.tolerate(*AWAY)


def test_a_captive_portal_is_not_mistaken_for_the_server(hold: Page, look: Look) -> None:
    hold.route(
        "**/operations", lambda route: route.fulfill(body="<h1>Free Wi-Fi</h1>", content_type="text/html")
    )
    choose(hold, "greeting", "Greeted after a while")
    expect(meter(hold)).to_have_attribute("data-state", "kept")
    hold.unroute("**/operations")
    saved(hold)
    assert len(look.log) == 1


def test_leaving_with_what_cannot_be_saved_asks_first(hold: Page) -> None:
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    hold.on("dialog", stay)
    at(hold, "offers").get_by_role("textbox").fill("many")
    hold.close(run_before_unload=True)
    hold.wait_for_function("() => document.querySelector('.save[data-state=failed]')")
    assert asked == ["beforeunload"]


def test_who_was_logged_out_logs_in_again_and_loses_nothing(
    hold: Page, hand: BrowserContext, people: People, look: Look, complaints: Complaints
) -> None:
    hand.clear_cookies()
    choose(hold, "greeting", "Greeted after a while")
    expect(alarm(hold)).to_contain_text("Saved on this phone. To send it, log in")
    with hand.expect_page() as opened:
        alarm(hold).get_by_role("link", name="Log in").tap()
    log_in(opened.value, people.auditor)
    saved(hold)
    assert [operation.value for operation in look.log] == ["late"]
    complaints.expect("40")


def test_somebody_elses_login_sends_nothing_of_mine(
    hold: Page, hand: BrowserContext, people: People, look: Look, complaints: Complaints
) -> None:
    choose(hold, "seated", "Yes")
    saved(hold)
    hand.clear_cookies()
    log_in(hand.new_page(), people.second_auditor)
    choose(hold, "greeting", "Greeted after a while")
    expect(alarm(hold)).to_contain_text("Somebody else is logged in")
    assert [operation.question for operation in look.log] == ["seated"]
    hand.clear_cookies()
    log_in(hand.new_page(), people.auditor)
    saved(hold)
    assert len(look.log) == 2
    complaints.expect("40")


def test_what_the_server_refuses_stands_at_its_question(hold: Page, look: Look) -> None:
    """The network spoils an answer: the server knows no such option."""

    def spoil(route: Route, request: Request) -> None:
        route.continue_(post_data=(request.post_data or "").replace('"late"', '"spoilt"'))

    hold.route("**/operations", spoil, times=1)
    choose(hold, "greeting", "Greeted after a while")
    expect(at(hold, "greeting").locator(".error-text")).to_have_text(
        "Not taken by the server: This answer is not among the options. Please choose again."
    )
    expect(meter(hold)).to_have_text("0 of 11 answers safe on the server · 1 not taken")
    choose(hold, "greeting", "Not greeted at all")
    expect(at(hold, "greeting").locator(".error-text")).to_be_hidden()
    saved(hold)
    assert [operation.value for operation in look.log] == ["never"]


def test_of_two_tabs_one_works_and_the_other_follows_or_takes_over(
    hold: Page, hand: BrowserContext, visit: Visit, look: Look
) -> None:
    choose(hold, "greeting", "Not greeted at all")
    saved(hold)
    other = hand.new_page()
    open_visit(other, visit)
    expect(other.locator("#elsewhere")).to_contain_text("open in another tab")
    choose(hold, "greeting", "Greeted after a while")
    expect(other.get_by_label("Greeted after a while")).to_be_checked()
    other.get_by_role("button", name="Work here").tap()
    choose(other, "seated", "Yes")
    expect(hold.locator("#elsewhere")).to_be_visible()
    expect(hold.locator('[data-question="seated"]').get_by_label("Yes")).to_be_checked()
    saved(other)
    assert {key: answer.value for key, answer in look.answers.items()} == {
        "seated": "yes",
        "greeting": "late",
    }
    other.close()
    expect(hold.locator("#elsewhere")).to_be_hidden()


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
    kept(hold, 1)
    saved(hold)
    assert look.answers["greeting"].value == "late"
