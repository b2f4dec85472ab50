"""The reports of a wave as one batch: ordered once, watched, tried again, loaded as one file, made anew."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from shutil import rmtree
from threading import Barrier, Thread
from zipfile import ZipFile

import pytest
from flask import Flask
from pypdf import PdfReader
from sqlmodel import Session, col, func, select

from auditapp.core.clock import frozen_at
from auditapp.core.jobs import Job
from auditapp.core.running import run_pending
from auditapp.core.worker import context_of
from auditapp.reports.batches import NothingToMake, begin_batch
from auditapp.reports.models import BatchItem, ReportBatch, ReportFile
from auditapp.visits.models import Wave
from tests.reports.published import MARCH, Auditing
from tests.support.pages import PageClient
from tests.support.people import People

on_one_database = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)


@pytest.fixture
def wave(auditing: Auditing, people: People) -> int:
    """The number of a wave with a published visit in two of the company's stores, reported in Hungarian; nothing is made yet."""
    wave = auditing.wave()
    for store_id in (people.store_id, people.far_store_id):
        auditing.visit(store_id=store_id, wave=wave)
    return wave.id


def work(app: Flask, times: int = 1) -> None:
    for hour in range(times):
        with app.app_context(), frozen_at(MARCH + timedelta(days=1, hours=hour)):
            run_pending(context_of(app))


def hand_over(client: PageClient, wave: int) -> None:
    client.get(f"/reports/waves/{wave}")
    client.follow("Make all reports")
    client.submit("Yes, make them")


def figures(client: PageClient) -> list[str]:
    return client.page.texts(".key-figures dd")


def loaded(client: PageClient, address: str) -> bytes:
    answer = client.http.get(address)
    assert answer.status_code == 200, address
    return bytes(answer.data)


def count(session: Session, model: type[ReportBatch | BatchItem | ReportFile]) -> int:
    session.rollback()
    found = session.exec(select(func.count()).select_from(model)).one()
    session.rollback()
    return found


def test_a_wave_is_made_and_loaded_as_single_files_and_as_one(
    app: Flask, wave: int, people: People, client: PageClient, new_client: Callable[[], PageClient]
) -> None:
    client.log_in(people.reviewer).get("/reports")
    client.follow("Reports by wave")
    assert "2 of 2" in client.page.text
    hand_over(client, wave)
    assert figures(client) == ["0 / 0", "0", "0", "0"]
    work(app)
    client.get(client.page.path)
    assert figures(client) == ["2 / 2", "0", "0", "0"]
    assert "2 of 2" in client.page.text
    archive = ZipFile(BytesIO(loaded(client, f"/reports/waves/{wave}/hu.zip")))
    assert archive.testzip() is None
    days = "_2026-03-11_hu.pdf"
    assert archive.namelist() == [f"{name}-Korzo{days}" for name in ("Subotica", "Nis")]
    single = [loaded(client, f"/reports/visits/{number}/hu.pdf") for number in (1, 2)]
    assert [archive.read(name) for name in archive.namelist()] == single
    one = PdfReader(BytesIO(loaded(client, f"/reports/waves/{wave}/hu.pdf")))
    marks = [(str(mark["/Title"]), one.get_destination_page_number(mark)) for mark in one.outline]  # type: ignore[arg-type, call-overload]
    pages = len(PdfReader(BytesIO(single[0])).pages)
    assert marks == [
        ("Subotica, Korzo, 2026. márc. 11.", 0),
        ("Niš, Korzo, 2026. márc. 11.", pages),
    ]
    manager = new_client().log_in(people.store_manager)
    assert "1 published visit" in manager.get(f"/reports/waves/{wave}").text
    assert len(ZipFile(BytesIO(loaded(manager, f"/reports/waves/{wave}/hu.zip"))).namelist()) == 1


def test_a_batch_is_begun_once_however_often_it_is_asked_for(
    app: Flask, wave: int, people: People, client: PageClient, session: Session
) -> None:
    database, both = app.extensions["auditapp.database"], Barrier(2)

    def ask() -> None:
        both.wait()
        with database.transaction() as own:
            begin_batch(own, None, own.get_one(Wave, wave))

    threads = [Thread(target=ask) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    client.log_in(people.admin).get(f"/reports/waves/{wave}/batch")
    client.submit("Yes, make them")
    work(app)
    assert (count(session, ReportBatch), count(session, BatchItem), count(session, ReportFile)) == (1, 2, 2)
    with pytest.raises(NothingToMake):
        begin_batch(session, None, session.get_one(Wave, wave))
    assert "There is nothing to make" in client.get(f"/reports/waves/{wave}/batch").text


@on_one_database
def test_what_is_published_later_makes_a_batch_of_its_own(
    app: Flask, wave: int, auditing: Auditing, people: People, client: PageClient, session: Session
) -> None:
    late = auditing.submitted(wave=auditing.session.get_one(Wave, wave))
    client.log_in(people.admin)
    hand_over(client, wave)
    assert "1 visit of this wave is not published yet." in client.page.text
    work(app)
    auditing.publish(late)
    hand_over(client, wave)
    work(app)
    items = session.exec(select(BatchItem.batch_id, BatchItem.visit_id).order_by(col(BatchItem.id))).all()
    assert items == [(1, 1), (1, 2), (2, late.id)]


@on_one_database
def test_a_failure_says_why_and_is_tried_again(
    app: Flask, wave: int, people: People, client: PageClient, session: Session, tmp_path: Path
) -> None:
    folder = tmp_path / "files"
    rmtree(folder)
    folder.write_bytes(b"no folder any more")
    client.log_in(people.admin)
    hand_over(client, wave)
    work(app, times=4)
    client.get(client.page.path)
    assert figures(client) == ["0 / 2", "0", "0", "2"]
    assert len([line for line in client.page.texts("li") if "storage could not be reached" in line]) == 2
    assert count(session, ReportFile) == 0
    folder.unlink()
    folder.mkdir()
    client.submit("Try all of them again")
    assert "2 reports are tried again." in client.page.text
    state = client.http.get(f"/reports/waves/{wave}/state").json
    assert state == {
        "over": False, "done": 0, "total": 2, "running": 0, "waiting": 2, "failed": 0, "left": ""
    }  # fmt: skip
    work(app)
    client.get(client.page.path)
    assert figures(client) == ["2 / 2", "0", "0", "0"]


@on_one_database
def test_a_lost_file_does_not_spoil_the_others(
    app: Flask, wave: int, people: People, client: PageClient, session: Session
) -> None:
    work(app)
    file = session.exec(select(ReportFile).where(ReportFile.visit_id == 2)).one()
    app.extensions["auditapp.storage"].delete(file.storage_key)
    client.log_in(people.head_office)
    archive = ZipFile(BytesIO(loaded(client, f"/reports/waves/{wave}/hu.zip")))
    assert len(archive.namelist()) == 2
    assert archive.read("MISSING.txt") == b"Nis-Korzo_2026-03-11_hu.pdf\r\n"
    assert len(PdfReader(BytesIO(loaded(client, f"/reports/waves/{wave}/hu.pdf"))).outline) == 1
    assert "No report of this wave is made" in client.get(f"/reports/waves/{wave}/sk.zip").text


@on_one_database
def test_reports_are_made_anew_when_asked_and_the_older_ones_are_kept(
    app: Flask, wave: int, people: People, client: PageClient, session: Session
) -> None:
    work(app)
    storage = app.extensions["auditapp.storage"]
    for file in session.exec(select(ReportFile)):
        make_old(session, file)
        storage.put(file.storage_key, b"%PDF-1.7 as it looked before")
    session.commit()
    client.log_in(people.admin)
    assert loaded(client, "/reports/visits/1/hu.pdf") == b"%PDF-1.7 as it looked before"
    client.get(f"/reports/waves/{wave}")
    client.follow("Make reports anew")
    assert "Reports that somebody holds stay genuine" in client.page.text
    client.submit("Yes, make them")
    work(app)
    client.get(client.page.path)
    assert figures(client) == ["2 / 2", "0", "0", "0"]
    assert b"as it looked before" not in loaded(client, "/reports/visits/1/hu.pdf")
    assert storage.get("reports/1/hu-old.pdf") == b"%PDF-1.7 as it looked before"
    assert count(session, ReportFile) == 4
    assert app.test_cli_runner().invoke(args=["reports", "render-again"]).output.startswith("0 reports")


@on_one_database
def test_the_command_makes_old_reports_anew_those_without_a_wave_too(
    app: Flask, auditing: Auditing, session: Session
) -> None:
    auditing.visit(wave=auditing.wave())
    auditing.visit()
    work(app)
    for file in session.exec(select(ReportFile)):
        make_old(session, file)
    session.commit()
    run = app.test_cli_runner().invoke
    assert run(args=["reports", "render-again", "--wave", "99"]).output.startswith("0 reports")
    assert run(args=["reports", "render-again"]).output.startswith("2 reports")
    work(app)
    assert count(session, ReportFile) == 4


def make_old(session: Session, file: ReportFile) -> None:
    """As if templates had changed since."""
    job = session.exec(
        select(Job).where(Job.key == f"report:{file.visit_id}:hu:{file.template_version}")
    ).one()
    job.key = f"report:{file.visit_id}:hu:old"
    file.template_version, file.storage_key = "old", f"reports/{file.visit_id}/hu-old.pdf"
