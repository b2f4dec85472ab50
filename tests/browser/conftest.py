"""A phone in an auditor's hand, with a visit on it."""

from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, expect
from sqlmodel import Session

from auditapp.visits.models import Visit
from tests.support.browser import PHONE, Complaints, log_in, visitor
from tests.support.capture import open_visit
from tests.support.looking import Look
from tests.support.people import People
from tests.support.switch import Switch
from tests.support.visits import plan_visit, publish


@pytest.fixture
def visit(session: Session, people: People) -> Visit:
    """A visit that nobody has begun, by the checklist with everything."""
    return plan_visit(session, people, publish(session, people))


@pytest.fixture
def look(app: Flask, visit: Visit) -> Look:
    """What the database holds of it."""
    return Look(app, visit.id)


@pytest.fixture
def hold(phone: Page, people: People, visit: Visit) -> Page:
    """The auditor's phone with the visit open."""
    log_in(phone, people.auditor)
    open_visit(phone, visit)
    return phone


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
def ready(pocket: BrowserContext, people: People, visit: Visit) -> Page:
    """The auditor's home on that phone, with the visit ready for work without a connection."""
    page = pocket.new_page()
    log_in(page, people.auditor)
    expect(page.locator(f'[data-kept="/visits/{visit.id}"]')).to_contain_text("Ready offline")
    return page
