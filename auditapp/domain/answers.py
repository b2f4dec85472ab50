"""Answers: the JSON value that each question type takes (C3), and what a rule may read out of one.

choice, scale, yes_no   the key of an option
multi                   a list of keys; an empty list says that none of them applied
count, nps              a whole number
duration                seconds
number, money           a decimal number as text, so that 0.1 stays one tenth
date, time              "2026-03-31", "14:05"
text                    a text
photo                   no value: answered by its photos
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, NoReturn, TypeAlias

from auditapp.domain.checklist import Question, QuestionType
from auditapp.domain.problems import suggestion

Value: TypeAlias = str | int | float | list[str]

MAX_TEXT = 4000
MAX_MEASURED = 1_000_000_000
_DECIMAL = re.compile(r"-?[0-9]{1,12}(\.[0-9]{1,4})?")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TIME = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")
_NPS_MOST = 10


class AnswerRefused(Exception):  # noqa: N818 - reads as the fact that it states
    """The checklist does not know such an answer. `code` names the reason, `params` fill its wording."""

    def __init__(self, code: str, params: Mapping[str, str] | None = None) -> None:
        super().__init__(code, params)
        self.code, self.params = code, params or {}


@dataclass(frozen=True, slots=True)
class Answer:
    """What stands at one question. N/A goes before the value, which is kept for a change of mind."""

    value: Value | None = None
    na: bool = False
    remark: str = ""
    photos: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """What rules may read out of an answer: the options chosen, or the number measured."""

    chosen: frozenset[str] = frozenset()
    number: Fraction | None = None


def check_value(question: Question, value: object) -> Value | None:
    """The value in its one spelling; None for no answer. Raises AnswerRefused for what the question does not take."""
    return None if value is None else _CHECKS[question.type](question, value)


def read(question: Question, answer: Answer) -> Reading | None:
    """What rules may read; None where the question is unanswered or N/A. Raises AnswerRefused."""
    if answer.na:
        return None if question.allow_na else _refuse(question, "na_not_allowed")
    if question.type is QuestionType.PHOTO:
        return Reading() if answer.photos else None
    value = check_value(question, answer.value)
    return None if value is None else _reading(question, value)


def _reading(question: Question, value: Value) -> Reading:
    if isinstance(value, list):
        return Reading(chosen=frozenset(value))
    if question.type in _ONE_OPTION:
        return Reading(chosen=frozenset({str(value)}))
    return Reading(number=Fraction(str(value))) if question.type in _NUMBERS else Reading()


def _refuse(question: Question, code: str, **params: str) -> NoReturn:
    raise AnswerRefused(code, {"question": question.key, **params})


def _option_key(question: Question, value: object) -> str:
    if not isinstance(value, str):
        _refuse(question, "wrong_type")
    if question.option(value) is None:
        keys = [option.key for option in question.options]
        _refuse(question, "unknown_option", option=value[:64], **suggestion(value, keys))
    return value


def _option_keys(question: Question, value: object) -> list[str]:
    if not isinstance(value, list):
        _refuse(question, "wrong_type")
    chosen = {_option_key(question, key) for key in value}
    return [option.key for option in question.options if option.key in chosen]


def _whole(question: Question, value: object) -> int:
    number = _measured(question, value)
    if number != int(number):
        _refuse(question, "not_whole")
    return int(number)


def _measured(question: Question, value: object) -> int | float:
    if isinstance(value, bool) or not isinstance(value, int | float) or value != value:  # noqa: PLR0124 - not a number is not itself
        _refuse(question, "not_a_number")
    if value < 0:
        _refuse(question, "negative")
    if value > MAX_MEASURED:
        _refuse(question, "out_of_range", maximum=str(MAX_MEASURED))
    _require_range(question, Fraction(str(value)))
    return value


def _nps(question: Question, value: object) -> int:
    points = _whole(question, value)
    if points > _NPS_MOST:
        _refuse(question, "out_of_range", minimum="0", maximum=str(_NPS_MOST))
    return points


def _decimal(question: Question, value: object) -> str:
    if not isinstance(value, str) or not _DECIMAL.fullmatch(value):
        _refuse(question, "not_a_number")
    _require_range(question, Fraction(value))
    number = Decimal(value)
    return str(int(number)) if number == number.to_integral_value() else f"{number.normalize():f}"


def _require_range(question: Question, number: Fraction) -> None:
    low, high = question.minimum, question.maximum
    if (low is not None and number < Fraction(low)) or (high is not None and number > Fraction(high)):
        limits = {"minimum": low, "maximum": high}
        _refuse(
            question,
            "out_of_range",
            **{name: str(limit) for name, limit in limits.items() if limit is not None},
        )


def _date(question: Question, value: object) -> str:
    if not isinstance(value, str) or not _DATE.fullmatch(value):
        _refuse(question, "not_a_date")
    try:
        return date.fromisoformat(value).isoformat()
    except ValueError:
        _refuse(question, "not_a_date")


def _time(question: Question, value: object) -> str:
    if not isinstance(value, str) or not _TIME.fullmatch(value):
        _refuse(question, "not_a_time")
    return value


def _text(question: Question, value: object) -> str | None:
    return check_text(value, {"question": question.key}).strip() or None


def check_text(value: object, place: Mapping[str, str]) -> str:
    """A text that can be stored: at most MAX_TEXT letters, all of them Unicode characters. Raises AnswerRefused."""
    if not isinstance(value, str):
        raise AnswerRefused("wrong_type", place)
    if len(value) > MAX_TEXT:
        raise AnswerRefused("too_long", {**place, "limit": str(MAX_TEXT)})
    if "\0" in value or any("\ud800" <= letter <= "\udfff" for letter in value):
        raise AnswerRefused("unreadable_text", place)
    return value


def _only_photos(question: Question, _value: object) -> NoReturn:
    _refuse(question, "wrong_type")


_CHECKS: Mapping[QuestionType, Callable[[Question, Any], Value | None]] = {
    QuestionType.CHOICE: _option_key,
    QuestionType.SCALE: _option_key,
    QuestionType.YES_NO: _option_key,
    QuestionType.MULTI: _option_keys,
    QuestionType.COUNT: _whole,
    QuestionType.NPS: _nps,
    QuestionType.DURATION: _measured,
    QuestionType.NUMBER: _decimal,
    QuestionType.MONEY: _decimal,
    QuestionType.DATE: _date,
    QuestionType.TIME: _time,
    QuestionType.TEXT: _text,
    QuestionType.PHOTO: _only_photos,
}
_ONE_OPTION = frozenset(kind for kind, check in _CHECKS.items() if check is _option_key)
_NUMBERS = frozenset(kind for kind, check in _CHECKS.items() if check in {_whole, _nps, _measured, _decimal})
