"""What anybody needs to count a score again, and nothing beside: no wording, no remark, no text, no day, no picture (R5)."""

from collections.abc import Iterator, Mapping
from typing import Any

from auditapp.domain.answers import Answer, Reading
from auditapp.domain.checklist import (
    All,
    AnyOf,
    Checklist,
    Condition,
    Evidence,
    Not,
    Question,
    QuestionType,
    Scenario,
    Section,
)
from auditapp.domain.conditions import visible_readings
from auditapp.domain.language import Language
from auditapp.domain.scoring import Score, dump_score

_STAND_INS: Mapping[QuestionType, Answer] = {
    QuestionType.TEXT: Answer(value="answered"),
    QuestionType.DATE: Answer(value="2000-01-01"),
    QuestionType.TIME: Answer(value="00:00"),
    QuestionType.PHOTO: Answer(photos=("answered",)),
}
"""For answers that no rule reads, but whose being there shows other questions."""


def scoring_form(checklist: Checklist) -> Checklist:
    """The checklist with its keys for wordings, without briefings, guidance and actions: it scores the same."""
    return checklist.model_copy(
        update={
            "title": _named(checklist.slug),
            "languages": (Language.ENGLISH,),
            "briefing": None,
            "bands": tuple(_labelled(band) for band in checklist.bands),
            "scenarios": tuple(
                Scenario(key=part.key, title=_named(part.key), brief=_named(part.key))
                for part in checklist.scenarios
            ),
            "sections": tuple(_bare_section(section) for section in checklist.sections),
        }
    )


def scoring_answers(
    checklist: Checklist, answers: Mapping[str, Answer], scenario: str | None
) -> dict[str, dict[str, Any]]:
    """The answers that a score comes from, as JSON by question. Raises AnswerRefused.

    Values are there where points, critical effects or conditions read them; of a text, day, time or photo it only says
    that there is one, and only where that shows another question.
    """
    steering = {key for _section, question in checklist.questions() for key in _asked_in(question.show_when)}
    readings = visible_readings(checklist, answers, scenario)
    return {
        question.key: _told(question, answers[question.key], readings[question.key])
        for _section, question in checklist.questions()
        if question.key in readings
        and question.key in answers
        and (question.points_known or question.critical or question.key in steering)
        and (readings[question.key] is not None or answers[question.key].na)
    }


def answers_told(checklist: Checklist, told: Mapping[str, Mapping[str, Any]]) -> dict[str, Answer]:
    """What `scoring_answers` wrote, to be scored again. Raises KeyError, TypeError for anything else."""
    types = {question.key: question.type for _section, question in checklist.questions()}
    return {key: _understood(types[key], answer) for key, answer in told.items()}


def dump_total(score: Score) -> dict[str, Any]:
    """The score as JSON as far as the answers that are told give it back: without its questions."""
    return {name: part for name, part in dump_score(score).items() if name != "questions"}


def _told(question: Question, answer: Answer, reading: Reading | None) -> dict[str, Any]:
    if reading is None:
        return {"na": True}
    return {"answered": True} if question.type in _STAND_INS else {"value": answer.value}


def _understood(kind: QuestionType, told: Mapping[str, Any]) -> Answer:
    if told.get("na") is True:
        return Answer(na=True)
    return _STAND_INS[kind] if told.get("answered") is True else Answer(value=told["value"])


def _asked_in(condition: Condition | None) -> Iterator[str]:
    """The questions whose answers a condition reads."""
    if isinstance(condition, All | AnyOf):
        for part in condition.parts:
            yield from _asked_in(part)
    elif isinstance(condition, Not):
        yield from _asked_in(condition.part)
    elif condition is not None:
        yield condition.question


def _named(key: str) -> dict[str, str]:
    return {Language.ENGLISH.value: key}


def _labelled(part: Any) -> Any:  # noqa: ANN401 - a band or an option: whatever has a key and a label
    return part.model_copy(update={"label": _named(part.key)})


def _bare_section(section: Section) -> Section:
    questions = tuple(_bare_question(question) for question in section.questions)
    return section.model_copy(update={"title": _named(section.key), "questions": questions})


def _bare_question(question: Question) -> Question:
    return question.model_copy(
        update={
            "text": _named(question.key),
            "guidance": None,
            "evidence": Evidence(),
            "action": None,
            "options": tuple(_labelled(option) for option in question.options),
            "thresholds": tuple(step.model_copy(update={"label": None}) for step in question.thresholds),
        }
    )
