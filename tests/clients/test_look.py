"""How a client's reports look: chosen by an admin, kept safe, and never changed in what is published."""

from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, select, text

from auditapp.clients.models import Brand
from auditapp.core.audit import AuditEntry
from auditapp.domain.paper import PageSize
from tests.support.forms import Typed
from tests.support.pages import PageClient
from tests.support.people import People

NOT_A_PICTURE = "This is not a PNG, JPEG or WebP. A logo in SVG has to be saved as PNG first."
TOO_LIGHT = (
    "Note: This colour is too light to be read on white. Texts are written in #907300 instead;"
    " areas keep the colour."
)
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><image href="http://example.com/x.png"/></svg>'


def logo(colour: str = "red", size: tuple[int, int] = (300, 100)) -> bytes:
    file = BytesIO()
    Image.new("RGBA", size, colour).save(file, "PNG")
    return file.getvalue()


ON_ONE_DATABASE = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)


@pytest.fixture
def admin(client: PageClient, people: People) -> PageClient:
    """The admin, on the page of Rosa's look."""
    client.log_in(people.admin).get(f"/clients/{people.client_id}")
    client.follow("Look of the reports")
    return client


def test_a_look_is_chosen_and_shown(admin: PageClient, session: Session, tmp_path: Path) -> None:
    contact = "Mária, quality\nmaria@rosa.example"
    page = admin.submit(
        "Save",
        logo=(BytesIO(logo()), "../../logo.php"),
        colour=" FFCC00 ",
        contact=contact,
        paper="letter",
    )
    assert page.texts(".message") == [
        "Done: Saved. Reports of visits that are published from now on look like this.",
        TOO_LIGHT,
    ]
    brand = session.exec(select(Brand)).one()
    assert (brand.colour, brand.contact, brand.paper) == ("#ffcc00", contact, PageSize.LETTER)
    assert page.texts("[data-contact]") == ["Mária, quality maria@rosa.example"]
    address = page.one(".letterhead img").get("src", "")
    shown = admin.http.get(address)
    assert Image.open(BytesIO(shown.data)).size == (300, 100)
    assert (shown.headers["Content-Type"], shown.headers["X-Content-Type-Options"]) == (
        "image/png",
        "nosniff",
    )
    assert [file.suffix for file in (tmp_path / "files" / "logos").iterdir()] == [".png"]
    assert admin.http.get(page.one("#brand-colours").get("href", "")).text == (
        ":root{--brand:#ffcc00;--brand-ink:#907300;--on-brand:#000000;}"
    )


def test_each_change_is_another_row_and_none_is_none(
    admin: PageClient, people: People, session: Session
) -> None:
    admin.submit("Save", logo=(BytesIO(logo()), "logo.png"), colour="#7a2e39")
    admin.submit("Save")
    admin.submit("Save", without_logo=True)
    rows = session.exec(select(Brand).order_by(text("id"))).all()
    assert [(row.colour, bool(row.logo_key)) for row in rows] == [("#7a2e39", True), ("#7a2e39", False)]
    acts = session.exec(select(AuditEntry).where(AuditEntry.action == "client.look_changed")).all()
    assert [(act.target, act.details) for act in acts] == [
        (f"client:{people.client_id}", {"brand": row.id}) for row in rows
    ]
    rows[0].colour = "#000000"
    with pytest.raises(IntegrityError, match="never changes"):
        session.flush()


BAD_LOOKS: Sequence[tuple[Mapping[str, Typed], str]] = (
    ({"logo": (BytesIO(SVG), "logo.svg")}, NOT_A_PICTURE),
    ({"logo": (BytesIO(logo()[:60]), "logo.png")}, "This file is incomplete."),
    (
        {"logo": (BytesIO(logo(size=(4001, 4000))), "logo.png")},
        "This logo has too many pixels.",
    ),
    ({"logo": (BytesIO(bytes(2_000_001)), "logo.png")}, "This logo is larger than 2 MB."),
    ({"colour": "red;}"}, "Enter a colour as six digits"),
    ({"contact": "1\n2\n3\n4\n5\n6\n7"}, "Please use at most six lines."),
    ({"contact": "x" * 401}, "Please use at most 400 characters."),
)


@ON_ONE_DATABASE
def test_a_look_that_cannot_be_taken(admin: PageClient, session: Session) -> None:
    address = admin.page.path
    for typed, complaint in BAD_LOOKS:
        admin.get(address)
        page = admin.submit("Save", {"contact": "Mária", **typed}, status=422)
        assert [text for text in page.texts(".error-text") if complaint in text]
        assert page.texts("#contact") != [""]
    assert session.exec(select(Brand)).all() == []


@ON_ONE_DATABASE
def test_a_form_beyond_all_measure_is_refused_whole(admin: PageClient) -> None:
    admin.submit("Save", logo=(BytesIO(bytes(9_000_000)), "logo.png"), status=413)


@ON_ONE_DATABASE
def test_a_colour_sheet_is_made_of_colours_only(admin: PageClient) -> None:
    for address in ("zzzzzz", "FFCC00", "fff}*{"):
        assert admin.http.get(f"/clients/colours/{address}.css").status_code == 404
