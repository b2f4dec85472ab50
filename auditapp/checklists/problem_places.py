"""Where something is wrong in a checklist, in words: for whoever has never seen its file."""

import re
from collections.abc import Iterator

from auditapp.domain.checklist import Checklist
from auditapp.domain.language import Language, text_in

_STEP = re.compile(r"(\w+)\[(\d+)\]")


def place_text(checklist: Checklist | None, path: str, language: Language) -> str:
    """Section and question that a path leads through: "Welcome › Was there a greeting?"; else the path as it is."""
    return " › ".join(_names(checklist, path, language)) or path if checklist else path


def _names(checklist: Checklist, path: str, language: Language) -> Iterator[str]:
    steps = {name: int(number) for name, number in _STEP.findall(path)}
    if "scenarios" in steps and path.startswith("scenarios"):
        yield text_in(checklist.scenarios[steps["scenarios"]].title, language)
    if path.startswith("sections") and "sections" in steps:
        section = checklist.sections[steps["sections"]]
        yield text_in(section.title, language)
        if "questions" in steps:
            yield text_in(section.questions[steps["questions"]].text, language)
