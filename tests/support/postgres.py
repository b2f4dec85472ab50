"""A PostgreSQL cluster of our own in a temporary folder: the machine's own server is never touched."""

import os
import pwd
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

import psycopg
from psycopg import sql

SERVER_OPTIONS = (
    # Only a socket in our folder: no port that another run could take.
    "-c listen_addresses= "
    # The data live as long as the tests do: nothing has to survive a power cut.
    "-c fsync=off -c full_page_writes=off -c synchronous_commit=off "
    "-c max_connections=200 -c shared_buffers=64MB -c wal_level=minimal -c max_wal_senders=0"
)
UNPRIVILEGED = ("postgres", "nobody")


class Identity(TypedDict, total=False):
    """Who a process runs as: keyword arguments of subprocess.run."""

    user: int
    group: int
    extra_groups: Sequence[int]


class PostgresMissingError(RuntimeError):
    """The machine has no PostgreSQL server."""


@dataclass(frozen=True, slots=True)
class Cluster:
    """A cluster in `folder`. All processes of a test run share it by its folder alone."""

    folder: Path

    @property
    def data(self) -> Path:
        """Where the server keeps its files."""
        return self.folder / "data"

    def url(self, database: str) -> str:
        """The address of a database of this cluster, for SQLAlchemy."""
        return f"postgresql://auditapp@/{database}?host={self.folder}"

    def start(self) -> None:
        """Make the cluster and start its server; returns when it answers. Raises PostgresMissingError."""
        self.folder.mkdir(mode=0o755)
        identity = _unprivileged()
        if identity:
            os.chown(self.folder, identity["user"], identity["group"])
        _run("initdb", "--pgdata", self.data, "--username=auditapp", "--auth=trust", "--encoding=UTF8",
             "--locale=C.UTF-8", "--no-sync", identity=identity)  # fmt: skip
        _run("pg_ctl", "start", "--wait", "--silent", "--pgdata", self.data, "--log", self.folder / "log",
             "--options", f"{SERVER_OPTIONS} -c unix_socket_directories={self.folder}", identity=identity)  # fmt: skip

    def stop(self) -> None:
        """End the server, at once and with all its processes."""
        _run("pg_ctl", "stop", "--wait", "--silent", "--mode=immediate", "--pgdata", self.data,
             identity=_unprivileged())  # fmt: skip

    def is_running(self) -> bool:
        """Whether the server lives."""
        return (self.data / "postmaster.pid").exists()

    def create(self, database: str, template: str = "template1") -> None:
        """Make a database, as a copy of `template` (to which nobody may be connected)."""
        self._administer(
            sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
                sql.Identifier(database), sql.Identifier(template)
            )
        )

    def drop(self, database: str) -> None:
        """Remove a database, whoever is still connected."""
        self._administer(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(database)))

    def _administer(self, statement: sql.Composed) -> None:
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(statement)


def _unprivileged() -> Identity:
    """PostgreSQL refuses to run as root, so root runs it as somebody else."""
    if os.geteuid() != 0:
        return {}
    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    entry = next(known[name] for name in UNPRIVILEGED if name in known)
    return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}


def _program(name: str) -> Path:
    """The newest one that is installed, be it on PATH or where Debian keeps it."""
    versions = Path("/usr/lib/postgresql").glob(f"*/bin/{name}")
    newest = max(versions, key=lambda path: float(path.parts[-3]), default=None)
    found = newest or shutil.which(name)
    if found is None:
        raise PostgresMissingError(f"{name} was not found: install PostgreSQL's server (make setup does it)")
    return Path(found)


def _run(name: str, *arguments: str | Path, identity: Identity) -> None:
    # The server inherits its output from pg_ctl: a pipe would stay open as long as it lives.
    result = subprocess.run(
        [_program(name), *arguments], cwd="/", stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE if name == "initdb" else subprocess.DEVNULL, check=False, **identity,
    )  # fmt: skip
    if result.returncode:
        raise RuntimeError(f"{name} failed: {(result.stderr or b'').decode()}")
