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
    try:
        definition = version.definition
    except DefinitionError as error:
        return Checked(None, error.problems, ())
    problems = lint(definition)
    errors = [problem for problem in problems if problem.severity is Severity.ERROR]
    return Checked(definition, errors, [problem for problem in problems if problem not in errors])


def readable(version: ChecklistVersion) -> Checklist | None:
    """The definition; None where it cannot be read."""
    try:
        return version.definition
    except DefinitionError:
        return None
