"""Workbooks and CSV files that are broken, hostile or odd: a clear answer, in bounded time and memory."""

import tracemalloc
from collections.abc import Callable
from io import BytesIO
from time import perf_counter
from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl
import pytest

from auditapp.checklists.formats.findings import Defaults
from auditapp.checklists.formats.reading import read_any
from auditapp.checklists.formats.spreadsheets import MAX_BYTES, OLE
from auditapp.domain.problems import DefinitionError, Problem
from tests.support.workbooks import saved, xls, xlsx

NAMED = Defaults(slug="a", title="A")
SECONDS, BYTES = 15, 300_000_000
FORM = {
    "survey": "type | name | label\ntext | a | A?",
    "settings": "form_title | form_id\nVisit | visit",
}


def problems(content: bytes, name: str = "") -> tuple[Problem, ...]:
    with pytest.raises(DefinitionError) as refused:
        read_any(content, name, NAMED)
    return refused.value.problems


def codes(content: bytes, name: str = "") -> list[str]:
    return [problem.code for problem in problems(content, name)]


def bounded(action: Callable[[], object]) -> None:
    """Do something within the limits of time and memory."""
    tracemalloc.start()
    started = perf_counter()
    try:
        action()
    finally:
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert perf_counter() - started < SECONDS
    assert peak < BYTES


def packed(parts: dict[str, bytes]) -> bytes:
    """A zip with these parts."""
    written = BytesIO()
    with ZipFile(written, "w", ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return written.getvalue()


def parts_of(content: bytes) -> dict[str, bytes]:
    with ZipFile(BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def with_sheet(xml: bytes) -> bytes:
    """A workbook whose survey sheet is this XML."""
    return packed(parts_of(xlsx(FORM)) | {"xl/worksheets/sheet1.xml": xml})


def sheet(rows: bytes) -> bytes:
    return b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>' + rows + b"</sheetData></worksheet>"  # fmt: skip


def lying(content: bytes, name: bytes, size: int) -> bytes:
    """The zip, saying in its directory that one part unfolds to so many bytes."""
    at = content.rindex(b"PK\x01\x02", 0, content.rindex(name))
    return content[: at + 24] + size.to_bytes(4, "little") + content[at + 28 :]


def test_too_large_a_file_is_not_even_opened() -> None:
    bounded(lambda: _expect(b"PK\x03\x04" + b"x" * MAX_BYTES, "file_too_large"))


def test_a_zip_bomb_is_refused_while_it_unfolds() -> None:
    bomb = with_sheet(sheet(b" " * 400_000_000))
    assert len(bomb) < MAX_BYTES
    bounded(lambda: _expect(bomb, "workbook_too_large"))


def test_a_zip_that_lies_about_its_sizes_unfolds_no_further_than_it_says() -> None:
    bomb = lying(with_sheet(sheet(b" " * 100_000_000)), b"xl/worksheets/sheet1.xml", 1000)
    bounded(lambda: _expect(bomb, "corrupt_workbook"))


def test_a_bomb_of_entities_is_refused() -> None:
    bomb = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>' + sheet(b'<row r="1"><c r="A1" t="inlineStr"><is><t>&b;</t></is></c></row>')  # fmt: skip
    bounded(lambda: _expect(with_sheet(bomb), "corrupt_workbook"))


def test_two_cells_far_apart_do_not_span_a_sheet() -> None:
    cells = b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    bounded(lambda: _expect(with_sheet(sheet(cells)), "workbook_too_large"))


def test_more_cells_than_a_checklist_has_are_refused_by_their_tags() -> None:
    bounded(
        lambda: _expect(with_sheet(sheet(b"<row>" + b"<c/>" * 700_000 + b"</row>")), "workbook_too_large")
    )


def test_one_long_text_in_many_cells_is_refused() -> None:
    namespace = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    shared = b"<sst " + namespace + b"><si><t>" + b"x" * 10_000_000 + b"</t></si></sst>"
    cells = b"".join(b'<row r="%d"><c r="A%d" t="s"><v>0</v></c></row>' % (n, n) for n in range(1, 20_000))
    parts = parts_of(with_sheet(sheet(cells))) | {"xl/sharedStrings.xml": shared}
    kind = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    listed = b'<Override PartName="/xl/sharedStrings.xml" ContentType="' + kind + b'"/></Types>'
    types = parts["[Content_Types].xml"].replace(b"</Types>", listed)
    bomb = packed(parts | {"[Content_Types].xml": types})
    bounded(lambda: _expect(bomb, "workbook_too_large"))


def test_too_many_parts_or_sheets_are_refused() -> None:
    many = parts_of(xlsx(FORM)) | {f"xl/worksheets/sheet{n}.xml": b"<a/>" for n in range(300)}
    assert codes(packed(many)) == ["workbook_too_large"]
    assert codes(xlsx({f"sheet {n}": "question\nA?" for n in range(31)})) == ["workbook_too_large"]


def test_2000_questions_are_more_than_a_section_holds() -> None:
    rows = "".join(f"\ntext | q{n} | Question {n}?" for n in range(2000))
    bounded(lambda: _expect(xlsx(FORM | {"survey": "type | name | label" + rows}), "too_many"))


def test_2000_questions_in_sections_are_taken() -> None:
    rows = "".join(
        f"\nbegin_group | g{group} | Group {group}"
        + "".join(f"\ntext | q{group}_{n} | Question {n}?" for n in range(40))
        + "\nend_group | |"
        for group in range(50)
    )
    form = xlsx(FORM | {"survey": "type | name | label" + rows})
    bounded(lambda: read_any(form))
    assert len(list(read_any(form).definition.questions())) == 2000


def test_more_text_than_a_draft_may_hold_is_refused() -> None:
    rows = "".join(f"\ntext | q{n} | {'x' * 3900}" for n in range(480))
    survey = f"type | name | label\nbegin_group | a | A{rows}\nend_group | |\n"
    survey += "begin_group | b | B" + rows.replace("| q", "| r") + "\nbegin_group | c | C\n"
    survey += rows.replace("| q", "| s")[1:] + "\nend_group | |\nend_group | |"
    bounded(lambda: _expect(xlsx(FORM | {"survey": survey}), "file_too_large"))


def test_2000_questions_that_are_all_wrong_are_told_within_reason() -> None:
    rows = "".join(f"\nnonsense | q{n} | Question {n}?" for n in range(2000))
    form = xlsx(FORM | {"survey": "type | name | label" + rows})
    bounded(lambda: problems(form))
    found = problems(form)
    assert len(found) == 501
    assert (found[-1].code, found[-1].params) == ("and_more", {"count": "1500"})


def test_a_formula_with_a_result_is_its_result_and_said() -> None:
    form = with_cell("C2", "<f>1+1</f><v>2</v>")
    found = read_any(form)
    assert [question.text for _, question in found.definition.questions()] == [{"en": "2"}]
    assert ("formula_as_value", "survey!C2") in [(note.code, note.path) for note in found.notes]


def test_a_formula_without_a_result_is_an_error() -> None:
    book = xlsx(FORM | {"survey": "type | name | label\ntext | a | =A1&B1"})
    assert ("formula_without_value", "survey!C2") in [(p.code, p.path) for p in problems(book)]


def test_a_cell_that_shows_an_error_is_an_error() -> None:
    form = with_cell("C2", "<f>1/0</f><v>#DIV/0!</v>", kind=' t="e"')
    assert ("cell_with_error", "survey!C2") in [(p.code, p.path) for p in problems(form)]


def with_cell(name: str, content: str, kind: str = "") -> bytes:
    """A form in which one cell of the survey holds this XML."""
    first = '<row r="1"><c r="A1" t="inlineStr"><is><t>type</t></is></c><c r="B1" t="inlineStr"><is><t>name</t></is></c><c r="C1" t="inlineStr"><is><t>label</t></is></c></row>'  # fmt: skip
    second = f'<row r="2"><c r="A2" t="inlineStr"><is><t>text</t></is></c><c r="B2" t="inlineStr"><is><t>a</t></is></c><c r="{name}"{kind}>{content}</c></row>'  # fmt: skip
    return with_sheet(sheet((first + second).encode()))


def test_merged_cells_are_said() -> None:
    book = openpyxl.load_workbook(
        BytesIO(xlsx(FORM | {"survey": "type | name | label\ntext | a | A?\ntext | b | B?"}))
    )
    book["survey"].merge_cells("C2:D2")
    found = read_any(saved(book))
    assert ("merged_cells", "survey!C2:D2") in [(note.code, note.path) for note in found.notes]


def test_duplicate_columns_are_an_error() -> None:
    twice = xlsx({"list": "question | points | Points\nA? | 1 | 2"})
    assert [(p.code, p.path) for p in problems(twice)] == [("duplicate_column", "list!C1")]


@pytest.mark.parametrize(
    "sheets,code",
    [
        ({"survey": ""}, "sheet_empty"),
        ({"survey": "type | name | label"}, "sheet_empty"),
        ({"list": "question"}, "sheet_empty"),
        ({"list": ""}, "workbook_empty"),
        ({"list": "something | else\na | b"}, "no_questions_sheet"),
    ],
)
def test_empty_sheets_say_what_is_missing(sheets: dict[str, str], code: str) -> None:
    assert codes(xlsx(sheets))[0] == code
    assert codes(xls(sheets))[0] == code


@pytest.mark.parametrize(
    "content,name,code",
    [
        (b"", "a.xlsx", "file_empty"),
        (b" \n ", "a.csv", "file_empty"),
        (b"<html><table><tr><td>question</td></tr></table></html>", "a.xls", "markup_file"),
        (b"\xef\xbb\xbf<!DOCTYPE html><p>", "a.xls", "markup_file"),
        (b'<?xml version="1.0"?><Workbook/>', "a.xls", "markup_file"),
        (b"PK\x03\x04 and nothing more", "a.xlsx", "corrupt_workbook"),
        (OLE + b"\0" * 600, "a.xls", "corrupt_workbook"),
        (OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"), "a.xlsx", "workbook_encrypted"),
        (packed({"word/document.xml": b"<a/>"}), "a.xlsx", "zip_without_workbook"),
        (packed({"xl/workbook.xml": b"<a/>"}), "a.xlsx", "corrupt_workbook"),
        (xlsx(FORM)[:3000], "a.xlsx", "corrupt_workbook"),
        (b"\x81\x8d\x8f", "a.csv", "not_text"),
        (b'question;points\n"A?;1\n', "a.csv", "not_csv"),
        (b"text;points\nA?;1\n", "a.csv", ""),
        (b"nothing;of;this\nA?;1;2\n", "a.csv", "column_missing"),
    ],
)
def test_files_that_are_not_what_they_seem(content: bytes, name: str, code: str) -> None:
    if code:
        assert codes(content, name) == [code]
    else:
        assert len(list(read_any(content, name, NAMED).definition.questions())) == 1


@pytest.mark.parametrize("name", ["a.yaml", "a.csv", "a.txt", ""])
def test_the_content_says_what_it_is_not_the_name(name: str) -> None:
    assert read_any(xlsx(FORM), name).definition.slug == "visit"
    assert read_any(xls(FORM), name).definition.slug == "visit"


def test_damaged_parts_inside_are_refused() -> None:
    parts = parts_of(xlsx(FORM))
    for name in parts:
        if name.endswith(".xml") and not name.startswith(("docProps", "xl/theme")):
            damaged = packed(parts | {name: parts[name][: len(parts[name]) // 2]})
            assert codes(damaged) == ["corrupt_workbook"], name


def _expect(content: bytes, code: str) -> None:
    assert [problem.code for problem in problems(content)] == [code]
