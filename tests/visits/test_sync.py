"""V2, V4: what phone and server tell each other: order of receipt, clocks, origin of photos, and the manifest."""

import hashlib
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlmodel import Session

from auditapp.accounts.queries import user_for
from auditapp.core.clock import frozen_at
from auditapp.domain.lifecycle import VisitState
from auditapp.domain.manifest import Manifest, digest_of
from auditapp.visits.models import Photo, PhotoSource, Visit
from auditapp.visits.services import move_visit, submit_visit
from tests.support.looking import Look
from tests.support.pages import PageClient
from tests.support.people import People
from tests.support.phones import Phone
from tests.support.photos import jpeg
from tests.visits.test_operations import ANSWERS

NOON = datetime(2026, 3, 10, 11, tzinfo=UTC)


@pytest.fixture
def phone(client: PageClient, people: People, visit: Visit) -> Phone:
    """The auditor's."""
    return Phone(client.log_in(people.auditor), visit.id)


def test_the_probe_answers_what_nobody_else_would(phone: Phone, people: People) -> None:
    with frozen_at(NOON):
        answer = phone.http.get("/api/phone").get_json()
    assert (answer["product"], answer["user"]) == ("auditapp", people.auditor.id)
    assert answer["now"] == "2026-03-10T11:00:00.000+00:00"
    assert len(answer["release"]) == 12
    phone.token = answer["csrf_token"]
    assert phone.results([phone.operation("seated", "yes")]) == [("stored", None)]


def test_the_probe_says_who_is_logged_out_and_who_is_no_auditor(
    app: Flask, new_client: Callable[[], PageClient], people: People
) -> None:
    headers = {"Accept": "application/json"}
    assert app.test_client().get("/api/phone", headers=headers).status_code == 401
    admin = new_client().log_in(people.admin)
    assert admin.http.get("/api/phone", headers=headers).status_code == 403


def test_the_server_numbers_in_the_order_of_receipt(phone: Phone, look: Look) -> None:
    late, early = phone.operation("seated", "yes", counter=9), phone.operation("seated", "no", counter=3)
    assert phone.send([late])["sequence"] == 1
    refused = phone.operation("greeting", "great")
    assert phone.send([late, refused, early])["sequence"] == 2
    assert {row.sequence: str(row.id) for row in look.log} == {1: late["id"], 2: early["id"]}


def test_a_phone_asks_for_what_it_does_not_know_yet(phone: Phone) -> None:
    sent = [phone.operation("offers", number) for number in range(3)]
    phone.send(sent)
    news = phone.news(after=1)
    assert [operation["id"] for operation in news["operations"]] == [sent[1]["id"], sent[2]["id"]]
    assert (news["sequence"], news["counter"], news["state"]) == (3, 3, "in_progress")
    assert phone.news(after=3)["operations"] == []
    for odd in ("", "x", -5, 10**30):
        assert phone.news(after=odd)["sequence"] == 3


def test_an_operation_comes_back_as_it_was_sent(phone: Phone) -> None:
    first = phone.operation("seated", "no", base=None)
    second = phone.operation("seated", "yes", base=first["id"])
    with_unknown_base = phone.operation("offers", 3, base=str(uuid4()))
    assert phone.results([first, second, with_unknown_base]) == [("stored", None)] * 3
    returned = phone.news()["operations"]
    assert [operation | {"phone_at": ""} for operation in returned] == [
        operation | {"phone_at": ""} for operation in (first, second, with_unknown_base)
    ]


def test_a_spoilt_base_makes_an_operation_malformed(phone: Phone) -> None:
    assert phone.results([phone.operation("seated", "yes", base="the first")]) == [("refused", "malformed")]


@pytest.mark.parametrize(
    "sent_at,offset",
    [
        ("2026-03-10T11:00:00Z", 0),
        ("2026-03-10T11:58:30.500+01:00", 89.5),
        ("2026-03-11T11:00:00+00:00", -86400),
        ("1970-01-01T00:00:00Z", 1773140400),
        ("2999-12-31T00:00:00Z", -30730453200),
        (None, None),
        ("", None),
        ("yesterday", None),
        ("2026-03-10T11:00:00", None),
        ("0001-01-01T00:00:00+14:00", None),
        ("9999-12-31T23:59:59-14:00", None),
        (1773140400, None),
        ({}, None),
    ],
)
def test_the_clocks_offset_is_noted(phone: Phone, look: Look, sent_at: object, offset: float | None) -> None:
    with frozen_at(NOON):
        answer = phone.send([phone.operation("seated", "yes")], sent_at=sent_at)
    assert answer["results"][0]["state"] == "stored"
    assert [row.clock_offset for row in look.log] == [offset]


@pytest.mark.parametrize("phone_at", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"])
def test_a_time_that_no_clock_says_is_malformed(phone: Phone, phone_at: str) -> None:
    assert phone.results([phone.operation("seated", "yes", phone_at=phone_at)]) == [("refused", "malformed")]


@pytest.mark.parametrize(
    "place",
    [
        {"lat": 46.1, "lon": 19.6, "accuracy": float("inf")},
        {"lat": "46." + "1" * 9000, "lon": 19.6},
        {"lat": float("nan"), "lon": 19.6},
    ],
    ids=["endless", "written out", "no number"],
)
def test_a_place_is_numbers(phone: Phone, place: dict[str, Any]) -> None:
    stamp = phone.operation("", {"place": place, "refused": False}, "check_in")
    assert phone.results([stamp, phone.operation("seated", "yes")]) == [
        ("refused", "wrong_type"),
        ("stored", None),
    ]


def test_a_choice_of_many_has_a_measure(phone: Phone) -> None:
    assert phone.results([phone.operation("seen", ["ramp"] * 201)]) == [("refused", "wrong_type")]


def test_ten_thousand_operations_at_once_are_refused_with_the_most_that_is_taken(
    phone: Phone, look: Look
) -> None:
    answer = phone.send([phone.operation("offers", 3) for _ in range(10_000)], 413)
    assert (answer["error"], answer["most"]) == ("too_many_operations", 1000)
    assert "1000" in answer["message"]
    assert look.log == []


def test_a_thousand_of_the_longest_remarks_fit_into_one_request(phone: Phone) -> None:
    remarks = [phone.operation("greeting", "x" * 4000, "remark") for _ in range(1000)]
    assert phone.results(remarks) == [("stored", None)] * 1000


def test_work_that_came_late_is_late_again_when_it_is_sent_again(phone: Phone) -> None:
    complete(phone)
    phone.submit(200)
    operation = phone.operation("greeting", "never")
    assert phone.results([operation]) == phone.results([operation]) == [("late", None)]


def test_the_origin_of_a_photo_is_noted_as_far_as_it_is_told(phone: Phone, session: Session) -> None:
    whole = {
        "source": "gallery",
        "file_at": "2026-03-10T10:00:00Z",
        "picked_at": "2026-03-10T12:00:05+01:00",
    }
    odd = {"source": "telescope", "file_at": "", "picked_at": "now"}
    found = []
    for told in (whole, odd, {}):
        photo_id = uuid4()
        assert phone.put(str(photo_id), "receipt", jpeg(), **told).status_code == 201
        photo = session.get_one(Photo, photo_id)
        found.append((photo.source, photo.file_at, photo.picked_at))
        session.commit()
    assert found[0] == (
        PhotoSource.GALLERY,
        NOON - timedelta(hours=1),
        NOON + timedelta(seconds=5),
    )
    assert found[1:] == [(None, None, None)] * 2


def complete(phone: Phone) -> tuple[list[str], dict[str, str]]:
    """Answer everything: what a manifest has to name."""
    photo, photo_id = jpeg(), str(uuid4())
    assert phone.put(photo_id, "receipt", photo).status_code == 201
    operations = [phone.operation(question, value) for question, value in ANSWERS.items()]
    operations.append(phone.operation("receipt", "attached", "photo", item=photo_id))
    phone.send(operations)
    return [operation["id"] for operation in operations], {photo_id: hashlib.sha256(photo).hexdigest()}


def test_a_whole_manifest_hands_the_visit_in(phone: Phone, look: Look) -> None:
    operations, photos = complete(phone)
    digest = digest_of(operations, photos)
    answer = phone.submit(200, operations, photos, count=len(operations) + 1, digest=digest)
    assert answer == {"state": "submitted", "next": "/home"}
    assert look.submissions == 1


def test_a_phone_without_hashes_hands_in_by_ids(phone: Phone) -> None:
    operations, photos = complete(phone)
    phone.submit(200, operations, dict.fromkeys(photos, ""), count=len(operations) + 1, digest=None)


def test_a_submission_that_is_cut_off_changes_nothing(
    app: Flask, phone: Phone, people: People, visit: Visit, look: Look
) -> None:
    """As when the server dies before its last word: one transaction, all of it or nothing."""
    operations, photos = complete(phone)
    with app.extensions["auditapp.database"].session() as session:
        auditor = user_for(session, people.auditor.id)
        submit_visit(session, auditor, session.get_one(Visit, visit.id), Manifest())
    assert (look.state(), look.submissions) == (VisitState.IN_PROGRESS, 0)
    phone.submit(200, operations, photos)
    assert (look.state(), look.submissions) == (VisitState.SUBMITTED, 1)


@pytest.mark.parametrize("lie", [{"count": 3}, {"digest": "0" * 64}])
def test_a_manifest_that_was_cut_on_the_way_changes_nothing(
    phone: Phone, look: Look, lie: dict[str, object]
) -> None:
    operations, photos = complete(phone)
    whole = {"count": len(operations) + 1, "digest": digest_of(operations, photos)}
    answer = phone.submit(422, operations, photos, **(whole | lie))
    assert answer["error"] == "manifest_mismatch"
    assert answer["message"].endswith(".")
    assert look.state() == VisitState.IN_PROGRESS


def test_what_the_server_lacks_is_listed_and_a_photo_with_another_hash_too(phone: Phone) -> None:
    operations, photos = complete(phone)
    unknown, unseen = str(uuid4()), str(uuid4())
    named = dict.fromkeys(photos, "0" * 64) | {unseen: "1" * 64}
    assert phone.submit(409, [*operations, unknown], named) == {
        "operations": [unknown],
        "photos": sorted(named),
        "gaps": [],
    }


def test_a_returned_visit_may_be_handed_in_with_work_that_came_late(
    phone: Phone, session: Session, people: People, visit: Visit
) -> None:
    """The server has it, though apart: a phone that names it must not be asked for it for ever."""
    operations, photos = complete(phone)
    phone.submit(200, operations, photos)
    late = phone.operation("greeting", "never")
    phone.send([late])
    session.refresh(visit)
    move_visit(session, user_for(session, people.reviewer.id), visit, VisitState.RETURNED)
    session.commit()
    assert phone.submit(200, [*operations, late["id"]], photos)["state"] == "submitted"


@pytest.mark.parametrize("body", [None, [], {}, {"operations": []}, {"operations": 7, "photos": []}])
def test_what_is_no_manifest_is_a_bad_request(phone: Phone, body: object) -> None:
    assert phone.post("/submission", body, 400)["error"] == 400


def test_the_page_starts_from_the_operations_that_count(
    phone: Phone, client: PageClient, people: People, visit: Visit
) -> None:
    old = phone.operation("greeting", "never")
    new = phone.operation("greeting", "late", base=old["id"])
    remark = phone.operation("greeting", "Busy.", "remark")
    phone.send([old, new, remark])
    state = json.loads(client.get(f"/visits/{visit.id}").texts("#state")[0])
    assert [operation["id"] for operation in state["operations"]] == [new["id"], remark["id"]]
    assert state["operations"][0]["base"] == old["id"]
    assert (state["counter"], state["sequence"]) == (3, 3)
    assert (state["user"], state["visit"]) == (people.auditor.id, visit.id)


def test_a_form_says_what_it_was_made_upon(
    phone: Phone, client: PageClient, visit: Visit, look: Look
) -> None:
    operation = phone.operation("greeting", "never")
    phone.send([operation])
    client.get(f"/visits/{visit.id}")
    client.submit("Save everything", {"answer-greeting": "late"})
    assert [row.base for row in look.log] == [None, UUID(operation["id"])]
