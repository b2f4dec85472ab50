"""C7: what the linter finds in a spoilt checklist, and that it finds nothing in a sound one."""

from pathlib import Path
from random import Random
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from auditapp.domain.conditions import visible_readings
from auditapp.domain.definition import parse_definition
from auditapp.domain.lint import LINT_CODES, lint
from auditapp.domain.problems import Problem, Severity
from tests.domain.generated import random_answers, random_checklist, random_scenario
from tests.domain.shorthand import question_of
from tests.domain.sound import ACTION, WORDS, sound

CASES: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "lint_cases.yaml").read_text())


@pytest.mark.parametrize("case", [pytest.param(case, id=case["name"]) for case in CASES])
def test_linter_finds_exactly_what_is_wrong(case: dict[str, Any]) -> None:
    changes = {path: _in_full(value) for path, value in case["change"].items()}
    found = lint(parse_definition(sound(changes)))
    assert [_as_written(problem) for problem in found] == case["finds"]


def test_every_code_has_a_case() -> None:
    provoked = {finding["code"] for case in CASES for finding in case["finds"]}
    assert provoked == set(LINT_CODES)


def test_each_finding_has_the_severity_of_its_code() -> None:
    found = lint(parse_definition(sound({"sections[3].weight": 1, "bands[0].from": 1})))
    assert [(problem.code, problem.severity) for problem in found] == [
        ("no_band_at_zero", Severity.ERROR),
        ("section_without_points", Severity.WARNING),
    ]


@given(st.integers(0, 2**64).map(Random))
def test_what_is_called_unreachable_is_never_asked(chance: Random) -> None:
    checklist = random_checklist(chance)
    unreachable = {
        problem.params["key"] for problem in lint(checklist) if problem.code == "unreachable_question"
    }
    for _ in range(10):
        shown = visible_readings(checklist, random_answers(chance, checklist), random_scenario(chance))
        assert unreachable.isdisjoint(shown)


def test_conditions_with_more_combinations_than_can_be_tried_are_let_pass() -> None:
    keys = [f"o{number}" for number in range(40)]
    ticks = question_of(
        {"key": "ticks", "type": "multi", "scored": False, "options": dict.fromkeys(keys)}, WORDS
    )
    each = [{"question": "ticks", "in": [key]} for key in keys]
    more = question_of({"key": "more", "type": "text", "show_when": {"all": each}}, WORDS)
    spread = {"sections[0].questions[4]": ticks, "sections[0].questions[5]": more}
    assert lint(parse_definition(sound(spread))) == []


def _in_full(change: Any) -> Any:  # noqa: ANN401 - JSON
    """A question written in short gets its wordings; `action: same` stands for the usual one."""
    if not isinstance(change, dict) or "type" not in change:
        return change
    question = question_of(change, WORDS)
    return question | {"action": ACTION} if question.get("action") == "same" else question


def _as_written(problem: Problem) -> dict[str, str]:
    return {"code": problem.code, "path": problem.path, **problem.params}
