"""What one answer earns, before weights (S1): the points of a question's answer steps."""

from fractions import Fraction

from auditapp.domain.answers import Reading
from auditapp.domain.checklist import OPTION_TYPES, Question, QuestionType

NOTHING = Fraction(0)


def full_points(question: Question) -> Fraction:
    """The most that an answer can earn; 0 where nothing can be earned, or only be lost."""
    if not question.points_known:
        return NOTHING
    if question.type is not QuestionType.MULTI:
        return max(NOTHING, Fraction(max(question.steps)))
    if question.max_points is not None:
        return Fraction(question.max_points)
    return Fraction(sum(points for points in question.steps if points > 0))


def points_of(question: Question, reading: Reading) -> Fraction:
    """The points of what was chosen or measured; what was ticked is summed, up to full marks."""
    if not question.points_known:
        return NOTHING
    if question.type not in OPTION_TYPES:
        return _points_of_step(question, reading.number)
    chosen = (option.points for option in question.options if option.key in reading.chosen)
    points = Fraction(sum(points or 0 for points in chosen))
    return min(points, full_points(question)) if question.type is QuestionType.MULTI else points


def fails(question: Question, reading: Reading) -> bool:
    """Whether the answer fails a critical question: a failing option, or without those no point at all (S8)."""
    if question.critical is None:
        return False
    if question.fails_on:
        return not reading.chosen.isdisjoint(question.fails_on)
    return question.points_known and points_of(question, reading) <= 0


def _points_of_step(question: Question, number: Fraction | None) -> Fraction:
    """The first step that reaches up to the number; beyond the last one nothing is earned."""
    if number is None:
        return NOTHING
    reached = (step for step in question.thresholds if step.up_to is None or number <= Fraction(step.up_to))
    return Fraction(next((step.points for step in reached), 0))
