"""XLSForm out: pyxform converts it, and reading it again gives the same checklist."""

from io import BytesIO
from pathlib import Path
from random import Random
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyxform.xls2xform import convert

from auditapp.checklists.formats.reading import read_any
from auditapp.checklists.formats.xlsform_writer import write_xlsform
from auditapp.checklists.yaml_format import read_checklist
from auditapp.domain.checklist import Checklist
from auditapp.domain.definition import dump_definition, parse_definition
from tests.domain.generated import random_checklist
from tests.support.visits import EVERYTHING, question, text
from tests.support.workbooks import saved

SHIPPED = sorted((Path(__file__).parents[2] / "checklists").glob("*.yaml"))
YES_NO = [{"key": "yes", "points": 1}, {"key": "no", "points": 0}]


def converted(form: bytes) -> str:
    """The XForm that pyxform makes of it."""
    xform: str = convert(BytesIO(form), file_type=".xlsx", validate=False).xform
    return xform


def with_questions(*questions: dict[str, Any], **more: object) -> Checklist:
    section = {"key": "only", "title": text("Only"), "questions": list(questions)}
    return parse_definition(dict(EVERYTHING) | {"scenarios": [], "sections": [section]} | more)


def assert_comes_back(checklist: Checklist) -> None:
    form = write_xlsform(checklist)
    converted(form)
    found = read_any(form)
    assert dump_definition(found.definition) == dump_definition(checklist)
    assert found.notes == ()


@pytest.mark.parametrize("file", SHIPPED, ids=lambda file: file.stem)
def test_the_shipped_checklists_come_back_as_they_were(file: Path) -> None:
    assert_comes_back(read_checklist(file.read_bytes()))


def test_a_checklist_with_every_type_comes_back() -> None:
    assert_comes_back(parse_definition(dict(EVERYTHING)))


@settings(max_examples=60, deadline=None)
@given(st.integers(min_value=0, max_value=10**9))
def test_any_checklist_comes_back(seed: int) -> None:
    assert_comes_back(random_checklist(Random(seed)))  # noqa: S311 - chance, no secret


def test_twins_and_reserved_names_come_back() -> None:
    asked = question("greeting", "yes_no", options=YES_NO)
    after = question("meta", "text", show_when={"question": "greeting", "in": ["yes"]})
    assert_comes_back(with_questions(asked, asked, after, question("only", "text")))


def test_texts_that_mean_something_elsewhere_stay_texts() -> None:
    texts = (
        "=1+1",
        "+49 30",
        "-",
        "@home",
        "'quoted'",
        "${price} & <b>bold</b>",
        "Two\nlines",
        "100",
        "true",
    )
    asked = [question(f"q{at}", "text") | {"text": text(words)} for at, words in enumerate(texts)]
    checklist = with_questions(*asked)
    form = write_xlsform(checklist)
    converted(form)
    assert [question.text["en"] for _, question in read_any(form).definition.questions()] == list(texts)


def test_no_cell_is_a_formula() -> None:
    checklist = with_questions(
        question("q", "text") | {"text": text('=HYPERLINK("http://evil.example","click")')}
    )
    book = openpyxl.load_workbook(BytesIO(write_xlsform(checklist)))
    kinds = {cell.data_type for sheet in book.worksheets for row in sheet.iter_rows() for cell in row}
    assert "f" not in kinds


def test_a_simple_condition_stands_in_the_form_alone() -> None:
    checklist = with_questions(
        question("open", "yes_no", options=YES_NO),
        question("why", "text", show_when={"question": "open", "in": ["no"]}),
    )
    form = write_xlsform(checklist)
    rows = rows_of(form)
    assert (rows[3]["relevant"], rows[3]["show_when"]) == ("selected(${open}, 'no')", None)
    assert "selected( /data/only/open , 'no')" in converted(form)


def test_a_condition_changed_in_the_form_wins() -> None:
    condition = {"all": [{"question": "open", "in": ["no"]}]}
    form = write_xlsform(
        with_questions(
            question("open", "yes_no", options=YES_NO), question("why", "text", show_when=condition)
        )
    )
    assert rows_of(form)[3]["show_when"] is not None
    found = read_any(changed(form, "relevant", 4, "selected(${open}, 'yes')"))
    (_, why) = [question for _, question in found.definition.questions()]
    assert why.model_dump(by_alias=True, exclude_defaults=True)["show_when"] == {
        "question": "open",
        "in": ("yes",),
    }
    assert [note.code for note in found.notes] == ["show_when_outdated"]


def test_a_type_changed_in_the_form_wins() -> None:
    form = write_xlsform(with_questions(question("price", "money", scored=False)))
    found = read_any(changed(form, "type", 3, "text"))
    assert [question.type.value for _, question in found.definition.questions()] == ["text"]
    assert [(note.code, note.path[:7]) for note in found.notes] == [("question_type_unfit", "survey!")]


def rows_of(form: bytes) -> list[dict[Any, Any]]:
    """The survey's rows under their headings."""
    headings, *rows = openpyxl.load_workbook(BytesIO(form))["survey"].iter_rows(values_only=True)
    return [{}, *(dict(zip(headings, row, strict=True)) for row in rows)]


def changed(form: bytes, heading: str, row: int, value: str) -> bytes:
    """The form with another value in one cell of the survey."""
    book = openpyxl.load_workbook(BytesIO(form))
    sheet = book["survey"]
    column = next(cell.column for cell in sheet[1] if cell.value == heading)
    sheet.cell(row, column).value = value
    return saved(book)
