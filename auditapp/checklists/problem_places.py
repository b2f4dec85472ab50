"""Where something is wrong in a checklist, in words: for whoever has never seen its file."""

import re
from collections.abc import Iterator, Sequence

from auditapp.checklists.field_names import FIELD_NAMES
from auditapp.core.i18n import OWN_NAMES
from auditapp.domain.checklist import Checklist, Question, Scenario, Section
from auditapp.domain.language import Language, text_in

_STEP = re.compile(r"[^.\[\]]+")
_LISTS = {Checklist: ("sections", "scenarios"), Section: ("questions",)}


def place_text(checklist: Checklist | None, path: str, language: Language) -> str:
    """What a path leads to: "Welcome › Was there a greeting? › Answer 2 › Magyar"; the path itself where it is unknown."""
    names = list(_names(checklist, _STEP.findall(path), language)) if checklist else []
    return " › ".join(names) or path


def _names(checklist: Checklist, steps: Sequence[str], language: Language) -> Iterator[str]:
    part: Checklist | Section | Scenario | Question = checklist
    while steps and steps[0] in _LISTS.get(type(part), ()) and steps[1:]:
        part = getattr(part, steps[0])[int(steps[1])]
        yield text_in(part.text if isinstance(part, Question) else part.title, language)
        steps = steps[2:]
    yield from _names_of_fields(steps)


def _names_of_fields(steps: Sequence[str]) -> Iterator[str]:
    """Fields by their name on screen, with the place in a list, and the language of a text."""
    field = ".".join(steps[:2]) if ".".join(steps[:2]) in FIELD_NAMES else steps[0] if steps else ""
    if field in FIELD_NAMES:
        yield str(FIELD_NAMES[field]) + "".join(f" {int(step) + 1}" for step in steps if step.isdecimal())
    yield from (OWN_NAMES[Language(step)] for step in steps if step in set(Language))
