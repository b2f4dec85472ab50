"""The staff sheet: one page, the best thing first, three actions, no score and no name."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Page
from pypdf import PdfReader

from auditapp.core.running import run_pending
from auditapp.core.worker import context_of
from auditapp.domain.paper import PageSize
from auditapp.reports.papers import Paper
from auditapp.reports.staff.content import LONGEST, GoodThing, StaffAction, StaffSheet
from auditapp.reports.staff.making import DESIGN, printable_sheet
from tests.reports.published import MARCH, Auditing, Told
from tests.support.browser import assert_accessible, assert_fits, log_in
from tests.support.pages import PageClient
from tests.support.people import People

ONLY_SQLITE = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
LETTERS = "Ђорђе жали њу и љуту Џемпер; čćđšž őű ľĺŕô"


def root_of(data: bytes) -> Any:  # noqa: ANN401 - whatever the file holds
    return PdfReader(BytesIO(data)).trailer["/Root"]


def text_of(data: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(data)).pages).split())


@ONLY_SQLITE
def test_the_sheet_praises_first_and_shames_nobody(
    app: Flask, auditing: Auditing, people: People, client: PageClient
) -> None:
    auditing.visit(Told(answers={"wait": 90}, at=MARCH - timedelta(days=40)))
    told = Told(answers={"greeting": "never"}, remarks={"greeting": "Eszter at the till looked away."})
    visit = auditing.visit(told)
    client.log_in(people.store_manager).get(f"/reports/visits/{visit.id}")
    page = client.follow("Staff sheet")
    assert page.texts("main h2")[:2] == ["Done well: keep it up", "What we do next"]
    assert page.texts(".good .best b") == ["A ramp; Good light"]
    assert page.texts(".mended .of") == ["The wait?"]
    assert page.texts(".actions h3") == ["Greet"]
    assert page.texts(".actions .who") == ["Store manager · by 25 March 2026"]
    client.get(f"/reports/visits/{visit.id}/staff/hu.pdf")
    client.submit("Make the PDF")
    with app.app_context():
        run_pending(context_of(app))
    answer = client.http.get(f"/reports/visits/{visit.id}/staff/hu.pdf")
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="Subotica-Korzo_')
    assert len(PdfReader(BytesIO(answer.data)).pages) == 1
    root = root_of(answer.data)
    assert root["/Lang"] == "hu"
    assert root["/MarkInfo"]["/Marked"]
    assert "/AcroForm" in root, "is signed"
    text = text_of(answer.data)
    assert "Mit teszünk ezután" in text
    for shaming in ("%", "Eszter", "looked away", "Weak"):
        assert shaming not in text
        assert shaming not in page.texts("main")[0]


@ONLY_SQLITE
@pytest.mark.parametrize("page_size", PageSize)
def test_whatever_is_written_it_stays_one_page(app: Flask, page_size: PageSize) -> None:
    word, much = "Ő" * LONGEST, "All of us greet everyone who comes in, at once and with a smile. " * 3
    long = GoodThing(much, word)
    action = StaffAction(what=word, why=much, steps=(much, word, much), owner=much, due="11 March 2026")
    sheet = StaffSheet(
        language="sr-Cyrl",
        store=f"{LETTERS} " * 4,
        client=much[:120],
        visited="11. март 2026.",
        published_at=MARCH,
        good=(long, long, long),
        mended=(long, long),
        actions=(action, action, action),
    )
    paper = Paper(kind="any", key="staff/any", payload={})
    with app.app_context():
        pdf = DESIGN.drawn(printable_sheet(sheet, paper, page_size))
        assert pdf.pages == 1
    text = text_of(pdf.data)
    assert LETTERS in text
    assert "Шта чинимо следеће" in text
    assert "ŐŐŐ" in text


def test_both_documents_fit_the_smallest_phone(auditing: Auditing, people: People, phone: Page) -> None:
    wave = auditing.wave("w" * 120)
    for days in range(6):
        told = Told(answers={"wait": 90} if days % 2 else {}, at=MARCH + timedelta(days=days))
        auditing.visit(told, wave=wave, store_id=people.far_store_id)
    visit = auditing.visit(Told(answers={"greeting": "never", "wait": 500}), wave=wave)
    log_in(phone, people.head_office)
    phone.set_viewport_size({"width": 320, "height": 640})
    places = (
        f"/reports/waves/{wave.id}",
        f"/reports/waves/{wave.id}/{auditing.version.checklist_id}",
        f"/reports/visits/{visit.id}/staff",
    )
    for place in places:
        phone.goto(place)
        assert_fits(phone)
        assert_accessible(phone)
