"""A phone with WebKit is driven like a person's, and opens again after a kill with what it had promised to keep."""

from pathlib import Path

import pytest

from tests.support.browser import Complaints
from tests.support.network import Network
from tests.support.photos import jpeg
from tests.support.processes import members
from tests.support.webdriver import DriverError
from tests.support.webkit import WebKitPhone

READY = "document.documentElement.className === 'ready'"
SAID = "document.querySelector('#said').textContent"


@pytest.fixture
def phone(webkit_phone: WebKitPhone) -> WebKitPhone:
    """A phone with the small site open."""
    webkit_phone.goto("/")
    webkit_phone.wait_for(READY)
    return webkit_phone


def test_it_is_a_phone_with_all_that_offline_work_needs(phone: WebKitPhone, tmp_path: Path) -> None:
    assert phone.run("return [innerWidth, innerHeight]") == [390, 844]
    assert phone.run("return isSecureContext && 'locks' in navigator && 'subtle' in crypto")
    assert not phone.run("return matchMedia('(prefers-color-scheme: dark)').matches")
    phone.screenshot(tmp_path / "light.png")
    phone.reopen("dark")
    phone.goto("/")
    assert phone.run("return matchMedia('(prefers-color-scheme: dark)').matches")
    phone.screenshot(tmp_path / "dark.png")
    assert (tmp_path / "light.png").read_bytes()[:4] == (tmp_path / "dark.png").read_bytes()[:4] == b"\x89PNG"


def test_what_a_person_kept_is_there_after_a_kill_and_without_a_network(
    phone: WebKitPhone, network: Network, tmp_path: Path
) -> None:
    photo = tmp_path / "image.jpg"
    photo.write_bytes(jpeg())
    phone.type("#text", "Üdvözlés, čekanje")
    phone.choose_file("#photo", photo)
    phone.tap("#keep")
    phone.wait_for(f"{SAID} !== ''")
    assert phone.text("#said") == "Kept by a finger"
    group = phone.group
    assert len(members(group)) > 3
    phone.kill()
    assert members(group) == []
    network.down()
    phone.reopen()
    phone.goto("/")
    phone.wait_for(READY)
    assert phone.run("return kept('text')") == "Üdvözlés, čekanje"
    assert phone.run("return kept('photo')") == len(jpeg())


def test_what_was_promised_before_a_kill_at_any_moment_is_there(phone: WebKitPhone) -> None:
    promised = 0
    with phone.killed_within(0.3):
        for number in range(1, 10_000):
            phone.run("return keep('number', arguments[0])", number)
            promised = number
    phone.reopen()
    phone.goto("/")
    phone.wait_for(READY)
    assert phone.run("return kept('number')") in {promised or None, promised + 1}


def test_what_the_browser_objects_to_is_noticed(phone: WebKitPhone, complaints: Complaints) -> None:
    with pytest.raises(DriverError, match="missing"):
        phone.run("return missing()")
    for script in ("console.error('complaint')", "setTimeout(() => { throw new Error('complaint') })"):
        phone.run(script)
        while not complaints.seen:
            phone.run("return true")
        complaints.expect("complaint")
