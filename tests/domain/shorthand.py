"""Checklists in few words: fills in the wordings that a definition needs and that no score depends on."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import yaml

from auditapp.domain.answers import Answer
from auditapp.domain.checklist import Checklist
from auditapp.domain.definition import parse_definition

VECTORS = Path(__file__).parent / "vectors"
BANDS = {"failing": 0, "needs_work": 55, "good": 75, "excellent": 90}


@dataclass(frozen=True, slots=True)
class Vector:
    """One case with its result worked out by hand; `why` holds the arithmetic."""

    name: str
    why: str
    checklist: Checklist
    answers: Mapping[str, Answer]
    scenario: str | None
    expect: Mapping[str, Any] | None
    refused: Mapping[str, str] | None


def vectors() -> Iterator[Vector]:
    """The shared vectors of all files."""
    for path in sorted(VECTORS.glob("*.yaml")):
        for raw in yaml.safe_load(path.read_text()):
            yield Vector(
                name=f"{path.stem}: {raw['name']}",
                why=raw["why"],
                checklist=checklist_of(raw),
                answers=answers_of(raw["answers"]),
                scenario=raw.get("scenario"),
                expect=raw.get("expect"),
                refused=raw.get("refused"),
            )


def checklist_of(short: Mapping[str, Any]) -> Checklist:
    """The checklist that a vector writes in short."""
    return parse_definition(definition_of(short))


def definition_of(short: Mapping[str, Any]) -> dict[str, Any]:
    """The whole content of a definition for what a vector writes in short."""
    languages = short.get("languages", ["en"])
    words = dict.fromkeys(languages, "words")
    bands = short.get("bands", BANDS)
    return {
        "slug": "short",
        "channel": "visit",
        "title": words,
        "languages": languages,
        "policy": short["policy"],
        "bands": [{"key": key, "from": start, "label": words} for key, start in bands.items()],
        "scenarios": [{"key": key, "title": words, "brief": words} for key in short.get("scenarios", [])],
        "sections": [
            {
                "title": words,
                **section,
                "questions": [question_of(part, words) for part in section["questions"]],
            }
            for section in short["sections"]
        ],
    }


def question_of(short: Mapping[str, Any], words: Mapping[str, str]) -> dict[str, Any]:
    """A question with options as {key: points} and without wordings."""
    question = {"text": words, **short}
    if isinstance(options := short.get("options"), Mapping):
        question["options"] = [
            {"key": key, "label": words, "points": points} for key, points in options.items()
        ]
    return question


def answers_of(short: Mapping[str, Any]) -> dict[str, Answer]:
    """Answers written as a plain value, or as a map where they are more than that."""
    return {key: _answer(value) for key, value in short.items()}


def _answer(short: Any) -> Answer:  # noqa: ANN401 - any JSON, wrong ones too
    if not isinstance(short, Mapping):
        return Answer(value=short)
    return Answer(value=short.get("value"), na=short.get("na", False), photos=tuple(short.get("photos", ())))


def fraction(written: str | int | None) -> str | None:
    """A fraction as results write it: 1 is "1/1", 2/4 is "1/2"."""
    if written is None:
        return None
    exact = Fraction(written)
    return f"{exact.numerator}/{exact.denominator}"
