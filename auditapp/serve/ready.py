"""What the web server of `make run` loads, once for all its processes: loading is most of a start."""

import signal
import subprocess
import sys
from types import FrameType
from typing import NoReturn

from flask import Flask
from flask.cli import ScriptInfo

from auditapp.app import create_app
from auditapp.core.config import PROJECT_ROOT, Settings
from auditapp.demo.loading import is_loaded


def prepared() -> Flask:
    """The app, its database brought up to date and filled with the demo where that may be."""
    signal.signal(signal.SIGTERM, _end)  # until the server puts its own in place
    settings = Settings.from_environment()
    app = create_app(settings)
    database = app.extensions["auditapp.database"]
    app.cli.main(
        ("db", "upgrade"), prog_name="flask", standalone_mode=False, obj=ScriptInfo(create_app=lambda: app)
    )
    if not settings.production and not is_loaded(database):
        _load_demo()
    database.engine.dispose()  # the server's processes are forks of this one, and connections cannot be shared
    return app


def _load_demo() -> None:
    """In a process of its own: storing photos starts threads, which a fork would lose."""
    run = subprocess.run(
        [sys.executable, "-m", "flask", "--app", "wsgi", "demo"], cwd=PROJECT_ROOT, check=False
    )
    if run.returncode:
        sys.exit(run.returncode)


def _end(_number: int, _frame: FrameType | None) -> NoReturn:
    sys.exit(0)
