"""What tests of reports need."""

from collections.abc import Callable
from typing import Protocol

import pytest
from flask import Flask
from sqlmodel import Session

from auditapp.domain.language import Language
from auditapp.reports.composing import content_of as worded
from auditapp.reports.composing import report_content
from auditapp.reports.content import ReportContent
from auditapp.reports.evidence import evidence_of
from auditapp.reports.facts import facts_of
from auditapp.reports.rendering import SignedReport, report_pdf
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


class MakePdf(Protocol):
    """Makes the PDF of a visit, in English unless another language is asked for."""

    def __call__(
        self, visit: Visit, language: Language = Language.ENGLISH, picture: bytes | None = None
    ) -> SignedReport: ...


@pytest.fixture
def pdf_of(app: Flask, session: Session) -> MakePdf:
    """The report of a visit; `picture` is what all its photos show."""

    def make(
        visit: Visit, language: Language = Language.ENGLISH, picture: bytes | None = None
    ) -> SignedReport:
        with app.app_context():
            facts = facts_of(session, visit)
            content = worded(facts, language)
            return report_pdf(content, evidence_of(facts, content), lambda _photo: picture)

    return make
