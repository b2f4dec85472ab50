"""What is told of a visit suffices to count its score again, and says nothing else."""

import json
from random import Random
from typing import Any

import pytest

from auditapp.domain.answers import Answer
from auditapp.domain.checklist import Checklist
from auditapp.domain.definition import dump_definition, parse_definition
from auditapp.domain.recount import answers_told, dump_total, scoring_answers, scoring_form
from auditapp.domain.scoring import score
from tests.domain.generated import random_answers, random_checklist, random_scenario
from tests.domain.shorthand import checklist_of
from tests.domain.sound import sound


def of_questions(*questions: dict[str, Any]) -> Checklist:
    policy = {"na": "exclude", "total": "points", "bonus_cap": True, "critical": "flag"}
    return checklist_of({"policy": policy, "sections": [{"key": "s", "questions": list(questions)}]})


def yes_or_no(key: str, **more: Any) -> dict[str, Any]:  # noqa: ANN401 - as in a definition file
    return {"key": key, "type": "yes_no", "options": {"yes": 1, "no": 0}, **more}


@pytest.mark.parametrize("seed", range(300))
def test_what_is_told_gives_the_same_score(seed: int) -> None:
    chance = Random(seed)  # noqa: S311 - the same cases each time
    checklist = random_checklist(chance)
    answers, scenario = random_answers(chance, checklist), random_scenario(chance)
    form = parse_definition(json.loads(json.dumps(dump_definition(scoring_form(checklist)))))
    told = json.loads(json.dumps(scoring_answers(checklist, answers, scenario)))
    recounted = score(form, answers_told(form, told), scenario)
    assert dump_total(recounted) == dump_total(score(checklist, answers, scenario))


def test_no_wording_is_told() -> None:
    checklist = parse_definition(sound())
    told = json.dumps(dump_definition(scoring_form(checklist)), ensure_ascii=False)
    texts = {
        text
        for section, question in checklist.questions()
        for texts in (section.title, question.text, *(option.label for option in question.options))
        for text in texts.values()
    }
    assert texts
    assert [text for text in texts if json.dumps(text, ensure_ascii=False) in told] == []


def test_of_what_somebody_typed_or_photographed_it_only_says_that_it_is_there() -> None:
    kinds = {"who": "text", "on": "date", "at": "time", "picture": "photo"}
    steering = [{"key": key, "type": kind} for key, kind in kinds.items()]
    shown = yes_or_no("shown", show_when={"all": [{"question": key, "answered": True} for key in kinds]})
    checklist = of_questions(
        *steering, shown, {"key": "note", "type": "text"}, {"key": "paid", "type": "money"}
    )
    answers = {
        "who": Answer("Ana at the till", remark="blond"),
        "on": Answer("2026-03-11"),
        "at": Answer("14:05"),
        "picture": Answer(photos=("photo",)),
        "shown": Answer("no", remark="Ana again"),
        "note": Answer("Ana once more"),
        "paid": Answer("12.50"),
    }
    told = scoring_answers(checklist, answers, None)
    assert told == {key: {"answered": True} for key in kinds} | {"shown": {"value": "no"}}
    total = score(checklist, answers_told(checklist, told)).total
    assert total == score(checklist, answers).total == 0


def test_hidden_and_open_questions_are_not_told() -> None:
    hidden = yes_or_no("hidden", show_when={"question": "first", "in": ["yes"]})
    checklist = of_questions(yes_or_no("first", allow_na=True), hidden, yes_or_no("open"))
    answers = {"first": Answer("yes", na=True), "hidden": Answer("no"), "open": Answer(remark="later")}
    assert scoring_answers(checklist, answers, None) == {"first": {"na": True}}


@pytest.mark.parametrize("told", [{"unknown": {"value": 1}}, {"first": {}}])
def test_what_was_not_told_like_this_is_refused(told: dict[str, dict[str, object]]) -> None:
    checklist = of_questions({"key": "first", "type": "text"})
    with pytest.raises(KeyError):
        answers_told(checklist, told)
