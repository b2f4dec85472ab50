"""Where two devices changed the same thing without knowing of each other: nobody loses, and the reviewer sees both (V5).

An operation has *seen* another one of its place if its `base` is that one, or if that one came before it on the same
device, or if it has seen one that has. What nothing else of its place has seen is an *end*: the last word of somebody.
A place is in conflict if one of its ends differs in value from the operation that counts, and has not seen it either.
So two people who say the same are no conflict, nor is a change by somebody who knew what stood there before; and whoever
has seen both and decided ends it. Of check-in and check-out the phone's time is part of the value.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from auditapp.domain.operations import OF_THE_VISIT, Operation


@dataclass(frozen=True, slots=True)
class Conflict:
    """A place with the operation that counts, and those that would say something else, the highest first."""

    winner: Operation
    others: tuple[Operation, ...]


def conflicts(operations: Iterable[Operation]) -> tuple[Conflict, ...]:
    """All places in conflict, in their order; neither order nor repetition of the operations matters.

    A `base` that is not among them says nothing.
    """
    places: dict[tuple[str, str, str], dict[str, Operation]] = {}
    for operation in operations:
        places.setdefault(operation.place, {})[operation.id] = operation
    found = (_conflict(known) for _place, known in sorted(places.items()))
    return tuple(conflict for conflict in found if conflict.others)


def _conflict(known: Mapping[str, Operation]) -> Conflict:
    ordered = sorted(known.values(), key=lambda operation: operation.order)
    winner = ordered[-1]
    seen_by = _seen_by(ordered, known)
    informed = _informed(winner, seen_by)
    others = (
        operation
        for operation in reversed(ordered)
        if not seen_by[operation.id] and operation.id not in informed and _says(operation) != _says(winner)
    )
    return Conflict(winner, tuple(others))


def _seen_by(ordered: Sequence[Operation], known: Mapping[str, Operation]) -> dict[str, list[str]]:
    """By id those operations that have seen it at first hand."""
    seen_by: dict[str, list[str]] = {operation.id: [] for operation in ordered}
    last: dict[str, str] = {}
    for operation in ordered:
        for seen in {operation.base or "", last.get(operation.device, "")}:
            if seen in known and seen != operation.id:
                seen_by[seen].append(operation.id)
        last[operation.device] = operation.id
    return seen_by


def _informed(winner: Operation, seen_by: Mapping[str, Sequence[str]]) -> set[str]:
    """The winner, and who has seen it. Bases may go round in circles: a phone can be broken."""
    informed = {winner.id}
    waiting = [winner.id]
    while waiting:
        new = set(seen_by[waiting.pop()]) - informed
        informed |= new
        waiting.extend(new)
    return informed


def _says(operation: Operation) -> object:
    return (operation.value, operation.phone_at) if operation.field in OF_THE_VISIT else operation.value
