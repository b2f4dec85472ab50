"""The client's look in reports: as it was chosen when the visit was published, for ever."""

from collections.abc import Callable
from dataclasses import replace
from io import BytesIO

import pytest
from flask import Flask
from PIL import Image
from pypdf import PdfReader
from sqlmodel import Session

from auditapp.clients.models import Brand, Client
from auditapp.clients.services import Look, change_look
from auditapp.core.config import Settings
from auditapp.core.storage import Storage
from auditapp.domain.language import Language
from auditapp.domain.paper import PageSize
from auditapp.reports.jobs import PHOTOS_MISSING
from auditapp.reports.queries import report_file
from auditapp.reports.services import order_of, order_report
from auditapp.visits.models import Visit
from tests.reports.published import Auditing
from tests.support.pages import PageClient
from tests.support.people import People

ATTACK = '<img src="http://example.com/x.png">{{ 7 * 7 }}'
LOOK = Look(colour="#ffcc00", contact=f"Mária Kőszegi\n{ATTACK}", paper=PageSize.LETTER)
LETTER = (612, 792)
INK = b"0.564706 0.45098 0 "
"""#907300: the colour is too light for texts."""

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """An agency with an imprint."""
    return replace(settings, agency_imprint=("Nemanjina 4, Beograd", "info@agency.example"))


@pytest.fixture
def storage(app: Flask) -> Storage:
    """The files of the app."""
    found: Storage = app.extensions["auditapp.storage"]
    return found


@pytest.fixture
def choose(session: Session, storage: Storage, people: People) -> Callable[[Look], Brand]:
    """Has Rosa's reports look so from now on."""

    def change(look: Look) -> Brand:
        brand = change_look(session, storage, None, session.get_one(Client, people.client_id), look)
        session.commit()
        return brand

    return change


def logo() -> bytes:
    file = BytesIO()
    Image.new("RGBA", (90, 30), (200, 0, 30, 128)).save(file, "PNG")
    return file.getvalue()


def report_of(session: Session, storage: Storage, visit: Visit) -> bytes:
    session.rollback()
    file = report_file(session, visit, Language.HUNGARIAN)
    session.commit()
    assert file is not None
    return storage.get(file.storage_key)


def text_of(data: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(data)).pages).split())


def test_a_report_keeps_the_look_that_it_was_published_with(
    auditing: Auditing,
    session: Session,
    storage: Storage,
    choose: Callable[[Look], Brand],
    run_jobs: Callable[[], int],
) -> None:
    choose(replace(LOOK, logo=logo()))
    visit = auditing.visit()
    run_jobs()
    first = report_of(session, storage, visit)
    pdf = PdfReader(BytesIO(first))
    assert (pdf.pages[0].mediabox.width, pdf.pages[0].mediabox.height) == LETTER
    assert (90, 30) in {image.image.size for image in pdf.pages[0].images if image.image}
    assert all(part in text_of(first) for part in ("Mária Kőszegi", "info@agency.example"))
    assert ATTACK.replace(" ", "") in text_of(first).replace(" ", "")
    assert INK in pdf.pages[0].get_contents().get_data()  # type: ignore[union-attr]  # there is some
    choose(Look(colour="#0000ff", contact="Somebody else", without_logo=True))
    order_report(session, visit, Language.HUNGARIAN, again=True)
    session.commit()
    run_jobs()
    assert report_of(session, storage, visit) == first
    later = auditing.visit()
    assert later.brand is not None
    assert (later.brand.contact, later.brand.logo_key) == ("Somebody else", None)


def test_the_page_shows_logo_colours_and_whom_to_ask(
    auditing: Auditing, client: PageClient, people: People, choose: Callable[[Look], Brand]
) -> None:
    plain = auditing.visit()
    brand = choose(replace(LOOK, logo=logo()))
    page = client.log_in(people.store_manager).get(f"/reports/visits/{auditing.visit().id}")
    assert page.one(".letterhead img").get("src") == f"/clients/logos/{brand.id}.png"
    assert page.one("#brand-colours").get("href") == "/clients/colours/ffcc00.css"
    assert page.texts(".imprint p") == [
        f"Questions about this report Mária Kőszegi {ATTACK}",
        "Auditapp Nemanjina 4, Beograd info@agency.example",
    ]
    page = client.get(f"/reports/visits/{plain.id}")
    assert (page.all(".letterhead"), len(page.all(".imprint p"))) == ([], 1)


def test_a_lost_logo_does_not_hold_the_report_up(
    auditing: Auditing,
    session: Session,
    storage: Storage,
    choose: Callable[[Look], Brand],
    run_jobs: Callable[[], int],
) -> None:
    brand = choose(Look(logo=logo()))
    assert brand.logo_key is not None
    storage.delete(brand.logo_key)
    visit = auditing.visit()
    run_jobs()
    job = order_of(session, visit, Language.HUNGARIAN)
    assert job is not None
    assert job.label == PHOTOS_MISSING
    assert report_of(session, storage, visit).startswith(b"%PDF")
