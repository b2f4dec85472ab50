"""Workers are killed in the middle of a batch, again and again: every report is there once, and everybody is told once."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlmodel import Session, func, select

from auditapp.accounts.models import User
from auditapp.core.clock import frozen_at
from auditapp.core.config import Settings
from auditapp.core.db import Database
from auditapp.core.jobs import Job, JobState
from auditapp.core.running import Context, sweep
from auditapp.core.worker import context_of
from auditapp.reports.batches import begin_batch
from auditapp.reports.deliveries import choose_mails
from auditapp.reports.models import Delivery, DeliveryState, IssuedReport, MailChoice, ReportBatch, ReportFile
from tests.support.many_visits import NOON, published_wave
from tests.support.people import People
from tests.support.processes import wait_until
from tests.support.workers import workers

REPORTS, KILLS = 100, 20


def counted(database: Database, state: JobState) -> int:
    with database.session(writes=False) as session:
        return session.exec(select(func.count()).select_from(Job).where(Job.state == state)).one()


@pytest.mark.long
@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
def test_a_batch_is_made_whole_although_its_workers_are_killed(
    app: Flask, settings: Settings, session: Session, people: People
) -> None:
    with frozen_at(NOON - timedelta(days=1)):
        choose_mails(session, session.get_one(User, people.head_office.id), MailChoice.WAVE)
    batch_id = begin_batch(session, None, published_wave(session, people, REPORTS)).id
    session.commit()
    database, queue = app.extensions["auditapp.database"], app.extensions["auditapp.queue"]
    # What a killed worker was at is taken back after seconds instead of a minute. A worker that is merely slow may
    # lose its job so, too, which has to end as well.
    impatient = Context(database=database, storage=context_of(app).storage, lease=timedelta(seconds=5))

    def is_over() -> bool:
        for job_id in sweep(impatient) if queue.is_empty() else ():
            queue.wake(job_id)
        with database.session(writes=False) as own:
            told = own.exec(select(Delivery.state)).all()
            return own.get_one(ReportBatch, batch_id).completed_at is not None and told == [
                DeliveryState.SENT
            ]

    with workers(settings, 2, "tests.reports.worker_app") as killable:
        for kill in range(1, KILLS + 1):
            wait_until(lambda least=2 * kill: counted(database, JobState.DONE) >= least, "some are done")  # type: ignore[misc]
            wait_until(lambda: counted(database, JobState.RUNNING) > 0, "one is being made")
            killable.kill_all()
        wait_until(is_over, "the batch is made and told of", patience=120)

    files = session.exec(select(ReportFile)).all()
    assert len({file.visit_id for file in files}) == len(files) == REPORTS
    assert len(session.exec(select(IssuedReport)).all()) == REPORTS
    assert all(len(impatient.storage.get(file.storage_key)) == file.size for file in files)
    assert counted(database, JobState.FAILED) == 0
