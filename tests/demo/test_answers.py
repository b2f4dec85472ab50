"""Answers of the demo fit any checklist, and are as good as they are meant to be."""

from datetime import UTC, datetime
from decimal import Decimal
from random import Random

import pytest

from auditapp.checklists.yaml_format import read_checklist
from auditapp.demo.answers import Given, Level, Occasion, give_answers, level_of
from auditapp.demo.loading import CHECKLISTS
from auditapp.domain.answers import Answer, Value
from auditapp.domain.checklist import Checklist, QuestionType
from auditapp.domain.completeness import gaps
from auditapp.domain.definition import parse_definition
from auditapp.domain.scoring import score

SHIPPED = {file.stem: read_checklist(file.read_bytes()) for file in sorted(CHECKLISTS.glob("*.yaml"))}
START = datetime(2026, 3, 4, 11, 5, tzinfo=UTC)


def text(words: str) -> dict[str, str]:
    return {"en": words}


def question(key: str, kind: str, **more: object) -> dict[str, object]:
    return {"key": key, "type": kind, "text": text(key), **more}


def options(*points: int | None) -> list[dict[str, object]]:
    return [{"key": f"o{number}", "label": text("x"), "points": point} for number, point in enumerate(points)]


EVERY_TYPE = parse_definition(
    {
        "slug": "every-type",
        "channel": "visit",
        "title": text("Every type"),
        "languages": ["en"],
        "policy": {"na": "exclude", "total": "points", "bonus_cap": True, "critical": "flag"},
        "bands": [{"key": "all", "from": 0, "label": text("All")}],
        "sections": [
            {
                "key": "s",
                "title": text("S"),
                "questions": [
                    question("choice", "choice", options=options(2, 1, 0)),
                    question("backwards", "scale", options=options(-1, 0, 3)),
                    question("unscored", "choice", options=options(None, None)),
                    question(
                        "critical",
                        "yes_no",
                        critical=True,
                        options=[{"key": "yes", "points": 1}, {"key": "no", "points": 0}],
                    ),
                    question("multi", "multi", options=options(1, 1, 1, 0)),
                    question(
                        "count", "count", thresholds=[{"up_to": 0, "points": 0}, {"points": 2}], maximum=3
                    ),
                    question("duration", "duration", thresholds=[{"up_to": 60, "points": 2}, {"points": 0}]),
                    question("number", "number", minimum=5, maximum=9),
                    question("money", "money", allow_na=True),
                    question(
                        "nps",
                        "nps",
                        thresholds=[{"up_to": 6, "points": 0}, {"up_to": 8, "points": 1}, {"points": 2}],
                    ),
                    question("time", "time"),
                    question("date", "date"),
                    question("photo", "photo"),
                    question("shown", "text", show_when={"question": "photo", "answered": True}),
                ],
            }
        ],
    }
)


def filled(
    checklist: Checklist, scenario: str | None, level: Level, facts: dict[str, Value] | None = None
) -> list[Given]:
    occasion = Occasion(
        scenario=scenario,
        moment=START,
        judge=lambda _section, _question: level,
        write=lambda before: f"{len(before)} answers",
        facts=facts or {},
    )
    return give_answers(checklist, occasion, Random(7))  # noqa: S311 - fiction


def as_answers(given: list[Given]) -> dict[str, Answer]:
    return {
        one.question.key: Answer(one.value, na=one.na, remark="seen", photos=("id",) if one.photo else ())
        for one in given
    }


@pytest.mark.parametrize("level", Level)
@pytest.mark.parametrize("checklist", [*SHIPPED.values(), EVERY_TYPE], ids=lambda checklist: checklist.slug)
def test_every_asked_question_gets_an_answer_that_the_checklist_takes(
    checklist: Checklist, level: Level
) -> None:
    for scenario in (*(scenario.key for scenario in checklist.scenarios), None):
        given = filled(checklist, scenario, level)
        missing = [gap for gap in gaps(checklist, as_answers(given), scenario) if gap.needs == "answer"]
        assert missing == []
        assert score(checklist, as_answers(given), scenario).effects == (), (
            "a knock-out comes from the story only"
        )


@pytest.mark.parametrize("checklist", [*SHIPPED.values(), EVERY_TYPE], ids=lambda checklist: checklist.slug)
def test_better_days_score_better(checklist: Checklist) -> None:
    scenario = checklist.scenarios[0].key if checklist.scenarios else None
    best, part, worst = (
        score(checklist, as_answers(filled(checklist, scenario, level)), scenario).total or 0
        for level in Level
    )
    assert 1 == best > part > worst


def test_every_type_is_answered() -> None:
    given = {one.question.key: one for one in filled(EVERY_TYPE, None, Level.FULL)}
    assert {one.question.type for one in given.values()} == set(QuestionType)
    assert given["multi"].value == ["o0", "o1", "o2"]
    assert given["photo"].photo
    assert given["shown"].value == "13 answers"
    assert given["date"].value == "2026-03-04"
    assert 5 <= Decimal(str(given["number"].value)) <= 9


def test_facts_come_before_chance() -> None:
    (choice,) = [
        one for one in filled(EVERY_TYPE, None, Level.FULL, {"choice": "o2"}) if one.question.key == "choice"
    ]
    assert (choice.value, choice.level) == ("o2", Level.NONE)


def test_the_level_follows_the_points() -> None:
    questions = {one.key: one for _, one in EVERY_TYPE.questions()}
    levels = [level_of(questions["backwards"], key) for key in ("o0", "o1", "o2")]
    assert levels == [Level.NONE, Level.NONE, Level.FULL]
    assert level_of(questions["nps"], 8) is Level.PART
    assert level_of(questions["unscored"], "o1") is Level.FULL
