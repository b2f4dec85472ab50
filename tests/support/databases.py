"""Databases for tests: one template a run and kind, and a copy of it for each test (on PostgreSQL
one that another test has used is made as it was at first).

A run is all processes of one `pytest`: the controller makes its folder and clears it away at the end; whoever
first needs a template or the PostgreSQL cluster makes it there, under a lock.
"""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from auditapp.core.db import Database
from auditapp.migrations.cli import upgrade
from tests.support.copies import Copy
from tests.support.people import create_people
from tests.support.postgres import Cluster

RUN_FOLDER = "AUDITAPP_TEST_RUN"
KINDS = ("sqlite", "postgresql")
_SPARE: list[Copy] = []
"""Copies of the template on PostgreSQL that this process has made and nobody uses at this moment."""


def begin_run() -> None:
    """Make the folder of this run; the workers find it in their environment."""
    folder = Path(tempfile.mkdtemp(prefix="auditapp-tests-"))
    # PostgreSQL may run as somebody else and has to reach its own folder inside.
    folder.chmod(0o711)
    os.environ[RUN_FOLDER] = str(folder)


def end_run() -> None:
    """Stop what the run started and remove its folder."""
    cluster = _cluster()
    if cluster.is_running():
        cluster.stop()
    shutil.rmtree(os.environ.pop(RUN_FOLDER))


@contextmanager
def fresh_database(kind: str, folder: Path) -> Iterator[str]:
    """The address of a migrated database with the test people in it; what a test did to it is gone afterwards."""
    template = _ready_template(kind)
    if kind == "sqlite":
        yield f"sqlite:///{shutil.copy(template, folder / 'test.db')}"
        return
    copy = _SPARE.pop() if _SPARE else _new_copy(template)
    try:
        yield copy.url
    finally:
        if copy.restore():
            _SPARE.append(copy)


@contextmanager
def empty_database(kind: str, folder: Path) -> Iterator[str]:
    """The address of a database without any table."""
    if kind == "sqlite":
        yield f"sqlite:///{folder / 'empty.db'}"
        return
    name = f"empty_{uuid4().hex}"
    _started_cluster().create(name)
    try:
        yield _cluster().url(name)
    finally:
        _cluster().drop(name)


def _new_copy(template: str) -> Copy:
    name = f"test_{uuid4().hex}"
    _cluster().create(name, template)
    return Copy(_cluster().url(name))


def _run_folder() -> Path:
    return Path(os.environ[RUN_FOLDER])


def _cluster() -> Cluster:
    return Cluster(_run_folder() / "postgresql")


def _started_cluster() -> Cluster:
    cluster = _cluster()
    with _alone("cluster"):
        if not cluster.is_running():
            cluster.start()
    return cluster


def shared_database(kind: str, name: str, fill: Callable[[Database], None]) -> str:
    """The address of a migrated database that all processes of the run share, for reading only.

    Whoever asks first has it filled.
    """
    done = _run_folder() / f"{name}-{kind}.ready"
    url = f"sqlite:///{_shared_file(name)}" if kind == "sqlite" else _cluster().url(name)
    with _alone(f"{name}-{kind}"):
        if not done.exists():
            if kind == "postgresql":
                _started_cluster().create(name)
            _fill(url, fill)
            done.touch()
    return url


def shared_folder(name: str) -> Path:
    """A folder that all processes of the run share."""
    folder = _run_folder() / name
    folder.mkdir(exist_ok=True)
    return folder


def _shared_file(name: str) -> Path:
    return _run_folder() / f"{name}.db"


def _ready_template(kind: str) -> str:
    """The template's file (SQLite) or name (PostgreSQL), made where this is the first to ask."""
    shared_database(kind, "people", _add_people)
    return str(_shared_file("people")) if kind == "sqlite" else "people"


def _add_people(database: Database) -> None:
    with database.transaction() as session:
        create_people(session)


def _fill(url: str, fill: Callable[[Database], None]) -> None:
    database = Database(url)
    with database.engine.connect() as connection:
        upgrade(connection)
        connection.commit()
    fill(database)
    # Closing the last connection also writes SQLite's log back into its one file, which is what gets copied.
    database.engine.dispose()


@contextmanager
def _alone(what: str) -> Iterator[None]:
    with (_run_folder() / f"{what}.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
