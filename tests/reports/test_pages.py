"""The client's pages: who sees which report, what stands on them, and the way to the PDF."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from shutil import rmtree

import pytest
from flask import Flask
from sqlalchemy import event
from sqlmodel import Session

from auditapp.clients.models import Store
from auditapp.core.clock import frozen_at
from auditapp.core.i18n import OWN_NAMES
from auditapp.core.running import most_urgent, run_pending
from auditapp.core.worker import context_of
from auditapp.domain.language import Language
from tests.reports.published import MARCH, Auditing, Told
from tests.support.pages import PageClient
from tests.support.people import People
from tests.support.visits import EVERYTHING, publish

NewClient = Callable[[], PageClient]
SUFFIXES = ("", "/hu.pdf", "/hu/making", "/hu/state")


def work(app: Flask, times: int = 1) -> None:
    for hour in range(times):
        with app.app_context(), frozen_at(MARCH + timedelta(days=1, hours=hour)):
            run_pending(context_of(app))


@contextmanager
def writing_refused(app: Flask) -> Iterator[None]:
    """As where the disk under SQLite is full."""
    engine = app.extensions["auditapp.database"].engine
    engine.dispose()

    def refuse(connection: sqlite3.Connection, _record: object) -> None:
        connection.execute("PRAGMA query_only = ON")

    event.listen(engine, "connect", refuse)
    yield
    event.remove(engine, "connect", refuse)
    engine.dispose()


def statuses(visitor: PageClient, visit_id: int | None) -> set[int]:
    return {visitor.http.get(f"/reports/visits/{visit_id}{suffix}").status_code for suffix in SUFFIXES}


def test_a_client_reads_what_lies_in_its_scope_and_nothing_else(
    app: Flask, auditing: Auditing, people: People, new_client: NewClient
) -> None:
    own = auditing.visit()
    neighbour = auditing.visit(store_id=people.neighbour_store_id)
    strangers = auditing.visit(store_id=people.strangers_store_id)
    unpublished = auditing.submitted()
    work(app)
    seen = {
        name: [
            max(statuses(new_client().log_in(getattr(people, name)), visit.id))
            for visit in (own, neighbour, strangers, unpublished)
        ]
        for name in ("store_manager", "head_office", "stranger", "reviewer", "admin", "auditor")
    }
    assert seen == {
        "store_manager": [200, 404, 404, 404],
        "head_office": [200, 200, 404, 404],
        "stranger": [404, 404, 200, 404],
        "reviewer": [200, 200, 200, 404],
        "admin": [200, 200, 200, 404],
        "auditor": [403, 403, 403, 403],
    }


def test_nobody_may_order_what_they_may_not_read(
    auditing: Auditing, people: People, new_client: NewClient
) -> None:
    visit = auditing.visit()
    stranger = new_client().log_in(people.stranger)
    assert stranger.http.post(f"/reports/visits/{visit.id}/hu/making").status_code in {400, 404}
    assert new_client().http.get(f"/reports/visits/{visit.id}").status_code == 302
    stranger.get(f"/reports/stores/{people.store_id}", 404)


@pytest.mark.parametrize(
    "address", ["/reports/visits/1/de.pdf", "/reports/visits/99/hu.pdf", "/reports/stores/99"]
)
def test_what_does_not_exist_is_not_found(client: PageClient, people: People, address: str) -> None:
    client.log_in(people.head_office).get(address, 404)


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
def test_whoever_waits_for_a_report_is_served_before_the_others(
    app: Flask, auditing: Auditing, people: People, client: PageClient
) -> None:
    for _ in range(2):
        auditing.visit()
    first, second = (1, 2)
    page = f"/reports/visits/{second}/hu.pdf"
    client.log_in(people.store_manager)
    with writing_refused(app):
        assert "Waiting for its turn" in client.get(page).text
    assert most_urgent(context_of(app), first) == first
    assert "Waiting for its turn" in client.get(page).text
    assert most_urgent(context_of(app), first) == second


def test_home_lists_the_stores_by_region_with_their_last_result(
    auditing: Auditing, people: People, client: PageClient
) -> None:
    auditing.visit(Told(answers={"greeting": "never"}, at=MARCH - timedelta(days=40)))
    auditing.visit(Told(answers={"greeting": "late"}))
    auditing.visit(store_id=people.far_store_id)
    page = client.log_in(people.head_office).get("/reports")
    assert page.texts("caption") == ["Rosa · Észak", "Rosa · Југ"]
    assert page.texts("tbody th a") == ["Subotica, Korzo", "Szeged, Korzo", "Niš, Korzo"]
    subotica, szeged, nis = page.texts("tbody tr")
    assert "88.0 %" in subotica.replace("\xa0", " ")
    assert "+12.0" in subotica
    assert "no visit yet" in szeged
    assert "100.0 %" in nis.replace("\xa0", " ")
    assert page.texts(".key-figures dd") == ["2 of 3", "94.0 %", "1", "0"]
    assert client.follow("Subotica, Korzo").h1 == "Subotica, Korzo"


def test_home_says_when_there_is_nothing_yet(client: PageClient, people: People) -> None:
    assert "No reports yet" in client.log_in(people.store_manager).get("/reports").text


def test_a_store_is_shown_over_time(auditing: Auditing, people: People, client: PageClient) -> None:
    wave = auditing.wave("Spring 2026")
    auditing.visit(Told(answers={"greeting": "late"}, at=MARCH - timedelta(days=40)))
    auditing.visit(wave=wave)
    page = client.log_in(people.store_manager).get(f"/reports/stores/{people.store_id}")
    cells = [text.replace("\xa0", " ") for text in page.texts("tbody span")]
    assert page.texts("tbody th") == ["11 Mar 2026", "30 Jan 2026"]
    assert {"Spring 2026", "100.0 %", "▲ +12.0", "88.0 %"} <= set(cells)
    assert len(page.all("svg.figure")) == 1


@pytest.mark.parametrize(
    "language,visits,words",
    [
        (Language.ENGLISH, 2, "eak on 2 visits in a row"),
        (Language.SERBIAN_CYRILLIC, 2, "лабо на 2 посете заредом"),
        (Language.SERBIAN_CYRILLIC, 5, "лабо на 5 посета заредом"),
        (Language.SERBIAN_LATIN, 2, "labo na 2 posete zaredom"),
        (Language.CROATIAN, 2, "labo na 2 posjeta zaredom"),
        (Language.HUNGARIAN, 2, "gymás után 2 látogatáson gyenge"),
        (Language.SLOVAK, 2, "labé pri 2 návštevách po sebe"),
    ],
)
def test_a_repeated_failure_says_how_often(
    auditing: Auditing, people: People, client: PageClient, language: Language, visits: int, words: str
) -> None:
    client.log_in(people.head_office).get("/reports")
    client.submit(OWN_NAMES[language])
    for months in range(1, visits):
        auditing.visit(Told(answers={"greeting": "late"}, at=MARCH - timedelta(days=30 * months)))
    visit = auditing.visit(Told(answers={"greeting": "late"}))
    page = client.get(f"/reports/visits/{visit.id}")
    assert [flag[1:] for flag in page.texts(".finding .flag")] == [words]
    assert words in " ".join(page.texts(".plan .what .flag"))


def test_a_first_failure_is_no_habit(auditing: Auditing, people: People, client: PageClient) -> None:
    visit = auditing.visit(Told(answers={"greeting": "late"}))
    page = client.log_in(people.head_office).get(f"/reports/visits/{visit.id}")
    assert page.texts(".finding .flag") == []
    assert "in a row" not in " ".join(page.texts(".plan .what .flag"))


def test_a_section_that_nothing_counted_in_has_a_dash_that_is_explained(
    auditing: Auditing, people: People, client: PageClient
) -> None:
    definition = {**EVERYTHING, "slug": "na"}
    definition["sections"] = [
        {**section, "questions": [{**question, "allow_na": True} for question in section["questions"]]}
        for section in EVERYTHING["sections"]
    ]
    auditing.version = publish(auditing.session, people, definition)
    explained = "Dash: nothing was scored in this section."
    empty = auditing.visit(Told(na=("receipt", "seen", "window")))
    page = client.log_in(people.head_office).get(f"/reports/visits/{empty.id}")
    facts = page.texts(".section-lines tbody th").index("Facts")
    assert page.texts('.section-lines td[data-label="Score"]')[facts] == "–"
    assert explained in page.text
    full = auditing.visit(Told(na=(), photos=["receipt"], at=MARCH + timedelta(days=30)))
    page = client.get(f"/reports/visits/{full.id}")
    assert page.texts('.section-lines td[data-label="Score"]')[facts].replace("\xa0", " ") == "100.0 %"
    assert page.texts('.section-lines td[data-label="Last visit"]')[facts] == "–"
    assert explained not in page.text


def test_the_report_shows_what_somebody_typed_as_text(
    auditing: Auditing, people: People, client: PageClient
) -> None:
    attack = '<img src="http://evil.example/x.png"> {{ 7 * 7 }}'
    visit = auditing.visit(Told(answers={"greeting": "late"}, remarks={"greeting": attack}))
    page = client.log_in(people.store_manager).get(f"/reports/visits/{visit.id}")
    assert page.texts("blockquote") == [attack]
    assert page.all("img") == []
    assert page.h1 == "Subotica, Korzo"
    assert "88.0" in page.texts(".score-number")[0]


def test_photos_of_the_report_are_those_of_the_visit(
    auditing: Auditing, people: People, client: PageClient
) -> None:
    visit = auditing.visit(Told(answers={"window": "no"}, photos=["window", "receipt"], na=()))
    page = client.log_in(people.store_manager).get(f"/reports/visits/{visit.id}")
    addresses = [image.get("src", "") for image in page.all("img")]
    assert len(addresses) == 2
    assert {client.http.get(address).status_code for address in addresses} == {200}


def test_a_pdf_is_downloaded_under_a_name_that_says_what_it_is(
    app: Flask, auditing: Auditing, people: People, session: Session, client: PageClient
) -> None:
    store = session.get_one(Store, people.store_id)
    store.name = "Đorđe & sin: Жељезничка 7/b"
    auditing.report_in(Language.SERBIAN_CYRILLIC)
    visit = auditing.visit()
    work(app)
    answer = client.log_in(people.store_manager).http.get(f"/reports/visits/{visit.id}/sr-Cyrl.pdf")
    assert answer.mimetype == "application/pdf"
    assert answer.data.startswith(b"%PDF-")
    assert answer.content_length == len(answer.data)
    assert answer.headers["Content-Disposition"] == (
        'attachment; filename="Dorde-sin-Zeljeznicka-7-b_2026-03-11_sr-Cyrl.pdf"; '
        "filename*=UTF-8''%C4%90or%C4%91e-sin-%D0%96%D0%B5%D1%99%D0%B5%D0%B7%D0%BD%D0%B8%D1%87%D0%BA%D0%B0-7-b"
        "_2026-03-11_sr-Cyrl.pdf"
    )
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_pdf_that_is_not_there_yet_is_waited_for(
    app: Flask, auditing: Auditing, people: People, client: PageClient
) -> None:
    visit = auditing.visit()
    page = client.log_in(people.store_manager).get(f"/reports/visits/{visit.id}/hu.pdf")
    assert page.h1 == "The report as PDF"
    assert page.texts("[data-text]") == ["Waiting for its turn …"]
    state = client.http.get(f"/reports/visits/{visit.id}/hu/state").json
    assert state == {"stage": "working", "progress": 0, "text": "Waiting for its turn …"}
    work(app)
    page = client.follow("Check again")
    assert page.link("Download the PDF") == f"/reports/visits/{visit.id}/hu.pdf"
    state = client.http.get(f"/reports/visits/{visit.id}/hu/state").json
    assert state == {"stage": "ready", "progress": 100, "text": ""}


def test_a_language_that_the_client_did_not_ask_for_is_made_on_demand(
    app: Flask, auditing: Auditing, people: People, client: PageClient
) -> None:
    visit = auditing.visit()
    work(app)
    page = client.log_in(people.store_manager).get(f"/reports/visits/{visit.id}/sk.pdf")
    assert "There is no PDF in this language yet" in page.text
    client.submit("Make the PDF")
    work(app)
    assert client.http.get(f"/reports/visits/{visit.id}/sk.pdf").data.startswith(b"%PDF-")


def test_a_failure_has_its_reason_and_a_way_on(
    app: Flask, auditing: Auditing, people: People, client: PageClient, tmp_path: Path
) -> None:
    visit = auditing.visit()
    folder = tmp_path / "files"
    rmtree(folder)
    folder.write_bytes(b"no folder any more")
    work(app, times=4)
    page = client.log_in(people.store_manager).get(f"/reports/visits/{visit.id}/hu/making")
    assert "The PDF could not be made." in page.text
    assert "file storage could not be reached" in page.text
    folder.unlink()
    folder.mkdir()
    assert client.submit("Try again").texts("[data-text]") == ["Waiting for its turn …"]
    work(app)
    assert client.http.get(f"/reports/visits/{visit.id}/hu.pdf").status_code == 200


def test_a_file_that_was_lost_is_made_again(
    app: Flask, auditing: Auditing, people: People, client: PageClient, tmp_path: Path
) -> None:
    visit = auditing.visit()
    work(app)
    rmtree(tmp_path / "files" / "reports")
    page = client.log_in(people.store_manager).get(f"/reports/visits/{visit.id}/hu.pdf")
    assert "There is no PDF in this language yet" in page.text
    client.submit("Make the PDF")
    work(app)
    assert client.http.get(f"/reports/visits/{visit.id}/hu.pdf").status_code == 200
