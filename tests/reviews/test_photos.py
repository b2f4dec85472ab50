"""Photos under review: large ones one click away, doubtful ones marked."""

from datetime import UTC, datetime, timedelta
from io import BytesIO
from uuid import uuid4

import pytest
from PIL import Image, ImageDraw
from sqlmodel import Session

from auditapp.core.clock import frozen_at
from tests.support.desk import Chain
from tests.support.pages import PageClient
from tests.support.people import People
from tests.support.phones import Phone

NOON = datetime(2026, 3, 10, 11, tzinfo=UTC)
HERE = {"place": None, "refused": False}


def photo(taken: datetime | None, stripes: int) -> bytes:
    """A picture of so many stripes with the camera's time in it, as Belgrade's clock showed it."""
    image = Image.new("RGB", (640, 480), "white")
    for stripe in range(stripes):
        ImageDraw.Draw(image).rectangle((stripe * 80, 0, stripe * 80 + 40, 480 - stripe * 30), "navy")
    exif = Image.Exif()
    if taken:
        exif.get_ifd(0x8769)[0x9003] = (taken + timedelta(hours=1)).strftime("%Y:%m:%d %H:%M:%S")
    file = BytesIO()
    image.save(file, "JPEG", exif=exif)
    return file.getvalue()


@pytest.fixture
def chain(people: People, session: Session) -> Chain:
    """A visit that was just planned."""
    return Chain.begin(session, people)


def test_photos_stand_at_their_question_with_time_and_doubts(
    client: PageClient, chain: Chain, people: People
) -> None:
    earlier = chain.again()
    client.log_in(people.auditor)
    with frozen_at(NOON - timedelta(days=5)):
        Phone(client, earlier.visit.id).attach("window", photo(None, 3))
        earlier.submit()
    with frozen_at(NOON):
        chain.record(("", "check_in", HERE))
        phone = Phone(client, chain.visit.id, device="other")
        phone.counter = 10
        first = phone.attach("window", photo(NOON, 5))
        phone.attach("window", photo(NOON - timedelta(days=1), 7))
        phone.attach("window", photo(None, 3))
    with frozen_at(NOON + timedelta(minutes=20)):
        chain.record(("", "check_out", HERE))
        chain.submit()
    page = client.log_in(people.admin).get(f"/reviews/{chain.visit.id}")
    captions = page.texts("#q-window .photos p")
    assert captions[0].endswith("12:00 origin not known")
    assert captions[1].endswith("not during the visit")
    assert captions[2] == "no time in the photo origin not known seen before"
    assert page.texts(".evidence dd")[-1] == "3 3 origin not known 1 taken at another time 1 seen before"
    link = page.all("#q-window .photos a")[0]
    assert link.get("href") == f"/photos/{first}/display"
    assert client.http.get(link.get("href") or "").mimetype == "image/jpeg"
    page = client.follow("seen before")
    assert page.path == f"/planning/{earlier.visit.id}"


def test_the_origin_of_a_photo_is_shown(client: PageClient, chain: Chain, people: People) -> None:
    phone = Phone(client.log_in(people.auditor), chain.visit.id, device="other")
    told = {"camera": "2026-03-10T11:00:00Z", "gallery": "2026-03-08T10:00:00Z"}
    for number, (source, file_at) in enumerate(told.items(), start=3):
        photo_id = str(uuid4())
        phone.put(photo_id, "window", photo(None, number), source=source, file_at=file_at)
        phone.send([phone.operation("window", "attached", "photo", item=photo_id)])
    chain.submit()
    page = client.log_in(people.reviewer).get(f"/reviews/{chain.visit.id}")
    assert page.texts("#q-window .photos p") == [
        "10 Mar 2026, 12:00 from the camera",
        "8 Mar 2026, 11:00 from the gallery",
    ]
    assert page.texts(".evidence dd")[-1] == "2 1 from the camera, 1 from the gallery"


def test_a_photo_that_came_late_stands_apart(client: PageClient, chain: Chain, people: People) -> None:
    """Also without the operation that attaches it: that may be on its way, or lost."""
    chain.submit()
    phone = Phone(client.log_in(people.auditor), chain.visit.id, device="other")
    phone.counter = 50
    alone, attached = str(uuid4()), str(uuid4())
    for number, photo_id in enumerate((alone, attached), start=3):
        assert phone.put(photo_id, "window", photo(None, number)).get_json()["state"] == "late"
    phone.send([phone.operation("window", "attached", "photo", item=attached)])
    page = client.log_in(people.reviewer).get(f"/reviews/{chain.visit.id}")
    late = "section[aria-labelledby=late-heading] "
    assert page.texts(late + "dt") == ["The window?"]
    assert {link.get("href") for link in page.all(late + "a")} == {
        f"/photos/{photo_id}/display" for photo_id in (alone, attached)
    }
    assert page.all("#q-window .photos") == []
