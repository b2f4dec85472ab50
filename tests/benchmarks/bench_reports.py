"""A store's PDF: made once for every visit, language and template version, while somebody may be waiting."""

from collections.abc import Callable, Iterator
from time import perf_counter

import pytest
from flask import Flask, current_app
from flask_babel import force_locale
from sqlmodel import Session, select

from auditapp.app import create_app
from auditapp.core.config import Settings
from auditapp.core.db import Database
from auditapp.core.i18n import locale_of
from auditapp.core.pdf import render
from auditapp.demo.loading import load_demo
from auditapp.domain.language import Language
from auditapp.domain.lifecycle import VisitState
from auditapp.reports.branding import LOGO
from auditapp.reports.composing import content_of, report_content
from auditapp.reports.content import Proof, ReportContent
from auditapp.reports.evidence import evidence_of
from auditapp.reports.facts import facts_of
from auditapp.reports.queries import report_file
from auditapp.reports.rendering import STYLESHEETS, TEMPLATE, report_pdf
from auditapp.reports.services import order_report
from auditapp.visits.models import Visit
from auditapp.visits.queries import photos_of
from tests.benchmarks.stopwatch import say, times_as_long
from tests.support.processes import wait_until
from tests.support.workers import workers

PROOF = Proof(code="7K3M-9QXT-4HWD", page="audits.example/verify", qr_size=1, qr_path="M0 0h1v1h-1z")
SECONDS_BUDGET = 2
COMPOSING_BUDGET = 0.5
PROOF_BUDGET = 1.15
ROUNDS = 5


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """An installation of its own."""
    folder = tmp_path_factory.mktemp("demo")
    return Settings.from_environment({"AUDITAPP_INSTANCE": str(folder), "AUDITAPP_SECRET_KEY": "bench"})


@pytest.fixture(scope="module")
def app(settings: Settings) -> Iterator[Flask]:
    """The product with its demo."""
    app = create_app(settings)
    assert app.test_cli_runner().invoke(args=["db", "upgrade"]).exit_code == 0
    load_demo(app.extensions["auditapp.database"], app.extensions["auditapp.storage"])
    with app.app_context():
        yield app
    app.extensions["auditapp.database"].engine.dispose()


@pytest.fixture
def session(app: Flask) -> Iterator[Session]:
    """For reading."""
    with app.extensions["auditapp.database"].session(writes=False) as session:
        yield session


@pytest.fixture
def visit(session: Session) -> Visit:
    """The published visit with the most photos."""
    published = session.exec(select(Visit).where(Visit.state == VisitState.PUBLISHED)).all()
    return max(published, key=lambda visit: len(photos_of(session, visit)))


@pytest.fixture
def photo(app: Flask, session: Session, visit: Visit) -> Callable[[str], bytes]:
    """The thumbnails of the visit, and the logo."""
    keys = {name: photo.shown_thumbnail_key for name, photo in photos_of(session, visit).items()}
    if visit.brand and visit.brand.logo_key:
        keys[LOGO] = visit.brand.logo_key
    return lambda name: app.extensions["auditapp.storage"].get(keys[name])


def html_of(report: ReportContent) -> str:
    """The report before it is drawn."""
    with force_locale(locale_of(Language(report.language))):
        return current_app.jinja_env.get_template(TEMPLATE).render(report=report, proof=PROOF)


def test_it_is_there_soon_after_it_was_ordered(app: Flask, settings: Settings, visit: Visit) -> None:
    database: Database = app.extensions["auditapp.database"]

    def ordered(language: Language) -> float:
        with database.session() as session:
            order_report(session, session.get_one(Visit, visit.id), language)
            session.commit()
        start = perf_counter()
        wait_until(lambda: is_made(database, visit, language), "the report is there", patience=60)
        return perf_counter() - start

    with workers(settings, 2, "wsgi"):
        ordered(Language.CROATIAN)  # the workers are awake from here on
        seconds = ordered(Language.SLOVAK)
    say("Seconds from ordering a report to its download", seconds, SECONDS_BUDGET)
    assert seconds < SECONDS_BUDGET


def is_made(database: Database, visit: Visit, language: Language) -> bool:
    """Whether it can be downloaded."""
    with database.session(writes=False) as session:
        return report_file(session, visit, language) is not None


def test_composing_is_a_small_part_of_drawing(
    session: Session, visit: Visit, photo: Callable[[str], bytes]
) -> None:
    facts = facts_of(session, visit)
    report = content_of(facts, Language.HUNGARIAN)
    evidence = evidence_of(facts, report)
    ratio = times_as_long(
        lambda: report_content(session, visit, Language.HUNGARIAN),
        lambda: report_pdf(report, evidence, photo),
        ROUNDS,
    )
    say("Composing a report from the database, against drawing it", ratio, COMPOSING_BUDGET)
    assert ratio < COMPOSING_BUDGET


def test_the_proof_is_a_small_part_of_drawing(
    session: Session, visit: Visit, photo: Callable[[str], bytes]
) -> None:
    facts = facts_of(session, visit)
    report = content_of(facts, Language.HUNGARIAN)
    ratio = times_as_long(
        lambda: report_pdf(report, evidence_of(facts, report), photo),
        lambda: render(html_of(report), STYLESHEETS, photo, identifier="unsigned", made_at=visit.created_at),
        ROUNDS,
    )
    say("A report with its data and signature, against the same pages without", ratio, PROOF_BUDGET)
    assert ratio < PROOF_BUDGET
