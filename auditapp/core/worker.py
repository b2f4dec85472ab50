"""flask worker: processes that run jobs, one job at a time each, and one that sweeps."""

import gc
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
import structlog
from flask import Flask, current_app
from flask.cli import with_appcontext
from huey import Huey
from huey.consumer import BaseProcess, Consumer, ForkSafeFlag, Worker, WorkerRecycle

from auditapp.core.jobs import connect, warm_up
from auditapp.core.queue import Queue, serve
from auditapp.core.running import Context, most_urgent, run, run_pending, sweep
from auditapp.core.scratch import scratch_folder

log = structlog.get_logger()

SWEEP_SECONDS = 10
GRACE_SECONDS = 30
"""How long running jobs may go on after SIGTERM, before they are given back to the queue."""


def init_jobs(app: Flask) -> None:
    """Give the app its queue, and have its sessions ring it for the jobs they committed."""
    queue = Queue(app.extensions["auditapp.settings"].queue_url)
    app.extensions["auditapp.queue"] = queue
    connect(app.extensions["auditapp.database"].engine, queue.wake)


def context_of(app: Flask) -> Context:
    """What jobs of this app run with."""
    return Context(database=app.extensions["auditapp.database"], storage=app.extensions["auditapp.storage"])


@click.command("worker")
@click.option(
    "-w", "--workers", default=2, show_default=True, type=click.IntRange(1, 64), help="How many processes."
)
@click.option("--once", is_flag=True, help="Do what waits, in this process, then end.")
@with_appcontext
def command(workers: int, *, once: bool) -> None:
    """Do background jobs until SIGTERM (finishes the running ones) or SIGINT (gives them back)."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001 - Flask's documented way
    if once:
        click.echo(f"{run_pending(context_of(app))} jobs")
        return
    with scratch_folder() as folder:
        consumer = _consumer(app, workers, folder)
        warm_up()
        click.echo(f"{workers} workers")
        gc.collect()
        gc.freeze()  # what the processes share now stays shared: no collection writes into it
        consumer.run()


def _consumer(app: Flask, workers: int, folder: Path) -> "_Consumer":
    queue: Queue = app.extensions["auditapp.queue"]
    context = context_of(app)

    def run_one(job_id: int) -> None:
        chosen = most_urgent(context, job_id)
        with app.app_context():
            run(context, chosen)
        # Only now: while nothing can be done, workers would be woken for it again and again.
        if chosen != job_id:
            queue.wake(job_id)

    def look_around() -> None:
        waiting = sweep(context)
        if waiting and queue.is_empty():
            for job_id in waiting:
                queue.wake(job_id)

    def begin() -> None:
        context.database.engine.dispose(close=False)  # the connections belong to the parent
        tempfile.tempdir = tempfile.mkdtemp(dir=folder)

    huey = queue.huey()
    serve(huey, run_one)
    huey.on_startup("begin")(begin)
    return _Consumer(huey, look_around, begin, workers)


class _Worker(Worker):  # type: ignore[misc]  # Huey has no types
    def __init__(self, **options: Any) -> None:  # noqa: ANN401 - Huey's own
        super().__init__(**options)
        self._parent = os.getpid()

    def loop(self, now: object = None) -> None:
        _end_with(self._parent)
        super().loop(now)


class _Sweeper(BaseProcess):  # type: ignore[misc]  # Huey has no types
    process_name = "Sweeper"

    def __init__(
        self,
        huey: Huey,
        stop_flag: ForkSafeFlag,
        look_around: Callable[[], None],
        begin: Callable[[], None],
    ) -> None:
        super().__init__(huey, stop_flag)
        self._look_around = look_around
        self._begin = begin
        self._parent = os.getpid()

    def initialize(self) -> None:
        self._begin()

    def loop(self) -> None:
        try:
            self._look_around()
        except Exception as error:  # noqa: BLE001 - database or queue may be down; the next round may find them up
            log.warning("sweep.failed", error=type(error).__name__)
        for _second in range(SWEEP_SECONDS):
            _end_with(self._parent)
            if self.stop_flag.wait(1):
                return


class _Consumer(Consumer):  # type: ignore[misc]  # Huey has no types
    """Huey's consumer with our sweep in place of its scheduler."""

    worker_class = _Worker

    def __init__(
        self, huey: Huey, look_around: Callable[[], None], begin: Callable[[], None], workers: int
    ) -> None:
        self._look_around = look_around
        self._begin = begin
        super().__init__(
            huey,
            workers=workers,
            worker_type="process",
            periodic=False,
            max_delay=0.5,
            health_check_interval=1,
            graceful_signal="TERM",
            shutdown_timeout=GRACE_SECONDS,
        )

    def _create_scheduler(self) -> _Sweeper:
        return _Sweeper(self.huey, self.stop_flag, self._look_around, self._begin)


def _end_with(parent: int) -> None:
    """A worker whose parent was killed would live on, unseen and beyond every signal."""
    if os.getppid() != parent:
        raise WorkerRecycle
