"""The short ways through WeasyPrint lead where its own ways do."""

import subprocess
from pathlib import Path

import pytest
from flask import Flask
from weasyprint import css, draw
from weasyprint.draw import text as drawing
from weasyprint.formatting_structure import boxes
from weasyprint.layout import background, block, inline, page, preferred, table

from auditapp.core import pdf_speed, pdf_strokes
from auditapp.domain.language import Language
from auditapp.reports.gallery import CASES, Case
from tests.reports.test_design import SMALL, app, printed

__all__ = ["app"]


@pytest.fixture
def short_ways_closed(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """WeasyPrint as it comes; `undo` opens them again."""
    for module in (block, inline, page, table):
        monkeypatch.setattr(module, "resolve_percentages", pdf_speed._resolve_percentages)
    monkeypatch.setattr(css.StyleFor, "set_computed_styles", pdf_speed._set_computed_styles)
    monkeypatch.setattr(boxes.Box, "is_in_normal_flow", pdf_speed._is_in_normal_flow)
    monkeypatch.setattr(background, "layout_box_backgrounds", pdf_speed._layout_box_backgrounds)
    monkeypatch.setattr(inline, "get_next_linebox", pdf_speed._get_next_linebox)
    monkeypatch.setattr(inline, "split_first_line", pdf_speed._split_first_line)
    monkeypatch.setattr(preferred, "split_first_line", pdf_speed._split_first_line)
    monkeypatch.setattr(inline, "strut", pdf_speed._strut)
    monkeypatch.setattr(draw, "draw_text", drawing.draw_text)
    return monkeypatch


def words_of(data: bytes, folder: Path) -> str:
    """Every word of a PDF with its place on the paper."""
    file = folder / "drawn.pdf"
    file.write_bytes(data)
    return subprocess.run(
        ["pdftotext", "-bbox", str(file), "-"], check=True, capture_output=True, text=True
    ).stdout


def picture_of(data: bytes, folder: Path) -> bytes:
    """All pages of a PDF, drawn small."""
    (folder / "drawn.pdf").write_bytes(data)
    subprocess.run(["pdftoppm", "-r", "40", str(folder / "drawn.pdf"), str(folder / "page")], check=True)
    return b"".join(file.read_bytes() for file in sorted(folder.glob("page-*.ppm")))


@pytest.mark.parametrize(
    "case, language",
    [
        (SMALL, Language.SERBIAN_CYRILLIC),
        (next(case for case in CASES if case.name == "odd-remarks"), Language.SLOVAK),
    ],
    ids=["small", "odd remarks"],
)
def test_each_word_stands_where_it_would_anyway(
    app: Flask, short_ways_closed: pytest.MonkeyPatch, tmp_path: Path, case: Case, language: Language
) -> None:
    long_way = printed(app, case, language)
    short_ways_closed.undo()
    short_way = printed(app, case, language)
    assert words_of(short_way.data, tmp_path) == words_of(long_way.data, tmp_path)
    assert picture_of(short_way.data, tmp_path) == picture_of(long_way.data, tmp_path)


def test_what_was_drawn_before_changes_nothing(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    for kept in ("_styles", "_texts", "_styles_of_texts"):
        monkeypatch.setattr(pdf_speed, kept, {})
    monkeypatch.setattr(pdf_strokes, "_fonts", {})
    first = printed(app).data
    printed(app, Case(name="other", questions=20, lost=9, photos=0), Language.SERBIAN_CYRILLIC)
    assert printed(app).data == first
