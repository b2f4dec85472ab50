"""V3, X3: a photo arrives whole and once, or is refused with a reason; only those who may see the visit see it."""

import hashlib
import io
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

import pytest
from flask import Flask
from PIL import Image
from sqlmodel import Session

from auditapp.accounts.queries import user_for
from auditapp.visits.log import MAX_PHOTOS
from auditapp.visits.models import Photo, Visit
from auditapp.visits.services import reassign_visit
from tests.support.pages import PageClient
from tests.support.people import People
from tests.support.phones import Phone
from tests.support.photos import FAKE, OVERSIZED, bomb, heic, jpeg
from tests.support.visits import plan_visit

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer


@pytest.fixture
def phone(client: PageClient, people: People, visit: Visit) -> Phone:
    """The auditor's."""
    return Phone(client.log_in(people.auditor), visit.id)


def test_a_photo_is_kept_and_shown_small_and_large(phone: Phone) -> None:
    answer = phone.put(str(uuid4()), "receipt", jpeg(width=3000, height=1500))
    assert (answer.status_code, answer.get_json()["state"]) == (201, "stored")
    sizes = {}
    for name in ("thumbnail", "display"):
        shown = phone.http.get(answer.get_json()["thumbnail"].replace("thumbnail", name))
        assert (shown.status_code, shown.mimetype) == (200, "image/jpeg")
        assert "no-store" not in shown.headers["Cache-Control"]
        assert shown.headers["X-Content-Type-Options"] == "nosniff"
        sizes[name] = Image.open(io.BytesIO(shown.data)).size
    assert sizes == {"thumbnail": (512, 256), "display": (2048, 1024)}


def test_a_photo_of_several_megabytes_is_taken(phone: Phone) -> None:
    noise = Image.effect_noise((2400, 2400), 90).convert("RGB")
    file = io.BytesIO()
    noise.save(file, "JPEG", quality=95)
    assert len(file.getvalue()) > 4_000_000
    assert phone.put(str(uuid4()), "receipt", file.getvalue()).status_code == 201


def test_a_photo_of_an_iphone_is_taken(phone: Phone) -> None:
    answer = phone.put(str(uuid4()), "receipt", heic())
    assert answer.status_code == 201
    assert Image.open(io.BytesIO(phone.http.get(answer.get_json()["thumbnail"]).data)).format == "JPEG"


def test_a_photo_that_cannot_be_stored_now_is_taken_later(phone: Phone, tmp_path: Path) -> None:
    files, photo_id = tmp_path / "files", str(uuid4())
    files.rename(tmp_path / "away")
    files.write_bytes(b"no folder, as a full disk or a lost mount")
    answer = phone.put(photo_id, "receipt", jpeg())
    assert (answer.status_code, answer.get_json()) == (503, {"error": 503})
    assert answer.headers["Retry-After"] == "30"
    files.unlink()
    assert phone.put(photo_id, "receipt", jpeg()).status_code == 201


def test_the_same_photo_again_is_known(phone: Phone) -> None:
    photo, photo_id = jpeg(), str(uuid4())
    sha256 = hashlib.sha256(photo).hexdigest()
    answers = [phone.put(photo_id, "receipt", photo, sha256) for _ in range(2)]
    assert [(answer.status_code, answer.get_json()["state"]) for answer in answers] == [
        (201, "stored"),
        (200, "known"),
    ]


def test_other_bytes_than_announced_are_refused(phone: Phone) -> None:
    answer = phone.put(str(uuid4()), "receipt", jpeg(), "0" * 64)
    assert (answer.status_code, answer.get_json()["error"]) == (409, "photo_conflict")


def test_an_id_stands_for_one_photo(phone: Phone, session: Session, people: People, visit: Visit) -> None:
    photo_id = phone.attach("receipt", jpeg(1))
    assert phone.put(photo_id, "receipt", jpeg(2)).status_code == 409
    phone.address = phone.address.replace(str(visit.id), str(plan_visit(session, people, visit.version).id))
    assert phone.put(photo_id, "receipt", jpeg(1)).status_code == 409


SPOILT = {
    "fake": (FAKE, 422, "not_an_image"),
    "empty": (b"", 422, "not_an_image"),
    "cut": (jpeg()[:-400], 422, "truncated"),
    "bomb": (bomb(), 422, "too_many_pixels"),
    "huge": (OVERSIZED, 413, "too_large"),
    "hollow": (OVERSIZED[:24_000_000], 422, "not_an_image"),
}


@pytest.mark.parametrize("name", SPOILT)
def test_what_is_no_photo_that_we_take_is_refused_with_a_reason(
    phone: Phone, session: Session, name: str
) -> None:
    data, status, code = SPOILT[name]
    photo_id = uuid4()
    answer = phone.put(str(photo_id), "receipt", data)
    assert (answer.status_code, answer.get_json()["error"]) == (status, code)
    assert answer.get_json()["message"].endswith(".")
    assert session.get(Photo, photo_id) is None


def test_a_photo_needs_a_question_of_the_checklist(phone: Phone) -> None:
    answer = phone.put(str(uuid4()), "nothing", jpeg())
    assert (answer.status_code, answer.get_json()["error"]) == (422, "unknown_question")


def test_a_visit_holds_so_many_photos(phone: Phone, session: Session) -> None:
    photo_id = phone.attach("receipt", jpeg())
    original = session.get_one(Photo, UUID(photo_id))
    for _ in range(MAX_PHOTOS - 1):
        session.add(Photo(**(original.model_dump() | {"id": uuid4()})))
    session.commit()
    answer = phone.put(str(uuid4()), "receipt", jpeg(2))
    assert (answer.status_code, answer.get_json()["error"]) == (422, "too_many_photos")


@pytest.mark.parametrize(
    "name,status",
    [
        ("auditor", 200),
        ("admin", 200),
        ("reviewer", 200),
        ("second_auditor", 404),
        ("head_office", 404),
        ("store_manager", 404),
        ("stranger", 404),
    ],
)
def test_a_photo_is_seen_by_those_who_may_see_its_visit(
    phone: Phone, new_client: Callable[[], PageClient], people: People, name: str, status: int
) -> None:
    address = f"/photos/{phone.attach('receipt', jpeg())}"
    http = new_client().log_in(getattr(people, name)).http
    assert {http.get(f"{address}/{size}").status_code for size in ("thumbnail", "display")} == {status}


def test_nobody_sees_a_photo_without_logging_in(phone: Phone, app: Flask) -> None:
    address = f"/photos/{phone.attach('receipt', jpeg())}/display"
    assert app.test_client().get(address).status_code == 302
    assert phone.http.get(f"/photos/{uuid4()}/display").status_code == 404
    assert phone.http.get(address.replace("display", "original")).status_code == 404


def test_another_auditor_cannot_add_a_photo(
    phone: Phone, new_client: Callable[[], PageClient], people: People, session: Session, visit: Visit
) -> None:
    own = plan_visit(session, people, visit.version)
    other = user_for(session, people.second_auditor.id)
    reassign_visit(session, user_for(session, people.admin.id), own, other)
    session.commit()
    stranger = Phone(new_client().log_in(people.second_auditor), own.id)
    stranger.address = phone.address
    assert stranger.put(str(uuid4()), "receipt", jpeg()).status_code == 404


def test_a_photo_for_a_closed_visit_is_kept_apart(
    phone: Phone, session: Session, people: People, visit: Visit
) -> None:
    other = user_for(session, people.second_auditor.id)
    reassign_visit(session, user_for(session, people.admin.id), visit, other)
    session.commit()
    photo_id = uuid4()
    answer = phone.put(str(photo_id), "receipt", jpeg())
    assert (answer.status_code, answer.get_json()["state"]) == (201, "late")
    assert session.get_one(Photo, photo_id).late


class SlowBody(io.BytesIO):
    """A body that takes its time: something happens before its bytes are there."""

    def __init__(self, data: bytes, happens: Callable[[], None]) -> None:
        super().__init__(data)
        self.happens = happens

    def readinto(self, buffer: "WriteableBuffer", /) -> int:
        """What the server reads by."""
        self.happens()
        return super().readinto(buffer)


def test_a_photo_on_a_slow_way_keeps_nobody_waiting(phone: Phone, app: Flask, session: Session) -> None:
    """While the bytes come in, others write: SQLite would otherwise let one writer lock all out."""

    def write_meanwhile() -> None:
        with app.extensions["auditapp.database"].transaction() as other:
            other.get_one(Visit, 1).note = "Written meanwhile."

    data = jpeg()
    answer = phone.http.put(
        f"{phone.address}/photos/{uuid4()}",
        query_string={"question": "receipt"},
        input_stream=SlowBody(data, write_meanwhile),
        content_length=len(data),
        headers={"Accept": "application/json", "X-CSRFToken": phone.token},
    )
    assert answer.status_code == 201
    session.expire_all()
    assert session.get_one(Visit, 1).note == "Written meanwhile."
