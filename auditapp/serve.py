"""The whole product on one machine: `python -m auditapp.serve` starts the web server and the worker, and ends both.

On many machines each is started by itself instead (docs/settings.md).
"""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from http.client import HTTPConnection, HTTPException
from types import FrameType
from typing import NoReturn

import click
from flask import Flask
from flask.cli import ScriptInfo

from auditapp.app import create_app
from auditapp.core.config import PROJECT_ROOT, Settings
from auditapp.demo.people import PASSWORD, PEOPLE

PATIENCE = 60.0
"""Seconds that a process gets to answer, and to end, before it is not waited for any longer: machines may be busy."""
SHOWN_LOGINS = ("admin", "reviewer", "auditor", "client", "store")
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Stopped(BaseException):
    """Somebody wants an end: Ctrl-C, a closed terminal, or the machine going down."""


def main() -> int:
    """Bring the database up to date, load the demo where it may be, then serve until stopped.

    Settings are those of docs/settings.md. Answers the exit status: 0 when stopped from outside.
    """
    settings = Settings.from_environment()
    host, port = os.environ.get("AUDITAPP_HOST", "127.0.0.1"), int(os.environ.get("AUDITAPP_PORT", "8000"))
    if not _is_free(host, port):
        click.echo(f"Port {port} is taken. Choose another one: AUDITAPP_PORT={port + 1} make run", err=True)
        return 1
    for wanted in SIGNALS:
        signal.signal(wanted, _stop)
    try:
        _prepare(create_app(settings), demo=not settings.production)
        return _serve(host, port, welcome=_welcome(port, demo=not settings.production))
    except Stopped:
        return 0


def _prepare(app: Flask, *, demo: bool) -> None:
    _command(app, "db", "upgrade")
    if demo:
        _command(app, "demo")


def _command(app: Flask, *words: str) -> None:
    """Run a command of the product here: a process of its own would load everything once more."""
    app.cli.main(words, prog_name="flask", standalone_mode=False, obj=ScriptInfo(create_app=lambda: app))


def _serve(host: str, port: int, *, welcome: str) -> int:
    flask = [sys.executable, "-m", "flask", "--app", "wsgi"]
    server = [
        sys.executable,
        "-m",
        "gunicorn",
        "--bind",
        f"{host}:{port}",
        "--workers",
        "2",
        "--threads",
        "4",
    ]
    processes = {}
    try:
        processes["web server"] = subprocess.Popen(
            [*server, "--log-level", "warning", "wsgi:app"], cwd=PROJECT_ROOT
        )
        processes["worker"] = subprocess.Popen([*flask, "worker"], cwd=PROJECT_ROOT)
        if _answers(port, processes["web server"]):
            click.echo(welcome)
        return _report_end(processes)
    finally:
        _end(processes)


def _report_end(processes: Mapping[str, subprocess.Popen[bytes]]) -> int:
    """Wait until one of them ends, which neither should."""
    number, status = os.wait()
    name = next(name for name, process in processes.items() if process.pid == number)
    processes[name].returncode = os.waitstatus_to_exitcode(status)
    click.echo(f"The {name} has ended by itself ({processes[name].returncode}). Ending the rest.", err=True)
    return 1


def _end(processes: Mapping[str, subprocess.Popen[bytes]]) -> None:
    """End them the quick way: requests are cut off and running jobs go back to the queue."""
    for wanted in SIGNALS:
        signal.signal(wanted, signal.SIG_IGN)
    for process in processes.values():
        process.send_signal(signal.SIGINT)
    for process in processes.values():
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _stop(_number: int, _frame: FrameType | None) -> NoReturn:
    raise Stopped


def _is_free(host: str, port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def _answers(port: int, server: subprocess.Popen[bytes]) -> bool:
    """Whether the server answers in time; it is asked often, because somebody waits."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and server.poll() is None:
        connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        try:
            connection.request("GET", "/login")
            connection.getresponse()
        except (OSError, HTTPException):
            time.sleep(0.05)
        else:
            return True
        finally:
            connection.close()
    return False


def _welcome(port: int, *, demo: bool) -> str:
    lines = ["", f"Auditapp runs at http://localhost:{port}"]
    if demo:
        lines += ["", f"Log in with one of these, password {PASSWORD}:"]
        lines += [f"  {person.email:22} {person.name}" for person in PEOPLE if person.key in SHOWN_LOGINS]
    return "\n".join([*lines, "", "Ctrl-C ends it.", ""])


if __name__ == "__main__":
    sys.exit(main())
