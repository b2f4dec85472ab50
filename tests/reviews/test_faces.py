"""Faces in photos: hidden by the reviewer from everybody but the agency, and for good once the visit is published."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask
from PIL import Image
from pypdf import PdfReader
from sqlmodel import Session, select

from auditapp.clients.models import Client
from auditapp.core.audit import AuditEntry
from auditapp.core.clock import frozen_at, now
from auditapp.domain.areas import MOST_AREAS
from auditapp.visits.models import Photo
from tests.support.desk import Chain
from tests.support.forms import Typed
from tests.support.pages import PageClient
from tests.support.people import People, Person
from tests.support.phones import Phone
from tests.support.photos import from_camera

NOON = datetime(2026, 3, 10, 11, tzinfo=UTC)
NOISE = from_camera(640, 480, NOON, lat=46.1, lon=19.7)
"""Held upright: 480 wide and 640 high."""
AREA: Mapping[str, Typed] = {"left": "40", "top": "80", "width": "400", "height": "480"}
NewClient = Callable[[], PageClient]


@pytest.fixture
def chain(app: Flask, session: Session, people: People) -> Chain:
    """A visit in review, with a photo."""
    client = session.get_one(Client, people.client_id)
    client.languages = ["en"]
    chain = Chain.begin(session, people)
    Phone(PageClient(app).log_in(people.auditor), chain.visit.id).attach("window", NOISE)
    return chain.submit()


@pytest.fixture
def reviewer(client: PageClient, chain: Chain) -> PageClient:
    """The reviewer at the visit."""
    client.log_in(chain.people.reviewer).get(f"/reviews/{chain.visit.id}")
    return client


def photo_of(chain: Chain) -> Photo:
    chain.session.expire_all()
    photo = chain.session.exec(select(Photo).where(Photo.visit_id == chain.visit.id)).one()
    chain.session.commit()
    return photo


def hide(reviewer: PageClient, areas: Mapping[str, Typed] = AREA) -> None:
    reviewer.follow("Hide faces Photo 1 of question 2.8")
    reviewer.submit("Save", areas)


def is_hidden(data: bytes) -> bool:
    """Whether the middle of the picture, well inside AREA, is without any detail."""
    image = Image.open(BytesIO(data))
    assert dict(image.getexif()) == {}
    across, down = image.size[0] / 480, image.size[1] / 640
    middle = image.convert("L").crop(
        (round(100 * across), round(150 * down), round(380 * across), round(500 * down))
    )
    values = middle.tobytes()
    return max(values) - min(values) < 60


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
def test_hidden_faces_are_seen_by_the_agency_alone(
    chain: Chain, reviewer: PageClient, new_client: NewClient, run_jobs: Callable[[], int], tmp_path: Path
) -> None:
    people, photo = chain.people, photo_of(chain)
    hide(reviewer)
    reviewer.follow("Publish the visit …")
    assert "Photos in the report: 1. Faces are hidden in: 1." in reviewer.page.texts("main li")
    chain.publish()
    run_jobs()
    asked: list[tuple[Person, str]] = [
        (person, f"/photos/{photo.id}/{size}")
        for person in (people.head_office, people.auditor, people.reviewer)
        for size in ("display", "thumbnail")
    ]
    assert all(is_hidden(new_client().log_in(person).http.get(address).data) for person, address in asked)
    original = f"/reviews/{chain.visit.id}/photos/{photo.id}/original"
    assert not is_hidden(reviewer.http.get(original).data)
    manager = new_client().log_in(people.store_manager)
    assert manager.http.get(original).status_code == 403
    shown = {image.get("src") for image in manager.get(f"/reports/visits/{chain.visit.id}").all("img")}
    assert shown == {f"/photos/{photo.id}/thumbnail"}
    pdf = PdfReader(BytesIO(manager.http.get(f"/reports/visits/{chain.visit.id}/en.pdf").data))
    pictures = [image.data for page in pdf.pages for image in page.images]
    assert {is_hidden(picture) for picture in pictures} == {True}
    assert len(list((tmp_path / "files" / "photos").iterdir())) == 4


def test_hiding_is_noted_and_can_be_taken_back(reviewer: PageClient, chain: Chain, session: Session) -> None:
    hide(reviewer)
    assert reviewer.page.texts(".message") == [
        "Done: 1 area is unrecognizable from now on. The photo as it was taken stays with the agency."
    ]
    assert "faces hidden" in reviewer.page.texts("#q-window .badge")
    assert reviewer.page.one("#q-window .photos img").get("src", "").endswith("/thumbnail?v=1")
    assert photo_of(chain).areas == [[40, 80, 400, 480]]
    hide(reviewer, dict.fromkeys(AREA, ""))
    assert reviewer.page.texts(".message") == ["Done: The photo is shown as it was taken."]
    photo = photo_of(chain)
    assert (photo.areas, photo.shown_key) == ([], photo.storage_key)
    acts = session.exec(select(AuditEntry).where(AuditEntry.action == "photo.faces_hidden")).all()
    assert [(act.target, act.details) for act in acts] == [
        (f"visit:{chain.visit.id}", {"photo": str(photo.id), "areas": number}) for number in (1, 0)
    ]


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
def test_what_was_shown_before_goes_a_day_after_it_was_replaced(
    chain: Chain, reviewer: PageClient, run_jobs: Callable[[], int], tmp_path: Path
) -> None:
    folder, kept = tmp_path / "files" / "photos", []
    hide(reviewer)
    for areas in ({**AREA, "left": "30"}, dict.fromkeys(AREA, "")):
        hide(reviewer, areas)
        run_jobs()
        kept.append(len(list(folder.iterdir())))
    with frozen_at(now() + timedelta(days=1, minutes=1)):
        run_jobs()
    photo = photo_of(chain)
    assert kept == [6, 6]  # taken, shown at first, shown then: each large and small
    assert {f"photos/{file.name}" for file in folder.iterdir()} == {photo.storage_key, photo.thumbnail_key}


BAD_AREAS: Sequence[tuple[Mapping[str, Typed], str]] = (
    ({"left": "400"}, "Area 1: This area reaches beyond the photo, which has 480 × 640 pixels."),
    ({"top": "-1"}, "Area 1: This area reaches beyond the photo, which has 480 × 640 pixels."),
    ({"width": "0"}, "Area 1: Width and height are at least 1."),
    ({"height": ""}, "Area 1: Enter four whole numbers."),
    ({"height": "9" * 5000}, "Area 1: Enter four whole numbers."),
    ({"left": ["1"] * 1000}, f"Please draw at most {MOST_AREAS} areas in one photo."),
)


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
def test_areas_that_cannot_be_hidden(reviewer: PageClient, chain: Chain) -> None:
    reviewer.follow("Hide faces Photo 1 of question 2.8")
    address = reviewer.page.path
    for areas, complaint in BAD_AREAS:
        reviewer.get(address)
        page = reviewer.submit("Save", {**AREA, **areas}, status=422)
        assert page.texts(".error-summary li") == [complaint]
    assert photo_of(chain).areas == []


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
def test_what_somebody_else_did_meanwhile_is_noticed(
    reviewer: PageClient, chain: Chain, new_client: NewClient
) -> None:
    other = new_client().log_in(chain.people.admin)
    other.get(reviewer.page.path)
    reviewer.follow("Hide faces Photo 1 of question 2.8")
    hide(other)
    page = reviewer.submit("Save", {**AREA, "left": "0"}, status=409)
    assert page.texts(".error-summary li") == [
        "Somebody else changed this photo meanwhile. Save again to put yours in its place."
    ]
    reviewer.submit("Save")
    assert photo_of(chain).areas == [[0, 80, 400, 480]]
    other.follow("Hide faces Photo 1 of question 2.8")
    chain.publish()
    page = other.submit("Save", {**AREA, "left": "5"}, status=409)
    assert "no longer in review" in page.texts(".error-summary li")[0]
    assert page.h1 == "Photo as it was taken"
    assert photo_of(chain).areas == [[0, 80, 400, 480]]
