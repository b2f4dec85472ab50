"""Answer steps: options and thresholds that fit their question's type."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from auditapp.domain.checklist import MEASURED_TYPES, OPTION_TYPES, Checklist, Question, QuestionType
from auditapp.domain.lint.findings import Placed, finding, placed_questions
from auditapp.domain.problems import Problem

_NOT_NEGATIVE = frozenset({QuestionType.COUNT, QuestionType.DURATION, QuestionType.NPS})
_NPS_MOST = Decimal(10)


def options(checklist: Checklist) -> Iterator[Problem]:
    """Types with options have enough of them, the others none; yes_no has exactly yes and no."""
    for placed in placed_questions(checklist):
        yield from _options(placed.path, placed.question)


def _options(path: str, question: Question) -> Iterator[Problem]:
    keys = sorted(option.key for option in question.options)
    if question.type not in OPTION_TYPES:
        if keys:
            yield finding("options_unfit", f"{path}.options", type=question.type)
    elif question.type is QuestionType.YES_NO:
        if keys != ["no", "yes"]:
            yield finding("yes_no_keys", f"{path}.options", keys=", ".join(keys))
    elif len(keys) < (least := 1 if question.type is QuestionType.MULTI else 2):
        yield finding("too_few_options", f"{path}.options", limit=str(least))


def ranges(checklist: Checklist) -> Iterator[Problem]:
    """`minimum` and `maximum` belong to measured values, and leave some."""
    for placed in placed_questions(checklist):
        low, high = placed.question.minimum, placed.question.maximum
        if placed.question.type not in MEASURED_TYPES:
            for name, limit in (("minimum", low), ("maximum", high)):
                if limit is not None:
                    yield finding("range_unfit", f"{placed.path}.{name}", type=placed.question.type)
        elif low is not None and high is not None and low > high:
            yield finding("range_reversed", f"{placed.path}.minimum", minimum=str(low), maximum=str(high))


def thresholds(checklist: Checklist) -> Iterator[Problem]:
    """Thresholds belong to measured values, ascend, end with an open step, and each can be reached."""
    for placed in placed_questions(checklist):
        question = placed.question
        if question.type not in MEASURED_TYPES:
            if question.thresholds:
                yield finding("thresholds_unfit", f"{placed.path}.thresholds", type=question.type)
        elif question.thresholds:
            yield from _order(placed)
            yield from _reach(placed)
        elif question.scored:
            yield finding("thresholds_missing", f"{placed.path}.thresholds")


def _order(placed: Placed) -> Iterator[Problem]:
    path, steps = f"{placed.path}.thresholds", placed.question.thresholds
    for index, (before, after) in enumerate(pairwise(step.up_to for step in steps), start=1):
        if before is None or (after is not None and after <= before):
            yield finding("thresholds_not_ascending", f"{path}[{index}]")
    if steps[-1].up_to is not None:
        yield finding("no_open_threshold", path)


def _reach(placed: Placed) -> Iterator[Problem]:
    """A step is reached by values above the step before it and within the question's range."""
    low, high = range_of(placed.question)
    before: Decimal | None = None
    for index, step in enumerate(placed.question.thresholds):
        too_low = low is not None and step.up_to is not None and step.up_to < low
        too_high = high is not None and before is not None and before >= high
        if too_low or too_high:
            yield finding("threshold_unreachable", f"{placed.path}.thresholds[{index}]")
        before = step.up_to


def range_of(question: Question) -> tuple[Decimal | None, Decimal | None]:
    """The least and the most that a measured question takes; None: no limit."""
    low, high = question.minimum, question.maximum
    if question.type in _NOT_NEGATIVE:
        low = max(low or Decimal(0), Decimal(0))
    if question.type is QuestionType.NPS:
        high = min(high if high is not None else _NPS_MOST, _NPS_MOST)
    return low, high
