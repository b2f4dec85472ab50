"""Staff sheets and summaries as things to read: their tags, their languages, and what odd texts do to them."""

import io
import re
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from flask_babel import force_locale
from pypdf import PdfReader

from auditapp.core.i18n import locale_of
from auditapp.domain.language import Language
from auditapp.reports.paper_drawing import Printable
from auditapp.reports.paper_gallery import PAPER, StaffCase, SummaryCase, staff_example, summary_facts
from auditapp.reports.staff.making import DESIGN as STAFF
from auditapp.reports.staff.making import printable_sheet
from auditapp.reports.summary.composing import summary_content
from auditapp.reports.summary.content import SummaryContent
from auditapp.reports.summary.making import DESIGN as SUMMARY
from auditapp.reports.summary.making import printable_summary
from tests.reports.test_design import app, elements_of, heads_of, hostile

__all__ = ["app"]  # a fixture: the product without a database

SMALL = SummaryCase(name="small", stores=9, earlier=2)
ATTACK = '<img src="http://127.0.0.1:9/x.png"/> {{ 7 * 7 }} &x;'
OVERDUE = {
    Language.ENGLISH: "Overdue",
    Language.SERBIAN_CYRILLIC: "Рок је истекао",
    Language.SERBIAN_LATIN: "Rok je istekao",
    Language.CROATIAN: "Rok je istekao",
    Language.HUNGARIAN: "Lejárt a határidő",
    Language.SLOVAK: "Po termíne",
}


def summary(app: Flask, language: Language = Language.ENGLISH, case: SummaryCase = SMALL) -> SummaryContent:
    with app.app_context():
        return summary_content(summary_facts(case), language)


def data_of(app: Flask, printable: Printable) -> bytes:
    design = SUMMARY if isinstance(printable.content, SummaryContent) else STAFF
    with app.app_context():
        pdf = design.drawn(printable)
    assert pdf.missing == ()
    return pdf.data


def reader_of(app: Flask, printable: Printable) -> PdfReader:
    return PdfReader(io.BytesIO(data_of(app, printable)))


def text_of(reader: PdfReader) -> str:
    return " ".join(" ".join(page.extract_text() for page in reader.pages).replace("\xa0", " ").split())


def both(app: Flask) -> Iterator[Printable]:
    yield printable_summary(summary(app), PAPER)
    with app.app_context(), force_locale("en"):
        yield printable_sheet(staff_example(StaffCase(name="staff"), Language.ENGLISH), PAPER)


def test_the_tag_trees_say_what_is_what_and_bytes_stay_the_same(app: Flask) -> None:
    for printable in both(app):
        data = data_of(app, printable)
        assert data_of(app, printable) == data
        elements = elements_of(PdfReader(io.BytesIO(data)))
        assert heads_of(elements) <= {("/THead", "/Column"), ("/TBody", "/Row")}


@pytest.mark.parametrize("language", Language)
def test_text_copies_and_searches_right(app: Flask, language: Language) -> None:
    content = summary(app, language)
    reader = reader_of(app, printable_summary(content, PAPER))
    text = text_of(reader)
    store = content.regions[0].groups[0].stores[0]
    wanted = (OVERDUE[language], content.findings[0].question, content.verdict, "Шумадија", store.margin)
    for words in wanted:
        assert " ".join(words.replace("\xa0", " ").split()) in text, words
    root: Any = reader.trailer["/Root"]
    assert root["/Lang"] == language.value
    with app.app_context(), force_locale(locale_of(language)):
        sheet = staff_example(StaffCase(name="staff"), language)
    text = text_of(reader_of(app, printable_sheet(sheet, PAPER)))
    for words in (sheet.actions[0].what, sheet.actions[2].owner, sheet.good[0].answer):
        assert words in text


def test_the_contents_of_a_summary_name_the_page_of_each_part(app: Flask) -> None:
    texts = [page.extract_text() for page in reader_of(app, printable_summary(summary(app), PAPER)).pages]
    line = next(line for line in texts[0].splitlines() if line.count("·") > 2)
    for part in line.split("·"):
        title, number = part.replace("\xa0", " ").strip().rsplit(" ", 1)
        assert re.search(rf"^{title}$", texts[int(number) - 1], re.MULTILINE), part


def test_no_text_can_inject_anything(app: Flask) -> None:
    case = SummaryCase(name="hostile", stores=3)
    content = hostile(summary(app, case=case), ATTACK)
    safe = {"made_at": "2026-03-26T00:00:00+00:00"}
    for name, value in safe.items():
        object.__setattr__(content, name, value)
    assert ATTACK in text_of(reader_of(app, printable_summary(content, PAPER)))
