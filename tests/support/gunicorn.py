"""The product as a server process of its own, which can be killed and started again where it stood."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from auditapp.core.config import PROJECT_ROOT, Settings
from tests.support.processes import PATIENCE, Killable, reserved_port, wait_until


class RealServer(Killable):
    """gunicorn on a port that stays its own, with the test's database, queue and storage."""

    def __init__(self, settings: Settings, port: int, folder: Path, threads: int = 4) -> None:
        self.settings, self.port, self.folder, self.threads = settings, port, folder, threads
        self._process: subprocess.Popen[bytes] | None = None

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
        assert self._process is None, "it runs already"
        command = (
            sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{self.port}", "--workers", "1",
            "--threads", str(self.threads), "--log-level", "warning", "wsgi:app",
        )  # fmt: skip
        with self._log_file.open("ab") as log:
            self._process = subprocess.Popen(
                command, cwd=PROJECT_ROOT, env=self._environment(), stdin=subprocess.DEVNULL, stdout=log,
                stderr=log, start_new_session=True,
            )  # fmt: skip
        self._group = self._process.pid
        wait_until(self._answers, "the server answers")

    def kill(self) -> None:
        """SIGKILL it with its workers, in whatever they are at; may be called from any thread."""
        super().kill()
        process, self._process = self._process, None
        if process is not None:
            process.wait(PATIENCE)

    def restart(self) -> None:
        """Kill it and start it again on the same port and data."""
        self.kill()
        self.start()

    def _answers(self) -> bool:
        assert self._process is not None
        assert self._process.poll() is None, f"the server ended by itself:\n{self.log}"
        connection = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            connection.request("GET", "/login")
            return connection.getresponse().status == 200
        except (OSError, HTTPException):
            return False
        finally:
            connection.close()

    def _environment(self) -> dict[str, str]:
        settings = self.settings
        return {
            **os.environ,
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


@contextmanager
def started_server(settings: Settings, folder: Path) -> Iterator[RealServer]:
    """A started one; it is dead when the block ends."""
    with reserved_port() as port:
        server = RealServer(settings, port, folder)
        try:
            server.start()
            yield server
        finally:
            server.kill()
