"""V2: the state follows from the log, in whatever order and however often operations come."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditapp.domain.answers import Answer, AnswerRefused
from auditapp.domain.operations import (
    MalformedOperation,
    Operation,
    Place,
    Stamp,
    check_operation,
    fold,
    read_operation,
    write_operation,
)
from tests.domain.shorthand import checklist_of

NOON = datetime(2026, 3, 31, 12, 0, tzinfo=UTC)
FIRST_ID, LAST_ID = str(UUID(int=0)), str(UUID(int=2**128 - 1))
PHOTO, OTHER_PHOTO = str(UUID(int=1)), str(UUID(int=2))
PLACE = {"lat": 44.81, "lon": 20.46, "accuracy": 12}
CHECKLIST = checklist_of(
    {
        "policy": {"na": "exclude", "total": "points", "bonus_cap": True, "critical": "flag"},
        "scenarios": ["calm", "rude"],
        "sections": [
            {
                "key": "all",
                "questions": [
                    {"key": "greeted", "type": "yes_no", "options": {"yes": 1, "no": 0}},
                    {"key": "queue", "type": "count", "allow_na": True},
                ],
            },
            {"key": "rude", "scenarios": ["rude"], "questions": [{"key": "calmed", "type": "text"}]},
        ],
    }
)


def operation(field: str, value: Any, counter: int = 1, **parts: Any) -> Operation:  # noqa: ANN401 - any JSON
    place = {"question": "greeted", "item": "", "device": "phone"}
    return Operation(
        id=parts.pop("id", str(uuid4())),
        field=field,
        value=value,
        counter=counter,
        phone_at=NOON + timedelta(seconds=counter),
        **(place | parts),
    )


def test_nothing_done_is_an_empty_state() -> None:
    empty = fold([])
    assert (empty.answers, empty.check_in, empty.check_out, empty.photo_ids()) == (
        {},
        None,
        None,
        frozenset(),
    )


def test_the_highest_counter_wins() -> None:
    log = [operation("answer", "yes", 2), operation("answer", "no", 3), operation("answer", None, 1)]
    assert fold(log).answers == {"greeted": Answer(value="no")}


def test_at_equal_counters_the_higher_device_wins() -> None:
    log = [
        operation("answer", "yes", 2, device="b", id=FIRST_ID),
        operation("answer", "no", 2, device="a", id=LAST_ID),
    ]
    assert fold(log).answers["greeted"].value == "yes"


def test_fields_of_a_question_do_not_touch_each_other() -> None:
    log = [
        operation("answer", "no", 1),
        operation("remark", "nobody looked up", 2),
        operation("photo", "attached", 3, item=PHOTO),
        operation("na", value=True, counter=4),
    ]
    assert fold(log).answers == {
        "greeted": Answer(value="no", na=True, remark="nobody looked up", photos=(PHOTO,))
    }


def test_answering_after_na_takes_it_back() -> None:
    log = [
        operation("answer", "no", 1),
        operation("na", value=True, counter=2),
        operation("na", value=False, counter=3),
        operation("answer", "yes", 4),
    ]
    assert fold(log).answers["greeted"] == Answer(value="yes")


def test_a_cleared_answer_is_none() -> None:
    log = [
        operation("answer", "no", 1),
        operation("answer", None, 2),
        operation("remark", "x", 3),
        operation("remark", None, 4),
    ]
    assert fold(log).answers["greeted"] == Answer()


def test_photos_stand_in_the_order_of_taking_and_can_be_removed() -> None:
    log = [
        operation("photo", "attached", 1, item=OTHER_PHOTO),
        operation("photo", "attached", 2, item=PHOTO),
    ]
    assert fold(log).answers["greeted"].photos == (OTHER_PHOTO, PHOTO)
    removed = fold([*log, operation("photo", "removed", 3, item=OTHER_PHOTO)])
    assert removed.answers["greeted"].photos == (PHOTO,)
    assert removed.photo_ids() == {PHOTO}


def test_check_in_and_out_tell_time_and_place_or_that_it_was_refused() -> None:
    state = fold(
        [
            operation("check_in", {"place": PLACE, "refused": False}, 1, question=""),
            operation("check_out", {"place": None, "refused": True}, 2, question=""),
        ]
    )
    assert state.check_in == Stamp(
        NOON + timedelta(seconds=1), Place(lat=44.81, lon=20.46, accuracy=12), refused=False
    )
    assert state.check_out == Stamp(NOON + timedelta(seconds=2), None, refused=True)
    assert state.answers == {}


values = st.sampled_from([None, "yes", "no"])
operations = st.builds(
    Operation,
    id=st.uuids().map(str),
    question=st.sampled_from(["greeted", "queue"]),
    field=st.sampled_from(["answer", "remark"]),
    item=st.just(""),
    value=values,
    device=st.sampled_from(["a", "b"]),
    counter=st.integers(1, 6),
    phone_at=st.just(NOON),
)


@given(
    st.lists(operations, unique_by=lambda operation: operation.id),
    st.randoms(use_true_random=False),
    st.data(),
)
def test_order_and_repetition_never_matter(log: list[Operation], chance: Any, data: st.DataObject) -> None:  # noqa: ANN401 - Hypothesis's own
    again = data.draw(st.lists(st.sampled_from(log))) if log else []
    mixed = [*log, *again]
    chance.shuffle(mixed)
    assert fold(mixed) == fold(log)


@given(st.lists(operations, unique_by=lambda operation: operation.id), st.integers(0, 100))
def test_parts_of_a_log_add_up(log: list[Operation], cut: int) -> None:
    late_first = [*log[cut:], *log[:cut]]
    assert fold(late_first) == fold(log)


@pytest.mark.parametrize(
    "good",
    [
        operation("answer", "yes"),
        operation("answer", None),
        operation("answer", 3, question="queue"),
        operation("remark", ""),
        operation("na", value=True, question="queue"),
        operation("na", value=False),
        operation("photo", "attached", item=PHOTO),
        operation("photo", "removed", item=PHOTO),
        operation("check_in", {"place": PLACE, "refused": False}, question=""),
        operation("check_out", {"place": None, "refused": True}, question=""),
        operation("answer", "calmed down", question="calmed"),
    ],
    ids=lambda operation: f"{operation.question} {operation.field} {operation.value}",
)
def test_operation_that_fits_is_taken(good: Operation) -> None:
    check_operation(CHECKLIST, "rude", good)


@pytest.mark.parametrize(
    "code, wrong",
    [
        ("unknown_question", operation("answer", "yes", question="greted")),
        ("unknown_question", operation("answer", "text", question="calmed")),
        ("unknown_question", operation("answer", "yes", question="")),
        ("unknown_question", operation("check_in", {"refused": True}, question="greeted")),
        ("unknown_field", operation("mood", "good")),
        ("unknown_field", operation("answer", "yes", item=PHOTO)),
        ("unknown_option", operation("answer", "Yes")),
        ("wrong_type", operation("remark", None)),
        ("too_long", operation("remark", "x" * 4001)),
        ("na_not_allowed", operation("na", value=True)),
        ("wrong_type", operation("na", "true", question="queue")),
        ("wrong_type", operation("photo", "attached", item="photo 1")),
        ("wrong_type", operation("photo", "attached", item=PHOTO.upper().replace("-", ""))),
        ("wrong_type", operation("photo", "burnt", item=PHOTO)),
        ("wrong_type", operation("photo", ["attached"], item=PHOTO)),
        ("wrong_type", operation("check_in", None, question="")),
        ("wrong_type", operation("check_in", {"place": {"lat": 91, "lon": 1}}, question="")),
        ("wrong_type", operation("check_in", {"place": {"lat": "north"}}, question="")),
        ("wrong_type", operation("check_in", {"weather": "fine"}, question="")),
    ],
    ids=lambda part: (
        part if isinstance(part, str) else f"{part.question} {part.field} {part.item} {str(part.value)[:20]}"
    ),
)
def test_operation_that_does_not_fit_is_refused(code: str, wrong: Operation) -> None:
    with pytest.raises(AnswerRefused) as refusal:
        check_operation(CHECKLIST, "calm", wrong)
    assert refusal.value.code == code


def test_operation_survives_the_way_as_json() -> None:
    sent = operation("answer", ["a", 1, None, {"deep": 0.5}], 7)
    assert read_operation(json.loads(json.dumps(write_operation(sent)))) == sent


def test_operation_ids_have_one_spelling() -> None:
    raw = write_operation(operation("answer", "yes")) | {"id": "{ABCDEF00-0000-0000-0000-000000000001}"}
    assert read_operation(raw).id == "abcdef00-0000-0000-0000-000000000001"


@pytest.mark.parametrize(
    "change",
    [
        {"id": "1"},
        {"id": None},
        {"counter": 0},
        {"counter": 2**31},
        {"counter": "1"},
        {"counter": 1.0},
        {"counter": True},
        {"device": ""},
        {"device": "x" * 65},
        {"device": "a\0"},
        {"question": "č"},
        {"item": None},
        {"phone_at": "2026-03-31T12:00:00"},
        {"phone_at": "yesterday"},
    ],
    ids=str,
)
def test_what_is_no_operation_is_said_to_be_malformed(change: dict[str, object]) -> None:
    raw = write_operation(operation("answer", "yes")) | change
    with pytest.raises(MalformedOperation) as malformed:
        read_operation(raw)
    assert malformed.value.id == (raw["id"] or "")


@pytest.mark.parametrize("raw", [None, [], "operation", {}, {"id": 5}])
def test_what_is_not_even_a_map_has_no_id(raw: object) -> None:
    with pytest.raises(MalformedOperation) as malformed:
        read_operation(raw)
    assert malformed.value.id == ""
