"""What happened in the demo: which store was visited when, by whom, in which part, and what became of it.

Everything lies in the past of the day on which the demo is loaded; days of the week are always the same.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from auditapp.demo.people import AUDITOR
from auditapp.demo.places import COMPANIES, TAVANKA, ZOBORIS, Company, Place
from auditapp.domain.answers import Value

WAVES = 4
_BETWEEN_WAVES = timedelta(weeks=13)
_WAVE = timedelta(weeks=4)
_RUNNING_FOR = timedelta(weeks=2)
_DAY, _WEEK = timedelta(days=1), timedelta(weeks=1)
_SUNDAY = 6
RETAIL, CALL, DIFFICULT = "retail-visit", "mystery-call", "difficult-customer"


class Fate(StrEnum):
    """What became of a visit."""

    PUBLISHED = "published"
    CORRECTED = "corrected"
    """Returned, mended by its auditor, and then published."""
    SUBMITTED = "submitted"
    RETURNED = "returned"
    IN_PROGRESS = "in progress"
    ASSIGNED = "assigned"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True, kw_only=True)
class Episode:
    """One visit: where, when, as what, by whom, and how it went on."""

    place: Place
    company: Company
    wave: int
    slug: str
    number: int
    """Tells scenarios and hands apart."""
    auditor: str
    window: tuple[date, date]
    start: datetime
    fate: Fate
    facts: Mapping[str, Value] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """What everything that happens by chance in this visit is drawn from."""
        return f"{self.slug}/{self.place.code}/{self.wave}"

    @property
    def evening(self) -> datetime:
        """When it is reviewed: clients want the report on the same day."""
        return self.start.replace(hour=19, minute=self.number * 7 % 50)


@dataclass(frozen=True, slots=True)
class Calendar:
    """The demo's days, seen from the moment at which it is loaded."""

    now: datetime

    @property
    def today(self) -> date:
        """The day of loading, as the product reckons days."""
        return self.now.date()

    def wave_days(self, wave: int) -> tuple[date, date]:
        """First and last day of a wave; the last wave is at its half."""
        monday = self.today - _DAY * self.today.weekday()
        start = monday - _RUNNING_FOR - _BETWEEN_WAVES * (WAVES - 1 - wave)
        return start, start + _WAVE - _DAY

    def working_day(self, days_ago: int) -> date:
        """The day so many days ago, or the Saturday before where that was a Sunday."""
        day = self.today - _DAY * days_ago
        return day - _DAY if day.weekday() == _SUNDAY else day


_LAST_WAVE: Mapping[str, Fate] = {
    "BG-02": Fate.ASSIGNED,
    "VO-01": Fate.ASSIGNED,
    "VO-03": Fate.ASSIGNED,
    "VO-04": Fate.RETURNED,
    "ZG-02": Fate.SUBMITTED,
    "ZG-03": Fate.IN_PROGRESS,
    "SL-02": Fate.SUBMITTED,
    "HU-2": Fate.SUBMITTED,
    "HU-3": Fate.IN_PROGRESS,
    "SK-2": Fate.ASSIGNED,
}
_OTHER_FATES: Mapping[tuple[str, int], Fate] = {
    ("VO-02", 1): Fate.CANCELLED,
    ("ZG-02", 2): Fate.CORRECTED,
}
_WINDOWS: Mapping[str, tuple[int, int]] = {
    "BG-02": (0, 6),
    "VO-01": (-9, -2),
    "VO-03": (5, 11),
    "SK-2": (3, 9),
}
"""Windows of visits still to be done, in days from today: this week's, an overdue one, coming ones."""
_AUDITORS: Mapping[str, tuple[str, ...]] = {
    "RS": (AUDITOR, "miloje.zivkovic"),
    "HR": ("petra.simic", "drazen.zganec"),
    "HU": ("reka.fuzesi",),
    "SK": ("lubos.vlcko",),
}
_OF_AUDITOR = frozenset({"BG-02", "VO-01", "VO-03", "VO-04"})
_FACTS: Mapping[tuple[str, int], Mapping[str, Value]] = {
    ("VO-04", 2): {"welcome_attended": "ignored"},
    ("HU-2", 1): {"integrity_true": "untrue"},
    ("ZG-02", 2): {"premises_hours_shown": "complete"},
    ("BG-01", 3): {"premises_access": "unaided"},
}
"""Answers that the story needs: two knock-outs, what a returned visit is about, a weakness that was mended."""
_DIFFICULT = (("BG-01", 2, 0), ("BG-03", 2, 1), ("ZG-01", 2, 2), ("SL-01", 2, 3), ("BG-03", 3, 3))
"""Store, wave and scenario of the visits that come on top of the usual ones."""
_CALL_WAVE = 2


def episodes(calendar: Calendar, wave: int) -> Iterator[Episode]:
    """The visits of one wave in the order in which they happened."""
    planned = [
        _episode(calendar, company, place, wave, number)
        for company in COMPANIES
        for number, place in enumerate(company.places)
    ]
    difficult = [
        _difficult(calendar, code, wave, scenario) for code, at, scenario in _DIFFICULT if at == wave
    ]
    yield from sorted([*planned, *difficult], key=lambda episode: episode.start)


def _episode(calendar: Calendar, company: Company, place: Place, wave: int, number: int) -> Episode:
    fate = _OTHER_FATES.get((place.code, wave), Fate.PUBLISHED)
    if wave == WAVES - 1:
        fate = _LAST_WAVE.get(place.code, fate)
    slug = CALL if company is ZOBORIS and wave == _CALL_WAVE else RETAIL
    day, window = _days(calendar, place.code, wave, number, fate)
    hands = _AUDITORS[place.country.code]
    own = wave == WAVES - 1 and place.code in _OF_AUDITOR
    return Episode(
        place=place,
        company=company,
        wave=wave,
        slug=slug,
        number=number + wave,
        auditor=AUDITOR if own else hands[(number + wave + 1) % len(hands)],
        window=window,
        start=_begin(day, place, number + wave * 5),
        fate=fate,
        facts=_FACTS.get((place.code, wave), {}),
    )


def _days(
    calendar: Calendar, code: str, wave: int, number: int, fate: Fate
) -> tuple[date, tuple[date, date]]:
    """The day of the visit, and its window: a week of the wave, another day for each store."""
    start, _ = calendar.wave_days(wave)
    week, weekday = divmod(number, 6)
    window = (start + _WEEK * week, start + _WEEK * (week + 1) - _DAY)
    if fate is Fate.ASSIGNED:
        first, last = _WINDOWS[code]
        window = (calendar.today + _DAY * first, calendar.today + _DAY * last)
    recent = {Fate.SUBMITTED: 1, Fate.IN_PROGRESS: 1, Fate.RETURNED: 2}
    if fate in recent:
        return calendar.working_day(recent[fate]), (calendar.today - 3 * _DAY, calendar.today + 4 * _DAY)
    return start + _WEEK * week + _DAY * weekday, window


def _difficult(calendar: Calendar, code: str, wave: int, scenario: int) -> Episode:
    place = next(place for place in TAVANKA.places if place.code == code)
    waiting = wave == WAVES - 1
    start, end = calendar.wave_days(wave)
    day = calendar.working_day(1) if waiting else start + _WEEK * 2 + _DAY * scenario
    return Episode(
        place=place,
        company=TAVANKA,
        wave=wave,
        slug=DIFFICULT,
        number=scenario,
        auditor=_AUDITORS[place.country.code][1],
        window=(start, end) if waiting else (start + _WEEK * 2, start + _WEEK * 3 - _DAY),
        start=_begin(day, place, scenario),
        fate=Fate.SUBMITTED if waiting else Fate.PUBLISHED,
    )


def _begin(day: date, place: Place, turn: int) -> datetime:
    return datetime.combine(
        day, time(10 + turn % 7, (turn * 17 + 3) % 60), tzinfo=ZoneInfo(place.country.timezone)
    )
