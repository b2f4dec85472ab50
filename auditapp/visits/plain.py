"""The capture page as a plain form, without scripts: what was sent becomes the same operations (V2).

Field names: `seen` (how far in the order of receipt the page knew the log), `asked` (`mark_of` the questions on the
page; the last field of all, so that it says that nothing is missing), `answer-KEY` (several for multi), `minutes-KEY` (of a duration, whose `answer-KEY` holds the seconds),
`none-KEY` (multi: none of these), `na-KEY`, `remark-KEY`, `photo-KEY` (files), `remove-PHOTO_ID`.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any, TypeAlias
from uuid import uuid4

from werkzeug.datastructures import MultiDict

from auditapp.domain.answers import Answer, AnswerRefused, check_value
from auditapp.domain.checklist import OPTION_TYPES, Checklist, Question, QuestionType
from auditapp.domain.operations import ATTACHED, REMOVED, Operation

NOTHING = Answer()
Place: TypeAlias = tuple[str, str, str]
"""Question, field and item, as an operation names them."""
_NUMBER = re.compile(r"-?[0-9]{1,10}(\.[0-9]{1,4})?")
_CLOCK = re.compile(r"(?:([0-9]{1,6}):)?([0-9]{1,6}(?:\.[0-9]{1,3})?)")
_WITHOUT_FIELD = frozenset({*OPTION_TYPES, QuestionType.NPS, QuestionType.PHOTO})
_WHOLE = frozenset({QuestionType.COUNT, QuestionType.NPS})
_DECIMAL = frozenset({QuestionType.NUMBER, QuestionType.MONEY})


@dataclass(frozen=True, slots=True)
class Change:
    """One field of one question gets a value."""

    question: str
    field: str
    value: Any
    item: str = ""


@dataclass(frozen=True, slots=True)
class Refusal:
    """A field that the checklist does not take: why, and what was typed, by the names of the fields."""

    question: str
    code: str
    params: Mapping[str, str]
    typed: Mapping[str, str]


@dataclass(slots=True)
class Reading:
    """What a form says other than the log, and what of it cannot be taken."""

    changes: list[Change] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)


def read_form(
    checklist: Checklist, scenario: str | None, answers: Mapping[str, Answer], form: MultiDict[str, str]
) -> Reading:
    """Compare the form with the `answers` that its page showed."""
    reading = Reading()
    for question in _asked(checklist, scenario, form):
        before = answers.get(question.key, NOTHING)
        try:
            reading.changes += _answer_changes(question, before, form)
        except AnswerRefused as refusal:
            typed = {name: form[name] for name in _value_fields(question) if name in form}
            reading.refusals.append(Refusal(question.key, refusal.code, refusal.params, typed))
        reading.changes += _remark_changes(question, before, form)
        reading.changes += [
            Change(question.key, "photo", REMOVED, photo)
            for photo in before.photos
            if f"remove-{photo}" in form
        ]
    return reading


def attached(question: str, photo: str) -> Change:
    """A photo now stands at a question."""
    return Change(question, "photo", ATTACHED, photo)


def operations_from(
    changes: list[Change], device: str, counter: int, at: datetime, shown: Mapping[Place, Operation]
) -> list[Operation]:
    """Number the changes on after `counter`, as a phone would; `shown` is what stood at each place of the page."""
    operations = []
    for number, change in enumerate(changes, start=counter + 1):
        base = shown.get((change.question, change.field, change.item))
        operations.append(
            Operation(
                id=str(uuid4()),
                question=change.question,
                field=change.field,
                item=change.item,
                value=change.value,
                device=device,
                counter=number,
                phone_at=at,
                base=base.id if base else None,
            )
        )
    return operations


def field_texts(question: Question, answer: Answer, decimal_mark: str) -> dict[str, str]:
    """What stands in the text fields of a question, by their names; reading it gives the same answer."""
    texts = {f"remark-{question.key}": answer.remark}
    if question.type in _WITHOUT_FIELD:
        return texts
    value = answer.value
    if question.type is QuestionType.DURATION and isinstance(value, int | float):
        minutes, seconds = divmod(value, 60)
        return texts | dict(zip(_value_fields(question), (_figure(minutes), _figure(seconds)), strict=True))
    text = "" if value is None else str(value)
    if question.type in _DECIMAL:
        text = text.replace(".", decimal_mark)
    return texts | dict.fromkeys(_value_fields(question), "") | {f"answer-{question.key}": text}


def _figure(number: float) -> str:
    """At most milliseconds, and no more digits than there are: 41, 7.25."""
    return f"{number:.3f}".rstrip("0").rstrip(".")


def _value_fields(question: Question) -> tuple[str, ...]:
    own = (f"answer-{question.key}",)
    return (f"minutes-{question.key}", *own) if question.type is QuestionType.DURATION else own


def mark_of(checklist: Checklist, scenario: str | None) -> str:
    """Twelve letters that stand for the questions of a scenario."""
    keys = (question.key for question in _questions(checklist, scenario))
    return sha256("\n".join(keys).encode()).hexdigest()[:12]


def _asked(checklist: Checklist, scenario: str | None, form: MultiDict[str, str]) -> Iterator[Question]:
    """The questions that stood on the page: a field that was not there says nothing about its answer."""
    same = form.get("asked") == mark_of(checklist, scenario)
    return _questions(checklist, scenario) if same else iter(())


def _questions(checklist: Checklist, scenario: str | None) -> Iterator[Question]:
    return (question for section in checklist.sections_in(scenario) for question in section.questions)


def _answer_changes(question: Question, before: Answer, form: MultiDict[str, str]) -> Iterator[Change]:
    """As on the phone: who answers a question that was N/A takes the N/A back."""
    ticked = question.allow_na and f"na-{question.key}" in form
    value = _value(question, form)
    answered = value != before.value
    na = ticked and not (answered and before.na)
    if answered:
        yield Change(question.key, "answer", value)
    if na != before.na:
        yield Change(question.key, "na", na)


def _remark_changes(question: Question, before: Answer, form: MultiDict[str, str]) -> Iterator[Change]:
    remark = form.get(f"remark-{question.key}", before.remark).replace("\r\n", "\n").strip()
    if remark != before.remark.strip():
        yield Change(question.key, "remark", remark)


def _value(question: Question, form: MultiDict[str, str]) -> Any:  # noqa: ANN401 - JSON value of an answer
    """The answer in the form of the log; None for an empty field. Raises AnswerRefused."""
    typed = [text.strip() for text in form.getlist(f"answer-{question.key}") if text.strip()]
    if question.type is QuestionType.PHOTO:
        return None
    if question.type is QuestionType.MULTI:
        return check_value(question, typed or ([] if f"none-{question.key}" in form else None))
    if question.type is QuestionType.DURATION:
        typed = _clock_text(form.get(f"minutes-{question.key}", ""), typed)
    return check_value(question, _read(question, typed[0])) if typed else None


def _read(question: Question, text: str) -> object:
    if question.type in _WHOLE:
        return _number(text)
    if question.type is QuestionType.DURATION:
        return _seconds(text)
    if question.type in _DECIMAL:
        return re.sub(r"\s", "", text).replace(",", ".")
    return text.replace("\r\n", "\n")


def _number(text: str) -> object:
    """A number as such, so that one with decimals is refused for that; any other text stays one."""
    plain = text.replace(",", ".")
    if not _NUMBER.fullmatch(plain):
        return text
    return float(plain) if "." in plain else int(plain)


def _clock_text(minutes: str, seconds: list[str]) -> list[str]:
    """`m:s` out of two fields; the second may hold both, as in 1:30."""
    if not minutes.strip():
        return seconds
    return [f"{minutes.strip()}:{seconds[0] if seconds else '0'}"]


def _seconds(text: str) -> object:
    """`90`, `1:30` and `1,5` as people type them."""
    found = _CLOCK.fullmatch(text.replace(",", "."))
    if not found:
        return text
    minutes, seconds = found.groups()
    exact = 60 * int(minutes or 0) + float(seconds)
    return int(exact) if exact == int(exact) else exact
