"""The guidance sheet: what an auditor reads before going, on paper and in the own language."""

from collections.abc import Mapping
from copy import deepcopy
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from pypdf import PdfReader
from sqlmodel import Session

from auditapp.checklists.models import ChecklistVersion
from auditapp.checklists.services import import_definition
from auditapp.core.storage import Storage
from auditapp.domain.definition import parse_definition
from auditapp.domain.language import Language
from auditapp.visits.guidance import SHEET_VERSION, guidance_pdf
from tests.support.pages import PageClient
from tests.support.people import People
from tests.support.visits import EVERYTHING, plan_visit, publish, text

ATTACK = '<script>alert(1)</script> <img src="http://evil.example/x.png"> {{ 7 * 7 }}'


@pytest.fixture
def version(session: Session, people: People) -> ChecklistVersion:
    """A published version, with a visit of the auditor by it."""
    version = publish(session, people)
    plan_visit(session, people, version)
    return version


def storage_of(app: Flask) -> Storage:
    found: Storage = app.extensions["auditapp.storage"]
    return found


def words(data: bytes) -> str:
    """What stands on the pages, on one line."""
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(data)).pages).split())


def download(client: PageClient, address: str) -> bytes:
    answer = client.http.get(address)
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    return bytes(answer.data)


def address_of(version: ChecklistVersion, scenario: str = "") -> str:
    return f"/checklists/versions/{version.id}/guidance.pdf" + (f"?scenario={scenario}" if scenario else "")


def test_the_auditor_finds_it_beside_the_visit(
    client: PageClient, people: People, version: ChecklistVersion
) -> None:
    page = client.log_in(people.auditor).get("/home")
    address = page.link("Guidance sheet (PDF) Subotica, Korzo")
    assert address == address_of(version, "gift")
    sheet = words(download(client, address))
    for wanted in (
        "Your part The gift You look for a gift.",
        "What holds for every visit Be an ordinary customer.",
        "1.1 The greeting? Greeted at once, with a smile Greeted after a while Not greeted at all Count from the door.",
        "1.2 The seated? Yes No Not applicable",
        "1.3 The excuse? Asked only if “1.2” is answered with “No” Text",
        "1.4 The wait? How long",
        "2.1 The offers? How many, from 0 to 20",
        "2.6 The recommend? 0 1 2 3 4 5 6 7 8 9 10",
        "Remark: if points are lost",
        "What to photograph No. Question Photo 2.7 The receipt? always 2.8 The window? if points are lost",
    ):
        assert wanted in sheet, (wanted, sheet)
    for unwanted in ("The hurry", "rushed", "point", "2 points"):
        assert unwanted not in sheet.replace("if points are lost", "")


def test_without_a_scenario_it_holds_all_of_them(
    client: PageClient, people: People, version: ChecklistVersion
) -> None:
    client.log_in(people.reviewer).get("/checklists/everything")
    assert client.page.link("Guidance sheet (PDF) version 1") == address_of(version)
    sheet = words(download(client, address_of(version)))
    assert "The gift You look for a gift. The hurry You have no time." in sheet
    assert "3 The hurry Only in the scenario: The hurry 3.1 The rushed?" in sheet


def test_nobody_reads_what_is_not_theirs(
    client: PageClient, people: People, version: ChecklistVersion
) -> None:
    client.log_in(people.second_auditor).get(address_of(version), 404)
    client.log_in(people.head_office).get(address_of(version), 403)
    client.log_in(people.auditor).get(address_of(version, "unknown"), 404)
    client.get("/checklists/versions/999/guidance.pdf", 404)


@pytest.mark.parametrize("language", Language)
def test_it_speaks_the_readers_language_and_copies_right(
    app: Flask, session: Session, language: Language
) -> None:
    raw = deepcopy(dict(EVERYTHING)) | {
        "title": text(
            "Shop",
            **{
                "sr-Cyrl": "Љубазна продавница",
                "hu": "Őszi bolt",
                "sk": "Ľudový obchod",
                "hr": "Čista trgovina",
            },
        )
    }
    draft = import_definition(session, None, parse_definition(raw))
    with app.app_context():
        data = guidance_pdf(storage_of(app), draft, None, language)
    title = {
        "en": "Shop",
        "sr-Cyrl": "Љубазна продавница",
        "sr-Latn": "Ljubazna prodavnica",
        "hu": "Őszi bolt",
        "sk": "Ľudový obchod",
        "hr": "Čista trgovina",
    }[language.value]
    assert title in words(data)
    reader = PdfReader(BytesIO(data))
    root: Any = reader.trailer["/Root"]
    assert root["/Lang"] == language.value
    assert root["/MarkInfo"]["/Marked"]
    assert reader.metadata is not None
    assert title in str(reader.metadata.title)


def test_the_same_version_gives_the_same_bytes_and_is_drawn_once(
    app: Flask, version: ChecklistVersion
) -> None:
    with app.app_context():
        first = guidance_pdf(storage_of(app), version, "gift", Language.CROATIAN)
        key = f"guidance/{version.digest}/gift-hr-{SHEET_VERSION}.pdf"
        assert storage_of(app).get(key) == first
        storage_of(app).put(key, b"kept")
        assert guidance_pdf(storage_of(app), version, "gift", Language.CROATIAN) == b"kept"
        storage_of(app).delete(key)
        assert guidance_pdf(storage_of(app), version, "gift", Language.CROATIAN) == first


def test_what_somebody_typed_is_shown_and_never_followed(
    client: PageClient, people: People, session: Session
) -> None:
    raw: dict[str, Any] = deepcopy(dict(EVERYTHING))
    greeting = raw["sections"][0]["questions"][0]
    for part, name in ((raw, "title"), (raw, "briefing"), (greeting, "text"), (greeting, "guidance")):
        part[name] = text(ATTACK)
    draft = import_definition(session, None, parse_definition(raw))
    session.commit()
    sheet = words(download(client.log_in(people.admin), address_of(draft)))
    assert sheet.count(ATTACK) >= 4


def test_a_draft_that_cannot_be_read_has_no_sheet(
    client: PageClient, people: People, session: Session
) -> None:
    draft = import_definition(session, None, parse_definition(EVERYTHING))
    content: Mapping[str, Any] = draft.content
    draft.content = {**content, "channel": "telepathy"}
    session.commit()
    client.log_in(people.admin).get(address_of(draft), 404)
