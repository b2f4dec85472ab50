"""S4 and C4: what a visit still needs before it can be handed in."""

from typing import Any

import pytest

from auditapp.domain.completeness import gaps
from tests.domain.shorthand import answers_of, checklist_of

POLICY = {"na": "exclude", "total": "points", "bonus_cap": True, "critical": "flag"}
YES_NO = {"key": "q", "type": "yes_no", "options": {"yes": 1, "no": 0}}


def needs(
    question: dict[str, Any], answers: dict[str, Any], scenario: str | None = None
) -> list[tuple[str, str]]:
    """What is missing on a checklist of this one question, which "rude" alone asks."""
    sections = [
        {"key": "a", "questions": [question]},
        {"key": "b", "scenarios": ["rude"], "questions": [{"key": "calmed", "type": "text"}]},
    ]
    checklist = checklist_of({"policy": POLICY, "scenarios": ["calm", "rude"], "sections": sections})
    return [(gap.question, gap.needs) for gap in gaps(checklist, answers_of(answers), scenario)]


@pytest.mark.parametrize(
    "question, answers, missing",
    [
        ({}, {}, [("q", "answer")]),
        ({"required": False}, {}, []),
        ({}, {"q": "no"}, []),
        ({"allow_na": True}, {"q": {"na": True}}, []),
        ({}, {"q": {"value": None, "na": False}}, [("q", "answer")]),
        ({"evidence": {"comment": "on_loss"}}, {"q": "yes"}, []),
        ({"evidence": {"comment": "on_loss"}}, {"q": "no"}, [("q", "remark")]),
        (
            {"evidence": {"comment": "always", "photo": "always"}},
            {"q": "yes"},
            [("q", "remark"), ("q", "photo")],
        ),
        ({"evidence": {"photo": "on_loss"}}, {"q": {"value": "no", "photos": ["photo"]}}, []),
        ({"evidence": {"comment": "always", "photo": "always"}, "allow_na": True}, {"q": {"na": True}}, []),
        ({"evidence": {"comment": "always"}}, {}, [("q", "answer")]),
        (
            {"evidence": {"photo": "on_loss"}, "scored": False, "critical": True, "fails_on": ["no"]},
            {"q": "no"},
            [("q", "photo")],
        ),
    ],
)
def test_required_answers_and_evidence_are_asked_for(
    question: dict[str, Any], answers: dict[str, Any], missing: list[tuple[str, str]]
) -> None:
    assert needs(YES_NO | question, answers) == missing


@pytest.mark.parametrize(
    "question, answers, missing",
    [
        ({}, {}, [("q", "photo")]),
        ({}, {"q": {"photos": ["photo"]}}, []),
        ({"required": False}, {}, []),
    ],
)
def test_a_photo_question_is_answered_by_a_photo(
    question: dict[str, Any], answers: dict[str, Any], missing: list[tuple[str, str]]
) -> None:
    assert needs({"key": "q", "type": "photo"} | question, answers) == missing


def test_hidden_questions_need_nothing() -> None:
    assert needs(YES_NO | {"show_when": {"question": "calmed", "answered": True}}, {}) == []
    assert needs(YES_NO, {"q": "yes"}, "calm") == []
    assert needs(YES_NO, {"q": "yes"}, "rude") == [("calmed", "answer")]
