"""A process that draws reports and says as JSON how long it took and what memory it had: work, before, counted."""

import gc
import json
import pickle
import sys
from pathlib import Path
from time import perf_counter

from flask import Flask

from auditapp.app import create_app
from auditapp.core.config import Settings
from auditapp.reports.rendering import report_pdf
from tests.support.signing import signing_file


def installed(folder: Path) -> Flask:
    """The product without a database, which made-up reports do not need."""
    settings = {"AUDITAPP_INSTANCE": str(folder), "AUDITAPP_SIGNING_FILE": str(signing_file())}
    return create_app(Settings.from_environment(settings))


def main(work: str, before: str, counted: str) -> None:
    """Draw `before` reports to get warm, then `counted` ones that are measured."""
    report, evidence, photos = pickle.loads(Path(work).read_bytes())  # noqa: S301 - written by the benchmark
    with installed(Path(work).parent / "installation").app_context():
        report_pdf(report, evidence, photos.get)
        gc.collect()
        gc.freeze()
        for _ in range(int(before)):
            report_pdf(report, evidence, photos.get)
        small, start = memory("VmRSS"), perf_counter()
        for _ in range(int(counted)):
            report_pdf(report, evidence, photos.get)
        taken = perf_counter() - start
    measured = {"seconds": taken, "growth": memory("VmRSS") - small, "peak": memory("VmHWM")}
    print(json.dumps(measured))  # noqa: T201 - the result is what one asks for


def memory(line: str) -> float:
    """Of this process, in MB."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition(f"{line}:")[2].split()[0]) / 1024


if __name__ == "__main__":
    main(*sys.argv[1:])
