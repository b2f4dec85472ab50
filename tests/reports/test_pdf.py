"""The PDF of a visit: made in the background, the same bytes each time, readable in six languages."""

import re
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from shutil import rmtree
from typing import Any

import pytest
from flask import Flask
from pypdf import PdfReader
from sqlmodel import Session, col, select

from auditapp.core.clock import frozen_at
from auditapp.core.jobs import Job, JobState
from auditapp.core.running import run_pending
from auditapp.core.storage import Storage
from auditapp.core.worker import context_of
from auditapp.domain.language import Language
from auditapp.reports.content import ReportContent
from auditapp.reports.models import ReportFile
from auditapp.reports.services import order_of, order_report
from auditapp.visits.models import Photo, Visit
from tests.reports.conftest import MakePdf
from tests.reports.published import MARCH, Auditing, Told, picture

Compose = Callable[..., ReportContent]

LETTERS = "Ђорђе жали њу и љуту Џемпер; čćđšž őű ľĺŕô ČĆĐŠŽ ŐŰ ĽĹŔÔ"
ATTACK = '<img src="http://evil.example/x.png"> <script>alert(1)</script> url(file:///etc/passwd) {{ 7 * 7 }}'
LATER = MARCH + timedelta(days=1)


def work(app: Flask, times: int = 1) -> None:
    """Let a worker do what waits; each further time is an hour later."""
    for hour in range(times):
        with app.app_context(), frozen_at(LATER + timedelta(hours=hour)):
            run_pending(context_of(app))


def storage_of(app: Flask) -> Storage:
    found: Storage = app.extensions["auditapp.storage"]
    return found


def read(data: bytes) -> str:
    """The text on one line, as somebody would copy it."""
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(data)).pages).split())


def root_of(data: bytes) -> Any:  # noqa: ANN401 - whatever the file holds
    """The catalogue of a PDF."""
    return PdfReader(BytesIO(data)).trailer["/Root"]


def files_of(session: Session, visit: Visit) -> dict[str, ReportFile]:
    rows = session.exec(select(ReportFile).where(ReportFile.visit_id == visit.id))
    return {row.language: row for row in rows}


def test_publishing_has_a_report_made_in_each_language_of_the_client(
    app: Flask, auditing: Auditing, session: Session
) -> None:
    auditing.report_in(Language.CROATIAN, Language.SERBIAN_LATIN)
    visit = auditing.visit()
    work(app)
    files = files_of(session, visit)
    assert set(files) == {"hr", "sr-Latn"}
    for file in files.values():
        data = storage_of(app).get(file.storage_key)
        assert data.startswith(b"%PDF-")
        assert len(data) == file.size
    assert {job.state for job in session.exec(select(Job))} == {JobState.DONE}


def test_the_reports_of_a_visit_are_ordered_the_same_way_everywhere(
    auditing: Auditing, session: Session
) -> None:
    auditing.report_in(*reversed(Language))
    auditing.visit()
    keys = session.exec(select(Job.key).order_by(col(Job.id))).all()
    assert list(keys) == sorted(keys)
    assert len(keys) == len(Language)


def test_asking_again_makes_nothing_new(app: Flask, auditing: Auditing, session: Session) -> None:
    visit = auditing.visit()
    work(app)
    before = {file.id: file.sha256 for file in files_of(session, visit).values()}
    order_report(session, visit, Language.HUNGARIAN, again=True)
    session.commit()
    work(app)
    session.expire_all()
    assert {file.id: file.sha256 for file in files_of(session, visit).values()} == before


def test_the_same_visit_gives_the_same_bytes(auditing: Auditing, pdf_of: MakePdf) -> None:
    visit = auditing.visit(Told(answers={"window": "no"}, photos=["window", "receipt"], na=()))
    first = pdf_of(visit, picture=picture())
    with frozen_at(LATER):
        second = pdf_of(visit, picture=picture())
    assert first.data == second.data
    metadata = PdfReader(BytesIO(first.data)).metadata
    assert metadata is not None
    assert str(metadata["/CreationDate"]) == "D:20260311144500Z"


@pytest.mark.parametrize("language", Language)
def test_text_copies_and_searches_right(
    auditing: Auditing, content_of: Compose, pdf_of: MakePdf, language: Language
) -> None:
    visit = auditing.visit(Told(answers={"greeting": "late"}, remarks={"greeting": LETTERS}))
    report, data = content_of(visit, language), pdf_of(visit, language).data
    text = read(data)
    for wanted in (
        LETTERS,
        "Subotica, Korzo",
        report.score.text,
        report.visited,
        "Greet",
        report.actions[0].due,
    ):
        assert " ".join(wanted.split()) in text, wanted
    assert root_of(data)["/Lang"] == language.value
    metadata = PdfReader(BytesIO(data)).metadata
    assert metadata is not None
    assert "Subotica, Korzo" in str(metadata.title)


def test_it_is_tagged_and_bookmarked(auditing: Auditing, pdf_of: MakePdf) -> None:
    data = pdf_of(auditing.visit()).data
    assert root_of(data)["/MarkInfo"]["/Marked"]
    assert b"pdfuaid:part" in root_of(data)["/Metadata"].get_data()
    titles = _titles(PdfReader(BytesIO(data)).outline)
    assert titles[0] == "Subotica, Korzo"
    assert {"Section by section", "Action plan", "All answers"} <= set(titles)


def test_parts_follow_each_other_without_empty_pages(auditing: Auditing, pdf_of: MakePdf) -> None:
    data = pdf_of(auditing.visit(Told(answers={"greeting": "late"}))).data
    pages = [page.extract_text() for page in PdfReader(BytesIO(data)).pages]
    parts = ("Section by section", "What lost points", "Action plan")
    assert [number for part in parts for number, page in enumerate(pages) if part in page] == [1, 1, 1]


def _titles(outline: list[Any]) -> list[str]:
    return [
        title
        for entry in outline
        for title in (_titles(entry) if isinstance(entry, list) else [str(entry.title)])
    ]


def test_what_somebody_typed_is_shown_and_never_followed(auditing: Auditing, pdf_of: MakePdf) -> None:
    told = Told(answers={"greeting": "late", "seated": "no", "excuse": ATTACK}, remarks={"greeting": ATTACK})
    pdf = pdf_of(auditing.visit(told))
    assert pdf.missing == ()
    # As answer among the answers, and as remark of the finding.
    assert re.sub(r"\s", "", read(pdf.data)).count(re.sub(r"\s", "", ATTACK)) == 2


def test_a_lost_photo_does_not_hold_the_report_up(app: Flask, auditing: Auditing, session: Session) -> None:
    visit = auditing.visit(Told(photos=["receipt"], na=()))
    storage_of(app).delete(session.exec(select(Photo)).one().thumbnail_key)
    session.commit()
    work(app)
    job = order_of(session, visit, Language.HUNGARIAN)
    assert job is not None
    assert (job.state, job.label) == (JobState.DONE, "photos_missing")
    assert set(files_of(session, visit)) == {"hu"}


def test_a_storage_that_is_down_is_a_reason_and_can_be_tried_again(
    app: Flask, auditing: Auditing, session: Session, tmp_path: Path
) -> None:
    visit = auditing.visit()
    folder = tmp_path / "files"
    rmtree(folder)
    folder.write_bytes(b"no folder any more")
    work(app, times=4)
    job = order_of(session, visit, Language.HUNGARIAN)
    assert job is not None
    assert (job.state, job.reason) == (JobState.FAILED, "storage_down")
    assert files_of(session, visit) == {}
    folder.unlink()
    folder.mkdir()
    session.rollback()
    order_report(session, visit, Language.HUNGARIAN, again=True)
    session.commit()
    work(app)
    assert set(files_of(session, visit)) == {"hu"}


def test_a_visit_that_is_not_published_has_no_report(
    app: Flask, auditing: Auditing, session: Session
) -> None:
    visit = auditing.submitted()
    job = order_report(session, visit, Language.ENGLISH)
    session.commit()
    work(app)
    session.refresh(job)
    assert (job.state, job.reason) == (JobState.FAILED, "not_published")
