"""Receiving what phones send: operations and photos, each stored once however often it arrives (V2, V3)."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from auditapp.accounts.models import User
from auditapp.core.clock import now
from auditapp.core.images import PhotoRefused, ReadPhoto, read_photo
from auditapp.core.storage import Storage
from auditapp.domain.answers import AnswerRefused
from auditapp.domain.lifecycle import OPEN_FOR_CAPTURE, VisitState
from auditapp.domain.operations import Operation, check_operation
from auditapp.visits.models import OperationRow, Photo, PhotoSource, Visit
from auditapp.visits.queries import highest_counter, highest_sequence, photos_of
from auditapp.visits.services import move_visit

MAX_OPERATIONS = 1000
"""In one request; a phone with more sends them in several."""
MAX_PHOTOS = 100
FARTHEST_COUNTER = 100_000
"""How far ahead of the log a counter may be; what lies beyond was not counted by our page."""


class Receipt(StrEnum):
    """What became of one thing that a phone sent."""

    STORED = "stored"
    KNOWN = "known"
    LATE = "late"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Outcome:
    """The answer for one operation; a refusal says why."""

    id: str
    receipt: Receipt
    code: str = ""
    params: Mapping[str, str] | None = None


class PhotoConflict(Exception):  # noqa: N818 - reads as the fact that it states
    """This photo id is taken by other content, or the content is not what the phone announced."""


class TooManyPhotos(Exception):  # noqa: N818 - as above
    """A visit holds MAX_PHOTOS at the most."""


def _refusal(operation: Operation, code: str) -> Outcome:
    return Outcome(operation.id, Receipt.REFUSED, code)


@dataclass(slots=True)
class _Book:
    """A visit's log while operations are added to it: what is there, and how each new one is entered."""

    visit: Visit
    actor: User
    late: bool
    clock_offset: float | None
    known: dict[str, tuple[int, bool]]
    """By id the visit that an operation belongs to, and whether it came late."""
    taken: set[tuple[str, int]]
    limit: int
    sequence: int

    def judge(self, operation: Operation) -> Outcome:
        """What becomes of it. What was sent before is known, or late as it was then."""
        if operation.id in self.known:
            visit_id, late = self.known[operation.id]
            if visit_id != self.visit.id:
                return _refusal(operation, "id_taken")
            return Outcome(operation.id, Receipt.LATE if late else Receipt.KNOWN)
        if operation.counter > self.limit:
            return _refusal(operation, "counter_too_high")
        if (operation.device, operation.counter) in self.taken:
            return _refusal(operation, "counter_taken")
        try:
            check_operation(self.visit.version.definition, self.visit.scenario, operation)
        except AnswerRefused as refusal:
            return Outcome(operation.id, Receipt.REFUSED, refusal.code, refusal.params)
        return Outcome(operation.id, Receipt.LATE if self.late else Receipt.STORED)

    def enter(self, operation: Operation) -> OperationRow:
        """The next row of the log."""
        self.known[operation.id] = (self.visit.id, self.late)
        self.taken.add((operation.device, operation.counter))
        self.sequence += 1
        return OperationRow(
            id=UUID(operation.id),
            visit_id=self.visit.id,
            user_id=self.actor.id,
            question=operation.question,
            field=operation.field,
            item=operation.item,
            value=operation.value,
            device=operation.device,
            counter=operation.counter,
            base=UUID(operation.base) if operation.base else None,
            sequence=self.sequence,
            phone_at=operation.phone_at,
            received_at=now(),
            clock_offset=self.clock_offset,
            late=self.late,
        )


def record_operations(
    session: Session,
    actor: User,
    visit: Visit,
    operations: Sequence[Operation],
    clock_offset: float | None = None,
) -> list[Outcome]:
    """Add operations to a visit's log: the good ones are taken, each refused one says why.

    `clock_offset`: the seconds by which our clock is ahead of the phone's, where it told its time. Work that comes
    to a closed or reassigned visit is stored apart, as late (V5).
    """
    book = _open_book(session, actor, visit, operations, clock_offset)
    outcomes = []
    for operation in operations:
        outcome = book.judge(operation)
        if outcome.receipt in {Receipt.STORED, Receipt.LATE} and operation.id not in book.known:
            session.add(book.enter(operation))
        outcomes.append(outcome)
    if visit.state == VisitState.ASSIGNED and any(outcome.receipt == Receipt.STORED for outcome in outcomes):
        move_visit(session, actor, visit, VisitState.IN_PROGRESS)
    session.flush()
    return outcomes


def is_late(actor: User, visit: Visit) -> bool:
    """Whether what `actor` sends no longer changes the visit."""
    return visit.auditor_id != actor.id or visit.state not in OPEN_FOR_CAPTURE


def _open_book(
    session: Session, actor: User, visit: Visit, operations: Sequence[Operation], clock_offset: float | None
) -> _Book:
    return _Book(
        visit=visit,
        actor=actor,
        late=is_late(actor, visit),
        clock_offset=clock_offset,
        known=_known(session, operations),
        taken=_taken_counters(session, visit),
        limit=highest_counter(session, visit) + FARTHEST_COUNTER,
        sequence=highest_sequence(session, visit),
    )


def _known(session: Session, operations: Sequence[Operation]) -> dict[str, tuple[int, bool]]:
    ids = [UUID(operation.id) for operation in operations]
    query = select(OperationRow.id, OperationRow.visit_id, OperationRow.late)
    rows = session.exec(query.where(col(OperationRow.id).in_(ids)))
    return {str(operation_id): (visit_id, late) for operation_id, visit_id, late in rows}


def _taken_counters(session: Session, visit: Visit) -> set[tuple[str, int]]:
    query = select(OperationRow.device, OperationRow.counter).where(OperationRow.visit_id == visit.id)
    return set(session.exec(query).all())


@dataclass(frozen=True, slots=True)
class Upload:
    """A photo as it came: its id made on the phone, its question, the announced hash, the bytes.

    `source`, `file_at` and `picked_at` are what the phone tells of its origin, as in the model.
    """

    id: UUID
    question: str
    sha256: str
    data: bytes
    source: PhotoSource | None = None
    file_at: datetime | None = None
    picked_at: datetime | None = None


def store_photo(session: Session, storage: Storage, actor: User, visit: Visit, upload: Upload) -> Receipt:
    """Keep a photo. The same bytes again are KNOWN.

    Raises PhotoConflict for other bytes than announced or stored, TooManyPhotos, and PhotoRefused
    for what is not a photo that we take.
    """
    if hashlib.sha256(upload.data).hexdigest() != upload.sha256:
        raise PhotoConflict
    existing = session.get(Photo, upload.id)
    if existing is not None:
        return _same_photo(existing, visit, upload)
    if len(photos_of(session, visit)) >= MAX_PHOTOS:
        raise TooManyPhotos
    read = read_photo(upload.data, zone=ZoneInfo(visit.store.timezone))
    late = is_late(actor, visit)
    session.add(_kept_photo(storage, read, upload, visit, actor, late=late))
    session.flush()
    return Receipt.LATE if late else Receipt.STORED


def take_photo(session: Session, storage: Storage, actor: User, visit: Visit, upload: Upload) -> Outcome:
    """The same for a phone, which is told why a photo was refused."""
    if upload.question not in {question.key for _section, question in visit.version.definition.questions()}:
        return Outcome(str(upload.id), Receipt.REFUSED, "unknown_question")
    try:
        return Outcome(str(upload.id), store_photo(session, storage, actor, visit, upload))
    except PhotoRefused as refusal:
        code: str = refusal.code
    except PhotoConflict:
        code = "photo_conflict"
    except TooManyPhotos:
        code = "too_many_photos"
    return Outcome(str(upload.id), Receipt.REFUSED, code)


def _same_photo(existing: Photo, visit: Visit, upload: Upload) -> Receipt:
    if existing.visit_id != visit.id or existing.sha256 != upload.sha256:
        raise PhotoConflict
    return Receipt.KNOWN


def _kept_photo(
    storage: Storage, read: ReadPhoto, upload: Upload, visit: Visit, actor: User, *, late: bool
) -> Photo:
    """Write the files first: a row never points to a file that is not there."""
    key, thumbnail_key = f"photos/{upload.id.hex}.jpg", f"photos/{upload.id.hex}-thumbnail.jpg"
    storage.put(key, read.display)
    storage.put(thumbnail_key, read.thumbnail)
    return Photo(
        id=upload.id,
        visit_id=visit.id,
        user_id=actor.id,
        question=upload.question,
        sha256=upload.sha256,
        storage_key=key,
        thumbnail_key=thumbnail_key,
        width=read.width,
        height=read.height,
        phash=read.phash,
        taken_at=read.taken_at,
        latitude=read.lat,
        longitude=read.lon,
        source=upload.source,
        file_at=upload.file_at,
        picked_at=upload.picked_at,
        received_at=now(),
        late=late,
    )
