"""The capture page as a plain form, without scripts: what was sent becomes the same operations (V2).

Field names: `asked` (the keys of the questions on the page), `answer-KEY` (several for multi), `na-KEY`,
`remark-KEY`, `photo-KEY` (files), `remove-PHOTO_ID`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

from werkzeug.datastructures import MultiDict

from auditapp.domain.answers import Answer, AnswerRefused, check_value
from auditapp.domain.checklist import Checklist, Question, QuestionType
from auditapp.domain.operations import Operation

NOTHING = Answer()


@dataclass(frozen=True, slots=True)
class Change:
    """One field of one question gets a value."""

    question: str
    field: str
    value: Any
    item: str = ""


@dataclass(frozen=True, slots=True)
class Typed:
    """A value that the checklist does not take: kept as it was typed, with the reason."""

    question: str
    text: str
    code: str


def changes_of(
    checklist: Checklist, scenario: str | None, answers: dict[str, Answer], form: MultiDict[str, str]
) -> tuple[list[Change], list[Typed]]:
    """What the form says other than the log, and what of it cannot be taken."""
    changes: list[Change] = []
    refused: list[Typed] = []
    for question in _asked(checklist, scenario, form):
        before = answers.get(question.key, NOTHING)
        try:
            changes += _changes_of_question(question, before, form)
        except AnswerRefused as refusal:
            refused.append(Typed(question.key, form.get(f"answer-{question.key}", ""), refusal.code))
            changes += _remark_change(question, before, form)
    changes += [
        Change(key, "photo", "removed", item)
        for key, answer in answers.items()
        for item in answer.photos
        if f"remove-{item}" in form
    ]
    return changes, refused


def operations_from(changes: list[Change], device: str, counter: int, at: datetime) -> list[Operation]:
    """Number the changes on after `counter`, as a phone would."""
    return [
        Operation(
            id=str(uuid4()),
            question=change.question,
            field=change.field,
            item=change.item,
            value=change.value,
            device=device,
            counter=counter + position,
            phone_at=at,
        )
        for position, change in enumerate(changes, start=1)
    ]


def _asked(checklist: Checklist, scenario: str | None, form: MultiDict[str, str]) -> Iterator[Question]:
    """The questions that stood on the page: a field that was not there says nothing about its answer."""
    keys = set(form.getlist("asked"))
    return (
        question
        for section in checklist.sections_in(scenario)
        for question in section.questions
        if question.key in keys
    )


def _changes_of_question(question: Question, before: Answer, form: MultiDict[str, str]) -> Iterator[Change]:
    value = _value(question, form)
    if value != before.value:
        yield Change(question.key, "answer", value)
    na = question.allow_na and f"na-{question.key}" in form
    if na != before.na:
        yield Change(question.key, "na", na)
    yield from _remark_change(question, before, form)


def _remark_change(question: Question, before: Answer, form: MultiDict[str, str]) -> Iterator[Change]:
    remark = form.get(f"remark-{question.key}", before.remark).strip()
    if remark != before.remark.strip():
        yield Change(question.key, "remark", remark)


def _value(question: Question, form: MultiDict[str, str]) -> Any:  # noqa: ANN401 - JSON value of an answer
    """The answer in the form of the log; None for an empty field. Raises AnswerRefused."""
    typed = [text.strip() for text in form.getlist(f"answer-{question.key}") if text.strip()]
    if not typed or question.type is QuestionType.PHOTO:
        return None
    return check_value(question, typed if question.type is QuestionType.MULTI else _read(question, typed[0]))


def _read(question: Question, text: str) -> object:
    if question.type in {QuestionType.COUNT, QuestionType.NPS} and text.isdigit():
        return int(text)
    if question.type is QuestionType.DURATION:
        return _seconds(text)
    if question.type in {QuestionType.NUMBER, QuestionType.MONEY}:
        return text.replace(",", ".")
    return text


def _seconds(text: str) -> object:
    """`90`, `1:30` and `1,5` seconds as people type them."""
    minutes, colon, seconds = text.replace(",", ".").rpartition(":")
    try:
        return float(seconds) + (60 * int(minutes) if colon else 0)
    except ValueError:
        return text
