"""A store's PDF: made once for every visit, language and template version, while somebody may be waiting."""

from collections.abc import Callable, Iterator
from html import escape
from pathlib import Path

import pytest
from flask import Flask, current_app
from flask_babel import force_locale
from sqlmodel import Session, select

from auditapp.app import create_app
from auditapp.core.config import Settings
from auditapp.core.i18n import locale_of
from auditapp.core.pdf import render
from auditapp.demo.loading import load_demo
from auditapp.domain.language import Language
from auditapp.domain.lifecycle import VisitState
from auditapp.reports.composing import content_of, report_content
from auditapp.reports.content import Proof, ReportContent
from auditapp.reports.evidence import evidence_of
from auditapp.reports.facts import facts_of
from auditapp.reports.rendering import STYLESHEETS, TEMPLATE, report_pdf
from auditapp.visits.models import Visit
from auditapp.visits.queries import photos_of
from tests.benchmarks.stopwatch import say, times_as_long
from tests.support.html import parse, text_of

PLAIN = """@font-face { font-family: "Audit Sans"; src: url("asset:fonts/audit-sans-regular.ttf") }
body { font: 9.5pt/1.42 "Audit Sans" }"""
PROOF = Proof(code="7K3M-9QXT-4HWD", page="audits.example/verify", qr_size=1, qr_path="M0 0h1v1h-1z")
TEXT_BUDGET = 5.0
COMPOSING_BUDGET = 0.5
PROOF_BUDGET = 1.15
ROUNDS = 5


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The product with its demo."""
    folder = tmp_path_factory.mktemp("demo")
    app = create_app(Settings.from_environment({"AUDITAPP_INSTANCE": str(folder)}))
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
    """The thumbnails of the visit."""
    photos = photos_of(session, visit)
    return lambda name: app.extensions["auditapp.storage"].get(photos[name].shown_thumbnail_key)


def html_of(report: ReportContent) -> str:
    """The report before it is drawn."""
    with force_locale(locale_of(Language(report.language))):
        return current_app.jinja_env.get_template(TEMPLATE).render(report=report, proof=PROOF)


def words_of(report: ReportContent) -> str:
    """The report's words as bare paragraphs: no report can do without setting them."""
    root, _ = parse(html_of(report))
    lines = (text_of(element) for element in root.iter() if len(element) == 0 or element.tag == "p")
    paragraphs = "".join(f"<p>{escape(line)}</p>" for line in lines if line)
    return f'<!doctype html><html lang="{report.language}"><head><title>Words</title></head><body>{paragraphs}</body></html>'


def test_drawing_costs_a_small_multiple_of_setting_the_words(
    session: Session, visit: Visit, photo: Callable[[str], bytes], tmp_path: Path
) -> None:
    facts = facts_of(session, visit)
    report = content_of(facts, Language.HUNGARIAN)
    evidence = evidence_of(facts, report)
    sheet = tmp_path / "words.css"
    sheet.write_text(PLAIN)
    words = words_of(report)
    ratio = times_as_long(
        lambda: report_pdf(report, evidence, photo),
        lambda: render(words, [sheet], photo, identifier="words", made_at=visit.created_at),
        ROUNDS,
    )
    say("Drawing a report, against setting its words as bare paragraphs", ratio, TEXT_BUDGET)
    assert ratio < TEXT_BUDGET


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
