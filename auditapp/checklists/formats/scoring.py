"""Points of imported questions: what a file leaves open is settled in the open."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from auditapp.checklists.formats.findings import Findings

Raw = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Placed:
    """A question of a definition, and where it came from."""

    raw: Raw
    place: str


def settle_scoring(questions: Sequence[Placed], findings: Findings) -> None:
    """A file without any points has no score; in others, questions without points leave it. Both are noted.

    Options without points among others that have some earn nothing. A question that says itself whether it is
    scored stays as it is.
    """
    undecided = [question for question in questions if "scored" not in question.raw]
    if undecided and not any(_has_points(question.raw) for question in questions):
        findings.note("scoring_off", "")
        for question in undecided:
            question.raw["scored"] = False
        return
    for question in undecided:
        if not _has_points(question.raw):
            question.raw["scored"] = False
            findings.note("question_not_scored", question.place)
        elif _fill_up(question.raw):
            findings.note("points_filled", question.place)


def _has_points(raw: Raw) -> bool:
    return any("points" in step for step in _steps(raw))


def _fill_up(raw: Raw) -> bool:
    blank = [step for step in _steps(raw) if "points" not in step]
    for step in blank:
        step["points"] = 0
    return bool(blank)


def _steps(raw: Raw) -> list[Raw]:
    return [*raw.get("options", []), *raw.get("thresholds", [])]
