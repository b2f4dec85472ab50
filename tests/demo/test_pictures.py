"""The drawn photos of the demo: always the same, and photos like any other."""

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from auditapp.core.images import hamming, read_photo
from auditapp.demo.answers import Level
from auditapp.demo.pictures import Shot, photograph

SHOT = Shot(
    subject="front",
    level=Level.FULL,
    brand="Tavanka",
    colour="#7a2e39",
    address=("Ulica kralja Tomislava 18", "31400 Đakovo"),
    hours=("Pon–Pet  09–20", "Sub  09–15", "Ned  zatvoreno"),
    till=("Kuhinjska krpa", "UKUPNO", "EUR"),
    price=4,
    taken_at=datetime(2026, 3, 4, 11, 20, tzinfo=ZoneInfo("Europe/Zagreb")),
    latitude=45.3089,
    longitude=18.4106,
    seed="one",
)
SUBJECTS = ("front", "hours", "steps", "aisle", "shelf", "receipt")


@pytest.mark.parametrize("subject", SUBJECTS)
@pytest.mark.parametrize("level", Level)
def test_the_same_shot_gives_the_same_bytes(subject: str, level: Level) -> None:
    shot = replace(SHOT, subject=subject, level=level)
    assert photograph(shot) == photograph(shot)


def test_it_carries_its_time_and_place() -> None:
    read = read_photo(photograph(SHOT))
    assert read.taken_at == SHOT.taken_at
    assert read.lat == pytest.approx(SHOT.latitude, abs=0.0001)
    assert read.lon == pytest.approx(SHOT.longitude, abs=0.0001)


def test_subjects_can_be_told_apart() -> None:
    prints = [read_photo(photograph(replace(SHOT, subject=subject))).phash for subject in SUBJECTS]
    assert min(hamming(a, b) for a in prints for b in prints if a is not b) > 8


@pytest.mark.parametrize("subject", ["hours", "aisle", "shelf", "receipt"])
def test_a_loss_can_be_seen(subject: str) -> None:
    best, worst = (replace(SHOT, subject=subject, level=level) for level in (Level.FULL, Level.NONE))
    assert photograph(best) != photograph(worst)


def test_a_subject_nobody_drew_is_a_shelf() -> None:
    assert photograph(replace(SHOT, subject="elsewhere")) == photograph(replace(SHOT, subject="shelf"))
