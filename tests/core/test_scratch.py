"""The folder of a worker for temporary files: left by those that were killed, and removed by whoever comes next."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from auditapp.core.scratch import scratch_folder

HOLD_WITH_A_CHILD = """
import os, time
from auditapp.core.scratch import scratch_folder
with scratch_folder() as folder:
    (folder / "page.png").write_bytes(b"1")
    if os.fork() == 0:
        os.read(0, 1)  # it lives on after its parent, until the test lets it go
        os._exit(0)
    print(folder, flush=True)
    time.sleep(60)
"""


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The machine's folder for such files."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    return tmp_path


@contextmanager
def killed_with_a_child_alive(temporary: Path) -> Iterator[Path]:
    """The folder of a process that was killed and whose child lives until the end of the block."""
    environment = os.environ | {"TMPDIR": str(temporary), "PYTHONPATH": "."}
    with subprocess.Popen(
        [sys.executable, "-c", HOLD_WITH_A_CHILD],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=environment,
    ) as process:
        assert process.stdin
        assert process.stdout
        folder = Path(process.stdout.readline().strip())
        process.send_signal(signal.SIGKILL)
        process.wait()
        yield folder
        process.stdin.close()
        assert process.stdout.read() == ""  # the child is gone


def test_a_folder_goes_with_its_worker(temporary: Path) -> None:
    with scratch_folder() as folder:
        (folder / "page.png").write_bytes(b"1")
        with scratch_folder() as another:
            assert {folder, another} == set(temporary.iterdir())
    assert list(temporary.iterdir()) == []


def test_what_killed_workers_left_is_removed_and_nothing_else(temporary: Path) -> None:
    (temporary / "auditapp-scratch-note").write_bytes(b"no folder")
    (temporary / "somebody-elses").mkdir()
    (temporary / "auditapp-scratch-link").symlink_to(temporary / "somebody-elses")
    others = set(temporary.iterdir())
    with killed_with_a_child_alive(temporary) as left, scratch_folder():
        pass
    assert (left / "page.png").exists()
    with scratch_folder() as folder:
        assert set(temporary.iterdir()) == others | {folder}
