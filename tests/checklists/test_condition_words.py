"""When a question is asked, in words."""

from typing import Any

import pytest
from flask import Flask
from flask_babel import force_locale

from auditapp.checklists.condition_words import condition_text
from auditapp.core.i18n import locale_of
from auditapp.domain.checklist import Checklist, Condition
from auditapp.domain.definition import parse_definition
from auditapp.domain.language import Language
from tests.domain.sound import sound

LATE = {"question": "greeted", "in": ["late", "never"]}
LONG = {"question": "wait", "at_least": 90}


def condition_of(raw: dict[str, Any]) -> tuple[Checklist, Condition]:
    """The condition, in a checklist whose parts have names that can be told apart."""
    names = {
        f"sections[0].questions[0].options[{place}].label.en": name
        for place, name in enumerate(("At once", "Late", "Never"))
    }
    texts = {"sections[0].questions[0].text.en": "Greeted?", "sections[0].questions[1].text.en": "Waited?"}
    checklist = parse_definition(sound({**names, **texts, "sections[0].questions[2].show_when": raw}))
    condition = checklist.sections[0].questions[2].show_when
    assert condition is not None
    return checklist, condition


@pytest.mark.parametrize(
    "raw,words",
    [
        (LATE, "“Greeted?” is answered with “Late” or “Never”"),
        (LONG, "“Waited?” is at least 90 s"),
        (
            {"question": "wait", "at_least": 30, "at_most": 90},
            "“Waited?” is at least 30 s and “Waited?” is at most 90 s",
        ),
        ({"question": "greeted", "answered": True}, "“Greeted?” is answered"),
        ({"not": LONG}, "it is not so that “Waited?” is at least 90 s"),
        (
            {"any": [LONG, {"all": [LATE, {"question": "wait", "answered": True}]}]},
            "“Waited?” is at least 90 s or (“Greeted?” is answered with “Late” or “Never” and “Waited?” is answered)",
        ),
        ({"question": "gone", "in": ["x"]}, "“gone” is answered with “x”"),
    ],
)
def test_a_condition_reads_as_part_of_a_sentence(app: Flask, raw: dict[str, Any], words: str) -> None:
    checklist, condition = condition_of(raw)
    with app.app_context(), force_locale(locale_of(Language.ENGLISH)):
        assert condition_text(checklist, condition, Language.ENGLISH) == words


def test_questions_may_be_called_by_their_numbers(app: Flask) -> None:
    checklist, condition = condition_of(LATE)
    with app.app_context(), force_locale(locale_of(Language.ENGLISH)):
        words = condition_text(checklist, condition, Language.ENGLISH, {"greeted": "1.1"})
    assert words == "“1.1” is answered with “Late” or “Never”"


def test_it_speaks_the_readers_language(app: Flask) -> None:
    checklist, condition = condition_of(LATE)
    with app.app_context(), force_locale(locale_of(Language.HUNGARIAN)):
        words = condition_text(checklist, condition, Language.HUNGARIAN)
    assert words == "a „Szavak” kérdésre a válasz „Szavak” vagy „Szavak”"
