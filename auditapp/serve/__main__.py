"""`python -m auditapp.serve` starts the web server and the worker, and ends both.

It loads nothing of the product itself, so it hears Ctrl-C from the first moment on.
"""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from http.client import HTTPConnection, HTTPException
from types import FrameType

import click

from auditapp.core.config import PROJECT_ROOT, Settings
from auditapp.demo.people import PASSWORD, PEOPLE

PATIENCE = 60.0
"""Seconds that a process gets to end, before it is ended for it: machines may be busy."""
GLANCE = 0.1
"""Seconds between two looks at the processes."""
SHOWN_LOGINS = ("admin", "reviewer", "auditor", "client", "store")
GUNICORN = (
    "--preload", "--workers", "2", "--threads", "4", "--log-level", "warning", "--no-control-socket",
    "auditapp.serve.ready:prepared()",
)  # fmt: skip
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class _Wish:
    """Somebody wants an end (Ctrl-C, a closed terminal, the machine going down): noted, and looked at when it suits."""

    def __init__(self) -> None:
        self.made = False
        for wanted in SIGNALS:
            signal.signal(wanted, self._note)

    def _note(self, _number: int, _frame: FrameType | None) -> None:
        self.made = True


def main() -> int:
    """Serve until stopped: the database brought up to date first, the demo loaded where it may be.

    Settings are those of docs/settings.md. Answers the exit status: 0 when stopped from outside.
    """
    wish = _Wish()
    host, port = os.environ.get("AUDITAPP_HOST", "127.0.0.1"), int(os.environ.get("AUDITAPP_PORT", "8000"))
    if not _is_free(host, port):
        click.echo(f"Port {port} is taken. Choose another one: AUDITAPP_PORT={port + 1} make run", err=True)
        return 1
    return _serve(host, port, wish, welcome=_welcome(port, demo=not Settings.from_environment().production))


def _serve(host: str, port: int, wish: _Wish, *, welcome: str) -> int:
    processes = {"web server": _start("gunicorn", "--bind", f"{host}:{port}", *GUNICORN)}
    try:
        if _answers(port, lambda: wish.made or processes["web server"].poll() is not None):
            click.echo(welcome)
            # Only now: nothing has to be done in the background before somebody has seen a page.
            processes["worker"] = _start("flask", "--app", "wsgi", "worker")
        return _watch(processes, wish)
    finally:
        _end(processes)


def _start(*module: str) -> subprocess.Popen[bytes]:
    """Out of reach of the terminal's Ctrl-C: each is told once, by us, whatever it is at."""
    return subprocess.Popen((sys.executable, "-m", *module), cwd=PROJECT_ROOT, process_group=0)


def _watch(processes: Mapping[str, subprocess.Popen[bytes]], wish: _Wish) -> int:
    """Wait for the wish to end, or until one of them ends, which neither should."""
    while not wish.made:
        for name, process in processes.items():
            if process.poll() is not None:
                click.echo(
                    f"The {name} has ended by itself ({process.returncode}). Ending the rest.", err=True
                )
                return 1
        time.sleep(GLANCE)
    return 0


def _end(processes: Mapping[str, subprocess.Popen[bytes]]) -> None:
    """Let them finish what they are at, and end them then."""
    for process in processes.values():
        process.terminate()
    for process in processes.values():
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _is_free(host: str, port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def _answers(port: int, given_up: Callable[[], bool]) -> bool:
    """Whether the server answers; it is asked often, because somebody waits."""
    while not given_up():
        connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        try:
            connection.request("GET", "/login")
            connection.getresponse()
        except (OSError, HTTPException):
            time.sleep(GLANCE)
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
