"""S12: the phone's score is the server's score. Vectors and generated visits run in Chromium, one page for all."""

from collections.abc import Mapping
from dataclasses import asdict
from random import Random
from typing import Any

import pytest

from auditapp.domain.answers import Answer, AnswerRefused, check_value
from auditapp.domain.checklist import Checklist, Question
from auditapp.domain.completeness import gaps
from auditapp.domain.conditions import visible_readings
from auditapp.domain.definition import dump_definition
from auditapp.domain.scoring import dump_score, percent, score
from tests.browser.conftest import ByPhone
from tests.domain.expectations import actual_part, expected_part
from tests.domain.generated import random_answers, random_checklist, random_scenario
from tests.domain.shorthand import Vector, checklist_of, vectors
from tests.domain.values import ODD_VALUES, ONE_OF_EACH_TYPE

GENERATED = 400
SCORE_ALL = """
async (visits) => {
    const { score, visibleQuestions, percent } = await import("/js/scoring/score.js");
    return visits.map(({ definition, answers, scenario }) => {
        try {
            const result = score(definition, answers, scenario);
            const visible = [...visibleQuestions(definition, answers, scenario)];
            return { score: result, visible, percent: result.total && percent(result.total) };
        } catch (refusal) {
            if (refusal.name !== "AnswerRefused") throw refusal;
            return { refused: { question: refusal.question, code: refusal.code } };
        }
    });
}
"""
CHECK_ALL = """
async (cases) => {
    const { checkValue } = await import("/js/scoring/score.js");
    return cases.map(([question, value]) => {
        try {
            return { value: checkValue(question, value) };
        } catch (refusal) {
            if (refusal.name !== "AnswerRefused") throw refusal;
            return { refused: refusal.code };
        }
    });
}
"""
GAPS_OF_ALL = """
async (visits) => {
    const { score } = await import("/js/scoring/score.js");
    const { gapsOf } = await import("/js/capture/gaps.js");
    return visits.map(({ definition, answers, scenario }) => {
        const gaps = gapsOf(definition, (key) => answers[key], score(definition, answers, scenario));
        return [...gaps].flatMap(([question, needs]) => needs.map((need) => [question, need]));
    });
}
"""
TIME_ONE = """
async ({ definition, answers, scenario }) => {
    const { score } = await import("/js/scoring/score.js");
    const times = Array.from({ length: 20 }, () => {
        const start = performance.now();
        score(definition, answers, scenario);
        return performance.now() - start;
    });
    return Math.min(...times);
}
"""


@pytest.fixture(scope="module")
def vector_results(by_phone: ByPhone) -> dict[str, Any]:
    """What the phone says to each vector, by its name."""
    known = list(vectors())
    results = by_phone(
        SCORE_ALL, [_visit(vector.checklist, vector.answers, vector.scenario) for vector in known]
    )
    return {vector.name: result for vector, result in zip(known, results, strict=True)}


@pytest.mark.parametrize("vector", [pytest.param(vector, id=vector.name) for vector in vectors()])
def test_phone_agrees_with_the_result_worked_out_by_hand(
    vector: Vector, vector_results: dict[str, Any]
) -> None:
    result = vector_results[vector.name]
    if vector.refused:
        assert result == {"refused": vector.refused}
        return
    assert vector.expect is not None
    assert actual_part(vector.expect, result["score"]) == expected_part(vector.expect), vector.why
    for part in ("percent", "visible"):
        assert part not in vector.expect or result[part] == vector.expect[part]


def test_phone_agrees_with_the_server_on_generated_visits(by_phone: ByPhone) -> None:
    visits = [_generated(seed) for seed in range(GENERATED)]
    by_server = [_scored_by_server(*visit) for visit in visits]
    for seed, phone in enumerate(by_phone(SCORE_ALL, [_visit(*visit) for visit in visits])):
        assert phone == by_server[seed], f"seed {seed}"


def test_phone_asks_for_what_the_server_misses(by_phone: ByPhone) -> None:
    visits = [_generated(seed) for seed in range(GENERATED)]
    by_server = [[[gap.question, gap.needs] for gap in gaps(*visit)] for visit in visits]
    for seed, phone in enumerate(by_phone(GAPS_OF_ALL, [_visit(*visit) for visit in visits])):
        assert phone == by_server[seed], f"seed {seed}"


def test_phone_takes_and_refuses_the_same_values_as_the_server(by_phone: ByPhone) -> None:
    contents = dump_definition(ONE_OF_EACH_TYPE)["sections"][0]["questions"]
    results = by_phone(CHECK_ALL, [[content, value] for content in contents for value in ODD_VALUES])
    cases = [(question, value) for _, question in ONE_OF_EACH_TYPE.questions() for value in ODD_VALUES]
    for (question, value), result in zip(cases, results, strict=True):
        assert result == _checked_by_server(question, value), (question.type, value)


def test_phone_scores_sixty_questions_within_a_frame(by_phone: ByPhone) -> None:
    questions: list[dict[str, Any]] = [
        {"key": f"q{number}", "type": "choice", "weight": 1.7, "options": {"good": 2, "fair": 0.7, "poor": 0}}
        for number in range(60)
    ]
    policy = {"na": "exclude", "total": "sections", "bonus_cap": True, "critical": "flag"}
    sections = [{"key": f"s{part}", "weight": 16.6, "questions": questions[part::6]} for part in range(6)]
    checklist = checklist_of({"policy": policy, "sections": sections})
    answers = {question["key"]: Answer(value="fair") for question in questions}
    assert by_phone(TIME_ONE, _visit(checklist, answers, None)) < 16


def _generated(seed: int) -> tuple[Checklist, dict[str, Answer], str | None]:
    chance = Random(seed)  # noqa: S311 - repeatable on purpose
    checklist = random_checklist(chance)
    return checklist, random_answers(chance, checklist), random_scenario(chance)


def _visit(checklist: Checklist, answers: Mapping[str, Answer], scenario: str | None) -> dict[str, Any]:
    """A visit as the capture page holds it."""
    written = {key: asdict(answer) for key, answer in answers.items()}
    return {"definition": dump_definition(checklist), "answers": written, "scenario": scenario}


def _scored_by_server(
    checklist: Checklist, answers: Mapping[str, Answer], scenario: str | None
) -> dict[str, Any]:
    result = score(checklist, answers, scenario)
    return {
        "score": dump_score(result),
        "visible": list(visible_readings(checklist, answers, scenario)),
        "percent": None if result.total is None else str(percent(result.total)),
    }


def _checked_by_server(question: Question, value: object) -> dict[str, Any]:
    try:
        return {"value": check_value(question, value)}
    except AnswerRefused as refusal:
        return {"refused": refusal.code}
