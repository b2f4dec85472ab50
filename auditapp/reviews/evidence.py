"""What speaks for a visit having been made as it is told: times, places, photos. It accuses nobody; the reviewer judges."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import asin, cos, radians, sin, sqrt

from sqlmodel import Session, col, select

from auditapp.clients.models import Store
from auditapp.domain.operations import Capture, Place, Stamp
from auditapp.visits.models import Photo, Visit

EARTH_RADIUS = 6_371_000
NEAR = 300
"""Metres from the store that a phone indoors may well be off, beside what it says of its own accuracy."""
SHORT_STAY = timedelta(minutes=5)
AROUND_THE_VISIT = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Presence:
    """Coming or going. `distance` in metres from the store, where both places are known; `far` says it stands out."""

    stamp: Stamp | None
    distance: int | None
    far: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What the record says, and what stands out in it."""

    arrival: Presence
    departure: Presence
    stay: timedelta | None
    short: bool
    photo_times: Mapping[str, datetime]
    odd_photos: frozenset[str]
    """Photos taken at another time than the visit."""
    known_photos: Mapping[str, int]
    """Photos that look just like one of an earlier visit, with that visit's number."""


def evidence_of(session: Session, visit: Visit, capture: Capture, photos: Sequence[Photo]) -> Evidence:
    """The evidence of one visit."""
    arrival = _presence(capture.check_in, visit.store)
    departure = _presence(capture.check_out, visit.store)
    stay = capture.check_out.at - capture.check_in.at if capture.check_in and capture.check_out else None
    return Evidence(
        arrival=arrival,
        departure=departure,
        stay=stay,
        short=stay is not None and stay < SHORT_STAY,
        photo_times={str(photo.id): photo.taken_at for photo in photos if photo.taken_at},
        odd_photos=frozenset(_odd(photos, capture)),
        known_photos=_known(session, visit, photos),
    )


def distance(place: Place, latitude: float, longitude: float) -> int:
    """Metres between two places, along the great circle (haversine formula, Sinnott 1984)."""
    north, east = radians(latitude - place.lat), radians(longitude - place.lon)
    half = sin(north / 2) ** 2 + cos(radians(place.lat)) * cos(radians(latitude)) * sin(east / 2) ** 2
    return round(2 * EARTH_RADIUS * asin(min(1, sqrt(half))))


def _presence(stamp: Stamp | None, store: Store) -> Presence:
    if stamp is None or stamp.place is None or store.latitude is None or store.longitude is None:
        return Presence(stamp, None, far=False)
    metres = distance(stamp.place, store.latitude, store.longitude)
    return Presence(stamp, metres, far=metres > NEAR + (stamp.place.accuracy or 0))


def _odd(photos: Sequence[Photo], capture: Capture) -> Iterator[str]:
    """Photos whose own clock lies outside the visit; those without a time, and visits without stamps, say nothing."""
    first = capture.check_in.at - AROUND_THE_VISIT if capture.check_in else None
    last = capture.check_out.at + AROUND_THE_VISIT if capture.check_out else None
    for photo in photos:
        taken = photo.taken_at
        if taken and ((first and taken < first) or (last and taken > last)):
            yield str(photo.id)


def _known(session: Session, visit: Visit, photos: Sequence[Photo]) -> dict[str, int]:
    hashes = [photo.phash for photo in photos]
    query = select(Photo.phash, Photo.visit_id).where(
        col(Photo.phash).in_(hashes), Photo.visit_id != visit.id, col(Photo.late).is_(False)
    )
    elsewhere = dict(session.exec(query.order_by(col(Photo.visit_id).desc())).all())
    return {str(photo.id): elsewhere[photo.phash] for photo in photos if photo.phash in elsewhere}
