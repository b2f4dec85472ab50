"""R5: a report proves its own figures, to anybody who has the certificate; what was changed does not pass."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from flask import Flask
from pypdf import PdfReader, PdfWriter
from sqlmodel import Session, select

from auditapp.core.clock import frozen_at
from auditapp.core.config import PROJECT_ROOT, Settings
from auditapp.core.jobs import Job, JobState
from auditapp.core.keys import certificate_pem, make_signing_file, read_signing_file
from auditapp.core.running import run_pending
from auditapp.core.worker import context_of
from auditapp.domain.language import Language
from auditapp.reports.composing import content_of
from auditapp.reports.evidence import evidence_of
from auditapp.reports.facts import facts_of
from auditapp.reports.models import TEMPLATE_VERSION, IssuedReport
from auditapp.reports.rendering import SignedReport, report_pdf
from auditapp.reports.services import keep_report
from auditapp.reports.verifying import MAX_BYTES
from auditapp.visits.models import Visit
from tests.reports.conftest import MakePdf
from tests.reports.published import MARCH, Auditing, Told
from tests.support.people import People

LATE = Told(
    answers={"greeting": "late", "seated": "no", "excuse": "Ana was alone"}, remarks={"greeting": "Ana again"}
)
"""Welcome 3 of 5 points by weight 3, facts 3 of 3 by weight 2: 19/25."""

ON_ONE_DATABASE = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)

Spoil = Callable[[dict[str, Any]], object]


@pytest.fixture
def report(auditing: Auditing, pdf_of: MakePdf) -> SignedReport:
    return pdf_of(auditing.visit(LATE), Language.HUNGARIAN)


@pytest.fixture
def certificate(settings: Settings, tmp_path: Path) -> Path:
    file = tmp_path / "certificate.pem"
    file.write_bytes(certificate_pem(read_signing_file(settings.signing_file).certificates[0]))
    return file


@pytest.fixture
def verify(app: Flask, tmp_path: Path) -> Callable[..., Result]:
    """Runs the command on these bytes."""

    def run(data: bytes, *options: object) -> Result:
        file = tmp_path / "report.pdf"
        file.write_bytes(data)
        return app.test_cli_runner().invoke(args=["reports", "verify", str(file), *map(str, options)])

    return run


def attached(data: bytes) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(PdfReader(BytesIO(data)).attachments["report.json"][0])
    return found


def test_the_data_says_how_the_score_came_about(report: SignedReport, auditing: Auditing) -> None:
    data = attached(report.data)
    assert data["format"] == "auditapp-report/1"
    assert (data["language"], data["code"]) == ("hu", report.code)
    assert data["visit"]["store"] == "Subotica, Korzo"
    assert (data["visit"]["visited_on"], data["visit"]["scenario"]) == ("2026-03-11", "gift")
    assert data["visit"]["published_at"] == "2026-03-11T14:45:00+00:00"
    assert data["checklist"]["digest"] == auditing.version.digest
    assert data["checklist"]["version"] == auditing.version.number
    assert data["policies"]["scoring"]["critical"] == {"cap_total": 50}
    assert data["policies"]["names_in_reports"] is False
    assert data["answers"]["greeting"] == {"value": "late"}
    assert data["score"]["total"] == "19/25"
    assert data["printed"]["score"] == "76,0\N{NO-BREAK SPACE}%"


def test_the_data_says_nothing_of_persons_nor_of_the_auditors_part(
    report: SignedReport, people: People
) -> None:
    written = json.dumps(attached(report.data), ensure_ascii=False)
    for private in (
        "Ana", 'excuse": {', people.auditor.name, people.auditor.email, people.reviewer.name,
        "Be an ordinary customer", "Count from the door", "You look for a gift",
    ):  # fmt: skip
        assert private not in written


def test_a_genuine_report_is_proved(report: SignedReport, verify: Callable[..., Result]) -> None:
    result = verify(report.data)
    assert (result.output, result.exit_code) == (
        "genuine, 76.0 % recomputed; the database here does not know it\n",
        0,
    )


@ON_ONE_DATABASE
@pytest.mark.parametrize("language", Language)
def test_it_is_proved_in_every_language(
    auditing: Auditing, pdf_of: MakePdf, verify: Callable[..., Result], language: Language
) -> None:
    result = verify(pdf_of(auditing.visit(LATE), language).data)
    assert result.output.startswith("genuine, 76.0 % recomputed")


def test_the_database_knows_which_report_is_current(
    auditing: Auditing, pdf_of: MakePdf, session: Session, verify: Callable[..., Result]
) -> None:
    visit = auditing.visit(LATE)
    report = pdf_of(visit)
    for _twice in range(2):
        keep_report(session, visit, Language.ENGLISH, report.data, report.code)
    keep_report(session, visit, Language.HUNGARIAN, report.data, "ANOTHERCODE0")
    session.commit()
    assert verify(report.data).output == "genuine, 76.0 % recomputed, current\n"
    assert len(session.exec(select(IssuedReport)).all()) == 2
    keep_report(session, visit, Language.ENGLISH, report.data, "ALATERCODE00")
    session.commit()
    result = verify(report.data)
    assert result.output == "genuine, 76.0 % recomputed, superseded by a later version\n"
    assert result.exit_code == 0


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
def test_another_machine_needs_the_certificate_only(
    report: SignedReport, certificate: Path, tmp_path: Path
) -> None:
    file, elsewhere = tmp_path / "report.pdf", tmp_path / "elsewhere"
    file.write_bytes(report.data)
    environment = {name: value for name, value in os.environ.items() if not name.startswith("AUDITAPP_")}
    command = (sys.executable, "-m", "flask", "--app", "wsgi", "reports", "verify", file)
    run = subprocess.run(
        [*command, "--certificate", certificate],
        cwd=PROJECT_ROOT, env=environment | {"AUDITAPP_INSTANCE": str(elsewhere)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (run.stdout, run.returncode) == ("genuine, 76.0 % recomputed\n", 0), run.stderr
    assert {path.name for path in elsewhere.iterdir()} <= {"secret_key", "files"}, "no database, no key"
    without = subprocess.run(
        command, cwd=PROJECT_ROOT, env=environment | {"AUDITAPP_INSTANCE": str(elsewhere)}, capture_output=True, text=True, check=False
    )  # fmt: skip
    assert without.returncode == 1
    assert "name the agency’s with --certificate" in without.stderr


MADE = """
import sys
from pathlib import Path
from auditapp.app import create_app
from auditapp.core.config import Settings
from auditapp.domain.language import Language
from auditapp.reports.composing import content_of
from auditapp.reports.evidence import evidence_of
from auditapp.reports.facts import facts_of
from auditapp.reports.rendering import report_pdf
from auditapp.visits.models import Visit

app = create_app(Settings.from_environment())
with app.app_context(), app.extensions["auditapp.database"].session(writes=False) as session:
    facts = facts_of(session, session.get_one(Visit, int(sys.argv[1])))
    content = content_of(facts, Language.HUNGARIAN)
    sys.stdout.buffer.write(report_pdf(content, evidence_of(facts, content), lambda _photo: None).data)
"""


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
def test_another_process_makes_the_same_bytes(
    auditing: Auditing, pdf_of: MakePdf, settings: Settings, tmp_path: Path
) -> None:
    visit = auditing.visit(LATE)
    environment = {
        "AUDITAPP_INSTANCE": str(tmp_path),
        "AUDITAPP_DATABASE_URL": settings.database_url,
        "AUDITAPP_SIGNING_FILE": str(settings.signing_file),
        "AUDITAPP_PUBLIC_URL": settings.public_url,
        "PYTHONHASHSEED": "7",
        "TZ": "Pacific/Auckland",
    }
    elsewhere = subprocess.run(
        [sys.executable, "-c", MADE, str(visit.id)],
        cwd=PROJECT_ROOT, env=os.environ | environment, capture_output=True, check=True,
    )  # fmt: skip
    assert elsewhere.stdout == pdf_of(visit, Language.HUNGARIAN).data


def put(path: str, value: object) -> Spoil:
    """Changes one place of the data."""

    def change(data: dict[str, Any]) -> None:
        *places, last = path.split("/")
        part: Any = data
        for place in places:
            part = part[int(place) if place.isdecimal() else place]
        part[last] = value

    return change


FORGED: Mapping[str, tuple[Spoil, str]] = {
    "an answer": (put("answers/greeting", {"value": "good"}), "not the one that the attached answers give"),
    "an answer gone": (lambda data: data["answers"].pop("greeting"), "not the one that the attached answers"),
    "an unknown answer": (put("answers/greeting", {"value": "never seen"}), "do not fit together"),
    "an unknown question": (put("answers/other", {"value": "good"}), "do not fit together"),
    "the points": (put("checklist/scoring_form/sections/0/weight", 1), "not the one that the attached answers"),
    "the checklist": (put("checklist/scoring_form", {"sections": "none"}), "do not fit together"),
    "the exact score": (put("score/total", "1/1"), "not the one that the attached answers give"),
    "the band": (put("score/band", "weak"), "not the one that the attached answers give"),
    "the stated score": (put("printed/score", "90,0\N{NO-BREAK SPACE}%"), "the report states 90,0"),
    "the kind": (put("format", "auditapp-report/9"), "does not know"),
}  # fmt: skip


@ON_ONE_DATABASE
@pytest.mark.parametrize("what", FORGED)
def test_even_a_signature_does_not_save_wrong_data(
    app: Flask, session: Session, auditing: Auditing, verify: Callable[..., Result], what: str
) -> None:
    change, said = FORGED[what]
    facts = facts_of(session, auditing.visit(LATE))
    with app.app_context():
        content = content_of(facts, Language.HUNGARIAN)
        evidence = deepcopy(evidence_of(facts, content))
        change(evidence)
        forged = report_pdf(content, evidence, lambda _photo: None).data
    result = verify(forged)
    assert result.exit_code == 1
    assert result.output.startswith("Error: not genuine. ")
    assert said in result.output


@ON_ONE_DATABASE
def test_even_a_signature_does_not_save_a_wrong_page(
    app: Flask, session: Session, auditing: Auditing, verify: Callable[..., Result]
) -> None:
    facts = facts_of(session, auditing.visit(LATE))
    with app.app_context():
        content = content_of(facts, Language.HUNGARIAN)
        better = replace(content, score=replace(content.score, text="90,0\N{NO-BREAK SPACE}%"))
        forged = report_pdf(better, evidence_of(facts, content), lambda _photo: None).data
    result = verify(forged)
    assert (result.exit_code, "first page shows another one" in result.output) == (1, True)


def rewritten(data: bytes, change: Callable[[PdfWriter], object]) -> bytes:
    """As somebody changes it with a PDF program."""
    writer = PdfWriter(clone_from=BytesIO(data))
    change(writer)
    file = BytesIO()
    writer.write(file)
    return file.getvalue()


def other_data(writer: PdfWriter) -> None:
    root: Any = writer.root_object
    root["/AF"][0]["/EF"]["/F"].set_data(b"{}")


TAMPERED: Mapping[str, tuple[Callable[[bytes], bytes], str]] = {
    "another attachment": (lambda data: rewritten(data, other_data), "changed after it was signed|cut off"),
    "a page less": (lambda data: rewritten(data, lambda writer: writer.remove_page(1)), "changed|cut off"),
    "a turned page": (lambda data: rewritten(data, lambda writer: writer.pages[0].rotate(90)), "changed|cut off"),
    "truncated": (lambda data: data[: len(data) // 2], "cut off"),
    "unsigned": (lambda _: unsigned(), "carries no signature"),
    "encrypted": (lambda data: rewritten(data, lambda writer: writer.encrypt("x", algorithm="RC4-128")), "encrypted"),
    "huge": (lambda data: data + bytes(MAX_BYTES), "larger than 50 MB"),
    "no PDF": (lambda _: b"<html>", "not a PDF"),
}  # fmt: skip


def unsigned() -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    file = BytesIO()
    writer.write(file)
    return file.getvalue()


@pytest.fixture
def one_report(auditing: Auditing, pdf_of: MakePdf) -> bytes:
    return pdf_of(auditing.visit(LATE)).data


@ON_ONE_DATABASE
@pytest.mark.parametrize("how", TAMPERED)
def test_each_kind_of_tampering_is_refused_in_words(
    one_report: bytes, verify: Callable[..., Result], how: str
) -> None:
    tamper, said = TAMPERED[how]
    result = verify(tamper(one_report))
    assert result.exit_code == 1
    assert result.output.startswith("Error: not genuine. ")
    assert any(words in result.output for words in said.split("|")), result.output
    assert len(result.output.splitlines()) == 1


@ON_ONE_DATABASE
def test_another_agencys_certificate_does_not_prove_it(
    one_report: bytes, verify: Callable[..., Result], certificate: Path, tmp_path: Path
) -> None:
    make_signing_file(tmp_path / "other.pem", "Another agency")
    result = verify(one_report, "--certificate", tmp_path / "other.pem")
    assert result.exit_code == 1
    assert (
        "signed by another key than that of the certificate; it names Common Name: The test agency"
        in result.output
    )
    (tmp_path / "no.pem").write_text("no certificate")
    assert "holds no certificate" in verify(one_report, "--certificate", tmp_path / "no.pem").output
    assert verify(one_report, "--certificate", certificate).exit_code == 0


@ON_ONE_DATABASE
def test_key_and_certificate_are_made_and_handed_out_by_command(
    settings: Settings, app: Flask, tmp_path: Path
) -> None:
    app.extensions["auditapp.settings"] = replace(settings, signing_file=tmp_path / "own.pem")
    run = app.test_cli_runner().invoke
    assert "reports create-key" in run(args=["reports", "certificate"]).output
    assert "Back it up" in run(args=["reports", "create-key"]).output
    again = run(args=["reports", "create-key"])
    assert (again.exit_code, "already" in again.output) == (1, True)
    own = read_signing_file(tmp_path / "own.pem").certificates[0]
    assert run(args=["reports", "certificate"]).output.encode() == certificate_pem(own)
    assert b"PRIVATE" not in certificate_pem(own)


def test_one_machine_makes_its_key_by_itself_and_several_say_that_they_need_one(
    settings: Settings, app: Flask, auditing: Auditing, session: Session, database_kind: str, tmp_path: Path
) -> None:
    app.extensions["auditapp.settings"] = replace(settings, signing_file=tmp_path / "own.pem")
    auditing.visit(LATE)
    with app.app_context(), frozen_at(MARCH + timedelta(days=1)):
        run_pending(context_of(app))
    job = session.exec(select(Job)).one()
    if database_kind == "sqlite":
        assert (job.state, (tmp_path / "own.pem").exists()) == (JobState.DONE, True)
    else:
        assert (job.state, job.reason, (tmp_path / "own.pem").exists()) == (
            JobState.FAILED, "no_signing_key", False,
        )  # fmt: skip


def test_a_finished_report_is_known_by_its_code(app: Flask, auditing: Auditing, session: Session) -> None:
    visit: Visit = auditing.visit(LATE)
    with app.app_context(), frozen_at(MARCH + timedelta(days=1)):
        run_pending(context_of(app))
    issued = session.exec(select(IssuedReport)).one()
    data = app.extensions["auditapp.storage"].get(f"reports/{visit.id}/hu-{TEMPLATE_VERSION}.pdf")
    assert attached(data)["code"] == issued.code
    assert (issued.visit_id, issued.language, str(issued.published_on)) == (visit.id, "hu", "2026-03-11")
    last_page = PdfReader(BytesIO(data)).pages[-1].extract_text()
    assert "-".join((issued.code[:4], issued.code[4:8], issued.code[8:])) in last_page
    assert "audits.example/verify" in last_page
