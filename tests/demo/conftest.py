"""The demo, loaded once a run into each kind of database; tests only look at it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlmodel import Session

from auditapp.app import create_app
from auditapp.core.clock import frozen_at
from auditapp.core.config import Settings
from auditapp.core.db import Database
from auditapp.demo.cli import command
from auditapp.demo.loading import load_demo
from tests.support.databases import shared_database, shared_folder
from tests.support.signing import signing_file

LOADED_AT = datetime(2026, 3, 4, 11, 20, tzinfo=UTC)
"""A Wednesday."""
WIDTH_IN_TESTS = 160


def installation(kind: str) -> Settings:
    """An installation with the demo in it."""
    empty = Settings(
        secret_key="only for tests",
        database_url="",
        queue_url=f"sqlite:///{shared_folder('demo-queue') / 'queue.db'}",
        storage_url=f"file://{shared_folder(f'demo-files-{kind}')}",
        signing_file=signing_file(),
        mail_url=f"file://{shared_folder(f'demo-mails-{kind}')}",
    )

    def fill(database: Database) -> None:
        app = create_app(replace(empty, database_url=database.url.render_as_string(hide_password=False)))
        own: Database = app.extensions["auditapp.database"]
        with frozen_at(LOADED_AT):
            load_demo(own, app.extensions["auditapp.storage"], photo_width=WIDTH_IN_TESTS)
        own.engine.dispose()

    return replace(empty, database_url=shared_database(kind, "demo", fill))


def run_demo_command(settings: Settings) -> tuple[int, str]:
    """Run `flask demo`. Answers its exit status and what it said."""
    app = create_app(settings)
    result = app.test_cli_runner().invoke(command, catch_exceptions=False)
    app.extensions["auditapp.database"].engine.dispose()
    return result.exit_code, result.output


@pytest.fixture
def loaded(database_kind: str) -> Settings:
    """The settings of an installation with the demo in it."""
    return installation(database_kind)


@pytest.fixture
def story(loaded: Settings) -> Iterator[Session]:
    """A session that reads the demo."""
    database = Database(loaded.database_url)
    with database.session(writes=False) as session:
        yield session
    database.engine.dispose()
