"""Real processes: found by what they were started with, killed as a whole, and awaited without sleeping."""

import os
import select
import signal
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from pathlib import Path
from threading import Timer
from typing import ClassVar

PATIENCE = 60.0
"""Seconds after which something that should have happened is missed: machines may be busy."""
GLANCE = 0.01
"""Seconds between two looks, where nothing can be waited for."""
PROC = Path("/proc")


def group_of(argument: str) -> int | None:
    """The process group of whatever was started with this argument, word for word."""
    wanted = os.fsencode(argument)
    for number in _numbers():
        with suppress(OSError):
            if wanted in (PROC / str(number) / "cmdline").read_bytes().split(b"\0"):
                return os.getpgid(number)
    return None


def members(group: int) -> list[int]:
    """The processes of a group; those that have ended and were not yet waited for are none."""
    found = []
    for number in _numbers():
        with suppress(OSError):
            if os.getpgid(number) == group and not _has_ended(number):
                found.append(number)
    return found


def kill_group(group: int) -> None:
    """SIGKILL all processes of a group at once; returns when none of them lives."""
    assert group not in {0, 1, os.getpgrp()}, "a test does not kill itself"
    with ExitStack() as stack:
        handles = []
        for number in members(group):
            with suppress(ProcessLookupError):
                handle = os.pidfd_open(number)
                stack.callback(os.close, handle)
                handles.append(handle)
        with suppress(ProcessLookupError):
            os.killpg(group, signal.SIGKILL)
        for handle in handles:
            # A handle becomes readable when its process has ended.
            ended, _, _ = select.select([handle], [], [], PATIENCE)
            assert ended, f"a process of group {group} survived SIGKILL"


class Killable:
    """What runs as a process group of its own, and can be killed at any moment."""

    last_words: ClassVar[tuple[type[Exception], ...]] = ()
    """The errors of whoever uses it while it dies."""
    _group: int | None = None

    @property
    def group(self) -> int:
        """The process group that runs now."""
        assert self._group is not None, "it does not run"
        return self._group

    def kill(self) -> None:
        """SIGKILL it with all its processes, in whatever they are at; may be called from any thread."""
        group, self._group = self._group, None
        if group is not None:
            kill_group(group)

    @contextmanager
    def killed_within(self, seconds: float) -> Iterator[None]:
        """Kill it so many seconds after the block began; a block that uses it ends there.

        A block that is through sooner waits for it.
        """
        timer = Timer(seconds, self.kill)
        timer.start()
        try:
            yield
        except self.last_words:
            if self._group is not None:
                raise
        finally:
            timer.join(PATIENCE)


def wait_until(condition: Callable[[], bool], what: str, patience: float = PATIENCE) -> None:
    """Look often until `condition` holds; AssertionError that says `what` was awaited if it never does."""
    deadline = time.monotonic() + patience
    while not condition():
        assert time.monotonic() < deadline, f"in vain waited until {what}"
        time.sleep(GLANCE)


@contextmanager
def reserved_port() -> Iterator[int]:
    """A port of this machine that nobody else gets while the block lasts, whether or not somebody listens there.

    It is bound here without being listened to: connections are refused until a server of the test, which has to
    allow reuse of addresses (as all usual ones do), listens at it.
    """
    with closing(socket.socket()) as holder:
        holder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        holder.bind(("127.0.0.1", 0))
        port: int = holder.getsockname()[1]
        yield port


def _numbers() -> Iterator[int]:
    return (int(entry.name) for entry in PROC.iterdir() if entry.name.isdigit())


def _has_ended(number: int) -> bool:
    state = (PROC / str(number) / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
    return state in {"Z", "X"}
