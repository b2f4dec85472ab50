"""Fixtures of all tests. A test asks for what it needs; nothing is shared between two of them.

`database_url`, `app` and what builds on them run on SQLite and on PostgreSQL. Browser tests run on SQLite. Where a test
has many sets of parameters, PostgreSQL takes the first of them: the statements are the same. Tests of the database itself
(`ABOUT_DATABASES`, and those marked `all_on_both`) take each set on both.
"""

import gc
import os
import signal
from collections.abc import Callable, Collection, Iterator
from pathlib import Path

import hypothesis
import pytest
from _pytest.mark import ParameterSet
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect, sync_playwright
from sqlmodel import Session

from auditapp.app import create_app
from auditapp.core.config import Settings
from auditapp.core.db import Database
from auditapp.core.running import Context, run_pending
from tests.support import browser as chromium
from tests.support import webkit
from tests.support.addresses import share_addresses
from tests.support.databases import KINDS, begin_run, empty_database, end_run, fresh_database
from tests.support.gunicorn import RealServer, started_server
from tests.support.handset import Handset
from tests.support.network import Network, network_to
from tests.support.pages import PageClient
from tests.support.passwords import hash_quickly
from tests.support.people import People, load_people
from tests.support.server import served
from tests.support.signing import signing_file
from tests.support.statements import share_statements, share_statements_of
from tests.support.templates import share_templates

TIERS = ("domain", "", "contracts", "browser")
"""Folders of tests in the order they run in: what is fast and pure says first what is wrong."""

ABOUT_DATABASES = frozenset({"contracts", "core", "harness"})
"""Folders of tests whose parameters may matter to a database."""

BROWSERS = frozenset({"playwright", "display"})
"""Fixtures that whatever runs in a browser builds on."""

# A shared machine may be slow for a moment, which says nothing about the code; and CI should not find by chance
# what the change before it broke.
hypothesis.settings.register_profile("auditapp", deadline=None, derandomize="CI" in os.environ)
hypothesis.settings.load_profile("auditapp")


def pytest_configure(config: pytest.Config) -> None:
    """Make the folder that all processes of this run share; only the first of them does."""
    hash_quickly()
    share_addresses()
    share_statements()
    if not hasattr(config, "workerinput"):
        # A run that is told to end clears up as after Ctrl-C: PostgreSQL would live on otherwise.
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        begin_run()


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop and remove what the run left."""
    if not hasattr(config, "workerinput"):
        end_run()


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run what needs a database on both kinds, and what needs a browser on the default one."""
    named = {mark.args[0] for mark in metafunc.definition.iter_markers("parametrize")}
    if "database_kind" in metafunc.fixturenames and "database_kind" not in named:
        kinds = KINDS[:1] if _needs_browser(metafunc.fixturenames) else KINDS
        metafunc.parametrize("database_kind", [_marked(kind) for kind in kinds], indirect=True)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what PostgreSQL would only repeat, and put the tests in order: by tier, the longest of a tier first.

    One that was begun last would be waited for alone.
    """
    repeated = _repeated_on_postgresql(items)
    config.hook.pytest_deselected(items=repeated)
    left_out = set(repeated)
    items[:] = sorted((item for item in items if item not in left_out), key=_place)
    for item in items:
        if _needs_browser(getattr(item, "fixturenames", ())):
            item.add_marker("browser")


def pytest_collection_finish() -> None:
    """Spare the garbage collector what lives as long as the run does: modules and thousands of tests."""
    gc.collect()
    gc.freeze()


def _needs_browser(fixtures: Collection[str]) -> bool:
    return not BROWSERS.isdisjoint(fixtures)


def _marked(kind: str) -> ParameterSet:
    return pytest.param(kind, marks=pytest.mark.postgresql if kind == "postgresql" else ())


def _repeated_on_postgresql(items: list[pytest.Item]) -> list[pytest.Item]:
    seen, repeated = set(), []
    for item in items:
        if not item.get_closest_marker("postgresql") or item.get_closest_marker("all_on_both"):
            continue
        test = (item.path, item.name.partition("[")[0])
        if test in seen and _folder(item) not in ABOUT_DATABASES:
            repeated.append(item)
        seen.add(test)
    return repeated


def _place(item: pytest.Item) -> tuple[int, bool]:
    return _tier(item), item.get_closest_marker("long") is None


def _tier(item: pytest.Item) -> int:
    return TIERS.index(_folder(item) if _folder(item) in TIERS else "")


def _folder(item: pytest.Item) -> str:
    return item.path.relative_to(item.config.rootpath / "tests").parts[0]


expect.set_options(timeout=15_000)  # milliseconds: the machine may have more to do than this one browser


@pytest.fixture
def database_kind(request: pytest.FixtureRequest) -> str:
    """Which database, see `pytest_generate_tests`."""
    kind: str = request.param
    return kind


@pytest.fixture
def database_url(database_kind: str, tmp_path: Path) -> Iterator[str]:
    """A migrated database with the test people in it."""
    with fresh_database(database_kind, tmp_path) as url:
        yield url


@pytest.fixture
def empty_database_url(database_kind: str, tmp_path: Path) -> Iterator[str]:
    """A database without any table, for tests of migrations and of the demo."""
    with empty_database(database_kind, tmp_path) as url:
        yield url


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    """An installation of its own in the test's folder."""
    return Settings(
        secret_key="only for tests",
        database_url=database_url,
        queue_url=f"sqlite:///{tmp_path / 'queue.db'}",
        storage_url=f"file://{tmp_path / 'files'}",
        signing_file=signing_file(),
        mail_url=f"file://{tmp_path / 'mails'}",
        public_url="https://audits.example",
    )


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    """The product."""
    app = create_app(settings)
    share_templates(app)
    share_statements_of(app)
    yield app
    _database(app).engine.dispose()


@pytest.fixture
def session(app: Flask) -> Iterator[Session]:
    """A session of the app's database for setting up and looking; commit before the app has to see it."""
    with _database(app).session() as session:
        yield session


@pytest.fixture
def people(app: Flask) -> People:
    """The test people, as they stand in the database."""
    with _database(app).session(writes=False) as session:
        return load_people(session)


@pytest.fixture
def client(app: Flask) -> PageClient:
    """A visitor without JavaScript who checks every page."""
    return PageClient(app)


@pytest.fixture
def new_client(app: Flask) -> Callable[[], PageClient]:
    """Makes further visitors, each with cookies of their own."""
    return lambda: PageClient(app)


@pytest.fixture
def run_jobs(app: Flask) -> Callable[[], int]:
    """Does what waits in the background, here and now; says how many jobs it were."""
    context = Context(database=_database(app), storage=app.extensions["auditapp.storage"])

    def run() -> int:
        with app.app_context():
            return run_pending(context)

    return run


@pytest.fixture
def live_server(app: Flask) -> Iterator[str]:
    """The address of the product on a real port."""
    with served(app) as address:
        yield address


@pytest.fixture
def real_server(settings: Settings, tmp_path: Path) -> Iterator[RealServer]:
    """The product as a server process of its own on the test's database, to be killed and started again."""
    with started_server(settings, tmp_path) as server:
        yield server


@pytest.fixture
def network(request: pytest.FixtureRequest) -> Iterator[Network]:
    """The network between phones and the product, which fails on demand.

    Behind it is the real server where the test asks for `real_server`, otherwise a thread of this process.
    """
    real = "real_server" in request.fixturenames
    server = (
        request.getfixturevalue("real_server").address if real else request.getfixturevalue("live_server")
    )
    with network_to(server) as network:
        yield network


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """What drives the browsers of this process."""
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def chromium_browser(playwright: Playwright) -> Iterator[Browser]:
    """One Chromium for all browser tests of this process; windows are made per test."""
    browser = chromium.start_browser(playwright)
    yield browser
    browser.close()


@pytest.fixture
def complaints() -> Iterator[chromium.Complaints]:
    """What the browser objected to; a test ends well only without any."""
    complaints = chromium.Complaints()
    yield complaints
    assert complaints.seen == []


@pytest.fixture
def desk(
    chromium_browser: Browser, live_server: str, complaints: chromium.Complaints
) -> Iterator[BrowserContext]:
    """A window of 1280 px."""
    with chromium.visitor(chromium_browser, live_server, complaints, **chromium.DESK) as context:
        yield context


@pytest.fixture
def hand(
    chromium_browser: Browser, live_server: str, complaints: chromium.Complaints
) -> Iterator[BrowserContext]:
    """A phone of 390 px, with touch."""
    with chromium.visitor(chromium_browser, live_server, complaints, **chromium.PHONE) as context:
        yield context


@pytest.fixture
def page(desk: BrowserContext) -> Page:
    """A page on a desk."""
    return desk.new_page()


@pytest.fixture
def phone(hand: BrowserContext) -> Page:
    """A page on a phone."""
    return hand.new_page()


@pytest.fixture
def new_handset(
    playwright: Playwright, network: Network, complaints: chromium.Complaints, tmp_path: Path
) -> Iterator[Callable[[], Handset]]:
    """Makes phones with a profile of their own, whose browser can be killed and opened again; each is open."""
    made: list[Handset] = []

    def make() -> Handset:
        handset = Handset(playwright, tmp_path / f"phone-{len(made)}", network.address, complaints)
        made.append(handset)
        handset.open()
        return handset

    yield make
    for handset in made:
        handset.put_away()


@pytest.fixture
def handset(new_handset: Callable[[], Handset]) -> Handset:
    """A phone whose browser can be killed and opened again."""
    return new_handset()


@pytest.fixture(scope="session")
def display() -> Iterator[str]:
    """A screen that nobody sees, for all browsers of this process that need one."""
    with webkit.display() as name:
        yield name


@pytest.fixture
def webkit_phone(
    display: str, network: Network, complaints: chromium.Complaints, tmp_path: Path
) -> Iterator[webkit.WebKitPhone]:
    """A phone with WebKit, whose browser can be killed and opened again."""
    phone = webkit.WebKitPhone(display, tmp_path / "webkit", network.address, complaints)
    try:
        phone.open()
        yield phone
    finally:
        phone.put_away()


def _database(app: Flask) -> Database:
    found: Database = app.extensions["auditapp.database"]
    return found
