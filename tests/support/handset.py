"""A phone whose browser can be killed at any moment, and opened again with what it had kept."""

from contextlib import suppress
from pathlib import Path

from flask import Flask
from playwright.sync_api import BrowserContext, Cookie, Error, Page, Playwright

from tests.support.browser import (
    FAKE_CAMERA,
    FLAGS,
    LIKE_EVERYBODY,
    PHONE,
    TIMEOUT,
    Complaints,
    find_program,
    let_in,
    log_in,
)
from tests.support.people import Person
from tests.support.processes import Killable, group_of


class Handset(Killable):
    """Chromium on a profile of its own, which outlives it. `page` is the page that lies open."""

    last_words = (Error, AssertionError)
    """What an expectation says when its page is gone is an AssertionError, too."""

    def __init__(self, playwright: Playwright, folder: Path, address: str, complaints: Complaints) -> None:
        self.folder, self.address, self.complaints = folder, address, complaints
        self._chromium = playwright.chromium
        self._context: BrowserContext | None = None
        self._login: list[Cookie] = []

    @property
    def context(self) -> BrowserContext:
        """Playwright's hand on the browser."""
        assert self._context is not None, "the browser is not open"
        return self._context

    @property
    def page(self) -> Page:
        """The page that was opened first."""
        return self.context.pages[0]

    def open(self, *, offline: bool = False) -> Page:
        """Start the browser, with an empty page; what it kept is there again, the login included.

        Chromium writes its cookies down only now and then; a phone's login does survive, so it is put back.
        """
        assert self._context is None, "the browser is open already"
        self._context = self._start(offline=offline)
        self._group = group_of(f"--user-data-dir={self.folder}")
        self._context.set_default_timeout(TIMEOUT)
        self.complaints.listen_everywhere(self._context)
        self._put_login_back()
        return self.page

    def log_in(self, person: Person) -> None:
        """Log in at the front door, on the open page."""
        log_in(self.page, person)
        self._login = self.context.cookies()

    def let_in(self, app: Flask, person: Person) -> None:
        """Be logged in at home, for tests that begin behind the front door."""
        let_in(self.context, app, self.address, person)
        self._login = self.context.cookies()
        self.page.goto("/home")

    def forget_login(self) -> None:
        """Be logged out without having said so, as when a login expires."""
        self._login = []
        self.context.clear_cookies()

    def reopen(self, *, offline: bool = False) -> Page:
        """Kill the browser where it still lives, and start it again."""
        self.put_away()
        return self.open(offline=offline)

    def put_away(self) -> None:
        """Kill the browser where it still lives."""
        self.kill()
        context, self._context = self._context, None
        if context is not None:
            with suppress(Error):  # Playwright may have noticed by now that the browser is gone, or not.
                context.close()

    def _start(self, *, offline: bool) -> BrowserContext:
        return self._chromium.launch_persistent_context(
            self.folder,
            executable_path=find_program(),
            args=[*FLAGS, *FAKE_CAMERA],
            base_url=self.address,
            offline=offline,
            **LIKE_EVERYBODY,  # type: ignore[arg-type]  # bundles of Playwright's own options
            **PHONE,  # type: ignore[arg-type]
        )

    def _put_login_back(self) -> None:
        for cookie in self._login:
            name, value = cookie["name"], cookie["value"]
            self.context.add_cookies(
                [{"name": name, "value": value, "url": self.address, "httpOnly": True, "sameSite": "Lax"}]
            )
