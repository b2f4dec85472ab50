"""Work without a connection outlives the browser: what the phone showed as saved is there again, and arrives once."""

from collections.abc import Iterator
from pathlib import Path
from random import Random
from time import monotonic

import pytest
from playwright.sync_api import Page, expect

from auditapp.domain.lifecycle import VisitState
from auditapp.visits.models import Visit
from tests.support.browser import Complaints
from tests.support.capture import (
    answer_all,
    at,
    choose,
    meter,
    open_visit,
    saved,
    shown,
    take,
    tap_fast,
)
from tests.support.handset import Handset
from tests.support.keeping import AWAY
from tests.support.looking import Look
from tests.support.network import Network
from tests.support.people import People
from tests.support.photos import jpeg
from tests.support.webkit import WebKitPhone

KILLINGS = 20
LEAVING = "Refused to connect to blob:"
"""What WebKit says of a picture that a page begins to show while it is left: it asks for it as for a ping, by other rules."""
OPTIONS = {"greeting": ("good", "late", "never"), "seated": ("yes", "no"), "window": ("yes", "no")}


def test_the_whole_visit_is_done_with_the_server_switched_off_and_arrives_once(
    outdoors: Page, handset: Handset, network: Network, visit: Visit, look: Look, complaints: Complaints
) -> None:
    network.down()
    outdoors.goto("/")
    outdoors.get_by_role("link", name="Start Subotica, Korzo").tap()
    expect(outdoors.locator("html")).to_have_class("enhanced")
    for key, value in (("greeting", "good"), ("seated", "yes")):
        tap_fast(outdoors, key, value)
    page = handset.reopen()
    open_visit(page, visit)
    assert shown(page, "greeting") == ["good"]
    answer_all(page, photo="new kept")
    expect(meter(page)).to_contain_text("waiting")
    page.get_by_role("button", name="Hand in the visit").tap()
    page.get_by_role("button", name="Hand it in").tap()
    expect(page.get_by_text("It is sent as soon as there is a connection")).to_be_visible()
    page = handset.reopen()
    page.goto("/home")
    expect(page.get_by_text("waits to be handed in")).to_be_visible()
    network.mend()
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.get_by_text("waits to be handed in")).to_be_hidden()
    assert look.state() == VisitState.SUBMITTED
    assert look.submissions == 1
    assert len(look.capture.photo_ids()) == 1
    complaints.tolerate(*AWAY)


@pytest.mark.long
def test_no_promised_answer_is_lost_when_the_browser_is_killed_in_the_midst_of_work(
    outdoors: Page, handset: Handset, network: Network, visit: Visit, complaints: Complaints
) -> None:
    chance = Random(3)  # noqa: S311 - repeatable on purpose
    network.down()
    promised: dict[str, str] = {}
    page = outdoors
    begun = monotonic()
    open_visit(page, visit)
    tap_fast(page, *next(_taps(chance)))
    pace = monotonic() - begun
    for _ in range(KILLINGS):
        tried: dict[str, str] = {}
        with handset.killed_within(pace * chance.uniform(0.3, 4)):
            open_visit(page, visit)
            for key, value in _taps(chance):
                tried[key] = value
                tap_fast(page, key, value)
                promised[key] = tried.pop(key)
        page = handset.reopen()
        open_visit(page, visit)
        for key, value in promised.items():
            assert shown(page, key) in ([value], [tried.get(key)])
        promised |= {key: shown(page, key)[0] for key in tried if shown(page, key)}
    assert promised
    complaints.tolerate(*AWAY)


def _taps(chance: Random) -> Iterator[tuple[str, str]]:
    """Without end: a question, and another answer than the last one."""
    last = dict.fromkeys(OPTIONS, "")
    while True:
        key = chance.choice(list(OPTIONS))
        last[key] = chance.choice([value for value in OPTIONS[key] if value != last[key]])
        yield key, last[key]


@pytest.mark.parametrize("pause", [0, 5, 20, 80])
def test_a_reload_while_a_photo_is_being_kept_leaves_all_of_it_or_nothing(
    hold: Page, visit: Visit, look: Look, pause: int
) -> None:
    hold.on("dialog", lambda dialog: dialog.accept())
    take(hold, "receipt", jpeg(width=3000, height=2000))
    hold.evaluate("pause => new Promise((next) => setTimeout(next, pause))", pause)
    was_kept = at(hold, "receipt").locator("li.kept").count()
    hold.reload()
    expect(hold.locator("html")).to_have_class("enhanced")
    saved(hold)
    photos = at(hold, "receipt").locator("li")
    assert was_kept <= photos.count() <= 1
    choose(hold, "seated", "Yes")
    saved(hold)
    assert len(look.capture.photo_ids()) == photos.count()
    open_visit(hold, visit)


def test_a_reload_in_webkit_while_a_photo_is_being_kept_leaves_all_of_it_or_nothing(
    webkit_phone: WebKitPhone,
    people: People,
    visit: Visit,
    look: Look,
    complaints: Complaints,
    tmp_path: Path,
) -> None:
    file = _file(tmp_path, jpeg(width=2400, height=1800))
    webkit_phone.log_in(people.auditor)
    for _ in range(3):
        before = _photos_in_webkit(webkit_phone, visit)
        webkit_phone.choose_file('[name="photo-receipt"]', file)
        was_kept = webkit_phone.run("return document.querySelectorAll('li.kept').length")
        after = _photos_in_webkit(webkit_phone, visit)
        assert was_kept <= after <= before + 1
        assert len(look.capture.photo_ids()) == after
    complaints.tolerate(*AWAY, LEAVING)


def test_photos_survive_a_restart_of_the_phone(
    outdoors: Page, handset: Handset, network: Network, visit: Visit, look: Look, complaints: Complaints
) -> None:
    open_visit(outdoors, visit)
    network.down()
    for number in (1, 2, 3):
        expect(take(outdoors, "receipt", jpeg(number))).to_have_class("new kept")
    page = handset.reopen()
    open_visit(page, visit)
    images = at(page, "receipt").locator("li img")
    expect(images).to_have_count(3)
    assert all(
        image.evaluate("image => image.decode().then(() => image.naturalWidth)") == 800
        for image in images.all()
    )
    network.mend()
    page.evaluate("dispatchEvent(new Event('online'))")
    saved(page)
    assert len(look.capture.photo_ids()) == 3
    complaints.tolerate(*AWAY)


def test_photos_survive_a_restart_in_webkit(
    webkit_phone: WebKitPhone,
    network: Network,
    people: People,
    visit: Visit,
    look: Look,
    complaints: Complaints,
    tmp_path: Path,
) -> None:
    webkit_phone.log_in(people.auditor)
    _open_in_webkit(webkit_phone, visit)
    network.answer(503, "(PUT|POST) /api")
    webkit_phone.choose_file('[name="photo-receipt"]', _file(tmp_path, jpeg()))
    webkit_phone.wait_for("document.querySelector('li.kept')")
    webkit_phone.reopen()
    _open_in_webkit(webkit_phone, visit)
    webkit_phone.wait_for("document.querySelector('li.kept img')?.naturalWidth === 800")
    network.mend()
    webkit_phone.run("dispatchEvent(new Event('online'))")
    webkit_phone.wait_for("document.querySelector('.save').dataset.state === 'saved'")
    assert len(look.capture.photo_ids()) == 1
    complaints.tolerate(*AWAY)


def test_sixty_photos_of_one_name_are_sixty_photos(
    outdoors: Page, network: Network, visit: Visit, look: Look, complaints: Complaints
) -> None:
    open_visit(outdoors, visit)
    network.answer(503, "(PUT|POST) /api")
    for number in range(60):
        take(outdoors, "receipt", jpeg(number, width=160, height=120))
    expect(at(outdoors, "receipt").locator("li.kept")).to_have_count(60)
    network.mend()
    outdoors.evaluate("dispatchEvent(new Event('online'))")
    expect(meter(outdoors)).to_have_attribute("data-state", "saved", timeout=60_000)
    assert len(look.capture.photo_ids()) == 60
    complaints.tolerate(*AWAY)


def _file(folder: Path, data: bytes) -> Path:
    file = folder / "image.jpg"
    file.write_bytes(data)
    return file


def _photos_in_webkit(phone: WebKitPhone, visit: Visit) -> int:
    """How many photos there are when the visit was opened and all that waited was sent."""
    _open_in_webkit(phone, visit)
    phone.wait_for("document.querySelector('.save').dataset.state === 'saved'")
    return int(phone.run("return document.querySelectorAll('li[data-photo]').length"))


def _open_in_webkit(phone: WebKitPhone, visit: Visit) -> None:
    phone.goto(f"/visits/{visit.id}")
    phone.wait_for("document.documentElement.classList.contains('enhanced')")
