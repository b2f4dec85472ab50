"""The key that reports are signed with in tests: one for the whole run, because making it takes a while."""

from contextlib import suppress
from pathlib import Path

from auditapp.core.keys import make_signing_file
from tests.support.databases import shared_folder


def signing_file() -> Path:
    """Key and certificate of the test agency."""
    file = shared_folder("signing") / "agency.pem"
    if not file.exists():
        with suppress(FileExistsError):
            make_signing_file(file, "The test agency")
    return file
