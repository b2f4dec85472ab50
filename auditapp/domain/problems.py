"""What is wrong with an input, where, and how bad: the shape every parser and linter answers in."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from enum import StrEnum


class Severity(StrEnum):
    """An error blocks; a warning has to be looked at."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding: `code` names it for translation, `params` fill the wording, `path` is its place.

    A path reads `sections[2].questions[4].options`. The wording and its remedy live with the catalogues, not here.
    """

    code: str
    path: str
    params: Mapping[str, str] = field(default_factory=dict)
    severity: Severity = Severity.ERROR


class DefinitionError(Exception):
    """A definition cannot be read; `problems` holds every reason, never only the first."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("; ".join(f"{problem.path}: {problem.code}" for problem in problems))
        self.problems = tuple(problems)


def path_of(*parts: str | int) -> str:
    """The place as text: names joined by dots, positions in brackets."""
    steps = (f"[{part}]" if isinstance(part, int) else f".{part}" for part in parts)
    return "".join(steps).removeprefix(".")


def suggestion(name: str, candidates: Iterable[str]) -> dict[str, str]:
    """A `did_you_mean` parameter with the candidate that looks most like the name, where one does."""
    near = get_close_matches(name, list(candidates), n=1)
    return {"did_you_mean": near[0]} if near else {}
