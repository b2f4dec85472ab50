"""Which questions are asked: conditions on earlier answers (C4), and sections of other scenarios."""

from collections.abc import Mapping
from fractions import Fraction

from auditapp.domain.answers import Answer, Reading, read
from auditapp.domain.checklist import All, AnyOf, Checklist, Condition, Not, Question, Test

NO_ANSWER = Answer()


def visible_readings(
    checklist: Checklist, answers: Mapping[str, Answer], scenario: str | None = None
) -> dict[str, Reading | None]:
    """For each question that is asked, in order: what its answer says (None: unanswered or N/A).

    A hidden question is not in it, whatever was answered before it was hidden. Conditions see earlier visible
    answers only. Raises AnswerRefused for a visible answer that the checklist does not know.
    """
    readings: dict[str, Reading | None] = {}
    for section in checklist.sections_in(scenario):
        for question in section.questions:
            if is_shown(question, readings):
                readings[question.key] = read(question, answers.get(question.key, NO_ANSWER))
    return readings


def is_shown(question: Question, readings: Mapping[str, Reading | None]) -> bool:
    """Whether the question is asked after these answers to earlier ones."""
    return question.show_when is None or holds(question.show_when, readings)


def holds(condition: Condition, readings: Mapping[str, Reading | None]) -> bool:
    """Whether the condition is true. A test of an answer that is not there is false."""
    if isinstance(condition, All):
        return all(holds(part, readings) for part in condition.parts)
    if isinstance(condition, AnyOf):
        return any(holds(part, readings) for part in condition.parts)
    if isinstance(condition, Not):
        return not holds(condition.part, readings)
    reading = readings.get(condition.question)
    return reading is not None and _passes(condition, reading)


def _passes(test: Test, reading: Reading) -> bool:
    if test.one_of is not None and reading.chosen.isdisjoint(test.one_of):
        return False
    if test.at_least is None and test.at_most is None:
        return True
    return reading.number is not None and _within(test, reading.number)


def _within(test: Test, number: Fraction) -> bool:
    high_enough = test.at_least is None or number >= Fraction(test.at_least)
    return high_enough and (test.at_most is None or number <= Fraction(test.at_most))
