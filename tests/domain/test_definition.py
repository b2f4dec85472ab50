"""C1: every problem at once, each at its place; and one canonical form."""

import json
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from auditapp.domain.checklist import Checklist, Option
from auditapp.domain.definition import PARSE_CODES, digest, dump_definition, parse_definition
from auditapp.domain.problems import DefinitionError, Problem
from tests.domain.generated import random_checklist
from tests.domain.sound import ABSENT, WORDS, sound

CASES: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "definition_cases.yaml").read_text())
chances = st.integers(0, 2**64).map(Random)


@pytest.mark.parametrize("case", [pytest.param(case, id=case["name"]) for case in CASES])
def test_parser_answers_with_every_problem_at_its_place(case: dict[str, Any]) -> None:
    found = _problems(sound(case["change"]))
    assert sorted(map(_as_written, found), key=str) == sorted(case["finds"], key=str)


@pytest.mark.parametrize("raw", [None, "a text", 7, [], [{"slug": "a"}], True])
def test_a_document_that_is_no_map_is_said_to_be_none(raw: object) -> None:
    assert _problems(raw) == (Problem("not_a_map", ""),)


@pytest.mark.parametrize("name", [3, True, None, 2.5, ("a", "b")])
def test_names_that_are_no_texts_are_unknown_fields(name: object) -> None:
    (problem,) = _problems(sound() | {name: "x"})
    assert problem.code == "unknown_field"


def test_an_empty_document_lacks_everything_that_has_no_default() -> None:
    assert [problem.path for problem in _problems({})] == [
        "slug",
        "channel",
        "title",
        "languages",
        "policy",
        "bands",
        "sections",
    ]


def test_texts_and_lists_have_an_end() -> None:
    many = [{"key": f"q{number}", "type": "text", "text": WORDS} for number in range(501)]
    found = _problems(sound({"title": {"en": "x" * 4001}, "sections[3].questions": many}))
    assert {(problem.code, problem.path, problem.params["limit"]) for problem in found} == {
        ("text_too_long", "title.en", "4000"),
        ("too_many", "sections[3].questions", "500"),
    }
    more = [
        {
            "key": f"s{at}",
            "title": WORDS,
            "questions": [one | {"key": f"q{at}_{one['key']}"} for one in many[:401]],
        }
        for at in range(5)
    ]
    (problem,) = _problems(sound({"sections": more}))
    assert (problem.code, problem.path, problem.params) == (
        "too_many_questions",
        "sections",
        {"limit": "2000"},
    )


@pytest.mark.parametrize("days", ["9" * 30, 10**30, 366])
def test_days_have_an_end(days: object) -> None:
    (problem,) = _problems(sound({"sections[0].questions[0].action.days": days}))
    assert (problem.code, problem.path) == ("number_too_large", "sections[0].questions[0].action.days")


@pytest.mark.parametrize("name", ["not", "all"])
def test_conditions_nested_without_end_are_refused(name: str) -> None:
    condition: dict[str, Any] = {"question": "greeted", "answered": True}
    for _ in range(400):
        condition = {name: condition if name == "not" else [condition]}
    (problem,) = _problems(sound({"sections[0].questions[2].show_when": condition}))
    assert (problem.code, problem.path) == ("too_deep", "sections[0].questions[2].show_when")


def test_conditions_that_contain_themselves_are_refused() -> None:
    condition: dict[str, Any] = {}
    condition["not"] = condition
    (problem,) = _problems(sound({"sections[0].questions[2].show_when": condition}))
    assert (problem.code, problem.path) == ("too_deep", "sections[0].questions[2].show_when")


@pytest.mark.parametrize("wrong", ["\ud800", "a\x07b", "a\x1b[31m"])
def test_letters_that_cannot_be_stored_are_refused(wrong: str) -> None:
    (problem,) = _problems(sound({"title.en": wrong}))
    assert (problem.code, problem.path) == ("unreadable_text", "title.en")


def test_one_letter_is_spelled_one_way() -> None:
    checklist = parse_definition(sound({"title": {"hu": " o\u030b\r\nu\u030b ", "en": "Words"}}))
    assert checklist.title == {"en": "Words", "hu": "ő\nű"}
    assert list(checklist.title) == ["en", "hu"]


def test_every_code_of_the_parser_is_provoked() -> None:
    in_cases = {finding["code"] for case in CASES for finding in case["finds"]}
    assert in_cases | {"text_too_long", "too_many", "too_many_questions", "too_deep"} == PARSE_CODES


def test_sound_definition_round_trips() -> None:
    checklist = parse_definition(sound())
    content = dump_definition(checklist)
    assert parse_definition(content) == checklist
    assert dump_definition(parse_definition(content)) == content


@given(chances)
def test_what_is_dumped_reads_as_the_same_checklist_through_json_and_yaml(chance: Random) -> None:
    checklist = random_checklist(chance)
    content = dump_definition(checklist)
    assert parse_definition(json.loads(json.dumps(content))) == checklist
    assert parse_definition(yaml.safe_load(yaml.safe_dump(content, allow_unicode=True))) == checklist
    assert dump_definition(parse_definition(content)) == content


def test_defaults_are_left_out() -> None:
    question = dump_definition(parse_definition(sound()))["sections"][3]["questions"][0]
    assert question == {"key": "why", "type": "text", "text": WORDS, "required": False}


def test_short_forms_stay_short() -> None:
    content = dump_definition(parse_definition(sound({"sections[0].questions[3].critical": False})))
    greeted, _, apology, gift = content["sections"][0]["questions"]
    assert (content["policy"]["critical"], greeted["critical"], apology["critical"]) == (
        "zero_section",
        {"cap_total": 50},
        True,
    )
    assert "critical" not in gift


def test_yes_and_no_are_worded_in_every_language_unless_the_author_words_them() -> None:
    place = "sections[0].questions[3].options"
    checklist = parse_definition(
        sound({place: [{"key": "yes", "points": 1}, {"key": "no", "label": {"en": "Not so"}}]})
    )
    _, gift = list(checklist.questions())[3]
    assert [option.label["en"] for option in gift.options] == ["Yes", "Not so"]
    assert gift.options[0].label["sr-Cyrl"] == "Да"
    assert [
        option.key for option in parse_definition(sound({place: ABSENT})).sections[0].questions[3].options
    ] == [
        "yes",
        "no",
    ]


@pytest.mark.parametrize("options", [[{"key": ["yes"]}], [{"key": {}}], ["yes"], "yes", [None]])
def test_odd_options_of_yes_no_are_refused_not_stumbled_over(options: object) -> None:
    assert _problems(sound({"sections[0].questions[3].options": options}))


@pytest.mark.parametrize(
    "written, exact",
    [
        (0.1, "0.1"),
        ("0.10", "0.1"),
        (2, "2"),
        (2.0, "2"),
        ("2.000", "2"),
        (-0.0, "0"),
        (1e-4, "0.0001"),
        (999999.9999, "999999.9999"),
        (1_000_000, "1000000"),
        ("1e3", "1000"),
    ],
)
def test_numbers_are_exact_and_have_one_spelling(written: object, exact: str) -> None:
    option = Option(key="a", label={"en": "A"}, points=written)
    assert option.points == Decimal(exact)
    assert str(option.points) == exact


@given(st.decimals(-1_000_000, 1_000_000, places=4))
def test_every_number_survives_json(number: Decimal) -> None:
    content = dump_definition(
        parse_definition(sound({"sections[0].questions[1].thresholds[0].points": str(number)}))
    )
    again = parse_definition(json.loads(json.dumps(content)))
    assert again.sections[0].questions[1].thresholds[0].points == number


def test_digest_tells_definitions_apart_and_nothing_else() -> None:
    checklist = parse_definition(sound())
    spelled = parse_definition(_backwards(sound({"sections[0].weight": "60.00"})))
    changed = parse_definition(sound({"sections[0].weight": "60.01"}))
    assert digest(spelled) == digest(checklist) != digest(changed)
    assert len(digest(checklist)) == 64


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text()
    | st.sampled_from(["yes", "choice", "en"]),
    lambda parts: (
        st.lists(parts) | st.dictionaries(st.text() | st.sampled_from(["key", "not", "in", "en"]), parts)
    ),
    max_leaves=5,
)
PLACES = [
    "policy",
    "policy.critical",
    "bands",
    "bands[0]",
    "scenarios[0].key",
    "title",
    "languages",
    "extra",
    "sections",
    "sections[0]",
    "sections[0].questions[0]",
    "sections[0].questions[0].action",
    "sections[0].questions[1].thresholds",
    "sections[0].questions[2].options",
    "sections[0].questions[2].show_when",
    "sections[0].questions[2].critical",
    "sections[0].questions[2].evidence",
    "sections[0].questions[2].weight",
]


@given(st.dictionaries(st.sampled_from(PLACES), JSON, min_size=1, max_size=1))
def test_whatever_stands_in_a_file_is_read_or_refused(changes: dict[str, object]) -> None:
    checklist, problems = _read(sound(changes))
    assert (checklist is None) == bool(problems)
    assert {problem.code for problem in problems} <= PARSE_CODES
    assert all(problem.path.startswith(tuple(changes)) for problem in problems)
    assert checklist is None or parse_definition(dump_definition(checklist)) == checklist


def _read(raw: object) -> tuple[Checklist | None, tuple[Problem, ...]]:
    try:
        return parse_definition(raw), ()
    except DefinitionError as error:
        return None, error.problems


def _problems(raw: object) -> tuple[Problem, ...]:
    checklist, problems = _read(raw)
    assert checklist is None
    return problems


def _as_written(problem: Problem) -> dict[str, str]:
    return {"code": problem.code, "path": problem.path, **problem.params}


def _backwards(content: Any) -> Any:  # noqa: ANN401 - JSON
    """The same content with the names of every map in the opposite order, as a database may return it."""
    if isinstance(content, dict):
        return {key: _backwards(content[key]) for key in reversed(content)}
    return [_backwards(part) for part in content] if isinstance(content, list) else content
