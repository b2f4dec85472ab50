"""Photos on the capture page: taken, kept, removed, taken again; what is refused says why and harms nothing."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from auditapp.visits.models import Visit
from tests.support.browser import Complaints
from tests.support.capture import alarm, at, choose, image_file, meter, open_visit, saved, take
from tests.support.keeping import AWAY
from tests.support.looking import Look
from tests.support.network import Network
from tests.support.photos import FAKE, OVERSIZED, jpeg

LONG = 15_000
"""Milliseconds, where the page itself takes its time."""


def test_a_photo_is_kept_removed_brought_back_and_taken_again(hold: Page, visit: Visit, look: Look) -> None:
    item = take(hold, "receipt", jpeg(1))
    expect(item).to_have_class("new kept safe")
    expect(item.locator("img")).to_have_attribute("src", re.compile("^/photos/"))
    first = item.get_attribute("data-photo")
    saved(hold)
    assert look.capture.photo_ids() == {first}
    item.get_by_label("Remove").tap()
    expect(item).to_have_class("new kept safe gone")
    saved(hold)
    assert look.capture.photo_ids() == set()
    item.get_by_label("Remove").tap()
    saved(hold)
    assert look.capture.photo_ids() == {first}
    open_visit(hold, visit)
    with hold.expect_file_chooser() as camera:
        at(hold, "receipt").get_by_role("button", name="Retake").tap()
    camera.value.set_files(image_file(jpeg(2)))
    expect(at(hold, "receipt").locator(".kept")).to_have_count(1)
    saved(hold)
    assert at(hold, "receipt").locator("li").count() == 1
    assert (
        look.capture.photo_ids() == {at(hold, "receipt").locator("li").get_attribute("data-photo")} != {first}
    )


def test_after_a_photo_another_one_is_offered(hold: Page) -> None:
    label = at(hold, "window").locator(".photo-add")
    expect(label).to_have_text("Photo, if points are lost", use_inner_text=True)
    item = take(hold, "window", jpeg())
    expect(label).to_have_text("Another photo", use_inner_text=True)
    item.get_by_label("Remove").tap()
    expect(label).to_have_text("Photo, if points are lost", use_inner_text=True)


def test_nothing_moves_under_a_finger_while_a_photo_is_sent(
    outdoors: Page, network: Network, visit: Visit, complaints: Complaints
) -> None:
    open_visit(outdoors, visit)
    onward = outdoors.get_by_role("button", name="Next")
    first = onward.bounding_box()
    network.down()
    item = take(outdoors, "receipt", jpeg())
    expect(item).to_have_class("new kept")
    expect(item.get_by_text("On this phone, not sent yet.")).to_be_visible()
    targets = [
        item.get_by_label("Remove"),
        item.get_by_role("button", name="Retake"),
        outdoors.get_by_role("button", name="Check out"),
    ]
    before = [target.bounding_box() for target in targets]
    assert onward.bounding_box() == first
    network.mend()
    outdoors.evaluate("dispatchEvent(new Event('online'))")
    expect(item).to_have_class("new kept safe")
    expect(item.get_by_text("On this phone, not sent yet.")).to_be_hidden()
    assert [target.bounding_box() for target in targets] == before
    assert onward.bounding_box() == first
    complaints.tolerate(*AWAY)


SPOILT = {
    "fake": (FAKE, "This file is not a photo. Take the photo again, or choose another file."),
    "cut": (jpeg()[:-300], "This photo arrived incomplete. Take it again, or send it again."),
    "huge": (OVERSIZED, "This photo is too large: 25 MB is the most. Take it again with a lower resolution."),
}


@pytest.mark.parametrize("name", SPOILT)
def test_a_refused_photo_says_why_and_everything_else_is_kept(
    hold: Page, look: Look, complaints: Complaints, tmp_path: Path, name: str
) -> None:
    data, message = SPOILT[name]
    file = tmp_path / "image.jpg"
    file.write_bytes(data)
    expect(take(hold, "receipt", jpeg())).to_have_class("new kept safe")
    refused = take(hold, "receipt", file)
    expect(refused.get_by_role("alert")).to_have_text(message)
    at(hold, "receipt").get_by_label("Not applicable").tap()
    refused.get_by_role("button", name="Discard").tap()
    expect(at(hold, "receipt").locator("li")).to_have_count(1)
    saved(hold)
    assert len(look.capture.photo_ids()) == 1
    if name != "huge":  # which is not even sent
        complaints.expect("422")


def test_a_photo_that_cannot_be_sent_waits_and_is_sent_later(
    hold: Page, hand: BrowserContext, look: Look, complaints: Complaints
) -> None:
    choose(hold, "seated", "Yes")
    saved(hold)
    hand.set_offline(True)
    item = take(hold, "receipt", jpeg())
    expect(item).to_have_class("new kept")
    expect(item.get_by_role("status")).to_have_text("On this phone, not sent yet.")
    expect(meter(hold)).to_have_text("1 of 11 answers, 0 of 1 photos safe on the server · 2 waiting")
    hand.set_offline(False)
    expect(item).to_have_class("new kept safe")
    saved(hold)
    assert len(look.capture.photo_ids()) == 1
    complaints.tolerate(*AWAY)


def test_a_photo_that_comes_before_the_scripts_for_photos_is_kept_and_sent_later(
    hold: Page, hand: BrowserContext, look: Look, complaints: Complaints
) -> None:
    """The connection goes before anything was touched, and the page is not one that is kept for work without it."""
    hand.set_offline(True)
    at(hold, "receipt").locator("[type=file]").set_input_files(image_file(jpeg()))
    expect(meter(hold)).to_have_attribute("data-state", "saving")
    waits = "0 of 11 answers, 0 of 1 photos safe on the server · 2 waiting"
    expect(meter(hold)).to_have_text(waits, timeout=LONG)
    hold.get_by_role("button", name="Hand in the visit").tap()
    expect(alarm(hold)).to_contain_text("No connection.", timeout=LONG)
    hand.set_offline(False)
    expect(at(hold, "receipt").locator(".photos li")).to_have_class("new kept safe", timeout=LONG)
    expect(hold.locator("#missing")).to_be_visible()
    saved(hold)
    assert len(look.capture.photo_ids()) == 1
    complaints.tolerate(*AWAY)


def test_photos_that_come_before_the_scripts_for_photos_do_not_push_each_other_out(
    hold: Page, look: Look, complaints: Complaints
) -> None:
    """They are of one question, and so come through one field, as on a slow network."""
    hold.route("**/work.js", lambda route: route.abort())
    for number in range(3):
        take(hold, "receipt", jpeg(number))
    hold.unroute("**/work.js")
    expect(at(hold, "receipt").locator("li.kept.safe")).to_have_count(3, timeout=LONG)
    saved(hold)
    assert len(look.capture.photo_ids()) == 3
    complaints.tolerate(*AWAY)


def test_a_photo_that_waits_is_not_called_safe_before_the_scripts_for_photos_are_here(
    hold: Page, visit: Visit, complaints: Complaints
) -> None:
    hold.route("**/photos/*", lambda route: route.abort())
    take(hold, "receipt", jpeg())
    waits = "1 of 11 answers, 0 of 1 photos safe on the server · 1 waiting"
    expect(meter(hold)).to_have_text(waits)
    hold.route("**/work.js", lambda route: route.abort())
    open_visit(hold, visit)
    expect(meter(hold)).to_have_text(waits)
    expect(meter(hold)).to_have_attribute("data-state", "kept")
    complaints.tolerate(*AWAY)
