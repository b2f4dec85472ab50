"""`make run` starts web server and worker together, and leaves neither behind."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture
def port() -> int:
    """A free one."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        number: int = probe.getsockname()[1]
        return number


@pytest.fixture
def product(port: int, tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """The started product, without the demo."""
    environment = {
        **os.environ,
        "AUDITAPP_INSTANCE": str(tmp_path),
        "AUDITAPP_PORT": str(port),
        "AUDITAPP_ENV": "production",
    }
    command = [sys.executable, "-m", "auditapp.serve"]
    process = subprocess.Popen(
        command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, text=True, start_new_session=True,
    )  # fmt: skip
    yield process
    process.terminate()
    process.communicate(timeout=90)


def wait_until_it_runs(product: subprocess.Popen[str]) -> None:
    lines = []
    for line in product.stdout or ():
        lines.append(line)
        if "Auditapp runs at" in line:
            return
    pytest.fail("it did not start:\n" + "".join(lines))


def ctrl_c(product: subprocess.Popen[str]) -> str:
    """What is printed until the end after Ctrl-C, which a terminal sends to all processes in front of it."""
    os.killpg(product.pid, signal.SIGINT)
    output, _ = product.communicate(timeout=20)
    assert product.returncode == 0, output
    return output


def children_of(product: subprocess.Popen[str], count: int = 2) -> list[int]:
    """The web server and the worker, which follows when the server answers."""
    listed = Path(f"/proc/{product.pid}/task/{product.pid}/children")
    children: list[str] = []
    while len(children) < count:
        children = listed.read_text().split()
    return [int(number) for number in children]


def is_alive(number: int) -> bool:
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.parametrize("wanted", [signal.SIGINT, signal.SIGTERM])
def test_it_serves_until_it_is_stopped(
    product: subprocess.Popen[str], port: int, wanted: signal.Signals
) -> None:
    wait_until_it_runs(product)
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", "/login")
    assert connection.getresponse().status == 200
    connection.close()
    children = children_of(product)
    assert len(children) == 2
    product.send_signal(wanted)
    output, _ = product.communicate(timeout=90)
    assert product.returncode == 0, output
    assert [number for number in children if is_alive(number)] == []
    assert "Traceback" not in output


@pytest.mark.parametrize("moment", [0.0, 0.7])
def test_ctrl_c_ends_a_start_without_a_word(product: subprocess.Popen[str], moment: float) -> None:
    children_of(product, 1)
    time.sleep(moment)
    assert ctrl_c(product) == ""


@pytest.mark.parametrize("moment", [0.0, 0.4])
def test_ctrl_c_ends_it_however_soon_after_the_start(product: subprocess.Popen[str], moment: float) -> None:
    wait_until_it_runs(product)
    time.sleep(moment)
    assert ctrl_c(product).partition("Ctrl-C ends it.")[2].strip() in {"", "2 workers"}


def test_what_starts_the_processes_loads_nothing_of_them() -> None:
    loaded = "import sys, auditapp.serve.__main__; print(*sys.modules)"
    run = subprocess.run([sys.executable, "-c", loaded], cwd=ROOT, capture_output=True, text=True, check=True)
    assert {"flask", "sqlmodel", "pydantic", "huey"}.isdisjoint(run.stdout.split())


@pytest.mark.parametrize("which", [0, 1])
def test_when_one_ends_by_itself_the_other_is_ended(product: subprocess.Popen[str], which: int) -> None:
    wait_until_it_runs(product)
    children = children_of(product)
    os.kill(children[which], signal.SIGKILL)
    output, _ = product.communicate(timeout=90)
    assert product.returncode == 1
    assert "has ended by itself (-9)" in output
    assert [number for number in children if is_alive(number)] == []


def test_a_taken_port_is_said_plainly(port: int) -> None:
    with socket.create_server(("127.0.0.1", port)):
        run = subprocess.run(
            [sys.executable, "-m", "auditapp.serve"], cwd=ROOT, env={**os.environ, "AUDITAPP_PORT": str(port)},
            capture_output=True, text=True, check=False,
        )  # fmt: skip
    assert run.returncode == 1
    assert run.stderr == f"Port {port} is taken. Choose another one: AUDITAPP_PORT={port + 1} make run\n"
