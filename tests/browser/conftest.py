"""A phone in an auditor's hand, with a visit on it; and our scripts alone, without the product."""

import json
import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, expect
from sqlmodel import Session

from auditapp.visits.models import Visit
from tests.support.browser import PHONE, Complaints, let_in, visitor
from tests.support.capture import open_visit
from tests.support.drafts import blank_draft, draft_of_everything
from tests.support.editor import Editor, open_draft
from tests.support.handset import Handset
from tests.support.looking import Look
from tests.support.people import People
from tests.support.switch import Switch
from tests.support.visits import plan_visit, publish

STATIC = Path(__file__).parents[2] / "static"
ByPhone: TypeAlias = Callable[[str, Any], Any]


class _Quiet(SimpleHTTPRequestHandler):
    """Serves files without telling."""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the parent's
        """Say nothing."""


@pytest.fixture(scope="module")
def scripts() -> Iterator[str]:
    """The address of the static files alone: the twin needs nothing else of the product."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(STATIC))) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()


@pytest.fixture(scope="module")
def by_phone(chromium_browser: Browser, scripts: str) -> ByPhone:
    """Runs one of our scripts on data in a page of its own and gives back what came out."""

    def run(script: str, data: Any) -> Any:  # noqa: ANN401 - JSON both ways
        page = chromium_browser.new_page()
        page.goto(f"{scripts}/js/scoring/score.js")
        # As JSON text: Playwright's own way of handing over values takes far longer.
        whole = f"async (text) => JSON.stringify(await ({script})(JSON.parse(text)))"
        result = json.loads(page.evaluate(whole, json.dumps(data)))
        page.close()
        return result

    return run


@pytest.fixture
def visit(session: Session, people: People) -> Visit:
    """A visit that nobody has begun, by the checklist with everything."""
    return plan_visit(session, people, publish(session, people))


@pytest.fixture
def look(app: Flask, visit: Visit) -> Look:
    """What the database holds of it."""
    return Look(app, visit.id)


@pytest.fixture
def hold(
    hand: BrowserContext, phone: Page, app: Flask, live_server: str, people: People, visit: Visit
) -> Page:
    """The auditor's phone with the visit open."""
    let_in(hand, app, live_server, people.auditor)
    open_visit(phone, visit)
    return phone


@pytest.fixture
def outdoors(handset: Handset, app: Flask, people: People, visit: Visit) -> Page:
    """A phone on a network that fails on demand: the auditor is logged in, and the visit opens without a connection."""
    handset.let_in(app, people.auditor)
    expect(handset.page.locator(f'[data-kept="/visits/{visit.id}"]')).to_contain_text("Ready offline")
    return handset.page


@pytest.fixture
def switch(app: Flask) -> Iterator[Switch]:
    """The product behind a switch, which is on."""
    switch = Switch()
    switch.on(app)
    yield switch
    switch.off()


@pytest.fixture
def pocket(chromium_browser: Browser, switch: Switch, complaints: Complaints) -> Iterator[BrowserContext]:
    """A phone whose server can be switched off."""
    with visitor(chromium_browser, switch.address, complaints, **PHONE) as context:
        yield context


@pytest.fixture
def ready(pocket: BrowserContext, app: Flask, switch: Switch, people: People, visit: Visit) -> Page:
    """The auditor's home on that phone, with the visit ready for work without a connection."""
    let_in(pocket, app, switch.address, people.auditor)
    page = pocket.new_page()
    page.goto("/home")
    expect(page.locator(f'[data-kept="/visits/{visit.id}"]')).to_contain_text("Ready offline")
    return page


@pytest.fixture
def editor(desk: BrowserContext, app: Flask, live_server: str, session: Session, people: People) -> Editor:
    """The admin's page with the draft after a published checklist with everything."""
    let_in(desk, app, live_server, people.admin)
    return open_draft(desk, app, session, draft_of_everything(session, people))


@pytest.fixture
def blank(desk: BrowserContext, app: Flask, live_server: str, session: Session, people: People) -> Editor:
    """The admin's page with a draft without questions, in English and Serbian."""
    let_in(desk, app, live_server, people.admin)
    return open_draft(desk, app, session, blank_draft(session, people, "Our shops", "en", "sr-Cyrl"))
