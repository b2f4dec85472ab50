"""Section 2 of the design: a job's truth is its row. It runs once at a time, and has one result however often it runs."""

import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from huey.exceptions import TaskTimeout
from sqlalchemy.exc import OperationalError
from sqlmodel import Session, select

from auditapp.core import jobs
from auditapp.core.clock import frozen_at, now
from auditapp.core.db import Database
from auditapp.core.jobs import (
    Job,
    JobFailed,
    JobState,
    LeaseLost,
    TryAgain,
    Work,
    connect,
    enqueue,
    handler,
    job_with_key,
)
from auditapp.core.running import Context, run, run_pending, sweep
from auditapp.core.storage import Storage, StorageDown

MORNING = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    database = Database(database_url)
    yield database
    database.engine.dispose()


@pytest.fixture
def context(database: Database, tmp_path: Path) -> Context:
    return Context(database=database, storage=Storage.from_url(f"file://{tmp_path}/files"))


@pytest.fixture
def handle(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Registers a handler for jobs of kind "test", for this test only."""
    monkeypatch.setattr(jobs, "_handlers", {})

    def register(function: Callable[[Work], None], *, max_attempts: int = 3) -> None:
        handler("test", max_attempts=max_attempts)(function)

    return register


def ask(context: Context, key: str = "k", *, again: bool = False, **payload: object) -> Job:
    with context.database.transaction() as session:
        return enqueue(session, "test", key, payload, again=again)


def look(context: Context, key: str = "k") -> Job:
    with context.database.session(writes=False) as session:
        job = job_with_key(session, key)
        assert job is not None
        return job


def id_of(job: Job) -> int:
    assert job.id is not None
    return job.id


def note(work: Work, key: str) -> None:
    """A result in the database: another job, which nobody runs."""
    with work.finishing() as session:
        enqueue(session, "result", key, {})


def results(context: Context) -> list[str]:
    with context.database.session(writes=False) as session:
        return list(session.exec(select(Job.key).where(Job.kind == "result").order_by(Job.key)))


def test_a_job_is_done_with_its_payload(context: Context, handle: Callable[..., None]) -> None:
    seen: list[object] = []
    handle(lambda work: seen.append(work.payload))
    ask(context, visit=7, language="sr-Cyrl")
    with frozen_at(MORNING):
        assert run_pending(context) == 1
    job = look(context)
    assert seen == [{"visit": 7, "language": "sr-Cyrl"}]
    assert (job.state, job.progress, job.attempts, job.reason) == (JobState.DONE, 100, 1, "")
    assert job.started_at == job.finished_at == MORNING


def test_one_key_is_one_job(context: Context, handle: Callable[..., None]) -> None:
    ran: list[int] = []
    handle(lambda work: ran.append(work.attempt))
    first, second = ask(context), ask(context)
    assert first.id == second.id
    run_pending(context)
    assert ask(context).state is JobState.DONE
    run_pending(context)
    assert ran == [1]


def test_a_finished_job_is_done_again_when_asked(context: Context, handle: Callable[..., None]) -> None:
    seen: list[object] = []
    handle(lambda work: seen.append(work.payload))
    ask(context, page=1)
    run_pending(context)
    again = ask(context, again=True, page=2)
    assert (again.state, again.attempts, again.progress, again.finished_at) == (JobState.QUEUED, 0, 0, None)
    run_pending(context)
    assert seen == [{"page": 1}, {"page": 2}]


def test_a_failed_job_is_tried_again_when_asked(context: Context, handle: Callable[..., None]) -> None:
    def refuse(work: Work) -> None:
        if work.payload["page"] == 1:
            raise JobFailed("no_visit", "There is no such visit.")

    handle(refuse)
    ask(context, page=1)
    run_pending(context)
    assert look(context).state is JobState.FAILED
    ask(context, again=True, page=2)
    run_pending(context)
    assert (look(context).state, look(context).reason) == (JobState.DONE, "")


def test_a_waiting_job_is_not_restarted(context: Context) -> None:
    ask(context, page=1)
    assert ask(context, again=True, page=2).payload == {"page": 1}


def test_a_key_belongs_to_one_kind(context: Context) -> None:
    ask(context)
    with (
        context.database.session() as session,
        pytest.raises(ValueError, match="belongs to a job of kind test"),
    ):
        enqueue(session, "other", "k", {})


def test_asked_for_at_once_by_many_it_is_one_job(context: Context) -> None:
    ready = threading.Barrier(4)
    ids: list[int | None] = []

    def ask_too() -> None:
        ready.wait()
        ids.append(ask(context).id)

    threads = [threading.Thread(target=ask_too) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(ids) == 4
    assert len(set(ids)) == 1


def test_workers_wake_after_the_commit_only(context: Context) -> None:
    woken: list[tuple[int, bool]] = []

    def wake(job_id: int) -> None:
        with context.database.session(writes=False) as other:
            woken.append((job_id, other.get(Job, job_id) is not None))

    connect(context.database.engine, wake)
    with context.database.session() as session:
        job = enqueue(session, "test", "k", {})
        with session.begin_nested():
            enqueue(session, "test", "k2", {})
        assert woken == []
        session.commit()
        assert woken == [(job.id, True), (id_of(job) + 1, True)]
        enqueue(session, "test", "k", {})
        session.commit()
        assert len(woken) == 2


def test_a_transaction_that_is_undone_asked_for_nothing(context: Context) -> None:
    woken: list[int] = []
    connect(context.database.engine, woken.append)
    with context.database.session() as session:
        enqueue(session, "test", "k", {})
        session.rollback()
    assert woken == []
    assert sweep(context) == []


def test_a_permanent_failure_says_why(context: Context, handle: Callable[..., None]) -> None:
    def refuse(_work: Work) -> None:
        raise JobFailed("not_published", "The visit is not published.")

    handle(refuse)
    ask(context)
    run_pending(context)
    job = look(context)
    assert (job.state, job.reason, job.reason_text) == (
        JobState.FAILED,
        "not_published",
        "The visit is not published.",
    )
    assert job.finished_at is not None


@pytest.mark.parametrize(
    "error, reason",
    [
        (ValueError("answer: secret"), "unexpected"),
        (TaskTimeout("timeout"), "too_long"),
        (AssertionError(), "unexpected"),
    ],
)
def test_an_unforeseen_error_fails_the_job_without_quoting_it(
    context: Context,
    handle: Callable[..., None],
    capsys: pytest.CaptureFixture[str],
    error: Exception,
    reason: str,
) -> None:
    def fail(_work: Work) -> None:
        raise error

    handle(fail)
    ask(context)
    run_pending(context)
    job = look(context)
    assert (job.state, job.reason) == (JobState.FAILED, reason)
    log = "".join(capsys.readouterr())
    assert type(error).__name__ in log
    assert "secret" not in log + job.reason_text


@pytest.mark.parametrize(
    "error, reason",
    [
        (StorageDown("full"), "storage_down"),
        (OperationalError("", {}, Exception()), "database_down"),
        (OSError(28, "No space left on device"), "machine"),
        (TryAgain("mail_down", "The mail server does not answer."), "mail_down"),
    ],
)
def test_a_passing_trouble_is_tried_again_later_and_not_for_ever(
    context: Context, handle: Callable[..., None], error: Exception, reason: str
) -> None:
    attempts: list[int] = []

    def fail(work: Work) -> None:
        attempts.append(work.attempt)
        raise error

    handle(fail, max_attempts=3)
    ask(context)
    for later, expected in ((0, 1), (5, 1), (11, 2), (30, 2), (42, 3)):
        with frozen_at(MORNING + timedelta(seconds=later)):
            run_pending(context)
        assert len(attempts) == expected
        assert look(context).state is (JobState.FAILED if expected == 3 else JobState.QUEUED)
        assert look(context).reason == reason
    with frozen_at(MORNING + timedelta(days=1)):
        assert run_pending(context) == 0


def test_a_trouble_that_passed_leaves_no_trace(context: Context, handle: Callable[..., None]) -> None:
    def fail_once(work: Work) -> None:
        if work.attempt == 1:
            raise StorageDown

    handle(fail_once)
    ask(context)
    with frozen_at(MORNING):
        run_pending(context)
    with frozen_at(MORNING + timedelta(minutes=1)):
        run_pending(context)
    job = look(context)
    assert (job.state, job.attempts, job.reason, job.reason_text) == (JobState.DONE, 2, "", "")


@pytest.mark.usefixtures("handle")
def test_a_kind_that_nobody_knows_fails_in_the_end(context: Context) -> None:
    ask(context)
    for hour in range(4):
        with frozen_at(MORNING + timedelta(hours=hour)):
            run_pending(context)
    assert (look(context).state, look(context).reason) == (JobState.FAILED, "unknown_kind")


def test_progress_is_seen_while_it_runs(context: Context, handle: Callable[..., None]) -> None:
    seen: list[tuple[str, int, str]] = []

    def draw(work: Work) -> None:
        work.report(40, "drawing")
        job = look(context)
        seen.append((job.state, job.progress, job.label))

    handle(draw)
    ask(context)
    run_pending(context)
    assert seen == [("running", 40, "drawing")]


def test_result_and_end_are_one_transaction(context: Context, handle: Callable[..., None]) -> None:
    def fail_at_the_end(work: Work) -> None:
        with work.finishing() as session:
            enqueue(session, "result", "half", {})
            raise JobFailed("no", "no")

    handle(fail_at_the_end)
    ask(context)
    run_pending(context)
    assert look(context).state is JobState.FAILED
    assert results(context) == []


def test_a_job_runs_once_however_often_it_is_rung_for(context: Context, handle: Callable[..., None]) -> None:
    started, go_on = threading.Event(), threading.Event()
    ran: list[int] = []

    def wait(work: Work) -> None:
        ran.append(work.attempt)
        started.set()
        assert go_on.wait(10)
        note(work, "result")

    handle(wait)
    job_id = id_of(ask(context))
    first = threading.Thread(target=run, args=(context, job_id))
    first.start()
    assert started.wait(10)
    run(context, job_id)
    go_on.set()
    first.join()
    run(context, job_id)
    assert ran == [1]
    assert results(context) == ["result"]


def test_a_worker_that_lost_its_lease_changes_nothing_more(
    context: Context, handle: Callable[..., None]
) -> None:
    """The sleeper of the tale: its job is taken over and done while it sleeps, then it wakes up."""
    lost: list[str] = []

    def sleep_first(work: Work) -> None:
        if work.attempt == 1:
            with frozen_at(now() + timedelta(hours=1)):
                for job_id in sweep(context):
                    run(context, job_id)
            with pytest.raises(LeaseLost):
                work.report(50)
            with pytest.raises(LeaseLost):
                note(work, "of the sleeper")
            lost.append("noticed")
        note(work, f"of attempt {work.attempt}")

    handle(sleep_first)
    ask(context)
    run_pending(context)
    assert lost == ["noticed"]
    assert results(context) == ["of attempt 2"]
    assert look(context).state is JobState.DONE


def die_in(context: Context, key: str = "k") -> None:
    """What a SIGKILL leaves: a row that says running, and nobody who does it."""
    with context.database.transaction() as session:
        job = job_with_key(session, key)
        assert job is not None
        assert job.state is JobState.QUEUED
        job.state, job.claim, job.heartbeat_at = JobState.RUNNING, "of the dead", now()
        job.attempts += 1


def test_a_dead_workers_job_is_done_by_another_after_the_lease(
    context: Context, handle: Callable[..., None]
) -> None:
    handle(lambda work: note(work, "result"))
    job = ask(context)
    with frozen_at(MORNING):
        die_in(context)
    with frozen_at(MORNING + timedelta(seconds=59)):
        assert sweep(context) == []
    with frozen_at(MORNING + timedelta(seconds=61)):
        assert sweep(context) == [job.id]
        assert look(context).reason == "worker_lost"
        run_pending(context)
    assert (look(context).state, look(context).attempts) == (JobState.DONE, 2)
    assert results(context) == ["result"]


def test_a_job_that_kills_its_workers_is_given_up(context: Context, handle: Callable[..., None]) -> None:
    handle(lambda _work: None, max_attempts=1)
    ask(context)
    for hour in range(5):
        with frozen_at(MORNING + timedelta(hours=hour)):
            die_in(context)
        with frozen_at(MORNING + timedelta(hours=hour, minutes=2)):
            sweep(context)
    assert (look(context).state, look(context).reason) == (JobState.FAILED, "worker_lost")


def test_an_interrupted_job_is_given_back_without_costing_an_attempt(
    context: Context, handle: Callable[..., None]
) -> None:
    def interrupt(_work: Work) -> None:
        raise KeyboardInterrupt

    handle(interrupt)
    job_id = id_of(ask(context))
    with pytest.raises(KeyboardInterrupt):
        run(context, job_id)
    job = look(context)
    assert (job.state, job.attempts) == (JobState.QUEUED, 0)


def test_heartbeats_keep_a_long_job_alive(context: Context, handle: Callable[..., None]) -> None:
    beaten = threading.Event()

    def work_long(_work: Work) -> None:
        first = look(context).heartbeat_at
        while look(context).heartbeat_at == first:
            assert not beaten.wait(0.02)

    handle(work_long)
    ask(context)
    short = Context(database=context.database, storage=context.storage, lease=timedelta(seconds=0.4))
    run_pending(short)
    assert look(context).state is JobState.DONE


def test_reading_sees_what_is_committed(context: Context, handle: Callable[..., None]) -> None:
    seen: list[str] = []

    def read(work: Work) -> None:
        with work.reading() as session:
            assert isinstance(session, Session)
            seen.extend(session.exec(select(Job.key)))

    handle(read)
    ask(context, "a key")
    run_pending(context)
    assert seen == ["a key"]


def test_two_handlers_of_one_kind_are_a_mistake(handle: Callable[..., None]) -> None:
    handle(test_two_handlers_of_one_kind_are_a_mistake)
    handle(test_two_handlers_of_one_kind_are_a_mistake)
    with pytest.raises(ValueError, match="two handlers"):
        handle(print)


def test_what_is_written_on_the_way_stays_and_a_lost_lease_keeps_nothing(
    context: Context, handle: Callable[..., None]
) -> None:
    def write(work: Work) -> None:
        with work.writing() as session:
            enqueue(session, "result", f"attempt {work.attempt}", {})
        with context.database.transaction() as session:
            job_with_key(session, "k").claim = "somebody else's"  # type: ignore[union-attr]
        with work.writing() as session:
            enqueue(session, "result", "too late", {})

    handle(write)
    job = ask(context)
    run(context, id_of(job))
    assert results(context) == ["attempt 1"]


def test_a_worker_warms_up_for_every_kind_of_job(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "_handlers", {})
    loaded: list[str] = []
    handler("test", warm_up=lambda: loaded.append("test"))(lambda _work: None)
    handler("other")(lambda _work: None)
    jobs.warm_up()
    assert loaded == ["test"]
