"""The demo is loaded once, whole, always the same, and never in production."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from shutil import rmtree
from typing import Any

import pytest
from sqlmodel import Session, select

from auditapp.accounts.models import User
from auditapp.core.clock import frozen_at
from auditapp.core.config import Settings
from auditapp.core.db import Database, metadata
from auditapp.core.storage import Storage, StorageDown
from auditapp.demo.loading import is_loaded, load_demo
from auditapp.demo.story import WAVES, Calendar, Fate, episodes
from tests.demo.conftest import LOADED_AT, installation, run_demo_command

NEVER_TWICE = {"password_hash", "session_mark", "logo_key", "covered_key", "covered_thumbnail_key"}
"""Secrets and names of files are drawn anew each time."""


def content(settings: Settings) -> dict[str, list[dict[str, Any]]]:
    """Everything in the database."""
    database = Database(settings.database_url)
    with database.engine.connect() as connection:
        found = {
            table.name: [
                {name: value for name, value in row._mapping.items() if name not in NEVER_TWICE}
                for row in connection.execute(table.select().order_by(*table.primary_key.columns))
            ]
            for table in metadata.sorted_tables
        }
    database.engine.dispose()
    return found


def test_loading_it_twice_changes_nothing(loaded: Settings) -> None:
    before = content(loaded)
    assert run_demo_command(loaded) == (0, "The demo is loaded already.\n")
    assert content(loaded) == before
    database = Database(loaded.database_url)
    assert load_demo(database, Storage.from_url(loaded.storage_url)) is None
    database.engine.dispose()
    assert content(loaded) == before


@pytest.mark.postgresql
def test_two_installations_get_the_same_demo() -> None:
    one, other = content(installation("sqlite")), content(installation("postgresql"))
    assert one.keys() == other.keys()
    for table, rows in one.items():
        assert rows == other[table], table


def test_production_refuses_it(settings: Settings, session: Session) -> None:
    people = session.exec(select(User.email)).all()
    status, said = run_demo_command(replace(settings, production=True))
    assert status == 1
    assert "not for production" in said
    assert session.exec(select(User.email)).all() == people


def test_a_demo_that_failed_half_way_leaves_nothing(settings: Settings, tmp_path: Path) -> None:
    database, storage = Database(settings.database_url), Storage.from_url(settings.storage_url)
    rmtree(tmp_path / "files")
    (tmp_path / "files").write_text("no folder any more")
    with frozen_at(LOADED_AT), pytest.raises(StorageDown):
        load_demo(database, storage)
    assert not is_loaded(database)
    database.engine.dispose()


@pytest.mark.parametrize("days", range(0, 400, 13))
def test_the_story_is_the_same_on_every_day(days: int) -> None:
    usual, calendar = Calendar(LOADED_AT), Calendar(LOADED_AT + timedelta(days=days, hours=-11))
    for wave in range(WAVES):
        told = {episode.name: episode for episode in episodes(calendar, wave)}
        for episode in episodes(usual, wave):
            same = told[episode.name]
            assert (same.fate, same.auditor, same.number) == (episode.fate, episode.auditor, episode.number)
            assert same.fate is Fate.ASSIGNED or same.evening + timedelta(hours=2) < calendar.now + timedelta(
                hours=4
            )
            assert same.start.isoweekday() < 7


def test_waves_have_names_of_their_own_whenever_it_is_loaded() -> None:
    for days in range(0, 800, 7):
        calendar = Calendar(LOADED_AT + timedelta(days=days))
        starts = [calendar.wave_days(wave)[0] for wave in range(WAVES)]
        assert len({(start.year, start.month) for start in starts}) == WAVES


@pytest.mark.parametrize(
    "moment", ["2026-03-01T00:10:00+00:00", "2026-03-02T23:50:00+00:00", "2024-02-29T12:00:00+00:00"]
)
def test_even_at_midnight_nothing_lies_in_the_future(moment: str) -> None:
    calendar = Calendar(datetime.fromisoformat(moment))
    for wave in range(WAVES):
        for episode in episodes(calendar, wave):
            if episode.fate is not Fate.ASSIGNED:
                done = (
                    episode.start if episode.fate is Fate.IN_PROGRESS else episode.start + timedelta(hours=4)
                )
                assert done < calendar.now, episode.name
    assert calendar.working_day(1) <= date.fromisoformat(moment[:10])
