"""XLSForms for tests, and what became of them."""

from collections.abc import Mapping
from io import BytesIO
from typing import Any

import pytest
from pyxform.xls2xform import convert

from auditapp.checklists.formats.findings import Imported
from auditapp.checklists.formats.reading import read_any
from auditapp.domain.checklist import Checklist, Question
from auditapp.domain.problems import DefinitionError
from tests.support.workbooks import xlsx

SETTINGS = "form_title | form_id | default_language\nStore visit | store_visit | English (en)"
YES_NO = "list_name | name | label | points\nyn | yes | Yes | 1\nyn | no | No | 0"


def form(survey: str, choices: str = YES_NO, settings: str = SETTINGS, **more: str) -> Mapping[str, str]:
    return {"survey": survey, "choices": choices, "settings": settings} | more


def imported(survey: str, choices: str = YES_NO, settings: str = SETTINGS, **more: str) -> Imported:
    """The import of a form that pyxform takes, too."""
    content = xlsx(form(survey, choices, settings, **more))
    assert convert(BytesIO(content), file_type=".xlsx", validate=False).xform
    return read_any(content)


def refused(survey: str, choices: str = YES_NO, settings: str = SETTINGS) -> list[tuple[str, str]]:
    with pytest.raises(DefinitionError) as error:
        read_any(xlsx(form(survey, choices, settings)))
    return [(problem.code, problem.path) for problem in error.value.problems]


def told(found: Imported) -> list[tuple[str, str]]:
    """Codes and places of the notes, but for what every form of others is told."""
    usual = {"policy_taken", "scoring_off", "question_not_scored"}
    return [(note.code, note.path) for note in found.notes if note.code not in usual]


def codes(found: Imported) -> list[str]:
    return [note.code for note in found.notes]


def questions(checklist: Checklist) -> dict[str, Question]:
    return {question.key: question for _, question in checklist.questions()}


def written(question: Question) -> dict[str, Any]:
    content: dict[str, Any] = question.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    return content


def points(question: Question) -> dict[str, str]:
    """The points of each option."""
    return {option.key: str(option.points) for option in question.options}


CONDITIONS = """
    type                 | name   | label     | relevant
    select_one steps     | mood   | Mood?     |
    select_multiple many | seen   | Seen?     |
    integer              | guests | Guests?   |
    decimal              | price  | Price?    |
    text                 | words  | Words?    |
    acknowledge          | ok     | OK?       |
    text                 | last   | Last?     | {}
"""
STEPS = """
    list_name | name | label | points
    steps     | 1    | Bad   | 0
    steps     | 2    | Fair  | 1
    steps     | 3    | Good  | 2
    many      | ramp | Ramp  | 1
    many      | lamp | Lamp  | 1
"""
