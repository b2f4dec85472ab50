"""A phone whose browser is killed opens again with what it had promised to keep, offline too."""

import random

import pytest
from playwright.sync_api import Error, Page, expect

from tests.support.browser import Complaints
from tests.support.handset import Handset
from tests.support.network import Network
from tests.support.processes import PROC, members


def open_site(page: Page) -> None:
    page.goto("/")
    expect(page.locator("html.ready")).to_be_attached()


def test_it_is_a_phone(handset: Handset) -> None:
    open_site(handset.page)
    assert handset.page.evaluate("[innerWidth, innerHeight]") == [390, 844]
    assert handset.page.evaluate("navigator.maxTouchPoints") > 0
    handset.page.locator("#keep").tap()
    expect(handset.page.locator("#said")).to_have_text("Kept by a finger")


def test_nothing_of_it_survives_but_what_it_kept(handset: Handset, network: Network) -> None:
    open_site(handset.page)
    handset.page.evaluate("keep('answer', 'yes')")
    group = handset.group
    assert len(members(group)) > 2
    handset.kill()
    handset.kill()
    assert members(group) == []
    assert [path for path in PROC.glob("[0-9]*/cmdline") if str(handset.folder) in path.read_text()] == []
    network.down()
    open_site(handset.reopen())
    assert handset.page.evaluate("kept('answer')") == "yes"


@pytest.mark.parametrize("seed", range(3))
def test_what_was_promised_before_a_kill_at_any_moment_is_there(handset: Handset, seed: int) -> None:
    open_site(handset.page)
    promised = 0
    with handset.killed_within(random.Random(seed).uniform(0.1, 0.4)):  # noqa: S311 - no secret
        for number in range(1, 10_000):
            handset.page.evaluate("number => keep('number', number)", number)
            promised = number
    page = handset.reopen(offline=True)
    open_site(page)
    assert page.evaluate("kept('number')") in {promised or None, promised + 1}


def test_an_error_that_is_not_the_kills_is_not_hidden(handset: Handset) -> None:
    with pytest.raises(Error, match="missing"), handset.killed_within(3):
        handset.page.evaluate("missing()")


def test_a_block_that_is_through_waits_for_the_kill(handset: Handset) -> None:
    group = handset.group
    with handset.killed_within(0.1):
        pass
    assert members(group) == []


def provoke(page: Page, complaints: Complaints) -> None:
    open_site(page)
    page.evaluate("setTimeout(() => { throw new Error('The page complains') })")
    page.evaluate("navigator.serviceWorker.ready.then(({ active }) => active.postMessage(1))")
    page.evaluate("fetch('/absent')")
    for complaint in ("The page complains", "The worker complains", "404"):
        while not any(complaint in seen for seen in complaints.seen):
            page.wait_for_timeout(10)
        complaints.expect(complaint)


def test_complaints_are_noted_after_every_start_and_from_the_worker(
    handset: Handset, complaints: Complaints
) -> None:
    provoke(handset.page, complaints)
    provoke(handset.reopen(), complaints)


def test_complaints_of_chance_are_tolerated(complaints: Complaints) -> None:
    complaints.seen = ["a: net::ERR_FAILED", "a: other"]
    complaints.tolerate("ERR_FAILED", "never came")
    assert complaints.seen == ["a: other"]
    complaints.expect("other")
