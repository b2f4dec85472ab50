"""How an auditor went through the questions: what took how long, and what was changed afterwards.

It says something to a reviewer who looks at the whole visit, and proves nothing by itself.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from auditapp.domain.operations import Operation, OperationField

ANSWERING = frozenset({OperationField.ANSWER, OperationField.NA})
LONGEST_PAUSE = timedelta(minutes=10)
NO_TIME = timedelta(0)


@dataclass(frozen=True, slots=True)
class Pace:
    """By question the time that its answers took and how often the answer was changed; and the time of all together."""

    times: Mapping[str, timedelta]
    changes: Mapping[str, int]
    total: timedelta


def pace(operations: Iterable[Operation]) -> Pace:
    """The pace that a log tells of.

    The time of an answer is that since the answer, or the check-in, before it on the same device, by the device's own
    clock. What is longer than LONGEST_PAUSE was something else, and a clock that was set back says nothing: both are left
    out. A change of mind is a change of an answer that stood on the device, after something else had been answered:
    whatever is typed or ticked in one go is one answer, and what two devices answer unseen is nobody's change of mind.
    """
    answering = [
        operation
        for operation in sorted({each.id: each for each in operations}.values(), key=lambda each: each.order)
        if operation.field in ANSWERING or operation.field == OperationField.CHECK_IN
    ]
    times = _times(answering)
    return Pace(times=times, changes=_changes(answering), total=sum(times.values(), NO_TIME))


def _times(answering: list[Operation]) -> dict[str, timedelta]:
    times: dict[str, timedelta] = {}
    last: dict[str, Operation] = {}
    for operation in answering:
        before = last.get(operation.device)
        took = operation.phone_at - before.phone_at if before else NO_TIME
        if operation.question and NO_TIME < took <= LONGEST_PAUSE:
            times[operation.question] = times.get(operation.question, NO_TIME) + took
        last[operation.device] = operation
    return times


def _changes(answering: list[Operation]) -> dict[str, int]:
    changes: Counter[str] = Counter()
    values = {operation.id: operation.value for operation in answering}
    standing: dict[tuple[str, str], dict[str, object]] = {}
    at_last = ""
    for operation in answering:
        if not operation.question:
            continue
        place = (operation.device, operation.question)
        before = dict(standing.get(place, {}))
        if operation.base in values:
            before[operation.field] = values[operation.base]
        standing[place] = before | {operation.field: operation.value}
        if _is_given(before) and standing[place] != before and at_last != operation.question:
            changes[operation.question] += 1
        at_last = operation.question
    return dict(changes)


def _is_given(answer: Mapping[str, object]) -> bool:
    return answer.get(OperationField.NA) is True or answer.get(OperationField.ANSWER) is not None
