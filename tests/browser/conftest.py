"""A phone in an auditor's hand, with a visit on it."""

import pytest
from flask import Flask
from playwright.sync_api import BrowserContext, Page
from sqlmodel import Session

from auditapp.visits.models import Visit
from tests.support.browser import let_in
from tests.support.capture import open_visit
from tests.support.looking import Look
from tests.support.people import People
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
def hold(
    hand: BrowserContext, phone: Page, app: Flask, live_server: str, people: People, visit: Visit
) -> Page:
    """The auditor's phone with the visit open."""
    let_in(hand, app, live_server, people.auditor)
    open_visit(phone, visit)
    return phone
