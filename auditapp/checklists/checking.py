"""What can be said about a version whatever its state: a draft in the making may not even be readable."""

from collections.abc import Sequence
from dataclasses import dataclass

from auditapp.checklists.models import ChecklistVersion
from auditapp.domain.checklist import Checklist
from auditapp.domain.lint import lint
from auditapp.domain.problems import DefinitionError, Problem, Severity


@dataclass(frozen=True, slots=True)
class Checked:
    """A definition, None where it cannot be read, with what blocks its publication and what needs a reason."""

    definition: Checklist | None
    errors: Sequence[Problem]
    warnings: Sequence[Problem]


def check(version: ChecklistVersion) -> Checked:
    """Read a version and lint it."""
    problems = problems_in(version)
    errors = [problem for problem in problems if problem.severity is Severity.ERROR]
    return Checked(version.readable, errors, [problem for problem in problems if problem not in errors])


def problems_in(version: ChecklistVersion) -> list[Problem]:
    """What keeps a version from being read; where nothing does, what the linter finds."""
    try:
        return lint(version.definition)
    except DefinitionError as error:
        return list(error.problems)
