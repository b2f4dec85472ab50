"""Where something is wrong in a checklist, in words: for whoever has never seen its file."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from auditapp.checklists.content_names import ContentNames
from auditapp.checklists.field_names import FIELD_NAMES
from auditapp.core.i18n import OWN_NAMES
from auditapp.domain.language import Language

_STEP = re.compile(r"[^.\[\]]+")


def place_text(content: Mapping[str, Any], path: str, language: Language) -> str:
    """What a path leads to: "1.1 Was there a greeting? › Answer 2 › Magyar"; the path itself where it is unknown."""
    return " › ".join(_names(ContentNames(content, language), _STEP.findall(path))) or path


def _names(names: ContentNames, steps: Sequence[str]) -> Iterator[str]:
    match steps:
        case ["sections", section, "questions", question, *rest]:
            yield names.question_at(int(section), int(question))
        case ["sections", section, *rest]:
            yield names.section_at(int(section))
        case ["scenarios", scenario, *rest]:
            yield names.scenario_at(int(scenario))
        case rest:
            pass
    yield from _names_of_fields(rest)


def _names_of_fields(steps: Sequence[str]) -> Iterator[str]:
    """Fields by their name on screen, with the place in a list, and the language of a text."""
    field = ".".join(steps[:2]) if ".".join(steps[:2]) in FIELD_NAMES else steps[0] if steps else ""
    if field in FIELD_NAMES:
        yield str(FIELD_NAMES[field]) + "".join(f" {int(step) + 1}" for step in steps if step.isdecimal())
    yield from (OWN_NAMES[Language(step)] for step in steps if step in set(Language))
