"""The doorbell between whoever enqueues a job and the workers: Huey on SQLite, PostgreSQL or Redis.

A message is nothing but a job's id, so a lost one is found by the sweep, a doubled one does nothing, and whoever can
write into the queue can at most have a job run that waits anyway (Huey's own messages are pickles, which could do
anything).
"""

import os
from collections.abc import Callable
from pathlib import Path
from threading import Lock

import structlog
from huey import Huey, PostgresHuey, RedisHuey, SqliteHuey
from huey.registry import Message
from huey.serializer import Serializer
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

log = structlog.get_logger()

NAME = "auditapp"
TIME_LIMIT = 900
"""Seconds after which a job is stopped: it would hold a worker for ever."""

_TASK = "run_job"
_PATIENCE = 5


class Queue:
    """Rings for workers. Made without reaching for the server, so the web starts while the queue is down."""

    def __init__(self, url: str) -> None:
        """`sqlite:///file`, `postgresql://…` or `redis://…`; ValueError for anything else."""
        self._make = _maker(url)
        self._lock = Lock()
        self._made: tuple[int, Huey] | None = None

    def wake(self, job_id: int) -> None:
        """Have some worker look at this job. Where the queue is down the job waits for the sweep."""
        try:
            self.huey().storage.enqueue(str(job_id).encode())
        except Exception as error:  # noqa: BLE001 - three backends, each with its own errors; none may cost the job
            log.warning("queue.down", job=job_id, error=type(error).__name__)

    def is_empty(self) -> bool:
        """Whether all that was rung for has been picked up. Raises the backend's error where it is down."""
        return int(self.huey().storage.queue_size()) == 0

    def close(self) -> None:
        """Let go of this thread's connection; the next use opens another one."""
        if self._made is not None and self._made[0] == os.getpid():
            self._made[1].storage.close()

    def huey(self) -> Huey:
        """This process's own Huey: connections do not survive a fork. Raises the backend's error where it is down."""
        with self._lock:
            if self._made is None or self._made[0] != os.getpid():
                self._made = (os.getpid(), self._make())
            return self._made[1]


def serve(huey: Huey, run: Callable[[int], None]) -> None:
    """Have `run` called for each id that this Huey's consumer takes from the queue."""

    def run_job(job_id: int) -> None:
        run(job_id)

    task = huey.task(name=_TASK, timeout=TIME_LIMIT)(run_job)
    huey.serializer = _JobIds(huey._registry.task_to_string(task.task_class))  # noqa: SLF001 - there is no public way


class _JobIds(Serializer):  # type: ignore[misc]  # Huey has no types
    def __init__(self, task: str) -> None:
        super().__init__()
        self._task = task

    def _serialize(self, data: Message) -> bytes:
        return str(data.args[0]).encode()

    def _deserialize(self, data: bytes) -> Message:
        job_id = int(bytes(data))
        return Message(
            id=f"job-{job_id}", name=self._task, retries=0, args=(job_id,), kwargs={}, timeout=TIME_LIMIT
        )


def _maker(url: str) -> Callable[[], Huey]:
    try:
        parts = make_url(url)
    except ArgumentError:
        raise ValueError("a queue URL is sqlite:///file, postgresql://… or redis://…") from None
    kind = parts.get_backend_name()
    if kind == "sqlite" and parts.database:
        file = Path(parts.database)
        return lambda: _on_sqlite(file)
    if kind in {"postgresql", "postgres"}:
        dsn = parts.set(drivername="postgresql").render_as_string(hide_password=False)
        return lambda: PostgresHuey(NAME, dsn=dsn, results=False, connect_timeout=_PATIENCE)
    if kind in {"redis", "rediss"}:
        return lambda: RedisHuey(NAME, url=url, results=False)
    raise ValueError(f"a queue URL is sqlite:///file, postgresql://… or redis://…, not {kind}://…")


def _on_sqlite(file: Path) -> Huey:
    file.parent.mkdir(parents=True, exist_ok=True)
    return SqliteHuey(NAME, filename=str(file), results=False, timeout=_PATIENCE)
