"""A visit to do, and a look at what becomes of it."""

import pytest
from flask import Flask
from sqlmodel import Session

from auditapp.visits.models import Visit
from tests.support.looking import Look
from tests.support.pages import PageClient
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
def auditor(client: PageClient, people: People, visit: Visit) -> PageClient:
    """The auditor, with the visit open."""
    client.log_in(people.auditor).get(f"/visits/{visit.id}")
    return client
