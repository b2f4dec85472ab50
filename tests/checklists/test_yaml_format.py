"""Checklist files: read as people mean them, refused where somebody plays tricks, written the same every time."""

import pytest

from auditapp.checklists.yaml_format import MAX_BYTES, read_checklist, write_checklist
from auditapp.domain.checklist import Checklist
from auditapp.domain.definition import parse_definition
from auditapp.domain.problems import DefinitionError, Problem
from tests.support.visits import EVERYTHING, text


def problems_in(content: bytes) -> tuple[Problem, ...]:
    with pytest.raises(DefinitionError) as refused:
        read_checklist(content)
    return refused.value.problems


def everything() -> Checklist:
    return parse_definition(dict(EVERYTHING))


def test_what_is_written_is_read_again() -> None:
    written = write_checklist(everything())
    assert read_checklist(written.encode()) == everything()
    assert read_checklist(b"\xef\xbb\xbf" + written.replace("\n", "\r\n").encode()) == everything()


def test_yes_and_no_are_words_and_texts_stay_texts() -> None:
    tricky = dict(EVERYTHING) | {
        "title": dict(zip(EVERYTHING["languages"], ("no", "да", "on", "2026-03-31", "12:30"), strict=True)),
        "briefing": text("Two lines:\n- one # not a comment\n- “two”"),
    }
    written = write_checklist(parse_definition(tricky))
    assert "key: yes\n" in written
    assert "  en: no\n" in written
    assert read_checklist(written.encode()) == parse_definition(tricky)


@pytest.mark.parametrize(
    "content,code,place",
    [
        (b"\xff\xfeslug", "not_utf8", ""),
        (b"x" * (MAX_BYTES + 1), "file_too_large", ""),
        (b"slug: a\n  b: c\n", "not_yaml", "line 2"),
        (b"slug: 'a", "not_yaml", "line 1"),
        (b"slug: a\n--- \nslug: b\n", "not_yaml", "line 2"),
        (b"slug: \x07", "not_yaml", ""),
        (b"a: &x [1]\nb: *x\n", "yaml_alias", "line 2"),
        (b"a: &a [x,x]\nb: &b [*a,*a]\nc: [*b,*b]\n", "yaml_alias", "line 2"),
        (b"slug: a\nslug: b\n", "yaml_duplicate_key", "line 2"),
        (b"slug: a\n'slug': b\n", "yaml_duplicate_key", "line 2"),
        (b"title:\n  en: a\n  hu: b\n  en: c\n", "yaml_duplicate_key", "line 4"),
        (b"? [a, b]\n: c\n", "yaml_key", "line 1"),
        (b"a: !!python/object/apply:os.system [ls]\n", "yaml_tag", "line 1"),
        (b"a: b\nc: !!int nonsense\n", "yaml_tag", "line 2"),
        (b"!!binary aGk=\n", "yaml_tag", "line 1"),
        (b"a: " + b"[" * 1000, "too_deep", "line 1"),
        (b"{a: " * 1000, "too_deep", "line 1"),
        (b"", "not_a_map", ""),
        (b"- a\n", "not_a_map", ""),
    ],
)
def test_files_that_are_not_taken(content: bytes, code: str, place: str) -> None:
    (problem,) = problems_in(content)
    assert (problem.code, problem.path) == (code, place)


def test_numbers_without_end_are_no_numbers() -> None:
    written = write_checklist(everything()).replace("days: 14", "days: " + "1" * 5000, 1)
    (problem,) = problems_in(written.encode())
    assert problem.path == "sections[0].questions[0].action.days"


def test_names_that_are_no_words_are_told_with_their_place() -> None:
    found = problems_in(b"1: a\nnull: b\n<<: {slug: c}\n")
    assert {problem.code for problem in found} == {"unknown_field", "missing"}
