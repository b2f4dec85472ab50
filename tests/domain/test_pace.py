"""What the log tells of an auditor's way through the questions."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from auditapp.domain.operations import Operation
from auditapp.domain.pace import LONGEST_PAUSE, Pace, pace

NOON = datetime(2026, 3, 31, 12, 0, tzinfo=UTC)
Step = tuple[int, str, Any]


def log_of(*steps: Step, device: str = "phone", field: str = "answer") -> list[Operation]:
    """Operations at so many seconds past noon, each with a question (or none: the check-in) and a value."""
    return [
        Operation(
            id=str(UUID(int=number)),
            question=question,
            field=field if question else "check_in",
            item="",
            value=value,
            device=device,
            counter=number,
            phone_at=NOON + timedelta(seconds=second),
        )
        for number, (second, question, value) in enumerate(steps, start=1)
    ]


def seconds(found: Pace) -> dict[str, float]:
    return {question: time.total_seconds() for question, time in found.times.items()}


def test_an_answer_takes_the_time_since_the_one_before_it() -> None:
    found = pace(log_of((0, "", {}), (20, "greeted", "good"), (50, "wait", 30), (55, "seen", [])))
    assert seconds(found) == {"greeted": 20, "wait": 30, "seen": 5}
    assert found.total == timedelta(seconds=55)


def test_the_first_answer_without_a_check_in_has_no_time() -> None:
    assert seconds(pace(log_of((0, "greeted", "good"), (9, "wait", 3)))) == {"wait": 9}


def test_several_answers_to_one_question_add_up() -> None:
    found = pace(log_of((0, "", {}), (10, "greeted", "good"), (15, "wait", 3), (18, "greeted", "poor")))
    assert seconds(found) == {"greeted": 13, "wait": 5}


def test_a_long_pause_and_a_clock_set_back_say_nothing() -> None:
    found = pace(log_of((0, "", {}), (601, "greeted", "good"), (300, "wait", 3), (900, "seen", [])))
    assert seconds(found) == {"seen": 600}


def test_each_device_has_its_own_clock() -> None:
    other = [
        Operation(str(UUID(int=99)), "seen", "answer", "", [], "tablet", 2, NOON + timedelta(days=1)),
    ]
    found = pace(log_of((0, "", {}), (20, "greeted", "good"), (50, "wait", 30)) + other)
    assert seconds(found) == {"greeted": 20, "wait": 30}


def test_remarks_and_photos_are_not_answers() -> None:
    remarks = log_of((5, "greeted", "Nobody came."), field="remark")
    assert pace(remarks) == Pace({}, {}, timedelta(0))


def test_changing_an_answer_later_is_a_change_of_mind() -> None:
    steps: list[Step] = [(1, "greeted", "good"), (2, "wait", 3), (3, "greeted", "poor"), (4, "wait", 3)]
    assert pace(log_of(*steps)).changes == {"greeted": 1}
    assert pace(log_of(*steps, (5, "greeted", None))).changes == {"greeted": 2}


def test_what_is_typed_in_one_go_is_one_answer() -> None:
    assert pace(log_of((1, "wait", 1), (2, "wait", 12), (3, "wait", 123))).changes == {}


def test_answering_what_was_open_is_no_change_of_mind() -> None:
    assert pace(log_of((1, "greeted", None), (2, "wait", 1), (3, "greeted", "good"))).changes == {}


def test_marking_an_answered_question_as_not_applicable_later_is_one() -> None:
    log = log_of((1, "greeted", "good"), (2, "wait", 1))
    later = Operation(str(UUID(int=9)), "greeted", "na", "", True, "phone", 9, NOON)  # noqa: FBT003 - a JSON value
    assert pace([*log, later]).changes == {"greeted": 1}


def test_what_two_devices_answer_is_a_change_of_mind_only_where_it_was_seen() -> None:
    log = log_of((1, "greeted", "good"), (2, "wait", 1))
    unseen = Operation(str(UUID(int=9)), "greeted", "answer", "", "poor", "tablet", 9, NOON)
    assert pace([*log, unseen]).changes == {}
    assert pace([*log, replace(unseen, base=log[0].id)]).changes == {"greeted": 1}


@given(
    st.lists(
        st.tuples(
            st.integers(0, 5000), st.sampled_from(["", "greeted", "wait"]), st.sampled_from(["x", "y", None])
        )
    ),
    st.randoms(use_true_random=False),
)
def test_order_and_repetition_do_not_change_it(steps: list[Step], chance: Any) -> None:  # noqa: ANN401 - Hypothesis's own
    log = log_of(*steps)
    mixed = [*log, *log[::2]]
    chance.shuffle(mixed)
    found = pace(log)
    assert pace(mixed) == found
    assert all(timedelta(0) < time for time in found.times.values())
    assert found.total <= LONGEST_PAUSE * len(log)
