"""The pages where checklists come in as files and go out as files."""

from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from sqlmodel import Session, select

from auditapp.accounts.queries import user_for
from auditapp.checklists.formats.reading import read_any
from auditapp.checklists.models import Checklist, ChecklistVersion
from auditapp.checklists.services import import_definition
from auditapp.checklists.yaml_format import write_checklist
from auditapp.core.audit import AuditEntry
from auditapp.domain.definition import parse_definition
from tests.support.pages import Page, PageClient
from tests.support.people import People
from tests.support.visits import EVERYTHING, publish, text
from tests.support.workbooks import xlsx

SHIPPED = Path(__file__).parents[2] / "checklists"
FORM = {
    "survey": "type | name | label\ntext | a | <script>alert(1)</script>\ngeopoint | where | Where?",
    "settings": "form_title | form_id\nVisit | visit",
}


@pytest.fixture
def admin(client: PageClient, people: People) -> PageClient:
    """The admin, on the page."""
    client.log_in(people.admin).get("/checklists")
    client.follow("Import a checklist")
    return client


def send(admin: PageClient, content: bytes, name: str = "file", status: int = 200, **fields: str) -> Page:
    admin.get("/checklists/import")
    return admin.submit("Import the file", file=(BytesIO(content), name), status=status, **fields)


def told(page: Page) -> list[list[str]]:
    """Sheet, cell and what to do, row by row."""
    return [
        [sheet, cell, words]
        for sheet, cell, words in zip(
            page.texts("tbody th"), page.texts("tbody td:nth-child(2)"), page.texts("tbody td:last-child"), strict=True
        )
    ]  # fmt: skip


def versions(session: Session) -> list[tuple[str, int, int]]:
    found = session.exec(
        select(Checklist.slug, ChecklistVersion.number, ChecklistVersion.revision).join(Checklist)
    )
    rows = [(slug, number, revision) for slug, number, revision in found]
    session.rollback()
    return rows


def test_a_form_becomes_a_draft_and_what_is_otherwise_is_told(
    admin: PageClient, session: Session, people: People
) -> None:
    page = send(admin, xlsx(FORM), "visit.xlsx")
    assert page.h1 == "Visit"
    assert ["survey", "A3"] in [row[:2] for row in told(page)]
    assert "Place and route are not asked; “where” was left out." in page.text
    assert versions(session) == [("visit", 1, 1)]
    entry = session.exec(select(AuditEntry).where(AuditEntry.action == "checklist.imported")).one()
    assert entry.actor_id == people.admin.id
    page = admin.follow("Go to the checklist")
    assert page.path == "/checklists/visit"
    assert page.all("script:not([src])") == []


def test_a_file_that_says_all_is_taken_as_it_is(admin: PageClient) -> None:
    page = send(admin, (SHIPPED / "mystery-call.yaml").read_bytes(), "mystery-call.yaml")
    assert page.texts(".message") == ["Done: The file was taken as it is."]


def test_every_error_is_told_with_its_place_and_nothing_is_taken(admin: PageClient, session: Session) -> None:
    wrong = xlsx({"survey": "type | name | label\nintegr | a | A?\ntext | b | |\ntext | | C?"})
    page = send(admin, wrong, "wrong.xlsx", 422, title="My title", slug="my-visit", language="hr")
    assert told(page) == [
        ["survey", "A2", "XLSForm has no type “integr”. Correct it. Did you mean “integer”?"],
        ["survey", "C3", "The text is missing in all languages that checklists know. Fill in a column “label” or “question”."],
        ["survey", "B4", "The question has no name. Fill in the column “name”."],
    ]  # fmt: skip
    assert page.one("#title").get("value") == "My title"
    assert page.one("#slug").get("value") == "my-visit"
    assert page.texts("#language option[selected]") == ["Hrvatski"]
    assert versions(session) == []


def test_a_damaged_file_is_said_to_be_one(admin: PageClient) -> None:
    page = send(admin, b"PK\x03\x04 nothing", "a.xlsx", 422)
    assert "The workbook is damaged." in page.text


def test_title_and_short_name_are_asked_where_the_file_has_none(admin: PageClient, session: Session) -> None:
    listed = b"question;points\nIs it clean?;1\n"
    page = send(admin, listed, "list.csv", 422)
    assert len(told(page)) == 2
    send(admin, listed, "list.csv", title="Corner shop", slug="corner-shop")
    assert versions(session) == [("corner-shop", 1, 1)]


@pytest.mark.parametrize("slug", ["Corner Shop", "a_b", "-a", "ž"])
def test_a_short_name_that_is_none_is_refused(admin: PageClient, slug: str) -> None:
    page = send(admin, xlsx(FORM), "visit.xlsx", 422, slug=slug)
    assert "Use small letters a to z, digits and hyphens." in page.text


def test_without_a_file_nothing_happens(admin: PageClient) -> None:
    page = admin.submit("Import the file", status=422)
    assert page.texts(".error-summary li") == ["File: Choose the file with the checklist."]


def test_a_draft_is_not_replaced_unasked(admin: PageClient, session: Session) -> None:
    send(admin, xlsx(FORM), "visit.xlsx")
    other = xlsx(FORM | {"survey": "type | name | label\ntext | b | B?"})
    page = send(admin, other, "visit.xlsx", 422)
    assert "There is a draft of this checklist. Tick this to replace it." in page.text
    assert versions(session) == [("visit", 1, 1)]
    send(admin, other, "visit.xlsx", replace="y")
    assert versions(session) == [("visit", 1, 2)]


def test_the_same_file_may_be_sent_twice(admin: PageClient, session: Session) -> None:
    send(admin, xlsx(FORM), "visit.xlsx")
    send(admin, xlsx(FORM), "visit.xlsx")
    assert versions(session) == [("visit", 1, 1)]


def test_too_large_a_file_is_refused(admin: PageClient) -> None:
    page = send(admin, b"PK\x03\x04" + b"x" * 5_100_000, "a.xlsx", 422)
    assert "The file is larger than 5 MB." in page.text
    send(admin, b"PK\x03\x04" + b"x" * 7_000_000, "a.xlsx", 413)


def test_every_file_of_a_version_reads_as_that_version(
    client: PageClient, people: People, session: Session
) -> None:
    version = publish(session, people)
    session.commit()
    client.log_in(people.admin).get("/checklists/everything")
    for label in ("YAML, complete", "XLSForm, complete"):
        answer = client.http.get(client.page.link(label))
        assert read_any(answer.data).definition == parse_definition(dict(EVERYTHING))
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
    yaml = client.http.get(client.page.link("YAML, complete"))
    assert yaml.data.decode() == write_checklist(parse_definition(dict(EVERYTHING)))
    assert yaml.headers["Content-Disposition"] == f'attachment; filename="everything-{version.number}.yaml"'
    listed = client.http.get(client.page.link("Questions as CSV"))
    assert listed.data.startswith(b"\xef\xbb\xbfsection::English (en);question::English (en);type;")
    book = openpyxl.load_workbook(BytesIO(client.http.get(client.page.link("Questions as a workbook")).data))
    assert book["questions"]["B2"].value == "The greeting?"


def test_translations_go_out_and_come_back_into_a_draft(
    client: PageClient, people: People, session: Session
) -> None:
    draft = dict(EVERYTHING) | {"title": text("Everything, better")}
    import_definition(session, user_for(session, people.admin.id), parse_definition(draft))
    session.commit()
    client.log_in(people.admin).get("/checklists/everything")
    client.follow("Translations")
    answer = client.http.get(client.page.link("Slovenčina"))
    written = answer.data.decode()
    assert 'msgctxt "welcome.greeting.text"' in written
    better = written.replace('msgstr "Everything, better"', 'msgstr "Všetko, lepšie"')
    page = client.submit("Take the translations", file=(BytesIO(better.encode()), "everything-sk.po"))
    assert page.texts(".message") == ["Done: The file was taken as it is."]
    session.rollback()
    (version,) = session.exec(select(ChecklistVersion)).all()
    assert version.definition.title == draft["title"] | {"sk": "Všetko, lepšie"}


def test_a_file_that_is_no_translation_is_refused(
    client: PageClient, people: People, session: Session
) -> None:
    version = import_definition(session, None, parse_definition(dict(EVERYTHING)))
    session.commit()
    client.log_in(people.admin).get(f"/checklists/versions/{version.id}/translations")
    page = client.submit("Take the translations", file=(BytesIO(b"nothing"), "a.po"), status=422)
    assert "This is no PO file" in told(page)[0][2]


def test_a_published_version_takes_no_translations(
    client: PageClient, people: People, session: Session
) -> None:
    version = publish(session, people)
    session.commit()
    page = client.log_in(people.admin).get(f"/checklists/versions/{version.id}/translations")
    assert page.all("form[enctype]") == []
    assert "A published version never changes. Make a draft of it first." in page.text
    client.get(f"/checklists/versions/{version.id}/translations/sr-Latn.po", 404)


def test_a_reviewer_reads_but_takes_no_files(client: PageClient, people: People, session: Session) -> None:
    publish(session, people)
    session.commit()
    page = client.log_in(people.reviewer).get("/checklists/everything")
    assert "Import a checklist" not in page.text
