"""A sound checklist with a bit of everything, and a way to spoil it at one place."""

import json
import re
from collections.abc import Mapping
from typing import Any

WORDS = {"en": "Words", "hu": "Szavak"}
ACTION = {
    "what": {"en": "Greet at once", "hu": "Azonnali köszönés"},
    "why": {"en": "Who is ignored leaves", "hu": "Akit nem vesznek észre, elmegy"},
    "how": {"en": "Look up\nSay hello", "hu": "Felnézni\nKöszönni"},
    "days": 14,
    "owner": "store_manager",
}
ABSENT = object()
"""As a change: the part is left out."""


def _options(**points: float | None) -> list[dict[str, Any]]:
    return [{"key": key, "label": WORDS, "points": value} for key, value in points.items()]


_SOUND: Mapping[str, Any] = {
    "slug": "shop-visit",
    "channel": "visit",
    "title": WORDS,
    "languages": ["en", "hu"],
    "briefing": WORDS,
    "policy": {
        "na": "exclude",
        "total": "sections",
        "bonus_cap": True,
        "critical": "zero_section",
        "stated_total": 100,
    },
    "bands": [{"key": "low", "from": 0, "label": WORDS}, {"key": "high", "from": 74.5, "label": WORDS}],
    "scenarios": [
        {"key": "calm", "title": WORDS, "brief": WORDS},
        {"key": "rude", "title": WORDS, "brief": WORDS},
    ],
    "sections": [
        {
            "key": "welcome",
            "title": WORDS,
            "weight": 60,
            "questions": [
                {
                    "key": "greeted",
                    "type": "choice",
                    "text": WORDS,
                    "guidance": WORDS,
                    "weight": 2.5,
                    "critical": {"cap_total": 50},
                    "fails_on": ["never"],
                    "options": _options(at_once=2, late=1, never=0),
                    "evidence": {"comment": "on_loss"},
                    "action": ACTION,
                },
                {
                    "key": "wait",
                    "type": "duration",
                    "text": WORDS,
                    "thresholds": [{"up_to": 30, "points": 2}, {"up_to": 90, "points": 1}, {"points": 0}],
                    "action": ACTION,
                },
                {
                    "key": "apology",
                    "type": "yes_no",
                    "text": WORDS,
                    "critical": True,
                    "show_when": {
                        "any": [
                            {"question": "greeted", "in": ["late", "never"]},
                            {
                                "all": [
                                    {"question": "wait", "at_least": 90},
                                    {"not": {"question": "greeted", "answered": True}},
                                ]
                            },
                        ]
                    },
                    "options": [{"key": "yes", "points": 1}, {"key": "no", "points": 0}],
                    "action": ACTION,
                },
                {
                    "key": "gift",
                    "type": "yes_no",
                    "text": WORDS,
                    "bonus": True,
                    "options": [{"key": "yes", "points": 1}, {"key": "no", "points": 0}],
                },
            ],
        },
        {
            "key": "offer",
            "title": WORDS,
            "weight": 40,
            "scenarios": ["calm"],
            "questions": [
                {
                    "key": "shown",
                    "type": "multi",
                    "text": WORDS,
                    "max_points": 2,
                    "options": _options(cheap=1, fitting=1, best=1),
                    "action": ACTION,
                },
                {
                    "key": "price",
                    "type": "money",
                    "text": WORDS,
                    "scored": False,
                    "minimum": 0,
                    "maximum": 100,
                },
            ],
        },
        {
            "key": "firmness",
            "title": WORDS,
            "weight": 40,
            "scenarios": ["rude"],
            "questions": [
                {
                    "key": "polite",
                    "type": "scale",
                    "text": WORDS,
                    "allow_na": True,
                    "options": _options(good=2, neutral=1, bad=0),
                    "action": ACTION,
                }
            ],
        },
        {
            "key": "words",
            "title": WORDS,
            "weight": 0,
            "questions": [{"key": "why", "type": "text", "text": WORDS, "required": False}],
        },
    ],
}


def sound(changes: Mapping[str, object] | None = None) -> dict[str, Any]:
    """The sound definition, changed at the places given by path: {"sections[0].weight": 0}."""
    raw: dict[str, Any] = json.loads(json.dumps(_SOUND))
    for path, value in (changes or {}).items():
        _put(raw, path, value)
    return raw


def _put(raw: Any, path: str, value: object) -> None:  # noqa: ANN401 - JSON
    *way, last = [
        int(step[1:-1]) if step.startswith("[") else step for step in re.findall(r"\[\d+\]|[^.\[\]]+", path)
    ]
    for step in way:
        raw = raw[step]
    if value is ABSENT:
        del raw[last]
    elif isinstance(raw, list) and last == len(raw):
        raw.append(value)
    else:
        raw[last] = value
