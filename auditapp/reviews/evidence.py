"""What speaks for a visit having been made as it is told: times, places, photos. It accuses nobody; the reviewer judges."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import asin, cos, radians, sin, sqrt

from sqlmodel import Session, col, select

from auditapp.clients.models import Store
from auditapp.domain.operations import Capture, OperationField, Place, Stamp
from auditapp.domain.pace import Pace, pace
from auditapp.visits.models import OperationRow, Photo, PhotoSource, Visit
from auditapp.visits.queries import operation_of

EARTH_RADIUS = 6_371_000
NEAR = 300
"""Metres from the store that a phone indoors may well be off, beside what it says of its own accuracy."""
SHORT_STAY = timedelta(minutes=5)
AROUND_THE_VISIT = timedelta(minutes=30)
RIGHT_ENOUGH = timedelta(minutes=2)
"""A clock that is off by less is right; what arrives within it was not delayed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Presence:
    """Coming or going. `distance` in metres from the store, where both places are known; `far` says it stands out.

    `at` is the time that the phone showed, put right by `clock_error` where its clock was off: by so much it was fast,
    or slow if below zero. `received` is when the server had it, where that is not about the same: by our own clock.
    """

    stamp: Stamp | None = None
    at: datetime | None = None
    clock_error: timedelta | None = None
    received: datetime | None = None
    distance: int | None = None
    far: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What the record says, and what stands out in it."""

    arrival: Presence
    departure: Presence
    stay: timedelta | None
    short: bool
    pace: Pace
    photo_times: Mapping[str, datetime]
    sources: Mapping[PhotoSource | None, int]
    """How many photos came from where."""
    odd_photos: frozenset[str]
    """Photos taken at another time than the visit."""
    known_photos: Mapping[str, int]
    """Photos that look just like one of an earlier visit, with that visit's number."""


def evidence_of(
    session: Session, visit: Visit, capture: Capture, log: Sequence[OperationRow], photos: Sequence[Photo]
) -> Evidence:
    """The evidence of one visit; `log` is what `capture` adds up."""
    arrival = _presence(capture.check_in, _counting(log, OperationField.CHECK_IN), visit.store)
    departure = _presence(capture.check_out, _counting(log, OperationField.CHECK_OUT), visit.store)
    stay = departure.at - arrival.at if departure.at and arrival.at else None
    return Evidence(
        arrival=arrival,
        departure=departure,
        stay=stay,
        short=stay is not None and stay < SHORT_STAY,
        pace=pace(operation_of(row) for row in log),
        photo_times={str(photo.id): taken for photo in photos if (taken := time_of(photo))},
        sources=Counter(photo.source for photo in photos),
        odd_photos=frozenset(_odd(photos, capture)),
        known_photos=_known(session, visit, photos),
    )


def time_of(photo: Photo) -> datetime | None:
    """When it was taken: by what the camera wrote into it, else by the age of its file."""
    return photo.taken_at or photo.file_at


def phone_time(row: OperationRow) -> tuple[datetime, timedelta | None]:
    """When something was done, with the phone's clock put right, and by how much it was fast if it was wrong."""
    ahead = timedelta(seconds=row.clock_offset or 0)
    return (row.phone_at, None) if abs(ahead) <= RIGHT_ENOUGH else (row.phone_at + ahead, -ahead)


def distance(place: Place, latitude: float, longitude: float) -> int:
    """Metres between two places, along the great circle (haversine formula, Sinnott 1984)."""
    north, east = radians(latitude - place.lat), radians(longitude - place.lon)
    half = sin(north / 2) ** 2 + cos(radians(place.lat)) * cos(radians(latitude)) * sin(east / 2) ** 2
    return round(2 * EARTH_RADIUS * asin(min(1, sqrt(half))))


def _counting(log: Sequence[OperationRow], name: OperationField) -> OperationRow | None:
    rows = (row for row in log if row.field == name)
    return max(rows, key=lambda row: operation_of(row).order, default=None)


def _presence(stamp: Stamp | None, row: OperationRow | None, store: Store) -> Presence:
    if stamp is None or row is None:
        return Presence()
    at, clock_error = phone_time(row)
    metres = _distance_to(stamp.place, store)
    return Presence(
        stamp=stamp,
        at=at,
        clock_error=clock_error,
        received=row.received_at if abs(row.received_at - at) > RIGHT_ENOUGH else None,
        distance=metres,
        far=metres is not None and metres > NEAR + (stamp.place.accuracy or 0 if stamp.place else 0),
    )


def _distance_to(place: Place | None, store: Store) -> int | None:
    if place is None or store.latitude is None or store.longitude is None:
        return None
    return distance(place, store.latitude, store.longitude)


def _odd(photos: Sequence[Photo], capture: Capture) -> Iterator[str]:
    """Photos whose time, by the phone's clock as that of the stamps, lies outside the visit.

    Those without a time, and visits without stamps, say nothing.
    """
    first = capture.check_in.at - AROUND_THE_VISIT if capture.check_in else None
    last = capture.check_out.at + AROUND_THE_VISIT if capture.check_out else None
    for photo in photos:
        taken = time_of(photo)
        if taken and ((first and taken < first) or (last and taken > last)):
            yield str(photo.id)


def _known(session: Session, visit: Visit, photos: Sequence[Photo]) -> dict[str, int]:
    hashes = [photo.phash for photo in photos]
    query = select(Photo.phash, Photo.visit_id).where(
        col(Photo.phash).in_(hashes), Photo.visit_id != visit.id, col(Photo.late).is_(False)
    )
    elsewhere = dict(session.exec(query.order_by(col(Photo.visit_id).desc())).all())
    return {str(photo.id): elsewhere[photo.phash] for photo in photos if photo.phash in elsewhere}
