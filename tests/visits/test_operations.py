"""V2, V4, V5 at the phone's API: each operation is taken once, or refused with a reason; a visit is handed in once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from sqlmodel import Session

from auditapp.accounts.queries import user_for
from auditapp.domain.lifecycle import VisitState
from auditapp.visits.models import Visit
from auditapp.visits.services import cancel_visit, move_visit, reassign_visit
from tests.support.looking import Look
from tests.support.pages import PageClient
from tests.support.people import People
from tests.support.phones import Phone
from tests.support.photos import jpeg
from tests.support.visits import plan_visit, publish

ANSWERS = {
    "greeting": "good",
    "seated": "yes",
    "wait": 42,
    "offers": 3,
    "seen": [],
    "recommend": 9,
    "window": "yes",
}


@pytest.fixture
def phone(client: PageClient, people: People, visit: Visit) -> Phone:
    """The auditor's."""
    return Phone(client.log_in(people.auditor), visit.id)


def test_the_first_operation_begins_the_visit(phone: Phone, look: Look) -> None:
    answer = phone.send(
        [phone.operation("greeting", "late"), phone.operation("greeting", "He was busy.", "remark")]
    )
    assert ([result["state"] for result in answer["results"]], answer["counter"]) == (["stored", "stored"], 2)
    assert answer["state"] == look.state() == VisitState.IN_PROGRESS
    assert [(row.question, row.field, row.value) for row in look.log] == [
        ("greeting", "answer", "late"),
        ("greeting", "remark", "He was busy."),
    ]
    greeting = look.answers["greeting"]
    assert (greeting.value, greeting.remark) == ("late", "He was busy.")


def test_what_arrives_twice_counts_once(phone: Phone, look: Look) -> None:
    operation = phone.operation("greeting", "late")
    assert phone.results([operation]) == [("stored", None)]
    assert phone.results([operation, operation]) == [("known", None), ("known", None)]
    other = phone.operation("greeting", "good")
    assert phone.results([other, other]) == [("stored", None), ("known", None)]
    assert len(look.log) == 2


@pytest.mark.all_on_both
@pytest.mark.parametrize(
    "broken,code",
    [
        ({"question": "nothing"}, "unknown_question"),
        ({"question": "rushed", "value": "x"}, "unknown_question"),
        ({"field": "mood"}, "unknown_field"),
        ({"value": "great"}, "unknown_option"),
        ({"value": 3}, "wrong_type"),
        ({"question": "offers", "value": 2.5}, "not_whole"),
        ({"question": "offers", "value": 21}, "out_of_range"),
        ({"question": "offers", "value": -1}, "negative"),
        ({"question": "recommend", "value": 11}, "out_of_range"),
        ({"question": "price", "value": "cheap"}, "not_a_number"),
        ({"question": "day", "value": "2026-02-30"}, "not_a_date"),
        ({"question": "hour", "value": "25:00"}, "not_a_time"),
        ({"field": "remark", "value": "x" * 4001}, "too_long"),
        ({"field": "remark", "value": "\ud800"}, "unreadable_text"),
        ({"field": "na", "value": True}, "na_not_allowed"),
        ({"field": "na", "value": "yes"}, "wrong_type"),
        ({"field": "photo", "value": "attached", "item": "image.jpg"}, "wrong_type"),
        ({"field": "check_in", "question": "", "value": {"place": {"lat": 91, "lon": 0}}}, "wrong_type"),
        ({"counter": 100_001}, "counter_too_high"),
    ],
)
def test_what_the_checklist_does_not_know_is_refused_and_the_rest_is_taken(
    phone: Phone, look: Look, broken: dict[str, Any], code: str
) -> None:
    good, bad = phone.operation("seated", "yes"), phone.operation("greeting", "late") | broken
    answer = phone.send([good, bad])
    assert [result["state"] for result in answer["results"]] == ["stored", "refused"]
    assert (answer["results"][1]["id"], answer["results"][1]["code"]) == (bad["id"], code)
    assert answer["results"][1]["message"].strip().endswith(".")
    assert len(look.log) == 1


@pytest.mark.parametrize(
    "malformed",
    [None, 7, [], {}, {"id": "7"}, {"id": "not a uuid", "counter": 1}],
)
def test_what_is_no_operation_is_refused_by_itself(phone: Phone, look: Look, malformed: object) -> None:
    results = phone.results([malformed, phone.operation("seated", "yes")])
    assert sorted(results, key=str) == [("refused", "malformed"), ("stored", None)]
    assert len(look.log) == 1


@pytest.mark.all_on_both
@pytest.mark.parametrize(
    "spoilt",
    [{"counter": 0}, {"counter": "1"}, {"counter": 2**31}, {"phone_at": "yesterday"}, {"phone_at": "2026-01-01T10:00:00"}, {"device": ""}],
)  # fmt: skip
def test_an_operation_with_a_spoilt_part_is_malformed(phone: Phone, spoilt: dict[str, Any]) -> None:
    operation = phone.operation("seated", "yes") | spoilt
    answer = phone.send([operation])["results"]
    assert [(result["id"], result.get("code")) for result in answer] == [(operation["id"], "malformed")]


def test_a_counter_stands_for_one_operation_of_a_device(phone: Phone) -> None:
    phone.answer(greeting="good")
    again = phone.operation("greeting", "late", counter=1)
    assert phone.results([again]) == [("refused", "counter_taken")]
    assert phone.results([again | {"device": "tablet"}]) == [("stored", None)]


def test_the_highest_counter_wins_whatever_arrives_last(phone: Phone, look: Look) -> None:
    later, earlier = (
        phone.operation("greeting", "good", counter=9),
        phone.operation("greeting", "never", counter=5),
    )
    assert phone.results([later, earlier | {"device": "tablet"}]) == [("stored", None)] * 2
    assert look.answers["greeting"].value == "good"


def test_a_thousand_operations_are_taken_and_one_more_is_too_many(phone: Phone, look: Look) -> None:
    many = [phone.operation("offers", number % 20) for number in range(1001)]
    assert phone.send(many, 413)["error"] == "too_many_operations"
    assert look.log == []
    assert {state for state, _ in phone.results(many[:1000])} == {"stored"}


@pytest.mark.parametrize("body", [None, [], {"operations": 7}, {"other": []}])
def test_what_is_no_list_of_operations_is_a_bad_request(phone: Phone, body: object) -> None:
    assert phone.post("/operations", body, 400)["error"] == 400


def test_nothing_is_taken_without_the_token(phone: Phone, look: Look) -> None:
    phone.token = "of another page"
    assert phone.send([phone.operation("seated", "yes")], 400) == {"error": "expired"}
    assert phone.put(str(uuid4()), "receipt", jpeg()).status_code == 400
    assert look.log == []


def test_who_is_logged_out_is_told_so(phone: Phone, app: Flask) -> None:
    phone.http = app.test_client()
    assert phone.get("").status_code == 401
    assert phone.get("/operations").status_code == 401


@pytest.mark.parametrize(
    "name,status", [("second_auditor", 404), ("admin", 403), ("reviewer", 403), ("stranger", 403)]
)
def test_others_reach_nothing(
    phone: Phone, new_client: Callable[[], PageClient], people: People, name: str, status: int
) -> None:
    phone.http = new_client().log_in(getattr(people, name)).http
    assert {phone.get(path).status_code for path in ("", "/operations")} == {status}


def test_another_auditor_cannot_send(
    phone: Phone, new_client: Callable[[], PageClient], people: People, session: Session, visit: Visit
) -> None:
    own = plan_visit(session, people, visit.version)
    other = user_for(session, people.second_auditor.id)
    reassign_visit(session, user_for(session, people.admin.id), own, other)
    session.commit()
    stranger = Phone(new_client().log_in(people.second_auditor), own.id)
    stranger.address = phone.address
    stranger.send([stranger.operation("seated", "yes")], 404)
    stranger.submit(404)


def test_an_id_of_another_visit_is_refused(
    phone: Phone, session: Session, people: People, visit: Visit
) -> None:
    operation = phone.operation("seated", "yes")
    phone.send([operation])
    phone.address = phone.address.replace(str(visit.id), str(plan_visit(session, people, visit.version).id))
    assert phone.results([operation]) == [("refused", "id_taken")]


def test_the_log_can_be_read_back(phone: Phone) -> None:
    sent = [phone.operation("seated", "no"), phone.operation("excuse", "Őszintén szólva…")]
    phone.send(sent)
    answer = phone.get("/operations").get_json()
    assert [operation["id"] for operation in answer["operations"]] == [operation["id"] for operation in sent]
    assert (answer["counter"], answer["state"], answer["photos"]) == (2, "in_progress", [])


def test_what_is_missing_is_listed_before_handing_in(phone: Phone, look: Look) -> None:
    phone.answer(**(ANSWERS | {"greeting": "never", "window": "no", "seated": "no"}))
    unknown = str(uuid4())
    answer = phone.submit(409, operations=[unknown], photos=[unknown])
    assert (answer["operations"], answer["photos"]) == ([unknown], [unknown])
    assert [(gap["question"], gap["needs"]) for gap in answer["gaps"]] == [
        ("greeting", "remark"),
        ("excuse", "answer"),
        ("receipt", "photo"),
        ("window", "photo"),
    ]
    assert {gap["message"] for gap in answer["gaps"]} == {
        "Answer missing",
        "A remark is asked for here",
        "A photo is asked for here",
    }
    assert (look.state(), look.submissions) == (VisitState.IN_PROGRESS, 0)


def test_an_attached_photo_has_to_have_arrived(phone: Phone) -> None:
    phone.answer(**ANSWERS)
    photo = str(uuid4())
    phone.send([phone.operation("receipt", "attached", "photo", item=photo)])
    assert phone.submit(409) == {"operations": [], "photos": [photo], "gaps": []}
    assert phone.put(photo, "receipt", jpeg()).status_code == 201
    assert phone.submit(200)["state"] == "submitted"


def complete(phone: Phone) -> None:
    phone.answer(**ANSWERS)
    phone.attach("receipt", jpeg())


def test_handing_in_twice_is_once(phone: Phone, look: Look) -> None:
    complete(phone)
    assert phone.submit(200) == {"state": "submitted", "next": "/home"}
    assert phone.submit(200)["state"] == "submitted"
    assert (look.state(), look.submissions) == (VisitState.SUBMITTED, 1)


def test_a_visit_can_be_handed_in_without_having_been_opened_first(
    phone: Phone, session: Session, people: People
) -> None:
    """Everything in it is optional, so that nothing has to be sent before."""
    questions = [{"key": "why", "type": "text", "text": {"en": "Why?"}, "required": False}]
    easy = publish(session, people, easy_checklist(questions))
    phone.address = f"/api/visits/{plan_visit(session, people, easy, None).id}"
    assert phone.submit(200)["state"] == "submitted"


def easy_checklist(questions: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "slug": "easy",
        "channel": "visit",
        "title": {"en": "Easy"},
        "languages": ["en"],
        "policy": {"na": "exclude", "total": "points", "bonus_cap": True, "critical": "flag"},
        "bands": [{"key": "all", "from": 0, "label": {"en": "All"}}],
        "sections": [{"key": "only", "title": {"en": "Only"}, "questions": questions}],
    }


def test_work_that_comes_after_handing_in_is_kept_apart(phone: Phone, look: Look) -> None:
    complete(phone)
    phone.submit(200)
    answer = phone.send([phone.operation("greeting", "never")])
    assert ([result["state"] for result in answer["results"]], answer["state"]) == (["late"], "submitted")
    assert [row.late for row in look.log][-1]
    assert look.answers["greeting"].value == "good"


def test_a_former_auditors_work_is_kept_apart(
    phone: Phone, session: Session, people: People, visit: Visit, look: Look
) -> None:
    phone.answer(greeting="good")
    other = user_for(session, people.second_auditor.id)
    session.refresh(visit)
    reassign_visit(session, user_for(session, people.admin.id), visit, other)
    session.commit()
    assert phone.results([phone.operation("greeting", "never")]) == [("late", None)]
    assert [row.late for row in look.log] == [False, True]
    assert phone.get("").status_code == 200
    phone.submit(404)


def test_a_cancelled_visit_is_no_longer_open(
    phone: Phone, session: Session, people: People, visit: Visit
) -> None:
    complete(phone)
    session.refresh(visit)
    cancel_visit(session, user_for(session, people.admin.id), visit, "The store is closed.")
    session.commit()
    assert phone.submit(409) == {"error": "not_open", "state": "cancelled"}
    assert phone.results([phone.operation("greeting", "never")]) == [("late", None)]


def test_a_returned_visit_is_open_again(
    phone: Phone, session: Session, people: People, visit: Visit, look: Look
) -> None:
    complete(phone)
    phone.submit(200)
    session.refresh(visit)
    move_visit(session, user_for(session, people.reviewer.id), visit, VisitState.RETURNED)
    session.commit()
    assert phone.results(
        [phone.operation("greeting", "late"), phone.operation("greeting", "Why", "remark")]
    ) == [
        ("stored", None),
        ("stored", None),
    ]
    assert phone.submit(200)["state"] == "submitted"
    assert (look.state(), look.submissions) == (VisitState.SUBMITTED, 2)


def test_the_same_work_sent_at_the_same_time_is_stored_once(
    app: Flask, phone: Phone, people: People, visit: Visit, look: Look
) -> None:
    operations = [phone.operation("offers", number) for number in range(10)]
    phones = [Phone(PageClient(app).log_in(people.auditor), visit.id) for _ in range(4)]
    with ThreadPoolExecutor(4) as threads:
        answers = list(threads.map(lambda one: one.results(operations), phones))
    assert sorted(state for answer in answers for state, _ in answer) == ["known"] * 30 + ["stored"] * 10
    assert len(look.log) == 10


def test_handing_in_at_the_same_time_is_once(
    app: Flask, phone: Phone, people: People, visit: Visit, look: Look
) -> None:
    complete(phone)
    phones = [Phone(PageClient(app).log_in(people.auditor), visit.id) for _ in range(4)]
    with ThreadPoolExecutor(4) as threads:
        answers = list(threads.map(lambda one: one.submit(200), phones))
    assert [answer["state"] for answer in answers] == ["submitted"] * 4
    assert (look.state(), look.submissions) == (VisitState.SUBMITTED, 1)
