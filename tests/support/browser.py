"""Chromium as a person uses it: on a desk or on a phone, with every complaint of the browser noted."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from axe_playwright_python.base import AXE_SCRIPT, AxeResults
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Playwright

from tests.support.logins import login_cookie
from tests.support.people import Person

PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    # Containers and root have no user namespaces for the sandbox; only our own pages are opened.
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    # The browser's own traffic would leave this machine.
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-default-apps",
    "--disable-extensions",
)
TIMEOUT = 30_000
"""Milliseconds that an element may take to appear."""
LIKE_EVERYBODY = {"locale": "en-GB", "reduced_motion": "reduce"}
DESK = {"viewport": {"width": 1280, "height": 800}}
PHONE = {
    "viewport": {"width": 390, "height": 844},
    "device_scale_factor": 2,
    "is_mobile": True,
    "has_touch": True,
}
FAKE_CAMERA = ("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream")


@dataclass
class Complaints:
    """What the browser objected to. A test that provokes an objection clears it with `expect`."""

    seen: list[str] = field(default_factory=list)
    tolerated: tuple[str, ...] = ()

    def expect(self, part: str) -> None:
        """Take away the complaints that hold `part`; there has to be at least one."""
        others = [complaint for complaint in self.seen if part not in complaint]
        assert len(others) < len(self.seen), f"the browser did not complain about {part!r}, but: {self.seen}"
        self.seen = others

    def tolerate(self, *parts: str) -> None:
        """Pass over complaints that hold one of `parts`, those still to come included: where chance decides."""
        self.tolerated += parts
        self.seen = [complaint for complaint in self.seen if not self._is_tolerated(complaint)]

    def listen(self, page: Page) -> None:
        """Note errors of scripts, refused content and failed loading on `page`."""
        page.on("pageerror", lambda error: self._add(f"{page.url}: {error}"))
        page.on("console", self._note)

    def listen_everywhere(self, context: BrowserContext) -> None:
        """Note the complaints of all its pages, those that are open included, and of its service workers."""
        context.on("page", self.listen)
        context.on("serviceworker", lambda worker: worker.on("console", self._note))
        for page in context.pages:
            self.listen(page)

    def _note(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self._add(f"{message.location.get('url', '')}: {message.text}")

    def _add(self, complaint: str) -> None:
        if not self._is_tolerated(complaint):
            self.seen.append(complaint)

    def _is_tolerated(self, complaint: str) -> bool:
        return any(part in complaint for part in self.tolerated)


def start_browser(playwright: Playwright) -> Browser:
    """The machine's own Chromium."""
    return playwright.chromium.launch(executable_path=find_program(), args=[*FLAGS, *FAKE_CAMERA])


def find_program() -> str:
    """Where the machine's own Chromium lies."""
    program = next(filter(None, map(shutil.which, PROGRAMS)), None)
    assert program, f"none of {PROGRAMS} was found: install Chromium (make setup does it)"
    return program


@contextmanager
def visitor(
    browser: Browser, address: str, complaints: Complaints, **device: object
) -> Iterator[BrowserContext]:
    """A browser window of its own: no cookies, no storage, relative addresses lead to `address`."""
    context = browser.new_context(base_url=address, **LIKE_EVERYBODY, **device)  # type: ignore[arg-type]  # a device is a bundle of Playwright's own options
    context.set_default_timeout(TIMEOUT)
    complaints.listen_everywhere(context)
    try:
        yield context
    finally:
        context.close()


def log_in(page: Page, person: Person) -> None:
    """Log in at the front door."""
    page.goto("/login")
    page.locator("input[name=email]").fill(person.email)
    page.locator("input[name=password]").fill(person.password)
    page.locator("main form button").click()
    page.wait_for_url(lambda address: "/login" not in address)


def let_in(context: BrowserContext, app: Flask, address: str, person: Person) -> None:
    """Be logged in as `person` from the beginning, for tests that begin behind the front door."""
    name, value = app.config["SESSION_COOKIE_NAME"], login_cookie(app, person)
    context.add_cookies([{"name": name, "value": value, "url": address, "httpOnly": True, "sameSite": "Lax"}])


def assert_fits(page: Page) -> None:
    """Nothing makes the page scroll sideways."""
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0, f"{page.url} is {wide} px wider than the screen"


def assert_accessible(page: Page, *rules: str) -> None:
    """Let axe look at labels, contrast, roles, order of headings, or at what some of its rules see: it has to find nothing."""
    options = {"resultTypes": ["violations"]} | ({"runOnly": list(rules)} if rules else {})
    if page.evaluate("!window.axe"):
        page.evaluate(AXE_SCRIPT)
    # What is right would fill megabytes.
    found = page.evaluate("async (options) => ({violations: (await axe.run(options)).violations})", options)
    results = AxeResults(found)
    assert results.violations_count == 0, f"{page.url}\n{results.generate_report()}"


def assert_accessible_by_day_and_night(page: Page) -> None:
    """Let axe look at a page in light and dark. In the dark only colours are others."""
    page.emulate_media(color_scheme="light")
    assert_accessible(page)
    page.emulate_media(color_scheme="dark")
    assert_accessible(page, "color-contrast", "link-in-text-block")
