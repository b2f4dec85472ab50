"""Whether a question can ever be asked: a search for answers to earlier questions that make it visible.

Only answers that some condition tells apart are tried, so the search stays small. Where it would not, the question
is taken as reachable: the linter must not refuse what it cannot prove wrong.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor, prod
from typing import TypeAlias

from auditapp.domain.answers import Reading
from auditapp.domain.checklist import (
    MEASURED_TYPES,
    OPTION_TYPES,
    All,
    AnyOf,
    Checklist,
    Condition,
    Not,
    Question,
    QuestionType,
    Test,
)
from auditapp.domain.conditions import holds, is_shown
from auditapp.domain.lint.steps import range_of

MOST_COMBINATIONS = 5_000
_FINEST = Decimal("0.0001")
_WHOLE = frozenset({QuestionType.COUNT, QuestionType.NPS})

Readings: TypeAlias = dict[str, Reading | None]


class Reach:
    """The questions of a checklist in order, and which of them conditions connect."""

    def __init__(self, checklist: Checklist) -> None:
        self.questions = [question for _, question in checklist.questions()]
        scenarios = (None, *(scenario.key for scenario in checklist.scenarios))
        self.asked = [_asked_keys(checklist, scenario) for scenario in scenarios]

    def can_be_asked(self, index: int) -> bool:
        """Whether some scenario and some answers show the question at this place."""
        earlier = self._asked_about(index)
        tests = [test for at in (*earlier, index) for _, test in each_test(self.questions[at].show_when)]
        choices = {at: _telling_readings(self.questions[at], tests) for at in earlier}
        if prod(map(len, choices.values())) > MOST_COMBINATIONS:
            return True
        target = self.questions[index]
        return any(self._search(target, choices, asked) for asked in self.asked if target.key in asked)

    def _asked_about(self, index: int) -> list[int]:
        """The earlier questions that this one's condition depends on, through others too, in order."""
        found: set[int] = set()
        waiting = [index]
        while waiting:
            at = waiting.pop()
            named = {test.question for _, test in each_test(self.questions[at].show_when)}
            new = {before for before in range(at) if self.questions[before].key in named} - found
            found |= new
            waiting.extend(new)
        return sorted(found)

    def _search(
        self, target: Question, choices: Mapping[int, Sequence[Reading | None]], asked: frozenset[str]
    ) -> bool:
        """Try every combination of telling answers, question by question; hidden ones stay without."""
        worlds: list[Readings] = [{}]
        for at, readings in choices.items():
            question = self.questions[at]
            worlds = [
                world | part for world in worlds for part in _branches(question, readings, world, asked)
            ]
        return any(is_shown(target, world) for world in worlds)


def _asked_keys(checklist: Checklist, scenario: str | None) -> frozenset[str]:
    return frozenset(
        question.key for section in checklist.sections_in(scenario) for question in section.questions
    )


def _branches(
    question: Question, readings: Iterable[Reading | None], world: Readings, asked: frozenset[str]
) -> list[Readings]:
    if question.key not in asked or not is_shown(question, world):
        return [{}]
    return [{question.key: reading} for reading in readings]


def each_test(condition: Condition | None, path: str = "") -> Iterator[tuple[str, Test]]:
    """Every test within a condition, with its path."""
    if isinstance(condition, Test):
        yield path, condition
    elif isinstance(condition, Not):
        yield from each_test(condition.part, f"{path}.not")
    elif isinstance(condition, All | AnyOf):
        name = "all" if isinstance(condition, All) else "any"
        for index, part in enumerate(condition.parts):
            yield from each_test(part, f"{path}.{name}[{index}]")


def _telling_readings(question: Question, tests: Iterable[Test]) -> list[Reading | None]:
    """One reading for each way in which the tests of this question can turn out; None: no answer."""
    own = [test for test in tests if test.question == question.key]
    found: dict[tuple[bool, ...], Reading | None] = {(False,) * len(own): None}

    def add(reading: Reading) -> None:
        found.setdefault(tuple(holds(test, {question.key: reading}) for test in own), reading)

    if question.type is QuestionType.MULTI or question.type not in OPTION_TYPES | MEASURED_TYPES:
        add(Reading())
    for number in _numbers(question, own):
        add(Reading(number=Fraction(number)))
    for option in question.options if question.type in OPTION_TYPES else ():
        if len(found) > MOST_COMBINATIONS:
            break
        ticked = [*found.values()] if question.type is QuestionType.MULTI else []
        for other in (None, *ticked):
            add(Reading(chosen=(other.chosen if other else frozenset()) | {option.key}))
    return list(found.values())


def _numbers(question: Question, tests: Sequence[Test]) -> Iterator[Decimal]:
    """The limits that are tested, and the nearest numbers around them, as far as the question takes them."""
    if question.type not in MEASURED_TYPES:
        return
    low, high = range_of(question)
    limits = {
        limit for test in tests for limit in (test.at_least, test.at_most, low, high) if limit is not None
    }
    step = Decimal(1) if question.type in _WHOLE else _FINEST
    for limit in limits or {Decimal(0)}:
        nearest = {Decimal(floor(limit)), Decimal(ceil(limit))} if question.type in _WHOLE else {limit}
        for number in (near + shift for near in nearest for shift in (-step, Decimal(0), step)):
            if (low is None or number >= low) and (high is None or number <= high):
                yield number
