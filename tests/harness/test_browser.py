"""The browser of the journeys notices what a person would, and leaves this machine alone."""

import socket
from collections.abc import Iterator

import pytest
from flask import Flask, Response
from playwright.sync_api import Browser, BrowserContext, Page
from pytest_socket import SocketConnectBlockedError

from tests.support.browser import DESK, PHONE, Complaints, assert_accessible, assert_fits, log_in, visitor
from tests.support.people import People
from tests.support.server import served

PAGES = {
    "/good": "<h1>Good</h1><p>Everything is in order.</p>",
    "/wide": '<h1>Wide</h1><p><img src="/wide.svg" alt="A wide picture"></p>',
    "/unlabelled": "<h1>Form</h1><input>",
    "/script": "<h1>Script</h1><script src='/broken.js'></script>",
    "/inline": "<h1>Inline</h1><script>document.title = 'changed'</script>",
}
FILES = {
    "/wide.svg": ("image/svg+xml", '<svg xmlns="http://www.w3.org/2000/svg" width="3000" height="10"/>'),
    "/broken.js": ("text/javascript", "missing();"),
}


def document(body: str) -> str:
    head = (
        '<meta name="viewport" content="width=device-width"><link rel="icon" href="data:,"><title>T</title>'
    )
    return f'<!doctype html><html lang="en"><head>{head}</head><body><main>{body}</main></body></html>'


@pytest.fixture(scope="module")
def small_site() -> Iterator[str]:
    """Pages with one flaw each."""
    site = Flask(__name__)
    for address, body in PAGES.items():
        site.add_url_rule(address, address, lambda body=body: document(body))
    for address, (kind, content) in FILES.items():
        site.add_url_rule(
            address, address, lambda kind=kind, content=content: Response(content, mimetype=kind)
        )
    # With an icon of its own, so that the browser asks for no other.
    site.register_error_handler(404, lambda _error: (document("<h1>Absent</h1>"), 404))
    site.after_request(_with_policy)
    with served(site) as address:
        yield address


def _with_policy(response: Response) -> Response:
    response.headers["Content-Security-Policy"] = "default-src 'self'; img-src 'self' data:"
    return response


@pytest.fixture
def window(chromium_browser: Browser, small_site: str, complaints: Complaints) -> Iterator[BrowserContext]:
    """A phone on the small site."""
    with visitor(chromium_browser, small_site, complaints, **PHONE) as context:
        yield context


def test_a_good_page_raises_no_complaint(window: BrowserContext, complaints: Complaints) -> None:
    page = window.new_page()
    page.goto("/good")
    assert_fits(page)
    assert_accessible(page)
    assert page.evaluate("innerWidth") == 390
    assert complaints.seen == []


def test_a_page_that_scrolls_sideways_is_noticed(window: BrowserContext) -> None:
    page = window.new_page()
    page.goto("/wide")
    with pytest.raises(AssertionError, match="px wider"):
        assert_fits(page)


def test_an_input_without_a_label_is_noticed(window: BrowserContext) -> None:
    page = window.new_page()
    page.goto("/unlabelled")
    with pytest.raises(AssertionError, match="label"):
        assert_accessible(page)


@pytest.mark.parametrize(
    "address,complaint",
    [("/script", "missing is not defined"), ("/inline", "Content Security Policy"), ("/absent", "404")],
)
def test_what_the_browser_objects_to_is_noticed(
    window: BrowserContext, complaints: Complaints, address: str, complaint: str
) -> None:
    window.new_page().goto(address)
    complaints.expect(complaint)
    with pytest.raises(AssertionError, match="did not complain"):
        complaints.expect(complaint)


def test_two_windows_share_nothing(
    chromium_browser: Browser, small_site: str, complaints: Complaints
) -> None:
    with (
        visitor(chromium_browser, small_site, complaints, **DESK) as one,
        visitor(chromium_browser, small_site, complaints, **DESK) as other,
    ):
        one.add_cookies([{"name": "a", "value": "b", "url": small_site}])
        assert other.cookies() == []


def test_a_server_that_is_switched_off_comes_back_at_its_address(
    chromium_browser: Browser, complaints: Complaints
) -> None:
    site = Flask(__name__)
    site.add_url_rule("/", "home", lambda: document("<h1>Here</h1>"))
    with served(site) as address, visitor(chromium_browser, address, complaints) as window:
        page = window.new_page()
        page.goto("/")
    port = int(address.rpartition(":")[2])
    with served(site, port) as again:
        assert again == address


def test_a_person_logs_in_at_the_front_door(page: Page, people: People) -> None:
    log_in(page, people.admin)
    assert people.admin.name in page.locator("header").inner_text()


def test_nothing_outside_this_machine_can_be_reached() -> None:
    refused = pytest.raises(SocketConnectBlockedError)
    with socket.socket() as connection, pytest.warns(match="192.0.2.1"), refused:
        connection.connect(("192.0.2.1", 80))
