"""Documents beside the store report: made in the background when somebody wants them, and kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from auditapp.core.jobs import Job, enqueue, job_with_key
from auditapp.core.removal import remove_files

FOLDER = "papers"
PAPERS_VERSION = "2"
"""Raised by hand whenever templates, stylesheets or wording change what these documents look like."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """One document for one reader. `key` says all that it depends on: the same key is the same file (R5)."""

    kind: str
    """Of the job that makes it."""
    key: str
    payload: Mapping[str, Any]

    @property
    def storage_key(self) -> str:
        """Where the file lies."""
        return f"{FOLDER}/{self.key}-{PAPERS_VERSION}.pdf"


def order_paper(session: Session, paper: Paper, *, again: bool = False) -> Job:
    """Have it made for somebody who waits. Asking twice is asking once; `again` repeats what failed or was lost."""
    return enqueue(session, paper.kind, paper.storage_key, dict(paper.payload), again=again, urgent=True)


def order_of(session: Session, paper: Paper) -> Job | None:
    """The job that makes, or made, it."""
    return job_with_key(session, paper.storage_key)


def forget_paper(session: Session, job: Job) -> None:
    """Nobody wants this document any more: its order goes, and its file."""
    session.delete(job)
    remove_files(session, [job.key])
