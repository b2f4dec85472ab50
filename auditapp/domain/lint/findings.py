"""What the linter can say, how bad each is, and where in a checklist it says it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from auditapp.domain.checklist import Checklist, Question, Section
from auditapp.domain.problems import Problem, Severity

_ERROR, _WARNING = Severity.ERROR, Severity.WARNING

LINT_CODES: Mapping[str, Severity] = {
    # names
    "duplicate_key": _ERROR,
    "duplicate_band": _ERROR,
    "no_band_at_zero": _ERROR,
    "unknown_scenario": _ERROR,
    "scenario_asks_nothing": _ERROR,
    "empty_section": _ERROR,
    # what counts
    "total_differs": _ERROR,
    "section_weight_zero": _ERROR,
    "section_without_points": _WARNING,
    "section_weight_unused": _WARNING,
    "bonus_never_counts": _ERROR,
    "nothing_scored": _WARNING,
    # answer steps
    "too_few_options": _ERROR,
    "options_unfit": _ERROR,
    "yes_no_keys": _ERROR,
    "thresholds_unfit": _ERROR,
    "thresholds_missing": _WARNING,
    "thresholds_not_ascending": _ERROR,
    "no_open_threshold": _ERROR,
    "threshold_unreachable": _WARNING,
    "range_unfit": _ERROR,
    "range_reversed": _ERROR,
    # points
    "question_without_points": _ERROR,
    "option_without_points": _ERROR,
    "equal_points": _WARNING,
    "best_below_zero": _ERROR,
    "max_points_unfit": _ERROR,
    "max_points_unreachable": _ERROR,
    "critical_never_fails": _ERROR,
    "critical_always_fails": _ERROR,
    "fails_on_unused": _WARNING,
    "failing_option_earns_more": _WARNING,
    "loss_without_action": _WARNING,
    # conditions
    "unknown_question": _ERROR,
    "self_reference": _ERROR,
    "forward_reference": _ERROR,
    "unknown_option": _ERROR,
    "condition_unfit": _ERROR,
    "unreachable_question": _ERROR,
    # wordings
    "missing_translation": _ERROR,
    "placeholders_differ": _ERROR,
    "steps_differ": _ERROR,
    "numbers_differ": _WARNING,
    "not_cyrillic": _WARNING,
    "mixed_alphabets": _WARNING,
}
"""Every code of the linter; each has a wording in the catalogues. An error keeps a version from being published."""


def finding(code: str, path: str, **params: str) -> Problem:
    """A problem with the severity that belongs to its code."""
    return Problem(code, path, params, LINT_CODES[code])


@dataclass(frozen=True, slots=True)
class Placed:
    """A question, where it stands."""

    path: str
    section: Section
    question: Question


def placed_questions(checklist: Checklist) -> Iterator[Placed]:
    """Every question with its path, in order."""
    for at, section in enumerate(checklist.sections):
        for place, question in enumerate(section.questions):
            yield Placed(f"sections[{at}].questions[{place}]", section, question)


def scenarios_of(checklist: Checklist) -> tuple[str | None, ...]:
    """The scenarios that a visit may have; None stands for a checklist without any."""
    return tuple(scenario.key for scenario in checklist.scenarios) or (None,)
