"""Removing files that nothing refers to any more: once what replaced them is committed, and not before a backup is over.

A backup takes the database first and the files afterwards: what its database refers to has to be there still.
"""

from collections.abc import Iterable
from datetime import timedelta

from sqlmodel import Session

from auditapp.core.clock import now
from auditapp.core.jobs import Work, enqueue, handler

REMOVE = "files.remove"
KEPT = timedelta(days=1)
ATTEMPTS = 7
"""After 10 s, 30 s, 90 s …: a storage may be away for two hours."""


def remove_files(session: Session, keys: Iterable[str]) -> None:
    """Have these files of the storage removed a day after the session's transaction, which ends what refers to them."""
    for key in keys:
        enqueue(session, REMOVE, f"remove:{key}", {"key": key}, again=True).due_at = now() + KEPT


@handler(REMOVE, max_attempts=ATTEMPTS)
def remove_file(work: Work) -> None:
    """Remove one file."""
    work.storage.delete(work.payload["key"])
