"""What tests of reports need."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlmodel import Session

from auditapp.domain.language import Language
from auditapp.reports.composing import report_content
from auditapp.reports.content import ReportContent
from auditapp.visits.models import Visit
from tests.reports.published import Auditing
from tests.support.people import People
from tests.support.visits import publish


@pytest.fixture
def auditing(app: Flask, session: Session, people: People) -> Auditing:
    """Makes visits by the small checklist; their reports are made in Hungarian only, because each takes its time."""
    version = publish(session, people)
    auditing = Auditing(session, app.extensions["auditapp.storage"], people, version)
    auditing.report_in(Language.HUNGARIAN)
    return auditing


@pytest.fixture
def content_of(app: Flask, session: Session) -> Callable[..., ReportContent]:
    """The report's content of a visit, in English unless another language is asked for."""

    def compose(visit: Visit, language: Language = Language.ENGLISH) -> ReportContent:
        with app.app_context():
            return report_content(session, visit, language)

    return compose
