"""What adds up to the total: weights, sections worth nothing, bonuses that cannot count."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from auditapp.domain.checklist import Checklist, Section
from auditapp.domain.lint.findings import finding, placed_questions, scenarios_of
from auditapp.domain.points import full_points
from auditapp.domain.problems import Problem


def stated_total(checklist: Checklist) -> Iterator[Problem]:
    """In each scenario, the weights of what is asked (or the points) add up to what the policy states.

    A section without points is reported by itself and left out here.
    """
    stated = checklist.policy.stated_total
    if stated is None:
        return
    for scenario in scenarios_of(checklist):
        asked = [section for section in checklist.sections_in(scenario) if possible_points(section)]
        by_weight = checklist.policy.total == "sections"
        actual = sum(
            (Fraction(section.weight) if by_weight else possible_points(section) for section in asked),
            Fraction(0),
        )
        if actual != stated:
            where = {} if scenario is None else {"scenario": scenario}
            yield finding(
                "total_differs", "policy.stated_total", stated=str(stated), actual=_decimal(actual), **where
            )


def sections(checklist: Checklist) -> Iterator[Problem]:
    """With the total by sections, each section with points has a weight, and the other way round."""
    by_weight = checklist.policy.total == "sections"
    for at, section in enumerate(checklist.sections):
        path = f"sections[{at}].weight"
        worth = bool(possible_points(section))
        if by_weight and worth and not section.weight:
            yield finding("section_weight_zero", path, key=section.key)
        if by_weight and section.weight and section.questions and not worth:
            yield finding("section_without_points", path, key=section.key)
        if not by_weight and section.weight != 1:
            yield finding("section_weight_unused", path, key=section.key)


def bonuses(checklist: Checklist) -> Iterator[Problem]:
    """A bonus has points, and by sections it has points of its section to be added to."""
    for placed in placed_questions(checklist):
        if not placed.question.bonus:
            continue
        alone = checklist.policy.total == "sections" and not possible_points(placed.section)
        if alone or not full_points(placed.question) or not placed.question.weight:
            yield finding("bonus_never_counts", f"{placed.path}.bonus")


def anything_scored(checklist: Checklist) -> Iterator[Problem]:
    """Some question counts; a checklist that only collects facts has no score."""
    if not any(possible_points(section) for section in checklist.sections):
        yield finding("nothing_scored", "sections")


def possible_points(section: Section) -> Fraction:
    """The points that a section's questions can earn together, without bonuses."""
    regular = (question for question in section.questions if not question.bonus)
    return sum((Fraction(question.weight) * full_points(question) for question in regular), Fraction(0))


def _decimal(number: Fraction) -> str:
    """Sums of weights and points have few decimals, so this is exact."""
    written = Decimal(number.numerator) / Decimal(number.denominator)
    return f"{written.normalize():f}"
