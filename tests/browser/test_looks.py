"""What is drawn and chosen with the eyes: areas over faces, and a client's look."""

from collections.abc import Callable

import pytest
from flask import Flask
from playwright.sync_api import CDPSession, FilePayload, Page, expect
from sqlmodel import Session, select

from auditapp.visits.models import Photo
from tests.support.browser import assert_accessible, log_in
from tests.support.desk import Chain
from tests.support.pages import PageClient
from tests.support.people import People
from tests.support.phones import Phone
from tests.support.photos import jpeg

Point = tuple[float, float]


@pytest.fixture
def drag(phone: Page) -> Callable[[Point, Point], None]:
    """Moves a finger over the photo, from one place to another, in shares of its width and height."""
    hand: CDPSession = phone.context.new_cdp_session(phone)

    def touch(kind: str, place: Point | None) -> None:
        frame = phone.locator(".faces-photo").bounding_box()
        assert frame is not None
        points = [
            {"x": frame["x"] + frame["width"] * x, "y": frame["y"] + frame["height"] * y}
            for x, y in ([place] if place else [])
        ]
        hand.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    def move(start: Point, end: Point) -> None:
        touch("touchStart", start)
        touch("touchMove", ((start[0] + end[0]) / 2, end[1]))
        touch("touchMove", end)
        touch("touchEnd", None)

    return move


def test_areas_are_drawn_with_a_finger_and_moved_with_keys(
    app: Flask, session: Session, people: People, phone: Page, drag: Callable[[Point, Point], None]
) -> None:
    chain = Chain.begin(session, people)
    Phone(PageClient(app).log_in(people.auditor), chain.visit.id).attach("window", jpeg())
    chain.submit()
    log_in(phone, people.reviewer)
    phone.goto(f"/reviews/{chain.visit.id}")
    phone.get_by_role("link", name="Hide faces").click()
    expect(phone.get_by_role("button", name="Add an area")).to_be_visible()
    phone.locator(".faces-photo").scroll_into_view_if_needed()
    areas = phone.locator(".areas li")
    drag((0.25, 0.25), (0.5, 0.75))
    expect(areas).to_have_count(1)
    drag((0.9, 0.9), (0.6, 0.6))
    expect(areas).to_have_count(2)
    phone.get_by_role("button", name="Undo").click()
    expect(areas).to_have_count(1)
    phone.get_by_role("button", name="Add an area").focus()
    phone.keyboard.press("Enter")
    expect(areas.nth(1).get_by_label("From the left")).to_be_focused()
    phone.keyboard.press("ArrowUp")
    expect(phone.locator(".faces-photo rect").nth(1)).to_have_attribute("x", "330")
    phone.get_by_role("button", name="Save").click()
    expect(phone.locator("#q-window .badge").first).to_have_text("faces hidden")
    drawn, added = session.exec(select(Photo)).one().areas
    assert drawn == pytest.approx([200, 150, 200, 300], abs=5)
    assert added == [330, 240, 160, 120]


def test_a_look_is_seen_while_it_is_chosen(page: Page, people: People) -> None:
    log_in(page, people.admin)
    page.goto(f"/clients/{people.client_id}/look")
    notice = page.locator(".dark-enough")
    expect(notice).to_be_hidden()
    page.get_by_label("Colour", exact=False).first.fill("ffcc00")
    expect(notice).to_contain_text("#907300")
    expect(page.locator(".letterhead-kind")).to_have_css("background-color", "rgb(255, 204, 0)")
    expect(page.locator(".letterhead-kind")).to_have_css("color", "rgb(0, 0, 0)")
    assert_accessible(page)
    page.get_by_label("Pick the colour").fill("#004080")
    expect(page.locator("#colour")).to_have_value("#004080")
    expect(notice).to_be_hidden()
    page.locator("#logo").set_input_files(FilePayload(name="l.jpg", mimeType="image/jpeg", buffer=jpeg()))
    expect(page.locator(".letterhead img")).to_be_visible()
