"""What a client sees first: the stores of its scope with their last result; and one store over time."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import groupby

from sqlmodel import Session

from auditapp.accounts.models import User
from auditapp.clients.models import Store
from auditapp.clients.queries import stores_for
from auditapp.core.alphabets import SortKey, sort_key
from auditapp.domain.language import Language
from auditapp.reports.content import BandMark, Figure, Shift, TrendPoint
from auditapp.reports.queries import by_store, days_of, published_visits
from auditapp.reports.words import Writer
from auditapp.visits.models import Visit

TREND_VISITS = 6


@dataclass(frozen=True, slots=True)
class SummaryPlace:
    """Which wave and checklist a visit's summary is of."""

    wave: int
    checklist: int


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitLine:
    """One published visit in a list."""

    visit_id: int | None
    day: str
    checklist: str
    wave: str
    summary: SummaryPlace | None
    """None outside a wave."""
    score: Figure
    band: BandMark | None
    change: Shift | None
    """Since the visit of the store by the same checklist before it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreLine:
    """A store with its last published visit, if there was one."""

    store: Store
    visits: int
    last: VisitLine | None


@dataclass(frozen=True, slots=True)
class RegionGroup:
    """The stores of one region."""

    client: str
    region: str
    stores: Sequence[StoreLine]


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """Several stores in a few figures."""

    stores: int
    visited: int
    mean: Figure
    """Of the last scores, each store counted once."""
    better: int
    worse: int


@dataclass(frozen=True, slots=True)
class Overview:
    """Everything on the client's home."""

    groups: Sequence[RegionGroup]
    summary: Summary


@dataclass(frozen=True, slots=True)
class Series:
    """A store's visits by one checklist: newest first, and the last of them as a line, oldest first."""

    checklist: str
    visits: Sequence[VisitLine]
    trend: Sequence[TrendPoint]


def overview_for(session: Session, actor: User, language: Language) -> Overview:
    """The stores that `actor` may see, by client and region."""
    stores = sorted(stores_for(session, actor), key=_reading_order(language))
    visits = by_store(published_visits(session, actor))
    days = days_of(session, [of_store[0] for of_store in visits.values()])
    writer = Writer(language)
    lines = [_store_line(writer, store, visits.get(store.id, []), days) for store in stores]
    groups = [
        RegionGroup(client, region, list(members))
        for (client, region), members in groupby(lines, key=_client_and_region)
    ]
    return Overview(groups, _summary(writer, lines, visits))


def series_of(session: Session, actor: User, store: Store, language: Language) -> list[Series]:
    """A store's published visits, by checklist, the one used last first."""
    visits = published_visits(session, actor, store)
    days, writer = days_of(session, visits), Writer(language)
    by_checklist: dict[int, list[Visit]] = {}
    for visit in visits:
        by_checklist.setdefault(visit.version.checklist_id, []).append(visit)
    return [_series(writer, same, days) for same in by_checklist.values()]


def _reading_order(language: Language) -> Callable[[Store], list[SortKey]]:
    """By client, region and name, as the reader's alphabet has them."""
    key = sort_key(language)
    return lambda store: [key(store.region.client.name), key(store.region.name), key(store.name)]


def _store_line(
    writer: Writer, store: Store, visits: Sequence[Visit], days: Mapping[int | None, date]
) -> StoreLine:
    last = next(_visit_lines(writer, visits, days), None)
    return StoreLine(store=store, visits=len(visits), last=last)


def _visit_lines(
    writer: Writer, visits: Sequence[Visit], days: Mapping[int | None, date]
) -> Iterator[VisitLine]:
    """One line after the other, newest first, each held against the one before it in time."""
    for index, visit in enumerate(visits):
        before = _same_checklist(visit, visits[index + 1 :])
        definition = visit.version.definition
        yield VisitLine(
            visit_id=visit.id,
            day=writer.day(days[visit.id], "medium"),
            checklist=writer.text(definition.title),
            wave=visit.wave.name if visit.wave else "",
            summary=SummaryPlace(visit.wave_id, visit.version.checklist_id) if visit.wave_id else None,
            score=writer.figure(visit.score),
            band=writer.band(definition, visit.band),
            change=writer.shift(visit.score, before.score if before else None),
        )


def _same_checklist(visit: Visit, earlier: Sequence[Visit]) -> Visit | None:
    wanted = visit.version.checklist_id
    return next((other for other in earlier if other.version.checklist_id == wanted), None)


def _series(writer: Writer, visits: Sequence[Visit], days: Mapping[int | None, date]) -> Series:
    lines = list(_visit_lines(writer, visits, days))
    trend = [
        TrendPoint(label=line.day, value=line.score.value, text=line.score.text)
        for line in reversed(lines[:TREND_VISITS])
    ]
    return Series(lines[0].checklist, lines, trend)


def _client_and_region(line: StoreLine) -> tuple[str, str]:
    return line.store.region.client.name, line.store.region.name


def _summary(writer: Writer, lines: Sequence[StoreLine], visits: Mapping[int, Sequence[Visit]]) -> Summary:
    last = [of_store[0].score for of_store in visits.values()]
    scores = [score for score in last if score is not None]
    directions = [line.last.change.direction for line in lines if line.last and line.last.change]
    return Summary(
        stores=len(lines),
        visited=len(scores),
        mean=writer.figure(sum(scores, Fraction(0)) / len(scores) if scores else None),
        better=directions.count("up"),
        worse=directions.count("down"),
    )
