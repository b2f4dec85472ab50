"""The capture page as it is seen and felt: nothing for axe, nothing sideways, nothing too small for a thumb."""

from playwright.sync_api import Page, expect
from sqlmodel import Session

from auditapp.accounts.queries import user_for
from auditapp.visits.models import Visit
from tests.support.browser import assert_accessible, assert_accessible_by_day_and_night, assert_fits
from tests.support.capture import answer_all, at, choose, open_visit, take
from tests.support.people import People
from tests.support.photos import jpeg

SMALLEST = 44


def spread_out(page: Page, visit: Visit) -> None:
    """Everything that the page can show at once."""
    open_visit(page, visit)
    choose(page, "seated", "No")
    choose(page, "recommend", "9")
    expect(take(page, "receipt", jpeg())).to_have_class("new kept safe")
    at(page, "offers").locator("[name=answer-offers]").fill("many")
    page.get_by_role("button", name="Hand in the visit").tap()
    page.evaluate("document.querySelectorAll('details').forEach((part) => { part.open = true; })")
    expect(page.locator("#missing")).to_be_visible()


def test_axe_finds_nothing(hold: Page, visit: Visit) -> None:
    hold.set_viewport_size({"width": 320, "height": 844})
    spread_out(hold, visit)
    for width in (320, 390):
        hold.set_viewport_size({"width": width, "height": 844})
        assert_accessible_by_day_and_night(hold)


def test_axe_finds_nothing_in_the_question_back(hold: Page) -> None:
    answer_all(hold)
    hold.get_by_role("button", name="Hand in the visit").tap()
    expect(hold.get_by_role("dialog")).to_be_visible()
    assert_accessible(hold)
    assert_fits(hold)


def test_nothing_scrolls_sideways(hold: Page, session: Session, people: People, visit: Visit) -> None:
    spread_out(hold, visit)
    for language in ("en", "hu", "sr-Cyrl"):
        user_for(session, people.auditor.id).language = language
        session.commit()
        open_visit(hold, visit)
        hold.evaluate("document.querySelectorAll('details').forEach((part) => { part.open = true; })")
        for width in (320, 360, 390, 430):
            hold.set_viewport_size({"width": width, "height": 844})
            assert_fits(hold)


def test_whatever_is_tapped_is_large_enough(hold: Page, visit: Visit) -> None:
    hold.set_viewport_size({"width": 320, "height": 844})
    spread_out(hold, visit)
    small = hold.evaluate(
        """(least) => [...document.querySelectorAll("a, button, summary, label, input, textarea")]
            .filter((one) => one.checkVisibility() && !one.closest("label") && !one.matches(".skip, .unseen"))
            .concat([...document.querySelectorAll("label")].filter((one) => one.checkVisibility()))
            .map((one) => [one.outerHTML.slice(0, 90), one.getBoundingClientRect()])
            .filter(([, { width, height }]) => width < least || height < least)
            .map(([html, { width, height }]) => `${width} x ${height}: ${html}`)""",
        SMALLEST,
    )
    assert small == []
