"""What a reader found: errors that keep a file out, and notes on what was done instead."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from auditapp.domain.checklist import Checklist
from auditapp.domain.language import Language
from auditapp.domain.problems import DefinitionError, Problem, Severity

MOST_TOLD = 500
"""A page with more is read by nobody, and a hostile file could make it huge."""


@dataclass(frozen=True, slots=True)
class Defaults:
    """What somebody says beside a file that does not say it itself."""

    slug: str = ""
    title: str = ""
    language: Language = Language.ENGLISH
    """The language of columns that name none."""


@dataclass(frozen=True, slots=True)
class Imported:
    """A checklist, and notes on what the file says otherwise than the checklist can."""

    definition: Checklist
    notes: tuple[Problem, ...] = ()


class Findings:
    """Collects errors and notes while a file is read."""

    def __init__(self) -> None:
        self._errors: list[Problem] = []
        self._notes: list[Problem] = []

    def error(self, code: str, place: str, **params: str) -> None:
        """Something keeps the file from being taken."""
        self._errors.append(Problem(code, place, params))

    def note(self, code: str, place: str, **params: str) -> None:
        """Something is taken otherwise than it was written, or not at all."""
        self._notes.append(Problem(code, place, params, Severity.WARNING))

    def take(self, problems: Iterable[Problem]) -> None:
        """Add what was found elsewhere."""
        for problem in problems:
            (self._errors if problem.severity is Severity.ERROR else self._notes).append(problem)

    @property
    def notes(self) -> tuple[Problem, ...]:
        """The notes so far, each once; beyond MOST_TOLD they are counted only."""
        return _bounded(self._notes)

    @property
    def sound(self) -> bool:
        """Whether nothing is wrong so far."""
        return not self._errors

    def refuse_errors(self) -> None:
        """Raise DefinitionError with all errors, if there are any."""
        if self._errors:
            raise DefinitionError(_bounded(self._errors))


def _bounded(problems: list[Problem]) -> tuple[Problem, ...]:
    told = {(problem.code, problem.path, *problem.params.items()): problem for problem in problems}
    found = list(told.values())
    left_out = len(found) - MOST_TOLD
    if left_out <= 0:
        return tuple(found)
    more = Problem("and_more", "", {"count": str(left_out)}, found[-1].severity)
    return (*found[:MOST_TOLD], more)


def refused(code: str, place: str = "", **params: str) -> DefinitionError:
    """The error for a file of which nothing can be read."""
    return DefinitionError([Problem(code, place, params)])


def chosen(texts: Mapping[str, str], languages: Iterable[str]) -> dict[str, str]:
    """The texts in these languages."""
    return {language: texts[language] for language in languages if language in texts}
