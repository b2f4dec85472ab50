"""The capture page in an auditor's hand: every tap and every letter is saved, and what is asked follows."""

from copy import deepcopy
from typing import Any

from flask import Flask
from playwright.sync_api import Locator, Page, expect
from sqlmodel import Session

from auditapp.visits.models import Visit
from tests.support.browser import Complaints, log_in
from tests.support.capture import at, choose, kept, meter, open_visit, saved
from tests.support.keeping import AWAY
from tests.support.looking import Look
from tests.support.people import People
from tests.support.visits import EVERYTHING, plan_visit, publish


def test_every_tap_is_saved_and_is_there_after_a_reload(hold: Page, visit: Visit, look: Look) -> None:
    choose(hold, "greeting", "Greeted after a while")
    at(hold, "greeting").get_by_label("Remark").fill("Ő később jött.")
    choose(hold, "seated", "Not applicable")
    at(hold, "wait").get_by_label("Minutes").fill("1")
    at(hold, "wait").get_by_label("Seconds").fill("5,5")
    choose(hold, "seen", "Good light")
    at(hold, "price").locator("[name=answer-price]").fill("12,50")
    at(hold, "day").locator("[name=answer-day]").fill("2026-03-31")
    at(hold, "hour").locator("[name=answer-hour]").fill("14:05")
    choose(hold, "recommend", "10")
    saved(hold)
    assert {key: answer.value for key, answer in look.answers.items()} == {
        "greeting": "late",
        "seated": None,
        "wait": 65.5,
        "seen": ["light"],
        "price": "12.5",
        "day": "2026-03-31",
        "hour": "14:05",
        "recommend": 10,
    }
    assert (look.answers["greeting"].remark, look.answers["seated"].na) == ("Ő később jött.", True)
    assert hold.evaluate("window.auditappSaves") >= len(look.log)
    before = hold.locator("#bar").inner_text().splitlines()[0]
    open_visit(hold, visit)
    expect(at(hold, "greeting").get_by_label("Greeted after a while")).to_be_checked()
    expect(at(hold, "greeting").get_by_label("Remark")).to_have_value("Ő később jött.")
    expect(at(hold, "seated").get_by_label("Not applicable")).to_be_checked()
    expect(at(hold, "wait").get_by_label("Seconds")).to_have_value("5.5")
    assert hold.locator("#bar").inner_text().splitlines()[0] == before
    assert hold.evaluate("window.auditappSaves") == 0


def test_the_number_of_saves_grows_with_each_tap(hold: Page) -> None:
    for number, label in enumerate(("Greeted after a while", "Not greeted at all"), start=1):
        choose(hold, "greeting", label)
        kept(hold, number)


def test_typing_is_sent_when_it_pauses_and_not_letter_by_letter(hold: Page, look: Look) -> None:
    at(hold, "greeting").locator(".remark summary").tap()
    at(hold, "greeting").get_by_label("Remark").press_sequentially("Nobody came.", delay=5)
    expect(meter(hold)).to_have_attribute("data-state", "kept")
    saved(hold)
    assert [operation.value for operation in look.log] == ["Nobody came."]


def test_questions_come_and_go_with_the_answers_that_ask_for_them(hold: Page, look: Look) -> None:
    excuse = at(hold, "excuse")
    expect(excuse).to_be_hidden()
    choose(hold, "seated", "No")
    expect(excuse).to_be_visible()
    expect(hold.locator("[data-section=welcome] .count")).to_have_text("1 of 4")
    excuse.locator("textarea").fill("No chairs.")
    choose(hold, "seated", "Yes")
    expect(excuse).to_be_hidden()
    expect(hold.locator("[data-section=welcome] .count")).to_have_text("1 of 3")
    saved(hold)
    assert look.answers["excuse"].value == "No chairs."


def test_progress_and_score_are_the_servers(hold: Page, visit: Visit, complaints: Complaints) -> None:
    choose(hold, "greeting", "Greeted after a while")
    choose(hold, "seated", "Yes")
    choose(hold, "window", "No")
    expect(hold.locator("[data-score]")).to_have_text("40.0 %")
    saved(hold)
    here = hold.locator("[data-score]").inner_text(), hold.locator("[data-count]").inner_text()
    hold.route("**/main.js", lambda route: route.abort())
    hold.goto(f"/visits/{visit.id}")
    there = hold.locator("[data-score]").inner_text(), hold.locator("[data-count]").inner_text()
    assert here == there
    complaints.tolerate(*AWAY)


def test_the_score_stays_hidden_where_the_checklist_says_so(
    phone: Page, session: Session, people: People, complaints: Complaints
) -> None:
    definition = {**EVERYTHING, "slug": "blind", "auditor_sees_score": False}
    visit = plan_visit(session, people, publish(session, people, definition))
    log_in(phone, people.auditor)
    open_visit(phone, visit)
    choose(phone, "seated", "Yes")
    expect(phone.locator("[data-count]")).to_have_text("1 of 11")
    assert "%" not in phone.locator("body").inner_text()
    assert complaints.seen == []


def test_a_section_is_done_when_nothing_in_it_is_missing(hold: Page) -> None:
    section = hold.locator("[data-section=welcome]")
    choose(hold, "greeting", "Not greeted at all")
    choose(hold, "seated", "Yes")
    at(hold, "wait").get_by_label("Seconds").fill("30")
    expect(section.locator(".count")).to_have_text("3 of 3")
    expect(section).not_to_have_class("section done")
    at(hold, "greeting").get_by_label("Remark").fill("Nobody was there.")
    expect(section).to_have_class("section done")


def test_a_lost_point_asks_for_its_remark_and_photo(hold: Page) -> None:
    remark = at(hold, "greeting").get_by_label("Remark")
    expect(remark).to_be_hidden()
    choose(hold, "greeting", "Not greeted at all")
    expect(remark).to_be_visible()
    expect(at(hold, "greeting")).to_have_attribute("data-needs", "remark")
    choose(hold, "window", "No")
    expect(at(hold, "window")).to_have_attribute("data-needs", "photo")
    choose(hold, "window", "Yes")
    expect(at(hold, "window")).to_have_attribute("data-needs", "")


def test_an_answer_takes_not_applicable_back(hold: Page, look: Look) -> None:
    choose(hold, "seated", "Not applicable")
    choose(hold, "seated", "Yes")
    expect(at(hold, "seated").get_by_label("Not applicable")).not_to_be_checked()
    saved(hold)
    assert (look.answers["seated"].value, look.answers["seated"].na) == ("yes", False)


def test_ticks_and_none_of_these_exclude_each_other(hold: Page, look: Look) -> None:
    choose(hold, "seen", "A ramp")
    choose(hold, "seen", "None of these")
    expect(at(hold, "seen").get_by_label("A ramp")).not_to_be_checked()
    saved(hold)
    assert look.answers["seen"].value == []
    choose(hold, "seen", "Good light")
    expect(at(hold, "seen").get_by_label("None of these")).not_to_be_checked()
    choose(hold, "seen", "Good light")
    saved(hold)
    assert look.answers["seen"].value is None


def test_a_count_is_tapped(hold: Page, look: Look) -> None:
    more, less = (at(hold, "offers").get_by_role("button", name=name) for name in ("One more", "One less"))
    less.tap()
    for _ in range(3):
        more.tap()
    less.tap()
    expect(at(hold, "offers").locator("[name=answer-offers]")).to_have_value("2")
    saved(hold)
    assert look.answers["offers"].value == 2


def test_an_answer_that_need_not_be_given_can_be_cleared(
    phone: Page, session: Session, people: People, app: Flask
) -> None:
    definition: dict[str, Any] = deepcopy({**EVERYTHING, "slug": "optional"})
    definition["sections"][0]["questions"][0]["required"] = False
    visit = plan_visit(session, people, publish(session, people, definition))
    log_in(phone, people.auditor)
    open_visit(phone, visit)
    choose(phone, "greeting", "Not greeted at all")
    expect(at(phone, "greeting").get_by_role("button", name="Clear")).to_have_css("border-top-width", "0px")
    at(phone, "greeting").get_by_role("button", name="Clear").tap()
    expect(at(phone, "greeting").locator(":checked")).to_have_count(0)
    saved(phone)
    assert Look(app, visit.id).answers["greeting"].value is None


REFUSED = (
    ("offers", "answer", "many", "Please enter a number."),
    ("offers", "answer", "21", "Please enter a number from 0 to 20."),
    ("wait", "answer", "soon", "Please enter a number."),
    ("price", "answer", "12.345678", "Please enter a number."),
    ("seated", "remark", "x" * 4001, "This text is too long: 4000 letters are the most. Please shorten it."),
)


def write(page: Page, key: str, name: str, text: str) -> Locator:
    field = at(page, key).locator(f'[name="{name}-{key}"]')
    if not field.is_visible():
        at(page, key).locator(".remark summary").tap()
    field.fill(text)
    field.blur()
    return field


def test_what_the_question_does_not_take_says_so_at_its_place(hold: Page, look: Look) -> None:
    for key, name, text, message in REFUSED:
        field = write(hold, key, name, text)
        expect(at(hold, key).locator(".error-text")).to_have_text(message)
        expect(field).to_have_attribute("aria-invalid", "true")
    expect(meter(hold)).to_have_text("0 of 11 answers safe on the server · 4 not taken")
    choose(hold, "greeting", "Greeted at once, with a smile")
    expect(meter(hold)).to_have_text("1 of 11 answers safe on the server · 4 not taken")
    assert [operation.question for operation in look.log] == ["greeting"]
    for key, name, _, _ in REFUSED:
        write(hold, key, name, "3")
        expect(at(hold, key).locator(".error-text")).to_be_hidden()
    saved(hold)
    assert sorted(operation.question for operation in look.log) == [
        "greeting", "offers", "price", "seated", "wait"
    ]  # fmt: skip


def test_the_stopwatch_goes_on_through_a_reload(hold: Page, visit: Visit, look: Look) -> None:
    hold.clock.install()
    open_visit(hold, visit)
    at(hold, "wait").get_by_role("button", name="Start").tap()
    hold.clock.fast_forward("00:41")
    open_visit(hold, visit)
    hold.clock.fast_forward("02:00")
    expect(at(hold, "wait").get_by_label("Minutes")).to_have_value("2")
    expect(at(hold, "wait").get_by_label("Seconds")).not_to_be_editable()
    at(hold, "wait").get_by_role("button", name="Stop").tap()
    saved(hold)
    seconds = look.answers["wait"].value
    assert isinstance(seconds, int)
    assert 161 <= seconds < 175
    at(hold, "wait").get_by_role("button", name="Go on").tap()
    hold.clock.fast_forward("01:00")
    at(hold, "wait").get_by_role("button", name="Stop").tap()
    saved(hold)
    measured = look.answers["wait"].value
    assert isinstance(measured, int)
    assert seconds + 60 <= measured < seconds + 75
    at(hold, "wait").get_by_label("Seconds").fill("7")
    saved(hold)
    assert look.answers["wait"].value == measured // 60 * 60 + 7
    at(hold, "wait").get_by_role("button", name="Back to zero").tap()
    saved(hold)
    assert look.answers["wait"].value is None
