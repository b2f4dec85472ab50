"""The log of what an auditor did on a visit, and the state that it adds up to (V2).

Nothing that was typed is overwritten: each operation says what one field became, on which device, and when.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated, Any, NamedTuple, TypeAlias, TypeVar
from uuid import UUID

from pydantic import AfterValidator, AwareDatetime, Field, StringConstraints, TypeAdapter, ValidationError

from auditapp.domain.answers import Answer, AnswerRefused, check_text, check_value
from auditapp.domain.checklist import Checklist, Model, Question

HIGHEST_COUNTER = 2**31 - 1
MOST_OPTIONS = 200
"""In one answer: each may stand there more than once, but what is kept for ever has a measure."""
FIRST_YEAR, LAST_YEAR = 1970, 2999
"""What a phone's clock may say, however wrong it is."""


class OperationField(StrEnum):
    """What an operation sets. The last two belong to the visit, the others to a question."""

    ANSWER = "answer"
    REMARK = "remark"
    NA = "na"
    PHOTO = "photo"
    CHECK_IN = "check_in"
    CHECK_OUT = "check_out"


OF_THE_VISIT = frozenset({OperationField.CHECK_IN, OperationField.CHECK_OUT})
ATTACHED, REMOVED = "attached", "removed"


def _uuid(text: str) -> str:
    return str(UUID(text))


def _in_utc(moment: datetime) -> datetime:
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        raise ValueError("no clock says this")
    return moment.astimezone(UTC)


Uuid: TypeAlias = Annotated[str, AfterValidator(_uuid)]
_Moment: TypeAlias = Annotated[AwareDatetime, AfterValidator(_in_utc)]
_Real: TypeAlias = Annotated[float, Field(strict=True, allow_inf_nan=False)]
_Name: TypeAlias = Annotated[str, StringConstraints(max_length=64, pattern=r"^[\x20-\x7e]*$")]


@dataclass(frozen=True, slots=True)
class Operation:
    """One entry. `item` is the photo's id where the field is `photo`; `counter` is a Lamport counter.

    `base` is the operation that stood at this place on the phone when this one was made; None where nothing did,
    or where the page was too old to say.
    """

    id: Uuid
    question: _Name
    field: _Name
    item: _Name
    value: Any
    device: Annotated[_Name, Field(min_length=1)]
    counter: Annotated[int, Field(strict=True, ge=1, le=HIGHEST_COUNTER)]
    phone_at: _Moment
    base: Uuid | None = None

    @property
    def place(self) -> tuple[str, str, str]:
        """What it sets: the newest operation of a place counts."""
        return self.question, self.field, self.item

    @property
    def order(self) -> tuple[int, str, str]:
        """Later ones win. The id settles what a broken phone numbered twice."""
        return self.counter, self.device, self.id


class Entry(NamedTuple):
    """An operation as far as an answer depends on it: what is read by the hundred thousand has to be light."""

    question: str
    field: str
    item: str
    value: Any
    counter: int
    device: str
    id: str

    @property
    def place(self) -> tuple[str, str, str]:
        """As that of an operation."""
        return self[:3]

    @property
    def order(self) -> tuple[int, str, str]:
        """As that of an operation."""
        return self[4:]


_Logged = TypeVar("_Logged", Operation, Entry)


class Place(Model):
    """Where the phone was, as its own receiver says."""

    lat: Annotated[_Real, Field(ge=-90, le=90)]
    lon: Annotated[_Real, Field(ge=-180, le=180)]
    accuracy: Annotated[_Real, Field(ge=0)] | None = None


class _StampValue(Model):
    place: Place | None = None
    refused: bool = False


@dataclass(frozen=True, slots=True)
class Stamp:
    """Proof of visit: coming or going, by the phone's clock, with the place unless that was refused."""

    at: datetime
    place: Place | None
    refused: bool


@dataclass(frozen=True, slots=True)
class Capture:
    """What the log adds up to."""

    answers: Mapping[str, Answer]
    check_in: Stamp | None
    check_out: Stamp | None

    def photo_ids(self) -> frozenset[str]:
        """The photos that stand at a question and were not removed."""
        return frozenset(photo for answer in self.answers.values() for photo in answer.photos)


class MalformedOperation(Exception):  # noqa: N818 - names what it is
    """Not an operation at all. `id` is its id as far as it has one."""

    def __init__(self, operation_id: str) -> None:
        super().__init__(operation_id)
        self.id = operation_id


_operation = TypeAdapter(Operation)
_clock = TypeAdapter(_Moment)


def read_operation(raw: object) -> Operation:
    """The operation that a phone sent as JSON. Raises MalformedOperation; whether it fits is `check_operation`'s."""
    try:
        return _operation.validate_python(raw)
    except ValidationError:
        sent = raw.get("id") if isinstance(raw, dict) else None
        raise MalformedOperation(sent if isinstance(sent, str) else "") from None


def write_operation(operation: Operation) -> dict[str, Any]:
    """The operation as JSON for a phone; `read_operation` reads it back."""
    written: dict[str, Any] = _operation.dump_python(operation, mode="json")
    return written


def read_moment(text: object) -> datetime | None:
    """What a phone's clock said, in UTC; None where that cannot be read, or is no time of a clock."""
    try:
        return _clock.validate_python(text) if isinstance(text, str) else None
    except ValidationError:
        return None


def check_operation(checklist: Checklist, scenario: str | None, operation: Operation) -> None:
    """Raise AnswerRefused unless the checklist knows the question in this scenario and takes the value."""
    if operation.field in OF_THE_VISIT:
        _check_stamp(operation)
        return
    asked = (question for section in checklist.sections_in(scenario) for question in section.questions)
    question = next((question for question in asked if question.key == operation.question), None)
    if question is None:
        raise AnswerRefused("unknown_question", {"question": operation.question})
    _check_field(question, operation)


def _check_stamp(operation: Operation) -> None:
    if operation.question or operation.item:
        raise AnswerRefused("unknown_question", {"question": operation.question})
    try:
        _StampValue.model_validate(operation.value)
    except ValidationError:
        raise AnswerRefused("wrong_type") from None


def _check_field(question: Question, operation: Operation) -> None:
    place = {"question": question.key}
    if operation.item and operation.field != OperationField.PHOTO:
        raise AnswerRefused("unknown_field", place)
    match operation.field:
        case OperationField.ANSWER:
            _check_answer(question, operation.value)
        case OperationField.REMARK:
            check_text(operation.value, place)
        case OperationField.NA:
            _check_na(question, operation.value)
        case OperationField.PHOTO:
            _check_photo(question, operation)
        case _:
            raise AnswerRefused("unknown_field", place)


def _check_answer(question: Question, value: object) -> None:
    if isinstance(value, list) and len(value) > MOST_OPTIONS:
        raise AnswerRefused("wrong_type", {"question": question.key})
    check_value(question, value)


def _check_na(question: Question, value: object) -> None:
    if not isinstance(value, bool):
        raise AnswerRefused("wrong_type", {"question": question.key})
    if value and not question.allow_na:
        raise AnswerRefused("na_not_allowed", {"question": question.key})


def _check_photo(question: Question, operation: Operation) -> None:
    try:
        known = _uuid(operation.item) == operation.item and operation.value in {ATTACHED, REMOVED}
    except (ValueError, TypeError):
        known = False
    if not known:
        raise AnswerRefused("wrong_type", {"question": question.key})


def fold(operations: Iterable[Operation]) -> Capture:
    """The state that operations add up to, in whatever order and however often they came.

    Each (question, field, item) is as the operation with the highest (counter, device) left it.
    """
    last = {operation.place: operation for operation in winners(operations)}
    own = _by_question(last.values())
    return Capture(
        answers={question: _answer(parts) for question, parts in own.items() if question},
        check_in=_stamp(last.get(("", OperationField.CHECK_IN, ""))),
        check_out=_stamp(last.get(("", OperationField.CHECK_OUT, ""))),
    )


def fold_answers(entries: Iterable[Entry]) -> dict[str, Answer]:
    """The answers of the same state, where nothing else is asked for."""
    return {
        question: _answer(parts) for question, parts in _by_question(winners(entries)).items() if question
    }


def winners(operations: Iterable[_Logged]) -> list[_Logged]:
    """The operation that counts at each place, in their own order."""
    last: dict[tuple[str, str, str], _Logged] = {}
    for operation in operations:
        present = last.get(operation.place)
        if present is None or operation.order > present.order:
            last[operation.place] = operation
    return sorted(last.values(), key=lambda operation: operation.order)


def _by_question(operations: Iterable[_Logged]) -> dict[str, list[_Logged]]:
    own: dict[str, list[_Logged]] = {}
    for operation in operations:
        own.setdefault(operation.question, []).append(operation)
    return own


def _answer(operations: Sequence[_Logged]) -> Answer:
    photos = [operation for operation in operations if operation.field == OperationField.PHOTO]
    fields = {operation.field: operation.value for operation in operations}
    return Answer(
        value=fields.get(OperationField.ANSWER),
        na=fields.get(OperationField.NA) is True,
        remark=fields.get(OperationField.REMARK) or "",
        photos=tuple(operation.item for operation in photos if operation.value == ATTACHED),
    )


def _stamp(operation: Operation | None) -> Stamp | None:
    if operation is None:
        return None
    value = _StampValue.model_validate(operation.value)
    return Stamp(at=operation.phone_at, place=value.place, refused=value.refused)
