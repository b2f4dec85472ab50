"""The linter: what can be read, but should not be published, or should be looked at first (C7)."""

from collections.abc import Callable, Iterator, Sequence
from typing import TypeAlias

from auditapp.domain.checklist import Checklist
from auditapp.domain.lint import conditions, marks, names, steps, totals, wordings
from auditapp.domain.lint.findings import LINT_CODES
from auditapp.domain.problems import Problem

Rule: TypeAlias = Callable[[Checklist], Iterator[Problem]]

RULES: Sequence[Rule] = (
    names.duplicate_keys,
    names.bands,
    names.scenarios,
    names.empty_sections,
    totals.stated_total,
    totals.sections,
    totals.bonuses,
    totals.anything_scored,
    steps.options,
    steps.thresholds,
    steps.ranges,
    marks.points,
    marks.max_points,
    marks.critical_questions,
    marks.actions,
    conditions.conditions,
    wordings.translations,
    wordings.structure,
    wordings.alphabets,
)

__all__ = ["LINT_CODES", "lint"]


def lint(checklist: Checklist) -> list[Problem]:
    """Everything that the rules of C7 find, rule by rule; errors keep the version from being published."""
    return [problem for rule in RULES for problem in rule(checklist)]
