"""Secret work: hidden at one tap, found again at the same place, dimmed, and back where the camera left it."""

import os
import re
from datetime import UTC, datetime
from pathlib import Path

from playwright.sync_api import Page, expect

from auditapp.visits.models import PhotoSource, Visit
from tests.support.browser import (
    Complaints,
    assert_accessible,
    assert_accessible_by_day_and_night,
    assert_fits,
)
from tests.support.capture import at, choose, image_file, open_visit, saved, take
from tests.support.keeping import AWAY
from tests.support.looking import Look
from tests.support.photos import from_camera, jpeg


def test_the_visit_is_hidden_at_one_tap_and_comes_back_at_the_same_place(hold: Page, visit: Visit) -> None:
    choose(hold, "window", "Yes")
    place = hold.evaluate("scrollY")
    hold.get_by_role("button", name="Hide the visit at once").tap()
    expect(hold.locator("#cover")).to_be_visible()
    assert hold.title() == "Shopping list"
    assert hold.locator("#cover").bounding_box() == {"x": 0, "y": 0, "width": 390, "height": 844}
    assert_accessible(hold)
    hold.reload()
    expect(hold.locator("#cover")).to_be_visible()
    hold.get_by_role("button", name="Back to the visit").tap()
    expect(hold.locator("#cover")).to_be_hidden()
    expect(hold.locator('[data-question="window"]')).to_be_in_viewport()
    assert "Subotica" in hold.title()
    open_visit(hold, visit)
    choose(hold, "window", "Yes")
    assert abs(hold.evaluate("scrollY") - place) < 844


def test_three_fingers_hide_the_visit_too(hold: Page) -> None:
    fingers = [{"x": 100 + 40 * number, "y": 400, "id": number} for number in range(3)]
    browser = hold.context.new_cdp_session(hold)
    browser.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": fingers})
    expect(hold.locator("#cover")).to_be_visible()


def test_a_dimmed_page_is_readable_and_stays_dimmed(hold: Page, visit: Visit) -> None:
    hold.get_by_role("button", name="Dim the screen").tap()
    choose(hold, "greeting", "Greeted after a while")
    saved(hold)
    assert_accessible(hold)
    open_visit(hold, visit)
    expect(hold.locator("html")).to_have_attribute("data-dim", "")
    hold.get_by_role("button", name="Dim the screen").tap()
    expect(hold.locator("html")).not_to_have_attribute("data-dim", "")


def test_who_comes_back_from_the_camera_to_a_page_that_was_closed_is_at_the_same_question(
    hold: Page, visit: Visit
) -> None:
    with hold.expect_file_chooser():
        at(hold, "receipt").locator("[type=file]").tap()
    hold.reload()
    expect(hold.locator("html")).to_have_class("enhanced")
    expect(hold.locator('[data-question="receipt"]')).to_be_in_viewport()
    expect(at(hold, "receipt")).to_contain_text("The camera had closed this page.")
    open_visit(hold, visit)
    assert hold.evaluate("scrollY") > 0


def test_a_large_photo_travels_small_with_the_cameras_notes(hold: Page, look: Look) -> None:
    taken = datetime(2026, 3, 31, 12, 5, 7, tzinfo=UTC)
    data = from_camera(3200, 2400, taken, lat=46.1, lon=19.6)
    with hold.expect_request(re.compile("/photos/"), timeout=60_000) as sent:
        item = take(hold, "receipt", data)
    expect(item).to_have_class("new kept safe")
    saved(hold)
    body = sent.value.post_data_buffer or b""
    assert len(body) < len(data) / 2
    photo = look.photo(item.get_attribute("data-photo") or "")
    assert (photo.width, photo.height) == (1536, 2048)
    assert photo.taken_at == taken
    assert (photo.latitude, photo.longitude) == (46.1, 19.6)


def test_an_answer_is_kept_with_the_name_of_its_question_before_the_rest_of_the_page_is_there(
    hold: Page, complaints: Complaints
) -> None:
    complaints.tolerate(*AWAY)
    for out_of_reach in ("**/main.js/work.js", "**/api/**"):
        hold.route(out_of_reach, lambda route: route.abort())
    choose(hold, "greeting", "Greeted after a while")
    expect(hold.locator(".save")).to_have_attribute("data-state", "kept")
    hold.set_viewport_size({"width": 320, "height": 600})
    hold.goto("/my-data")
    expect(hold.locator("#items h2")).to_contain_text("Subotica")
    expect(hold.locator("#items li")).to_contain_text(["The greeting?"])
    assert_accessible_by_day_and_night(hold)
    assert_fits(hold)


def test_a_photo_from_the_gallery_is_told_from_one_of_the_camera(
    hold: Page, look: Look, tmp_path: Path
) -> None:
    old = tmp_path / "image.jpg"
    old.write_bytes(jpeg(2))
    os.utime(old, (1_700_000_000, 1_700_000_000))
    for file, source in ((image_file(jpeg(1)), PhotoSource.CAMERA), (old, PhotoSource.GALLERY)):
        with hold.expect_file_chooser() as chooser:
            at(hold, "receipt").locator("[type=file]").tap()
        chooser.value.set_files(file)
        item = at(hold, "receipt").locator("li").last
        expect(item).to_have_class("new kept safe")
        saved(hold)
        assert look.photo(item.get_attribute("data-photo") or "").source == source
