"""XLSForm in: whatever is wrong is told at once, each with its cell, and nothing is taken."""

import pytest

from auditapp.checklists.formats.reading import read_any
from auditapp.domain.problems import DefinitionError, Problem
from tests.support.workbooks import xlsx
from tests.support.xlsforms import YES_NO, form, refused


def test_every_error_is_told_at_once_with_its_cell() -> None:
    assert refused(
        """
        type          | name | label
        select_one yx | a    | A?
        integr        | b    | B?
        text          |      | C?
        text          | d    |
                      | e    | E?
        text          | a    | Twin?
        end_group     |      |
        begin_group   | g    | G
        """,
        YES_NO + "\nyn | yes | Again | 1\n | x | X | 1\nyn | z | | 1",
    ) == [
        ("duplicate_key", "choices!B4"),
        ("choice_without_name", "choices!A5"),
        ("label_missing", "choices!C6"),
        ("duplicate_key", "survey!B7"),
        ("unknown_list", "survey!A2"),
        ("unknown_form_type", "survey!A3"),
        ("name_missing", "survey!B4"),
        ("label_missing", "survey!C5"),
        ("type_missing", "survey!A6"),
        ("group_not_open", "survey!A8"),
        ("group_not_closed", "survey!A9"),
    ]


def test_values_that_do_not_fit_are_told_with_their_cell() -> None:
    assert refused(
        "type | name | label | weight | critical | allow_na\nselect_one yn | a | A? | much | explode | perhaps",
        "list_name | name | label | points\nyn | yes | Yes | lots\nyn | no | No | 0",
    ) == [
        ("not_true_or_false", "survey!F2"),
        ("not_a_number", "survey!D2"),
        ("unknown_value", "survey!E2"),
        ("not_a_number", "choices!D2"),
    ]


@pytest.mark.parametrize("written,meant", [("integr", "integer"), ("select_on yn", ""), ("phto", "photo")])
def test_unknown_types_say_what_was_meant(written: str, meant: str) -> None:
    problem = _only_problem(f"type | name | label\n{written} | a | A?")
    assert problem.code == "unknown_form_type"
    assert problem.params.get("did_you_mean", "") == meant or not meant


def test_a_condition_on_a_row_of_unknown_type_is_no_second_error() -> None:
    problem = _only_problem(
        "type | name | label | relevant\nintegr | a | A? |\ntext | b | B? | ${a} > 3\ntext | c | C? | ${b} != ''"
    )
    assert problem.code == "unknown_form_type"


def test_a_misspelt_list_says_what_was_meant() -> None:
    problem = _only_problem("type | name | label\nselect_one ynn | a | A?")
    assert problem.params == {"name": "ynn", "did_you_mean": "yn"}


def _only_problem(survey: str) -> Problem:
    with pytest.raises(DefinitionError) as error:
        read_any(xlsx(form(survey)))
    (problem,) = error.value.problems
    return problem


@pytest.mark.parametrize("columns", ["name | label", "type | label", "type | name"])
def test_a_missing_column_is_an_error(columns: str) -> None:
    assert next(code for code, _ in refused(f"{columns}\ntext | x")) == "column_missing"


def test_a_column_that_stands_twice_is_an_error() -> None:
    assert ("duplicate_column", "survey!D1") in refused("type | name | label | Label\ntext | a | A? | B?")


def test_a_plain_text_that_differs_from_the_one_in_its_language_is_an_error() -> None:
    problem = _only_problem("type | name | label::en | label\ntext | a | A? | Other?\ntext | b | B? | B?")
    assert (problem.code, problem.path, problem.params) == (
        "plain_text_differs",
        "survey!D2",
        {"other": "C2"},
    )
