"""The smallest app with a worker, for tests that start and kill one: `flask --app tests.contracts.worker_app worker`."""

import os
from pathlib import Path

from flask import Flask

from auditapp.core.config import Settings
from auditapp.core.db import Database
from auditapp.core.jobs import Work, enqueue, handler
from auditapp.core.storage import Storage
from auditapp.core.worker import command, init_jobs


def create_app() -> Flask:
    """An app of the environment's settings."""
    app = Flask(__name__)
    settings = Settings.from_environment()
    app.extensions["auditapp.settings"] = settings
    app.extensions["auditapp.database"] = Database(settings.database_url)
    app.extensions["auditapp.storage"] = Storage.from_url(settings.storage_url)
    init_jobs(app)
    app.cli.add_command(command)
    return app


@handler("gate")
def pass_the_gate(work: Work) -> None:
    """Say which process this is, wait until the test opens the gate (a named pipe), leave one result."""
    folder = Path(work.payload["folder"])
    (folder / f"{work.payload['name']}.pid").write_text(str(os.getpid()), encoding="ascii")
    with (folder / f"{work.payload['name']}.gate").open() as gate:
        gate.read()
    with work.finishing() as session:
        enqueue(session, "result", f"{work.payload['name']} of attempt {work.attempt}", {})


@handler("note")
def note(work: Work) -> None:
    """Leave a file and one result."""
    work.storage.put(work.payload["name"], b"done")
    with work.finishing() as session:
        enqueue(session, "result", f"{work.payload['name']} noted", {})


@handler("result")
def keep(_work: Work) -> None:
    """A result is a job that does nothing: its row says that it exists once."""
