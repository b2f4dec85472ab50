"""The day is the agency's."""

from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import pytest

from auditapp.core.clock import frozen_at, now, today
from auditapp.core.config import BELGRADE, Settings

LATE = datetime(2026, 6, 30, 22, 30, tzinfo=UTC)


def test_around_midnight_the_day_depends_on_the_place() -> None:
    with frozen_at(LATE):
        assert (today(ZoneInfo("UTC")), today(BELGRADE)) == (date(2026, 6, 30), date(2026, 7, 1))
    assert now() > LATE


def test_the_agencys_zone_is_a_setting(tmp_path: Path) -> None:
    environment = {"AUDITAPP_INSTANCE": str(tmp_path)}
    assert Settings.from_environment(environment).timezone == BELGRADE
    elsewhere = Settings.from_environment(environment | {"AUDITAPP_TIMEZONE": "Europe/London"})
    assert elsewhere.timezone == ZoneInfo("Europe/London")
    with pytest.raises(ZoneInfoNotFoundError, match="Europe/Nowhere"):
        Settings.from_environment(environment | {"AUDITAPP_TIMEZONE": "Europe/Nowhere"})
