"""A visit to do, and a look at what becomes of it."""

import pytest
from flask import Flask
from sqlmodel import Session

from auditapp.visits.models import Visit
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
