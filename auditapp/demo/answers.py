"""Answers to any checklist, better or worse as a judge wants them: always ones that the checklist takes."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from random import Random

from auditapp.domain.answers import Answer, Reading, Value, read
from auditapp.domain.checklist import OPTION_TYPES, Checklist, Question, QuestionType, Section
from auditapp.domain.conditions import is_shown
from auditapp.domain.points import full_points, points_of

_SHARE_OF_NA, _SHARE_OF_PHOTOS = 0.1, 0.3
_CALL_BACK = timedelta(hours=2, minutes=20)


class Level(StrEnum):
    """How good an answer is: all of its points, some, or none."""

    FULL = "full"
    PART = "part"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Given:
    """What the auditor puts at one question; `photo` where it is answered by one."""

    section: Section
    question: Question
    level: Level
    value: Value | None = None
    na: bool = False
    photo: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """What the answers of one visit come from.

    `judge` says how well a question went, `write` answers questions for a text from what was answered before, and
    `facts` are values that the story wants at some questions.
    """

    scenario: str | None
    moment: datetime
    judge: Callable[[Section, Question], Level]
    write: Callable[[Sequence[Given]], str]
    facts: Mapping[str, Value]


def give_answers(checklist: Checklist, occasion: Occasion, rng: Random) -> list[Given]:
    """An answer to every question that is asked, in order."""
    readings: dict[str, Reading | None] = {}
    answers: list[Given] = []
    for section in checklist.sections_in(occasion.scenario):
        for question in section.questions:
            if is_shown(question, readings):
                given = _given(section, question, occasion, answers, rng)
                answers.append(given)
                photos = ("photo",) if given.photo else ()
                readings[question.key] = read(question, Answer(given.value, na=given.na, photos=photos))
    return answers


def level_of(question: Question, value: Value | None) -> Level:
    """How good a value is; without points every answer is as good as can be."""
    reading = read(question, Answer(value))
    if reading is None or not question.points_known:
        return Level.FULL
    points = points_of(question, reading)
    if points >= full_points(question):
        return Level.FULL
    return Level.PART if points > 0 else Level.NONE


def _given(
    section: Section, question: Question, occasion: Occasion, before: Sequence[Given], rng: Random
) -> Given:
    wanted = occasion.judge(section, question)
    if question.key in occasion.facts:
        value: Value | None = occasion.facts[question.key]
    elif question.allow_na and wanted is Level.FULL and rng.random() < _SHARE_OF_NA:
        return Given(section, question, Level.FULL, na=True)
    elif question.type is QuestionType.PHOTO:
        return Given(
            section, question, Level.FULL, photo=question.required or rng.random() < _SHARE_OF_PHOTOS
        )
    elif question.type is QuestionType.TEXT:
        value = occasion.write(before)
    elif question.type in {QuestionType.DATE, QuestionType.TIME}:
        value = _moment(section, question, occasion.moment)
    else:
        value = _chosen(question, wanted, rng)
    return Given(section, question, level_of(question, value), value)


def _moment(section: Section, question: Question, start: datetime) -> str:
    """The first one asked is when it began; later ones are when the shop got back."""
    at = start if section.questions[0] is question else start + _CALL_BACK
    return at.strftime("%Y-%m-%d" if question.type is QuestionType.DATE else "%H:%M")


def _chosen(question: Question, wanted: Level, rng: Random) -> Value:
    if question.type is QuestionType.MULTI:
        return _ticked(question, wanted, rng)
    if question.type in OPTION_TYPES:
        return _option(question, wanted, rng)
    values = [*_candidates(question, rng)]
    fitting = [value for value in values if level_of(question, value) is wanted]
    return rng.choice(fitting or values)


def _option(question: Question, wanted: Level, rng: Random) -> str:
    """The first options are the usual ones where points do not tell; a knock-out never comes by chance."""
    keys = [option.key for option in question.options]
    if not question.points_known:
        return keys[min(int(rng.expovariate(1.1)), len(keys) - 1)]
    harmless = [key for key in keys if question.critical is None or level_of(question, key) is not Level.NONE]
    fitting = [key for key in harmless if level_of(question, key) is wanted]
    return rng.choice(fitting or _next_best(question, harmless or keys, wanted))


def _next_best(question: Question, keys: Sequence[str], wanted: Level) -> list[str]:
    """Where there is no such step: nothing instead of a part, the best there is instead of nothing else."""
    order = (Level.NONE, Level.FULL) if wanted is Level.PART else (Level.PART, Level.FULL, Level.NONE)
    found = ([key for key in keys if level_of(question, key) is level] for level in order)
    return next((fitting for fitting in found if fitting), list(keys))


def _ticked(question: Question, wanted: Level, rng: Random) -> list[str]:
    good = [option.key for option in question.options if option.points is None or option.points > 0]
    count = {Level.FULL: len(good), Level.PART: max(1, len(good) // 2), Level.NONE: 0}[wanted]
    return sorted(rng.sample(good, count), key=good.index)


def _candidates(question: Question, rng: Random) -> Iterator[Value]:
    """One measured value of every step."""
    low = question.minimum if question.minimum is not None else Decimal(0)
    for step in question.thresholds:
        high = step.up_to if step.up_to is not None else _beyond(question, low)
        yield _measured(question, rng.randint(int(low), max(int(low), int(high))))
        low = high + 1
    if not question.thresholds:
        yield _measured(question, rng.randint(int(low), int(_beyond(question, low))))


def _beyond(question: Question, low: Decimal) -> Decimal:
    """How far the last, open step goes."""
    far = {QuestionType.DURATION: low * 2 + 30, QuestionType.COUNT: low + 2, QuestionType.NPS: Decimal(10)}
    limit = far.get(question.type, low * 2 + 100)
    return limit if question.maximum is None else min(limit, question.maximum)


def _measured(question: Question, number: int) -> Value:
    return str(number) if question.type in {QuestionType.NUMBER, QuestionType.MONEY} else number
