"""The product's workers as processes of their own, which can be killed in whatever they are at."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from signal import SIGKILL

from auditapp.core.config import PROJECT_ROOT, Settings


@dataclass(frozen=True, slots=True)
class Workers:
    """A running `flask worker`."""

    process: subprocess.Popen[str]

    def members(self) -> list[int]:
        """The processes that it started and that are there."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [int(number) for number in children.read_text(encoding="ascii").split()]

    def kill_all(self) -> None:
        """SIGKILL those processes; their parent starts others."""
        for number in self.members():
            with suppress(ProcessLookupError):
                os.kill(number, SIGKILL)


@contextmanager
def workers(settings: Settings, count: int, app: str) -> Iterator[Workers]:
    """Workers on the test's database; they end with the block."""
    environment = os.environ | {
        "AUDITAPP_SECRET_KEY": settings.secret_key,
        "AUDITAPP_DATABASE_URL": settings.database_url,
        "AUDITAPP_QUEUE_URL": settings.queue_url,
        "AUDITAPP_STORAGE_URL": settings.storage_url,
        "AUDITAPP_MAIL_URL": settings.mail_url,
        "AUDITAPP_SIGNING_FILE": str(settings.signing_file),
        "AUDITAPP_PUBLIC_URL": settings.public_url,
        "AUDITAPP_INSTANCE": settings.storage_url.removeprefix("file://"),
    }
    command = (sys.executable, "-m", "flask", "--app", app, "worker", "-w", str(count))
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, cwd=PROJECT_ROOT, env=environment
    ) as process:
        try:
            assert process.stdout
            assert process.stdout.readline() == f"{count} workers\n"
            yield Workers(process)
            process.terminate()
            process.wait(10)
        finally:
            process.kill()
