"""What one server process takes in: finished visits of 60 answers and 5 photos, as phones send them.

A thousand visits take some minutes; `BENCH_VISITS=100 make bench` looks at fewer.
"""

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from time import perf_counter

import pytest
from flask import Flask
from PIL import Image
from sqlmodel import Session

from auditapp.domain.lifecycle import VisitState
from tests.benchmarks.sender import Sender
from tests.benchmarks.sixty import sixty_questions
from tests.benchmarks.stopwatch import say_parts
from tests.support.gunicorn import RealServer
from tests.support.pages import PageClient
from tests.support.people import People
from tests.support.processes import PROC, members
from tests.support.visits import plan_visit, publish

VISITS = int(os.environ.get("BENCH_VISITS", "1000"))
WARM = VISITS // 5
"""So many visits fill the process's caches and pools."""
AT_ONCE, LOOK = 4, max(1, VISITS // 20)
PHOTOS = 5
NOISE = 10_000_000
GROWTH = 0.05


def photos() -> list[bytes]:
    """As large as phones send them: about 250 KB each."""
    made = []
    for number in range(PHOTOS):
        grain = Image.effect_noise((1600, 1200), 22 + number)
        file = BytesIO()
        Image.merge("RGB", (grain, grain.rotate(180), grain)).save(file, "JPEG", quality=40)
        made.append(file.getvalue())
    return made


def memory(server: RealServer) -> int:
    """Bytes that the server's processes hold."""
    pages = [int((PROC / str(one) / "statm").read_text("ascii").split()[1]) for one in members(server.group)]
    return sum(pages) * os.sysconf("SC_PAGE_SIZE")


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
def test_the_server_does_not_grow(
    app: Flask, real_server: RealServer, session: Session, people: People
) -> None:
    version = publish(session, people, sixty_questions())
    visits = [plan_visit(session, people, version, scenario=None) for _ in range(VISITS)]
    client = PageClient(app).log_in(people.auditor)
    cookie = client.http.get_cookie("session")
    assert cookie is not None
    senders = [Sender(real_server.port, f"session={cookie.value}", photos()) for _ in range(AT_ONCE)]
    held: dict[int, int] = {}
    start = perf_counter()
    for done in _sent([visit.id or 0 for visit in visits], senders):
        held[done] = memory(real_server)
    rate = VISITS / (perf_counter() - start)
    session.expire_all()
    assert {visit.state for visit in visits} == {VisitState.SUBMITTED}
    print(f"\nVisits of 60 answers and {PHOTOS} photos taken in by one process: {rate:.2f} a second", end="")  # noqa: T201 - the result is what one asks for
    say_parts({f"bytes held after {done:,} visits": size for done, size in held.items()})
    before = next(size for done, size in held.items() if done >= WARM)
    assert held[VISITS] - before <= max(NOISE, GROWTH * before)


def _sent(visits: Sequence[int], senders: Sequence[Sender]) -> Iterator[int]:
    """Send them, some at once; tells now and then how many are done."""
    sections = sixty_questions()["sections"]
    answers = {one["key"]: one["options"][0]["key"] for section in sections for one in section["questions"]}
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for begin in range(0, len(visits), LOOK):
            part = visits[begin : begin + LOOK]
            shares = [part[number::AT_ONCE] for number in range(AT_ONCE)]
            list(pool.map(lambda sender, share: sender.send_all(share, answers), senders, shares))
            yield begin + len(part)
