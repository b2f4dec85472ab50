"""A process that draws reports and says as JSON how long it took and what memory it had: work, before, counted."""

import gc
import json
import os
import pickle
import sys
from pathlib import Path
from time import perf_counter

from flask import Flask

from auditapp.app import create_app
from auditapp.core.config import Settings
from auditapp.reports.rendering import report_pdf
from tests.support.signing import signing_file

LOOK_EVERY = 25
"""Reports: looking takes as long as a page."""


def installed(folder: Path) -> Flask:
    """The product without a database, which made-up reports do not need."""
    settings = {"AUDITAPP_INSTANCE": str(folder), "AUDITAPP_SIGNING_FILE": str(signing_file())}
    return create_app(Settings.from_environment(settings))


def main(work: str, before: str, counted: str) -> None:
    """Draw `before` reports to get warm, then `counted` ones that are measured, in a process forked as workers are."""
    report, evidence, photos = pickle.loads(Path(work).read_bytes())  # noqa: S301 - written by the benchmark
    with installed(Path(work).parent / "installation").app_context():
        report_pdf(report, evidence, photos.get)
        gc.collect()
        gc.freeze()
        child = os.fork()
        if child:
            os.waitpid(child, 0)
            return
        for _ in range(int(before)):
            report_pdf(report, evidence, photos.get)
        own, small, start = 0.0, resident(), perf_counter()
        for done in range(int(counted)):
            report_pdf(report, evidence, photos.get)
            if done % LOOK_EVERY == LOOK_EVERY - 1:
                own = max(own, private())
        taken = perf_counter() - start
    print(json.dumps({"seconds": taken, "growth": resident() - small, "own": own, "whole": resident()}))  # noqa: T201 - the result is what one asks for


def resident() -> float:
    """What of this process is in memory, in MB."""
    return _kilobytes("status", "VmRSS") / 1024


def private() -> float:
    """What of it no other process has, in MB: each worker more takes so much more."""
    return sum(_kilobytes("smaps_rollup", line) for line in ("Private_Clean", "Private_Dirty")) / 1024


def _kilobytes(file: str, line: str) -> int:
    content = Path(f"/proc/self/{file}").read_text(encoding="ascii")
    return int(content.partition(f"{line}:")[2].split()[0])


if __name__ == "__main__":
    main(*sys.argv[1:])
