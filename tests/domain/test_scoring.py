"""What holds for every checklist and all answers (S1 to S11)."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from fractions import Fraction
from random import Random
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from auditapp.domain.answers import Answer, Reading, read
from auditapp.domain.checklist import Checklist, Question, Section
from auditapp.domain.definition import dump_definition, parse_definition
from auditapp.domain.points import fails, full_points, points_of
from auditapp.domain.scoring import dump_score, percent, score
from tests.domain.generated import random_answers, random_checklist, random_scenario, random_value


def whatever_comes(test: Callable[[Random], None]) -> Callable[[], None]:
    """Run a test on many sources of chance; a failure names the seed."""
    run: Callable[[], None] = given(st.integers(0, 2**64).map(Random))(test)
    return run


@whatever_comes
def test_with_the_bonus_cap_every_share_lies_between_0_and_1(chance: Random) -> None:
    checklist = _with_policy(random_checklist(chance), bonus_cap=True)
    result = score(checklist, random_answers(chance, checklist), random_scenario(chance))
    shares = [result.total, *(section.score for section in result.sections)]
    assert all(0 <= share <= 1 for share in shares if share is not None)


@whatever_comes
def test_without_the_bonus_cap_no_share_falls_below_0(chance: Random) -> None:
    checklist = random_checklist(chance)
    result = score(checklist, random_answers(chance, checklist), random_scenario(chance))
    assert result.total is None or result.total >= 0
    assert all(section.earned >= 0 for section in result.sections)


@whatever_comes
def test_a_better_answer_never_lowers_the_score(chance: Random) -> None:
    checklist = random_checklist(chance, conditions=False)
    question = _some_question(chance, checklist)
    answers = random_answers(chance, checklist)
    worse, better = sorted(
        (_answer(chance, question) for _ in range(2)), key=lambda answer: _worth(question, answer)
    )
    before = score(checklist, answers | {question.key: worse}).total
    after = score(checklist, answers | {question.key: better}).total
    assert (before is None) == (after is None)
    assert before is None or after is None or before <= after


@whatever_comes
def test_na_excluded_is_the_checklist_without_the_question(chance: Random) -> None:
    checklist = _with_policy(random_checklist(chance), na="exclude")
    question = _some_question(chance, checklist)
    answers, scenario = random_answers(chance, checklist), random_scenario(chance)
    allowing = question.model_copy(update={"allow_na": True})
    with_it = score(
        _replaced(checklist, question, allowing), answers | {question.key: Answer(na=True)}, scenario
    )
    without = score(_without(checklist, question), answers, scenario)
    assert (with_it.total, with_it.band, with_it.sections) == (without.total, without.band, without.sections)
    assert with_it.effects == without.effects


@whatever_comes
def test_an_unanswered_question_is_the_checklist_without_it(chance: Random) -> None:
    checklist = random_checklist(chance)
    question = _some_question(chance, checklist)
    answers, scenario = random_answers(chance, checklist), random_scenario(chance)
    del answers[question.key]
    with_it, without = (score(each, answers, scenario) for each in (checklist, _without(checklist, question)))
    assert (with_it.total, with_it.sections) == (without.total, without.sections)


@whatever_comes
def test_order_of_questions_and_of_answers_never_matters(chance: Random) -> None:
    checklist = random_checklist(chance, conditions=False)
    answers = random_answers(chance, checklist)
    shuffled = _with_sections(
        checklist, lambda section: {"questions": tuple(_shuffled(chance, section.questions))}
    )
    reordered = dict(_shuffled(chance, list(answers.items())))
    first, second = score(checklist, answers), score(shuffled, reordered)
    assert (first.total, first.sections, dict(first.questions)) == (
        second.total,
        second.sections,
        dict(second.questions),
    )
    assert set(first.effects) == set(second.effects)


@whatever_comes
def test_language_never_matters(chance: Random) -> None:
    checklist = random_checklist(chance)
    answers, scenario = random_answers(chance, checklist), random_scenario(chance)
    translated = parse_definition(_reworded(dump_definition(checklist)))
    assert dump_score(score(translated, answers, scenario)) == dump_score(score(checklist, answers, scenario))


@whatever_comes
def test_answers_to_hidden_questions_never_matter(chance: Random) -> None:
    checklist = random_checklist(chance)
    answers, scenario = random_answers(chance, checklist), random_scenario(chance)
    result = score(checklist, answers, scenario)
    shown = {key: answer for key, answer in answers.items() if result.questions[key].state != "hidden"}
    assert dump_score(score(checklist, shown, scenario)) == dump_score(result)


@whatever_comes
def test_impact_is_what_full_marks_would_really_bring(chance: Random) -> None:
    checklist = random_checklist(chance, conditions=False)
    question = _some_question(chance, checklist)
    answers = random_answers(chance, checklist) | {question.key: _answer(chance, question)}
    best = max((_answer(chance, question) for _ in range(30)), key=lambda answer: _points(question, answer))
    assume(_points(question, best) == full_points(question))
    assume(not fails(question, _reading(question, best)))
    before, after = score(checklist, answers), score(checklist, answers | {question.key: best})
    assert (after.total or 0) - (before.total or 0) == before.questions[question.key].impact


@whatever_comes
def test_nothing_lost_has_no_impact_but_bonuses(chance: Random) -> None:
    checklist = random_checklist(chance)
    result = score(checklist, random_answers(chance, checklist), random_scenario(chance))
    for _, question in checklist.questions():
        part = result.questions[question.key]
        assert part.impact >= 0
        assert part.lost or question.bonus or part.impact == 0


@pytest.mark.parametrize(
    "share, displayed",
    [
        (Fraction(0), "0.0"),
        (Fraction(1), "100.0"),
        (Fraction(2, 3), "66.7"),
        (Fraction(1499, 2000), "75.0"),
        (Fraction(749499, 1000000), "74.9"),
        (Fraction(1, 2000), "0.1"),
        (Fraction(3, 2), "150.0"),
    ],
)
def test_percentages_have_one_decimal_rounded_half_up(share: Fraction, displayed: str) -> None:
    assert percent(share) == Decimal(displayed)
    assert str(percent(share)) == displayed


def _some_question(chance: Random, checklist: Checklist) -> Question:
    questions = [question for _, question in checklist.questions() if question.type != "photo"]
    assume(questions)
    return chance.choice(questions)


def _answer(chance: Random, question: Question) -> Answer:
    return Answer(value=random_value(chance, question))


def _reading(question: Question, answer: Answer) -> Reading:
    reading = read(question, answer)
    assert reading is not None
    return reading


def _points(question: Question, answer: Answer) -> Fraction:
    return points_of(question, _reading(question, answer))


def _worth(question: Question, answer: Answer) -> tuple[Fraction, bool]:
    """What makes an answer better: more points; and where no points are given, that it does not fail."""
    return _points(question, answer), not fails(question, _reading(question, answer))


def _without(checklist: Checklist, question: Question) -> Checklist:
    return _replaced(checklist, question)


def _replaced(checklist: Checklist, question: Question, *others: Question) -> Checklist:
    """The checklist with other questions, or none, in the place of one."""

    def parts(section: Section) -> Iterator[Question]:
        for part in section.questions:
            yield from others if part is question else (part,)

    return _with_sections(checklist, lambda section: {"questions": tuple(parts(section))})


def _with_policy(checklist: Checklist, **changes: object) -> Checklist:
    return checklist.model_copy(update={"policy": checklist.policy.model_copy(update=changes)})


def _with_sections(checklist: Checklist, changes: Callable[[Section], dict[str, Any]]) -> Checklist:
    sections = tuple(section.model_copy(update=changes(section)) for section in checklist.sections)
    return checklist.model_copy(update={"sections": sections})


def _shuffled(chance: Random, parts: Any) -> Any:  # noqa: ANN401 - any sequence, and the same kind back
    return chance.sample(list(parts), len(parts))


def _reworded(content: Any) -> Any:  # noqa: ANN401 - JSON
    """The same definition, worded in Serbian and Hungarian instead of English."""
    if isinstance(content, dict):
        if set(content) == {"en"}:
            return {"sr-Cyrl": "друге речи", "hu": "más szavak"}
        return {key: _reworded(part) for key, part in content.items()}
    return [_reworded(part) for part in content] if isinstance(content, list) else content
