"""XLSForm in: conditions on earlier answers, and limits of numbers."""

import pytest

from auditapp.checklists.formats.reading import read_any
from auditapp.domain.lint import lint
from tests.support.workbooks import xlsx
from tests.support.xlsforms import CONDITIONS, STEPS, form, imported, questions, refused, told, written


@pytest.mark.parametrize(
    "relevant,expected",
    [
        ("selected(${seen}, 'ramp')", {"question": "seen", "in": ["ramp"]}),
        ("${mood} = '1'", {"question": "mood", "in": ["o_1"]}),
        ("${mood} = 1", {"question": "mood", "in": ["o_1"]}),
        ("'1' = ${mood}", {"question": "mood", "in": ["o_1"]}),
        ("${mood} != '1'", {"not": {"question": "mood", "in": ["o_1"]}}),
        ("${mood} < 3", {"question": "mood", "in": ["o_1", "o_2"]}),
        ("${mood} = '1' or ${mood} = '2'", {"question": "mood", "in": ["o_1", "o_2"]}),
        ("${guests} >= 3", {"question": "guests", "at_least": "3"}),
        ("${guests} > 3", {"question": "guests", "at_least": "4"}),
        ("3 > ${guests}", {"question": "guests", "at_most": "2"}),
        ("${guests} = 3", {"question": "guests", "at_least": "3", "at_most": "3"}),
        ("${price} > 2.5", {"all": [{"question": "price", "answered": True}, {"not": {"question": "price", "at_most": "2.5"}}]}),
        ("${words} != ''", {"question": "words", "answered": True}),
        ('${words} = ""', {"not": {"question": "words", "answered": True}}),
        ("${ok} = 'OK'", {"question": "ok", "in": ["yes"]}),
        (
            "(selected(${seen}, 'ramp') and ${guests} > 1) or not(${mood} = '3')",
            {"any": [{"all": [{"question": "seen", "in": ["ramp"]}, {"question": "guests", "at_least": "2"}]},
                     {"not": {"question": "mood", "in": ["o_3"]}}]},
        ),
    ],
)  # fmt: skip
def test_simple_conditions_on_earlier_answers_are_taken(relevant: str, expected: object) -> None:
    found = imported(CONDITIONS.format(relevant), STEPS)
    assert written(questions(found.definition)["last"])["show_when"] == expected
    assert told(found) == []
    assert not [problem for problem in lint(found.definition) if problem.severity == "error"]


@pytest.mark.parametrize(
    "relevant",
    [
        "${words} = 'Bob'",
        "string-length(${words}) > 3",
        "count-selected(${seen}) > 1",
        "${guests} + 1 > 3",
        "${guests} > ${price}",
        "${price} > ''",
        "true()",
        "today() > '2026-01-01'",
        "regex(${words}, '[a-z]')",
        "selected(${words}, 'a')",
        "${guests}",
    ],
)
def test_other_conditions_are_said_and_the_question_is_asked_always(relevant: str) -> None:
    found = read_any(xlsx(form(CONDITIONS.format(relevant), STEPS)))
    last = questions(found.definition)["last"]
    assert (last.show_when, last.required) == (None, False)
    assert told(found) == [("condition_not_taken", "survey!D8")]


@pytest.mark.parametrize(
    "relevant,code",
    [
        ("${later} != ''", "forward_reference"),
        ("${last} != ''", "self_reference"),
        ("${moode} = '1'", "unknown_question"),
        ("${mood} = 'x'", "unknown_option"),
        ("selected(${seen}, 'x')", "unknown_option"),
    ],
)
def test_conditions_on_what_is_not_there_are_errors(relevant: str, code: str) -> None:
    survey = CONDITIONS.format(relevant) + "    text | later | Later? | ${last} != ''\n"
    assert (code, "survey!D8") in refused(survey, STEPS)


def test_a_groups_condition_holds_for_each_of_its_questions() -> None:
    found = imported("""
        type          | name  | label  | relevant
        select_one yn | open  | Open?  |
        select_one yn | early | Early? |
        begin_group   | g     | Inside | ${open} = 'yes'
        text          | a     | A?     |
        text          | b     | B?     | ${early} = 'no'
        end_group     |       |        |
    """)  # fmt: skip
    asked = questions(found.definition)
    group = {"question": "open", "in": ["yes"]}
    assert written(asked["a"])["show_when"] == group
    assert written(asked["b"])["show_when"] == {"all": [group, {"question": "early", "in": ["no"]}]}


@pytest.mark.parametrize(
    "constraint,limits",
    [
        (". >= 1 and . <= 5", (1, 5)),
        (". > 0 and . < 100", (1, 99)),
        ("(. <= 12)", (None, 12)),
        ("0 <= . and . <= 7", (0, 7)),
    ],
)
def test_limits_of_numbers_are_taken(constraint: str, limits: tuple[int | None, int | None]) -> None:
    found = imported(f"type | name | label | constraint\ninteger | n | N? | {constraint}")
    question = questions(found.definition)["n"]
    assert (question.minimum, question.maximum) == limits
    assert told(found) == []


@pytest.mark.parametrize("kind,constraint", [("text", "regex(., '[a-z]+')"), ("integer", ". != 3"), ("decimal", ". > 0"), ("date", ". <= today()")])  # fmt: skip
def test_other_limits_are_said(kind: str, constraint: str) -> None:
    found = imported(f"type | name | label | constraint\n{kind} | n | N? | {constraint}")
    assert told(found) == [("constraint_not_taken", "survey!D2")]
