"""Each test has a database of its own, with the test people in it and nothing of another test."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from sqlalchemy import inspect, text
from sqlalchemy.exc import OperationalError
from sqlmodel import Session, delete, select

from auditapp.accounts.models import User
from auditapp.clients.models import Region, Scope
from auditapp.core.db import Database
from tests.support.databases import fresh_database
from tests.support.pages import PageClient
from tests.support.people import STAFF, People

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("round_", [1, 2])
def test_what_a_test_deletes_is_there_for_the_next(session: Session, round_: int) -> None:
    assert len(session.exec(select(Scope)).all()) == 3, round_
    session.exec(delete(Scope))
    session.commit()


def test_the_people_are_known(people: People, session: Session) -> None:
    assert {user.name for user in session.exec(select(User))} == {name for name, _ in STAFF.values()}
    assert people.admin.role == "admin"
    assert (
        len({people.store_id, people.neighbour_store_id, people.far_store_id, people.strangers_store_id}) == 4
    )


def test_a_database_is_of_the_wanted_kind(database_kind: str, session: Session) -> None:
    assert session.get_bind().dialect.name == database_kind


def test_an_empty_database_has_no_table(empty_database_url: str) -> None:
    database = Database(empty_database_url)
    assert inspect(database.engine).get_table_names() == []
    database.engine.dispose()


@pytest.mark.parametrize("done", ["DELETE FROM scope", "ALTER TABLE scope RENAME TO lost"])
def test_what_was_done_to_a_database_is_gone_after_its_test(
    database_kind: str, tmp_path: Path, done: str
) -> None:
    numbers = []
    for _ in range(2):
        with fresh_database(database_kind, tmp_path) as url:
            database = Database(url)
            with database.transaction() as session:
                scope = session.exec(select(Scope)).first()
                assert scope
                region = Region(client_id=scope.client_id, name="Juh")
                session.add(region)
                session.flush()
                numbers.append(region.id)
                session.connection().execute(text(done))
            left_open = database.session()
            left_open.exec(select(Region)).all()
        with suppress(OperationalError):  # PostgreSQL has ended it.
            left_open.close()
        database.engine.dispose()
    assert numbers[0] == numbers[1]


@pytest.mark.parametrize("database_kind", ["postgresql"], indirect=True)
def test_the_server_listens_on_no_port(session: Session) -> None:
    assert session.scalar(text("SHOW listen_addresses")) == ""


def test_a_run_leaves_nothing_behind() -> None:
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-n",
        "0",
        "-q",
        f"{__file__}::{test_the_server_listens_on_no_port.__name__}",
    ]
    folder = tempfile.mkdtemp(prefix="run-")
    Path(folder).chmod(0o711)
    run = subprocess.run(
        command, cwd=ROOT, env={**os.environ, "TMPDIR": folder}, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stdout + run.stderr
    assert "1 passed" in run.stdout, run.stdout
    assert [path for path in Path(folder).iterdir() if path.name.startswith("auditapp-tests")] == []
    shutil.rmtree(folder)


def test_each_visitor_has_cookies_of_its_own(
    client: PageClient, new_client: Callable[[], PageClient], people: People
) -> None:
    client.log_in(people.admin)
    other = new_client()
    assert client.get("/account/password").h1
    assert other.get("/account/password").path.startswith("/login")
