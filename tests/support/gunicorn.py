"""The product as a server process of its own, which can be killed and started again where it stood."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from auditapp.core.config import PROJECT_ROOT, Settings
from tests.support.processes import PATIENCE, Killable, members, reserved_port, wait_until


class RealServer(Killable):
    """gunicorn on a port that stays its own, with the test's database, queue and storage."""

    def __init__(self, settings: Settings, port: int, folder: Path, threads: int = 4) -> None:
        self.settings, self.port, self.folder, self.threads = settings, port, folder, threads
        self._nursery: subprocess.Popen[str] | None = None

    @property
    def address(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def log(self) -> str:
        """What it has said since the beginning, through all its lives."""
        return self._log_file.read_text(encoding="utf-8")

    def start(self) -> None:
        """Start it; returns when it answers."""
        assert self._group is None, "it runs already"
        self._nursery = self._nursery or self._new_nursery()
        assert self._nursery.stdin
        assert self._nursery.stdout
        arguments = (
            "--bind", f"127.0.0.1:{self.port}", "--workers", "1", "--threads", str(self.threads),
            "--log-level", "warning", "wsgi:app",
        )  # fmt: skip
        wanted = {"arguments": arguments, "environment": self._environment()}
        print(json.dumps(wanted), file=self._nursery.stdin, flush=True)
        number = int(self._nursery.stdout.readline())
        wait_until(lambda: _leads_group(number), "the server is on its own")
        self._group = number
        wait_until(self._answers, "the server answers")

    def give_up(self) -> None:
        """Kill it where it still lives; it cannot be started again."""
        self.kill()
        if self._nursery is not None:
            self._nursery.communicate(timeout=PATIENCE)  # which closes its input: it ends

    def restart(self) -> None:
        """Kill it and start it again on the same port and data."""
        self.kill()
        self.start()

    def _answers(self) -> bool:
        assert members(self.group), f"the server ended by itself:\n{self.log}"
        connection = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            connection.request("GET", "/login")
            return connection.getresponse().status == 200
        except (OSError, HTTPException):
            return False
        finally:
            connection.close()

    def _new_nursery(self) -> subprocess.Popen[str]:
        with self._log_file.open("ab") as log:
            return subprocess.Popen(
                (sys.executable, "-m", "tests.support.nursery"), cwd=PROJECT_ROOT,
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, text=True, start_new_session=True,
            )  # fmt: skip

    def _environment(self) -> dict[str, str]:
        settings = self.settings
        return {
            "AUDITAPP_INSTANCE": str(self.folder),
            "AUDITAPP_SECRET_KEY": settings.secret_key,
            "AUDITAPP_DATABASE_URL": settings.database_url,
            "AUDITAPP_QUEUE_URL": settings.queue_url,
            "AUDITAPP_STORAGE_URL": settings.storage_url,
            "AUDITAPP_TIMEZONE": settings.timezone.key,
            "AUDITAPP_ENV": "",
        }

    @property
    def _log_file(self) -> Path:
        return self.folder / "server.log"


def _leads_group(number: int) -> bool:
    try:
        return os.getpgid(number) == number
    except ProcessLookupError:  # it has ended by itself, which is found out next
        return True


@contextmanager
def started_server(settings: Settings, folder: Path) -> Iterator[RealServer]:
    """A started one; it is dead when the block ends."""
    with reserved_port() as port:
        server = RealServer(settings, port, folder)
        try:
            server.start()
            yield server
        finally:
            server.give_up()
