"""The summary of a wave: what can be told of its stores, and nothing of a store that the reader may not see."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask
from pypdf import PdfReader
from sqlalchemy import event
from sqlmodel import Session, select

from auditapp.actions.models import ActionState
from auditapp.actions.queries import plan_of
from auditapp.clients.models import Region, Scope, Store
from auditapp.core.clock import frozen_at, now
from auditapp.core.running import run_pending
from auditapp.core.worker import context_of
from auditapp.visits.models import Wave
from tests.reports.published import MARCH, Auditing, Told
from tests.support.pages import PageClient
from tests.support.people import People
from tests.support.visits import plan_visit

NewClient = Callable[[], PageClient]
MOST_QUERIES = 18
ONLY_SQLITE = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)


def address(auditing: Auditing, wave: Wave) -> str:
    return f"/reports/waves/{wave.id}/{auditing.version.checklist_id}"


def work(app: Flask) -> None:
    with app.app_context():
        run_pending(context_of(app))


def words(text: str) -> str:
    return " ".join(text.replace("\xa0", " ").split())


def give_region_to(session: Session, people: People) -> None:
    """The store manager becomes the manager of the whole region, in which the far store is not."""
    scope = session.exec(select(Scope).where(Scope.user_id == people.store_manager.id)).one()
    scope.region_id, scope.store_id = session.get_one(Store, people.store_id).region_id, None
    session.commit()


def waves_of(auditing: Auditing, people: People) -> list[Wave]:
    """Three waves over three stores, of which the far one is weak at every visit."""
    weak = {"greeting": "never", "wait": 500}
    waves = []
    for number in range(3):
        wave = auditing.wave(f"Wave {number + 1}")
        wave.starts_on += timedelta(days=40 * number)
        at = MARCH + timedelta(days=40 * number)
        almost = {"wait": 90} if number % 2 else {}
        auditing.visit(Told(at=at, answers=almost), wave=wave)
        auditing.visit(Told(at=at), wave=wave, store_id=people.neighbour_store_id)
        auditing.visit(Told(at=at, answers=weak | almost), wave=wave, store_id=people.far_store_id)
        waves.append(wave)
    return waves


def test_stores_stand_in_groups_that_the_visits_can_tell_apart(
    auditing: Auditing, people: People, client: PageClient
) -> None:
    _first, before, last = waves_of(auditing, people)
    client.log_in(people.head_office).get(f"/reports/waves/{last.id}")
    page = client.follow("Open Everything")
    assert page.texts(".group-row") == [
        "Clearly above the mean of these stores",
        "Clearly below the mean of these stores",
    ]
    assert page.texts(".store-lines a") == ["Subotica, Korzo", "Szeged, Korzo", "Niš, Korzo"]
    told = "2 stores are clearly above the mean; 1 is clearly below it; 0 cannot be told from it."
    assert told in page.text
    assert words(page.texts(".score-number")[0]) == "84.0 %"
    assert page.texts(".finding-lines tbody b") == ["1 of 3", "1 of 3"]
    assert before.name in page.texts(".against")[0]
    assert [words(text) for text in page.texts(".mover-lines .figures")] == [
        "88.0 % → 100.0 % · ▲ +12.0",
        "64.0 % → 52.0 % · ▼ −12.0",
    ]


def test_a_region_sees_its_stores_only_in_every_figure_and_file(
    app: Flask, auditing: Auditing, people: People, session: Session, new_client: NewClient
) -> None:
    give_region_to(session, people)
    wave = waves_of(auditing, people)[-1]
    head, region = new_client().log_in(people.head_office), new_client().log_in(people.store_manager)
    for reader in (head, region):
        reader.get(f"{address(auditing, wave)}/en.pdf")
        reader.submit("Make the PDF")
        work(app)
    page = region.get(address(auditing, wave))
    assert words(page.texts(".score-number")[0]) == "100.0 %"
    assert "Only the stores that you may see, in: Észak" in page.text
    assert "Nothing lost points in any store." in page.text
    texts = {}
    for name, reader in (("head", head), ("region", region)):
        data = reader.http.get(f"{address(auditing, wave)}/en.pdf").data
        texts[name] = words(" ".join(found.extract_text() for found in PdfReader(BytesIO(data)).pages))
    assert "Niš, Korzo" in texts["head"]
    assert "Југ" in texts["head"]
    for text in (page.text, texts["region"]):
        assert "Subotica, Korzo" in text
        assert "Niš" not in text
        assert "Југ" not in text
        assert "52.0" not in text


def test_what_is_published_or_done_since_makes_another_file_and_the_old_one_goes(
    app: Flask, auditing: Auditing, people: People, session: Session, client: PageClient, tmp_path: Path
) -> None:
    wave = auditing.wave()
    visit = auditing.visit(Told(answers={"greeting": "late"}), wave=wave)
    place = f"{address(auditing, wave)}/hu.pdf"
    client.log_in(people.admin).get(place)
    client.submit("Make the PDF")
    work(app)
    file = client.http.get(place)
    assert file.data.startswith(b"%PDF-")
    assert file.headers["Content-Disposition"].startswith('attachment; filename="Rosa_Spring_')
    assert client.http.get(place).data == file.data
    plan_of(session, visit)[0].state = ActionState.DONE
    session.commit()
    assert "There is no PDF in this language yet" in client.get(place).text
    [old] = papers = list((tmp_path / "files" / "papers").rglob("*.pdf"))
    client.log_in(people.head_office).get(place)
    client.submit("Make the PDF")
    work(app)
    assert set(papers) < set((tmp_path / "files" / "papers").rglob("*.pdf"))
    with frozen_at(now() + timedelta(days=1, minutes=1)):
        work(app)
    assert not old.exists()
    assert client.http.get(place).data.startswith(b"%PDF-")


@ONLY_SQLITE
def test_one_visit_each_says_what_it_cannot_say(
    auditing: Auditing, people: People, client: PageClient
) -> None:
    wave = auditing.wave()
    auditing.visit(Told(answers={"greeting": "never"}, na=("receipt", "seated")), wave=wave)
    auditing.visit(Told(), wave=wave, store_id=people.far_store_id)
    page = client.log_in(people.head_office).get(address(auditing, wave))
    assert page.texts(".group-row") == []
    assert "cannot be told which stores differ by more than chance" in page.text
    assert "±" not in page.texts("main")[0]
    assert "No store has a result in an earlier wave" in page.text
    assert page.texts(".action-lines tbody td:last-child") == ["1"]


@ONLY_SQLITE
def test_extremes_are_shown_as_they_are(
    app: Flask, auditing: Auditing, people: People, session: Session, client: PageClient
) -> None:
    session.get_one(Store, people.store_id).name = "W" * 118
    session.exec(select(Region).where(Region.name == "Észak")).one().name = "Ő" * 120
    wave, empty = auditing.wave("w" * 120), auditing.wave("Empty")
    auditing.visit(wave=wave)
    planned = plan_visit(session, people, auditing.version)
    planned.wave_id = empty.id
    session.commit()
    client.log_in(people.head_office).get(address(auditing, empty), 404)
    assert client.get(f"/reports/stores/{people.store_id}").link("w" * 120) == address(auditing, wave)
    client.get(f"/reports/waves/{wave.id}/999", 404)
    page = client.get(address(auditing, wave))
    assert "Nothing lost points in any store." in page.text
    page = client.log_in(people.admin).get(address(auditing, empty))
    assert "No visit of this wave has been published with a result yet." in page.text
    for found in (wave, empty):
        client.get(f"{address(auditing, found)}/sr-Cyrl.pdf")
        client.submit("Make the PDF")
        work(app)
        pages = PdfReader(BytesIO(client.http.get(f"{address(auditing, found)}/sr-Cyrl.pdf").data)).pages
        assert len(pages) == (2 if found is wave else 1)


@ONLY_SQLITE
def test_a_summary_asks_the_database_a_fixed_number_of_times(
    app: Flask, auditing: Auditing, people: People, client: PageClient
) -> None:
    *_, last = waves_of(auditing, people)
    client.log_in(people.head_office)
    asked: list[str] = []
    event.listen(
        app.extensions["auditapp.database"].engine,
        "before_cursor_execute",
        lambda *found: asked.append(found[2]),
    )
    with frozen_at(MARCH + timedelta(days=200)):
        client.get(address(auditing, last))
    assert len(asked) <= MOST_QUERIES
