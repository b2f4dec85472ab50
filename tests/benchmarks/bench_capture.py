"""Filling in sixty questions on a cheap phone with a weak network, against a plain form that does no more than it has to."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any, TypeAlias

import pytest
from flask import Flask, Response, render_template
from flask_compress import Compress
from playwright.sync_api import Browser, Cookie, expect
from sqlmodel import Session

from auditapp.visits.models import Visit
from tests.benchmarks.cheap_phone import CheapPhone, Weight
from tests.benchmarks.sixty import sixty_questions
from tests.benchmarks.stopwatch import say_beside, say_parts
from tests.support.browser import PHONE, Complaints, assert_accessible, log_in, visitor
from tests.support.gunicorn import RealServer
from tests.support.people import People
from tests.support.switch import Switch
from tests.support.visits import plan_visit, publish

ROUNDS = 5
HEAVIEST = 30_000
RELOAD_BUDGET, LONGEST_RELOAD = 2.0, 1000
TAP_BUDGET = 1.5
PATIENCE = 60_000
"""Milliseconds: all is slow here."""
PLAIN = Path(__file__).parent / "plain_form"
KEYS = [question["key"] for section in sixty_questions()["sections"] for question in section["questions"]]
NewPhone: TypeAlias = Callable[..., AbstractContextManager[CheapPhone]]


@dataclass(frozen=True)
class Ours:
    """The product, served, with visits that nobody has begun, and the login of their auditor."""

    server: RealServer
    visits: Sequence[Visit]
    login: Sequence[Cookie]

    def address(self, number: int = 0) -> str:
        """Of the page of a visit."""
        return f"/visits/{self.visits[number].id}"


@pytest.fixture
def ours(real_server: RealServer, session: Session, people: People, chromium_browser: Browser) -> Ours:
    """The product."""
    version = publish(session, people, sixty_questions())
    visits = [plan_visit(session, people, version, scenario=None) for _ in range(ROUNDS)]
    with visitor(chromium_browser, real_server.address, Complaints(), **PHONE) as context:
        log_in(context.new_page(), people.auditor)
        return Ours(real_server, visits, context.cookies())


@pytest.fixture
def plain() -> Iterator[Switch]:
    """The reference, served."""
    switch = Switch()
    switch.on(_plain_app())
    yield switch
    switch.off()


@pytest.fixture
def new_phone(chromium_browser: Browser) -> NewPhone:
    """Makes cheap phones that have kept nothing yet."""

    @contextmanager
    def new(address: str, login: Sequence[Any] = ()) -> Iterator[CheapPhone]:
        with visitor(chromium_browser, address, Complaints(), **PHONE) as context:
            context.set_default_timeout(PATIENCE)
            context.add_cookies(login)
            yield CheapPhone(context.new_page())

    return new


def test_the_first_visit_is_light(ours: Ours, plain: Switch, new_phone: NewPhone) -> None:
    pairs = []
    for number in range(ROUNDS):
        with new_phone(ours.server.address, ours.login) as phone:
            weight = phone.weigh(ours.address(number))
        with new_phone(plain.address) as phone:
            pairs.append((weight, phone.weigh("/")))
    weight, reference = (sorted(column, key=_total)[ROUNDS // 2] for column in zip(*pairs, strict=True))
    must = f"at most {HEAVIEST:,} bytes, {HEAVIEST / 1024:.1f} KiB"
    say_beside("The first visit, all in", weight.total, reference.total, "bytes", must)
    say_parts(weight.files)
    assert weight.total <= HEAVIEST


def test_a_reload_without_server_is_soon_at_work(ours: Ours, plain: Switch, new_phone: NewPhone) -> None:
    with new_phone(ours.server.address, ours.login) as phone, new_phone(plain.address) as other:
        _make_ready(phone, ours.address())
        other.page.goto("/")
        other.page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        ours.server.kill()
        plain.off()
        pairs = [(phone.first_answer(number), other.first_answer(number)) for number in range(ROUNDS)]
        for one in (phone, other):
            one.page.reload()
            expect(one.page.locator("[data-question]:has(:checked)")).to_have_count(ROUNDS)
    first, reference = (median(column) for column in zip(*pairs, strict=True))
    must = f"at most {RELOAD_BUDGET:g} times, under {LONGEST_RELOAD:,} ms"
    say_beside("From a reload without server to the first answer kept", first, reference, "ms", must)
    assert first <= RELOAD_BUDGET * reference
    assert first < LONGEST_RELOAD


def test_no_tap_waits(ours: Ours, plain: Switch, new_phone: NewPhone) -> None:
    pairs = []
    for number in range(ROUNDS):
        with new_phone(ours.server.address, ours.login) as phone:
            worst = _worst_of_sixty(phone, ours.address(number))
        with new_phone(plain.address) as phone:
            pairs.append((worst, _worst_of_sixty(phone, "/")))
    worst, reference = (median(column) for column in zip(*pairs, strict=True))
    say_beside("The slowest of 60 taps", worst, reference, "ms", f"at most {TAP_BUDGET:g} times")
    assert worst <= TAP_BUDGET * reference


def test_nothing_is_too_small_or_inaccessible(ours: Ours, plain: Switch, new_phone: NewPhone) -> None:
    with new_phone(plain.address) as phone:
        phone.page.goto("/")
        reference = phone.targets_too_small()
    with new_phone(ours.server.address, ours.login) as phone:
        _open(phone, ours.address())
        small = phone.targets_too_small()
        say_beside("Things to tap under 44 px", small, reference, "", "none; axe: none, light and dark")
        assert small == 0
        phone.page.emulate_media(color_scheme="light")
        assert_accessible(phone.page)
        phone.page.emulate_media(color_scheme="dark")
        assert_accessible(phone.page)


def _total(weight: Weight) -> int:
    return weight.total


def _open(phone: CheapPhone, address: str) -> None:
    phone.page.goto(address)
    expect(phone.page.locator("html")).to_have_class("enhanced", timeout=PATIENCE)


def _make_ready(phone: CheapPhone, address: str) -> None:
    """Open the visit as one does: from home, which has kept it."""
    phone.page.goto("/home")
    ready = phone.page.locator(f'[data-kept="{address}"]')
    expect(ready).to_contain_text("Ready offline", timeout=PATIENCE)
    _open(phone, address)


def _worst_of_sixty(phone: CheapPhone, address: str) -> float:
    phone.page.goto(address)
    phone.page.wait_for_load_state("networkidle")
    worst = phone.worst_tap(KEYS)
    expect(phone.page.locator("[data-question]:has(:checked)")).to_have_count(len(KEYS))
    return worst


def _plain_app() -> Flask:
    app = Flask(__name__, template_folder=str(PLAIN))
    app.config.update(COMPRESS_ALGORITHM=["gzip"])
    Compress(app)

    @app.get("/")
    def form() -> str:
        return render_template("form.html", **sixty_questions())

    @app.get("/<any('form.js', 'sw.js'):name>")
    def script(name: str) -> Response:
        return Response((PLAIN / name).read_text(encoding="utf-8"), mimetype="text/javascript")

    return app
