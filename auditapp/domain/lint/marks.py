"""Points, critical questions, and actions for what can be lost."""

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from auditapp.domain.checklist import OPTION_TYPES, Checklist, Question, QuestionType
from auditapp.domain.lint.findings import Placed, finding, placed_questions
from auditapp.domain.points import full_points
from auditapp.domain.problems import Problem, suggestion


def points(checklist: Checklist) -> Iterator[Problem]:
    """A scored question with options says what each earns, and something can be earned."""
    for placed in placed_questions(checklist):
        question = placed.question
        if question.scored and question.type in OPTION_TYPES and question.options:
            yield from _option_points(placed)
        if question.points_known and question.type is not QuestionType.MULTI and max(question.steps) < 0:
            yield finding("best_below_zero", placed.path)


def _option_points(placed: Placed) -> Iterator[Problem]:
    path, question = f"{placed.path}.options", placed.question
    if not question.steps:
        yield finding("question_without_points", path)
        return
    for index, option in enumerate(question.options):
        if option.points is None:
            yield finding("option_without_points", f"{path}[{index}]", option=option.key)
    if question.type is not QuestionType.MULTI:
        yield from _equal_points(path, question)


def _equal_points(path: str, question: Question) -> Iterator[Problem]:
    """Two steps with the same points are one step to whoever reads the score."""
    by_points: defaultdict[Decimal, list[str]] = defaultdict(list)
    for option in question.options:
        if option.points is not None:
            by_points[option.points].append(option.key)
    for earned, keys in by_points.items():
        if len(keys) > 1:
            yield finding("equal_points", path, options=", ".join(keys), points=str(earned))


def max_points(checklist: Checklist) -> Iterator[Problem]:
    """`max_points` belongs to `multi` and can be reached by ticking."""
    for placed in placed_questions(checklist):
        question, path = placed.question, f"{placed.path}.max_points"
        if question.max_points is None:
            continue
        reachable = sum(step for step in question.steps if step > 0)
        if question.type is not QuestionType.MULTI:
            yield finding("max_points_unfit", path, type=question.type)
        elif question.max_points > reachable:
            yield finding(
                "max_points_unreachable", path, max_points=str(question.max_points), reachable=str(reachable)
            )


def critical_questions(checklist: Checklist) -> Iterator[Problem]:
    """A critical question can fail and can be passed, and better answers do not fail it."""
    for placed in placed_questions(checklist):
        question = placed.question
        yield from _failing_options(placed)
        if question.critical is None:
            if question.fails_on:
                yield finding("fails_on_unused", f"{placed.path}.fails_on")
        elif not _can_fail(question):
            yield finding("critical_never_fails", f"{placed.path}.critical")
        elif _always_fails(question):
            yield finding("critical_always_fails", f"{placed.path}.critical")


def _failing_options(placed: Placed) -> Iterator[Problem]:
    question, path = placed.question, f"{placed.path}.fails_on"
    keys = [option.key for option in question.options]
    for index, key in enumerate(question.fails_on):
        if key not in keys:
            yield finding(
                "unknown_option",
                f"{path}[{index}]",
                option=key,
                question=question.key,
                **suggestion(key, keys),
            )
    failing = [option.points or 0 for option in question.options if option.key in question.fails_on]
    passing = [option.points or 0 for option in question.options if option.key not in question.fails_on]
    if question.points_known and failing and passing and max(failing) > min(passing):
        yield finding("failing_option_earns_more", path)


def _can_fail(question: Question) -> bool:
    return bool(question.fails_on) or (question.points_known and lowest_points(question) <= 0)


def _always_fails(question: Question) -> bool:
    if question.fails_on:
        return {option.key for option in question.options} <= set(question.fails_on)
    return not full_points(question)


def actions(checklist: Checklist) -> Iterator[Problem]:
    """Where points can be lost, or a critical question failed, the store is told what to do."""
    for placed in placed_questions(checklist):
        question = placed.question
        possible = 0 if question.bonus else full_points(question)
        can_lose = question.points_known and lowest_points(question) < possible
        if question.action is None and (can_lose or (question.critical and question.fails_on)):
            yield finding("loss_without_action", placed.path)


def lowest_points(question: Question) -> Fraction:
    """The least that an answer to a question with points can earn."""
    if question.type is QuestionType.MULTI:
        return Fraction(sum(step for step in question.steps if step < 0))
    silent = any(option.points is None for option in question.options)
    beyond = bool(question.thresholds) and question.thresholds[-1].up_to is not None
    return Fraction(min([*question.steps, *([Decimal(0)] if silent or beyond else [])]))
