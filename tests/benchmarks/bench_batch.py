"""The reports of a whole wave, of one question each: made by two workers, then downloaded as ZIP and as one PDF.

`BENCH_REPORTS=1000 make bench` looks at a thousand.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter

import pytest
from flask import Flask
from sqlmodel import Session, func, select

from auditapp.accounts.queries import user_for
from auditapp.app import create_app
from auditapp.core.config import Settings
from auditapp.core.db import Database
from auditapp.domain.language import Language
from auditapp.reports.batch_queries import published_in
from auditapp.reports.batches import begin_batch
from auditapp.reports.downloads import merged_download, zip_download
from auditapp.reports.models import ReportBatch, ReportFile
from auditapp.reports.naming import filed_reports
from auditapp.visits.models import Wave
from tests.support.many_visits import published_wave
from tests.support.people import People, create_people, load_people
from tests.support.processes import PROC, wait_until
from tests.support.workers import Workers, workers

REPORTS = int(os.environ.get("BENCH_REPORTS", "200"))
WARM = min(50, REPORTS // 2)
"""So many reports fill the caches of two workers."""
MEGABYTE = 1_000_000
GROWTH, DOWNLOAD = 5, 20
"""Megabytes that a worker may grow by after that, and a download may take."""


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """An installation of its own."""
    folder = tmp_path_factory.mktemp("wave")
    return Settings.from_environment({"AUDITAPP_INSTANCE": str(folder), "AUDITAPP_SECRET_KEY": "bench"})


@pytest.fixture(scope="module")
def app(settings: Settings) -> Iterator[Flask]:
    """The product with nothing but the test people."""
    app = create_app(settings)
    assert app.test_cli_runner().invoke(args=["db", "upgrade"]).exit_code == 0
    with app.app_context():
        yield app
    app.extensions["auditapp.database"].engine.dispose()


def test_a_wave_is_made_and_downloaded_in_the_same_memory_whatever_its_size(
    app: Flask, settings: Settings
) -> None:
    database: Database = app.extensions["auditapp.database"]
    with database.session() as session:
        create_people(session)
        session.flush()
        people = load_people(session)
        wave = published_wave(session, people, REPORTS)
        begin_batch(session, None, wave)
        session.commit()
    make(database, settings)
    with database.session(writes=False) as session:
        download(session, people, session.get_one(Wave, wave.id))


def make(database: Database, settings: Settings) -> None:
    """Have the workers make all reports; how fast, and in how much memory."""
    marks = [WARM, *(REPORTS * quarter // 4 for quarter in range(2, 5))]
    with workers(settings, 2, "wsgi") as running:
        wait_until(lambda: made(database) >= WARM, "the workers are warm", patience=600)
        start, first = perf_counter(), made(database)
        sizes = [largest_at(mark, database, running) for mark in marks]
        seconds = perf_counter() - start
        wait_until(lambda: is_over(database), "the batch is closed")
    print(f"\n{REPORTS} reports by two workers: {(REPORTS - first) / seconds:.1f} reports/s", end="")  # noqa: T201 - the result is what one asks for
    series = " > ".join(f"{size / MEGABYTE:.0f}" for size in sizes)
    say(f"  the larger of their processes: {series} MB, growth", sizes[-1] - sizes[0], GROWTH)


def largest_at(mark: int, database: Database, running: Workers) -> int:
    """What the largest process has for itself when so many reports are made."""
    wait_until(lambda: made(database) >= mark, f"{mark} reports are made", patience=7200)
    return max(private(PROC / str(number)) for number in running.members())


def download(session: Session, people: People, wave: Wave) -> None:
    """Read both downloads to their end; how fast, and in how much memory."""
    visits = published_in(session, user_for(session, people.admin.id), wave)
    reports = filed_reports(session, visits, Language.HUNGARIAN)
    assert len(reports) == REPORTS
    one_pdf = merged_download(reports, wave.name, Language.HUNGARIAN, "wave.pdf")
    for name, answer in (("ZIP", zip_download(reports, "wave.zip")), ("One PDF", one_pdf)):
        before, peak, size, start = resident("self"), 0, 0, perf_counter()
        for piece in answer.response:
            peak, size = max(peak, resident("self")), size + len(piece)
        seconds = perf_counter() - start
        say(f"  {name}: {size / MEGABYTE:.1f} MB in {seconds:.1f} s, memory", peak - before, DOWNLOAD)


def say(what: str, grown: int, budget: int) -> None:
    """Print what was measured, which has to be within the budget."""
    print(f"\n{what} {grown / MEGABYTE:.1f} MB (budget {budget})", end="")  # noqa: T201 - the result is what one asks for
    assert grown < budget * MEGABYTE


def made(database: Database) -> int:
    """How many reports are there."""
    with database.session(writes=False) as session:
        return session.exec(select(func.count()).select_from(ReportFile)).one()


def is_over(database: Database) -> bool:
    """Whether the batch is at its end."""
    with database.session(writes=False) as session:
        return session.exec(select(ReportBatch.completed_at)).one() is not None


def private(process: Path) -> int:
    """Bytes that no other process shares."""
    lines = (process / "smaps_rollup").read_text(encoding="ascii").splitlines()
    return 1024 * sum(int(line.split()[1]) for line in lines if line.startswith("Private"))


def resident(process: str) -> int:
    """Bytes in memory."""
    pages = (PROC / process / "statm").read_text(encoding="ascii").split()[1]
    return int(pages) * os.sysconf("SC_PAGE_SIZE")
