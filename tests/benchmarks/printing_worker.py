"""A process that draws reports and says as JSON how long it took and what memory it had: folder, before, counted."""

import gc
import json
import sys
from pathlib import Path
from time import perf_counter

from tests.benchmarks.bench_printing import drawing, installed


def main(folder: str, before: str, counted: str) -> None:
    """Draw `before` reports to get warm, then `counted` ones that are measured."""
    with installed(Path(folder)).app_context():
        draw = drawing()
        gc.collect()
        gc.freeze()
        for _ in range(int(before)):
            draw()
        small, start = memory("VmRSS"), perf_counter()
        for _ in range(int(counted)):
            draw()
        taken = perf_counter() - start
    measured = {"seconds": taken, "growth": memory("VmRSS") - small, "peak": memory("VmHWM")}
    print(json.dumps(measured))  # noqa: T201 - the result is what one asks for


def memory(line: str) -> float:
    """Of this process, in MB."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition(f"{line}:")[2].split()[0]) / 1024


if __name__ == "__main__":
    main(*sys.argv[1:])
