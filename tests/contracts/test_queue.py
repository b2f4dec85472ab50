"""Section 2 of the design: the queue only wakes workers. Real queues, real worker processes, really killed."""

import os
import pickle
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from time import monotonic

import pytest
from sqlmodel import col, select

from auditapp.core.clock import frozen_at, now
from auditapp.core.config import PROJECT_ROOT, Settings
from auditapp.core.db import Database
from auditapp.core.jobs import Job, JobState, connect, enqueue, job_with_key
from auditapp.core.queue import Queue, serve
from auditapp.core.running import Context, sweep
from auditapp.core.storage import Storage
from tests.support.signing import signing_file


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    """Database and queue of one kind: all in files, or all in PostgreSQL."""
    return Settings(
        secret_key="only for tests",
        database_url=database_url,
        queue_url=f"sqlite:///{tmp_path}/queue.db" if database_url.startswith("sqlite") else database_url,
        storage_url=f"file://{tmp_path}/files",
        signing_file=signing_file(),
        mail_url=f"file://{tmp_path}/mails",
    )


@pytest.fixture
def queue(settings: Settings) -> Iterator[Queue]:
    queue = Queue(settings.queue_url)
    yield queue
    queue.close()


@pytest.fixture
def context(settings: Settings, queue: Queue) -> Iterator[Context]:
    database = Database(settings.database_url)
    connect(database.engine, queue.wake)
    yield Context(database=database, storage=Storage.from_url(settings.storage_url))
    database.engine.dispose()


@contextmanager
def worker(settings: Settings, count: int = 2) -> Iterator[subprocess.Popen[str]]:
    """A worker with `count` processes; it ends with the block."""
    environment = os.environ | {
        "AUDITAPP_SECRET_KEY": settings.secret_key,
        "AUDITAPP_DATABASE_URL": settings.database_url,
        "AUDITAPP_QUEUE_URL": settings.queue_url,
        "AUDITAPP_STORAGE_URL": settings.storage_url,
        "AUDITAPP_INSTANCE": settings.storage_url.removeprefix("file://"),
    }
    program = [
        sys.executable,
        "-m",
        "flask",
        "--app",
        "tests.contracts.worker_app",
        "worker",
        "-w",
        str(count),
    ]
    with subprocess.Popen(
        program, stdout=subprocess.PIPE, text=True, cwd=PROJECT_ROOT, env=environment
    ) as process:
        try:
            assert process.stdout
            assert process.stdout.readline() == f"{count} workers\n"
            yield process
            process.terminate()
            process.wait(10)
        finally:
            process.kill()


def until(condition: Callable[[], bool]) -> None:
    deadline = monotonic() + 20
    while not condition():
        assert monotonic() < deadline
        Event().wait(0.02)


def ask(context: Context, kind: str, name: str, folder: Path, *, urgent: bool = False) -> int:
    if kind == "gate":
        os.mkfifo(folder / f"{name}.gate")
    with context.database.transaction() as session:
        job = enqueue(session, kind, name, {"name": name, "folder": str(folder)}, urgent=urgent)
    assert job.id is not None
    return job.id


def state_of(context: Context, key: str) -> JobState:
    with context.database.session(writes=False) as session:
        job = job_with_key(session, key)
        assert job is not None
        return job.state


def results(context: Context) -> set[str]:
    with context.database.session(writes=False) as session:
        return set(session.exec(select(Job.key).where(Job.kind == "result")))


def runner_of(folder: Path, name: str) -> int:
    """The process that stands before the gate, as soon as one does."""
    file = folder / f"{name}.pid"
    until(lambda: file.exists() and file.read_text(encoding="ascii") != "")
    return int(file.read_text(encoding="ascii"))


def open_gate(folder: Path, name: str) -> None:
    (folder / f"{name}.gate").write_text("go", encoding="ascii")


def is_alive(process: int) -> bool:
    """Whether it runs; a zombie that nobody buried yet does not."""
    try:
        return Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(") ")[2][0] != "Z"
    except FileNotFoundError:
        return False


def test_ids_come_out_as_they_went_in(queue: Queue) -> None:
    seen: list[int] = []
    assert queue.is_empty()
    for job_id in (7, 1_000_000, 8):
        queue.wake(job_id)
    assert not queue.is_empty()
    huey = queue.huey()
    serve(huey, seen.append)
    while not queue.is_empty():
        huey.execute(huey.dequeue())
    assert seen == [7, 1_000_000, 8]


def test_two_processes_share_one_queue(queue: Queue, settings: Settings) -> None:
    other = Queue(settings.queue_url)
    other.wake(5)
    other.close()
    assert not queue.is_empty()


def test_a_smuggled_message_is_not_executed(queue: Queue, tmp_path: Path) -> None:
    class Smuggled:
        def __reduce__(self) -> tuple[Callable[[str], object], tuple[str]]:
            return os.mkdir, (str(tmp_path / "smuggled"),)

    huey = queue.huey()
    serve(huey, lambda _id: None)
    huey.storage.enqueue(pickle.dumps(Smuggled()))
    with pytest.raises(ValueError, match=r"invalid literal|decode"):
        huey.dequeue()
    assert not (tmp_path / "smuggled").exists()


@pytest.mark.parametrize("url", ["", "queue.db", "mysql://host/db", "sqlite://", "amqp://host"])
def test_other_queues_are_refused(url: str) -> None:
    with pytest.raises(ValueError, match="queue URL"):
        Queue(url)


@pytest.mark.parametrize(
    "url", ["postgresql://nobody@/nothing?host=/nowhere", "sqlite:////proc/nowhere/queue.db"]
)
def test_a_job_waits_for_the_sweep_while_the_queue_is_down(
    context: Context, tmp_path: Path, capsys: pytest.CaptureFixture[str], url: str
) -> None:
    connect(context.database.engine, Queue(url).wake)
    job_id = ask(context, "note", "a", tmp_path)
    assert "queue.down" in "".join(capsys.readouterr())
    assert state_of(context, "a") is JobState.QUEUED
    assert sweep(context) == [job_id]


def test_workers_do_what_is_asked_and_end_in_peace(
    context: Context, settings: Settings, tmp_path: Path
) -> None:
    with worker(settings) as process:
        names = [f"report-{number}" for number in range(20)]
        for name in names:
            ask(context, "note", name, tmp_path)
        until(lambda: all(state_of(context, name) is JobState.DONE for name in names))
        process.terminate()
        assert process.wait(10) == 0
    assert results(context) == {f"{name} noted" for name in names}
    assert all(context.storage.exists(name) for name in names)


def test_what_somebody_waits_for_overtakes_what_nobody_looks_at(
    context: Context, settings: Settings, tmp_path: Path
) -> None:
    names = ["first", "second", "third", "fourth"]
    for name in names:
        ask(context, "note", name, tmp_path)
    for name in ("third", "fifth"):
        ask(context, "note", name, tmp_path, urgent=True)
    with worker(settings, 1):
        until(lambda: all(state_of(context, name) is JobState.DONE for name in [*names, "fifth"]))
    with context.database.session(writes=False) as session:
        order = session.exec(select(Job.key).where(Job.kind == "result").order_by(col(Job.id))).all()
    assert order[:2] == ["third noted", "fifth noted"]
    assert len(order) == len(set(order)) == 5


def test_what_was_asked_before_the_worker_came_is_done(
    context: Context, settings: Settings, tmp_path: Path
) -> None:
    connect(context.database.engine, lambda _id: None)
    ask(context, "note", "early", tmp_path)
    with worker(settings, 1):
        until(lambda: state_of(context, "early") is JobState.DONE)


def test_sigterm_lets_the_running_job_finish(context: Context, settings: Settings, tmp_path: Path) -> None:
    with worker(settings, 1) as process:
        ask(context, "gate", "slow", tmp_path)
        runner_of(tmp_path, "slow")
        process.terminate()
        open_gate(tmp_path, "slow")
        assert process.wait(10) == 0
    assert results(context) == {"slow of attempt 1"}


def test_sigint_gives_the_running_job_back(context: Context, settings: Settings, tmp_path: Path) -> None:
    with worker(settings, 1) as process:
        ask(context, "gate", "slow", tmp_path)
        runner = runner_of(tmp_path, "slow")
        process.send_signal(signal.SIGINT)
        assert process.wait(10) == 0
        until(lambda: not is_alive(runner))
    assert state_of(context, "slow") is JobState.QUEUED
    assert results(context) == set()


def test_a_killed_workers_job_is_done_once_by_another(
    context: Context, settings: Settings, queue: Queue, tmp_path: Path
) -> None:
    with worker(settings, 1):
        job_id = ask(context, "gate", "slow", tmp_path)
        killed = runner_of(tmp_path, "slow")
        (tmp_path / "slow.pid").unlink()
        os.kill(killed, signal.SIGKILL)
        assert state_of(context, "slow") is JobState.RUNNING
        with frozen_at(now().replace(year=now().year + 1)):
            assert sweep(context) == [job_id]
        queue.wake(job_id)
        queue.wake(job_id)
        assert runner_of(tmp_path, "slow") != killed
        open_gate(tmp_path, "slow")
        until(lambda: state_of(context, "slow") is JobState.DONE)
        ask(context, "note", "later", tmp_path)
        until(lambda: state_of(context, "later") is JobState.DONE)
    assert results(context) == {"slow of attempt 2", "later noted"}


def test_processes_end_when_their_parent_is_killed(
    context: Context, settings: Settings, tmp_path: Path
) -> None:
    with worker(settings, 1) as process:
        ask(context, "gate", "slow", tmp_path)
        runner = runner_of(tmp_path, "slow")
        process.kill()
        process.wait(10)
        open_gate(tmp_path, "slow")
        until(lambda: not is_alive(runner))
    assert results(context) == {"slow of attempt 1"}
