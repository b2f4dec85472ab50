"""Sixty questions to measure with: those of the library that have options, with their own words in one language.

What is made up of a few words over and over would pack far better than any checklist.
"""

from collections.abc import Iterator
from typing import Any

import yaml

from auditapp.core.config import PROJECT_ROOT

SOURCES = ("retail-visit", "mystery-call")
SECTIONS, LENGTH = 6, 10
RATING = ("Very poor", "Poor", "Fair", "Good", "Very good")


def sixty_questions() -> dict[str, Any]:
    """A checklist of 6 sections with 10 questions each: nine to choose from, and a rating at the end."""
    chosen = _library()
    return {
        "slug": "sixty",
        "channel": "visit",
        "title": {"en": "Sixty questions"},
        "languages": ["en"],
        "policy": {"na": "exclude", "total": "sections", "bonus_cap": True, "critical": {"cap_total": 50}},
        "bands": [
            {"key": "good", "from": 75, "label": {"en": "Good"}},
            {"key": "weak", "from": 0, "label": {"en": "Weak"}},
        ],
        "sections": [_section(number, chosen) for number in range(1, SECTIONS + 1)],
    }


def _section(number: int, chosen: Iterator[dict[str, Any]]) -> dict[str, Any]:
    title = {"en": f"Part {number}"}
    questions = [next(chosen) for _ in range(LENGTH - 1)]
    return {
        "key": f"part_{number}",
        "title": title,
        "weight": number,
        "questions": [*questions, _rating(number)],
    }


def _rating(number: int) -> dict[str, Any]:
    steps = enumerate(RATING)
    return {
        "key": f"rating_{number}",
        "type": "scale",
        "text": {"en": f"How was part {number} as a whole?"},
        "options": [
            {"key": f"r{points}", "label": {"en": label}, "points": points} for points, label in steps
        ],
    }


def _library() -> Iterator[dict[str, Any]]:
    for name in SOURCES:
        definition = yaml.safe_load(
            (PROJECT_ROOT / "checklists" / f"{name}.yaml").read_text(encoding="utf-8")
        )
        for section in definition["sections"]:
            for question in section["questions"]:
                if question["type"] == "choice":
                    yield _in_english(name[0], question)


def _in_english(prefix: str, question: dict[str, Any]) -> dict[str, Any]:
    scoring: dict[str, Any] = {
        name: question[name] for name in ("weight", "critical", "fails_on", "scored") if name in question
    }
    options = [{**option, "label": {"en": option["label"]["en"]}} for option in question["options"]]
    text = {"en": question["text"]["en"]}
    return {
        "key": f"{prefix}_{question['key']}",
        "type": "choice",
        "text": text,
        "options": options,
        **scoring,
    }
