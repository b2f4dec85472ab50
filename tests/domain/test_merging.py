"""V2, V5: what two devices did adds up to one state, and where they did not know of each other, both are shown.

The vectors are for the phone's own merge, too.
"""

from dataclasses import replace
from datetime import datetime
from itertools import permutations
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditapp.domain.conflicts import conflicts
from auditapp.domain.operations import Operation, fold, winners
from tests.domain.merges import NOON, Merge, merged, merges

ALL = list(merges())
AT = datetime.fromisoformat(NOON)


@pytest.mark.parametrize("merge", [pytest.param(merge, id=merge.name) for merge in ALL])
def test_log_adds_up_to_the_state_worked_out_by_hand(merge: Merge) -> None:
    assert merged(merge.operations) == merge.expect, merge.why


@pytest.mark.parametrize("merge", [pytest.param(merge, id=merge.name) for merge in ALL])
def test_no_order_of_arrival_changes_it(merge: Merge) -> None:
    for order in permutations({operation.id: operation for operation in merge.operations}.values()):
        assert merged(list(order)) == merge.expect


def test_every_vector_says_something_of_its_own() -> None:
    names = [merge.name for merge in ALL]
    assert len(names) == len(set(names)) >= 15
    fields = {operation.field for merge in ALL for operation in merge.operations}
    assert fields == {"answer", "na", "remark", "photo", "check_in", "check_out"}


@st.composite
def histories(draw: st.DrawFn) -> list[Operation]:
    """What up to three devices do at two places; each has seen some of what the others did before."""
    log: list[Operation] = []
    shown: dict[tuple[str, str], Operation] = {}
    counters = dict.fromkeys("abc", 0)
    for _ in range(draw(st.integers(0, 12))):
        device, question = draw(st.sampled_from("abc")), draw(st.sampled_from(["greeted", "seen"]))
        if draw(st.booleans()):
            for known in log:
                _show(shown, device, known)
                counters[device] = max(counters[device], known.counter)
        counters[device] += 1
        base = shown.get((device, question))
        made = Operation(
            id=str(UUID(int=len(log) + 1)),
            question=question,
            field="answer",
            item="",
            value=draw(st.sampled_from(["good", "fair", "poor"])),
            device=device,
            counter=counters[device],
            phone_at=AT,
            base=base.id if base else None,
        )
        log.append(made)
        _show(shown, device, made)
    return log


def _show(shown: dict[tuple[str, str], Operation], device: str, operation: Operation) -> None:
    present = shown.get((device, operation.question))
    if present is None or operation.order > present.order:
        shown[device, operation.question] = operation


@given(histories(), st.randoms(use_true_random=False))
def test_order_and_repetition_do_not_change_the_conflicts(log: list[Operation], chance: Any) -> None:  # noqa: ANN401 - Hypothesis's own
    mixed = [*log, *log[::2]]
    chance.shuffle(mixed)
    assert conflicts(mixed) == conflicts(log)


@given(histories())
def test_the_winner_is_the_one_that_counts_and_the_others_say_something_else(log: list[Operation]) -> None:
    counting = {operation.place: operation for operation in winners(log)}
    for conflict in conflicts(log):
        assert conflict.winner == counting[conflict.winner.place]
        assert fold(log).answers[conflict.winner.question].value == conflict.winner.value
        assert conflict.others
        for other in conflict.others:
            assert other.place == conflict.winner.place
            assert other.value != conflict.winner.value
            assert other.device != conflict.winner.device


@given(histories())
def test_one_device_is_never_in_conflict_with_itself(log: list[Operation]) -> None:
    alone = [operation for operation in log if operation.device == "a"]
    assert conflicts(alone) == ()


@given(histories())
def test_who_has_seen_everything_and_decides_ends_every_conflict(log: list[Operation]) -> None:
    first = max((operation.counter for operation in log), default=0) + 1
    decided = [
        replace(seen, id=str(uuid4()), value="decided", device="judge", counter=first + number, base=seen.id)
        for number, seen in enumerate(log)
    ]
    assert conflicts([*log, *decided]) == ()


@given(histories())
def test_nobody_s_last_word_is_lost(log: list[Operation]) -> None:
    """The last operation of a device at a place counts, or is shown beside it, or says the same, or was seen since."""
    shown = {winner.id for winner in winners(log)}
    shown |= {other.id for conflict in conflicts(log) for other in conflict.others}
    counting = {winner.place: winner for winner in winners(log)}
    bases = {operation.base for operation in log}
    last = {(operation.device, operation.place): operation for operation in log}
    for operation in last.values():
        same = operation.value == counting[operation.place].value
        assert operation.id in shown or same or operation.id in bases


def test_a_long_log_is_judged_fast() -> None:
    """Ten thousand changes of one answer by a hundred devices, in one go."""
    log = [
        Operation(
            str(UUID(int=number)),
            "greeted",
            "answer",
            "",
            number % 3,
            str(number % 100),
            number,
            AT,
            str(UUID(int=number - 1)),
        )
        for number in range(1, 10_001)
    ]
    assert conflicts(log) == ()
