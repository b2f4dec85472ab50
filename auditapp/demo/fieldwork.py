"""The auditor's part of a visit: what a phone would send, sent through the same services."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Executor, Future
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from random import Random
from uuid import UUID, uuid5

from sqlmodel import Session

from auditapp.accounts.models import User
from auditapp.core.clock import frozen_at
from auditapp.core.storage import Storage
from auditapp.demo.answers import Given, Level, Occasion, give_answers
from auditapp.demo.pictures import Shot, photograph
from auditapp.demo.profiles import Judge
from auditapp.demo.slips import HASTY_REMARKS, PASSERS_BY
from auditapp.demo.story import CALL, RETAIL, Episode
from auditapp.demo.wording import Pen
from auditapp.domain.answers import Answer, Value
from auditapp.domain.checklist import Channel, Checklist, QuestionType
from auditapp.domain.completeness import gaps
from auditapp.domain.manifest import Manifest
from auditapp.domain.operations import ATTACHED, Operation, OperationField
from auditapp.visits.log import Receipt, Upload, record_operations, store_photo
from auditapp.visits.models import PhotoSource, Visit
from auditapp.visits.services import submit_visit

NAMESPACE = UUID("6b1f2f0e-6f3c-5d0a-9a55-2f9d6f0c7a11")
_STEP = timedelta(seconds=9)
"""How long an answer takes on the phone."""
_SHORTEST_VISIT = timedelta(minutes=18)
_AT_ONCE = 40
"""How many of its operations the phone sends together."""
_SHARE_OF_REMARKS, _SHARE_OF_PRAISE = 0.4, 0.3
_SHARE_OF_BEGUN = 0.45
_SUBJECTS: Mapping[str, str] = {
    "premises_findable": "front",
    "premises_access": "steps",
    "premises_hours_shown": "hours",
    "premises_clean": "aisle",
    "integrity_price": "receipt",
    "remark_receipt": "receipt",
    "shop_front_photo": "front",
}
_FACTS: Mapping[tuple[str, str | None], Mapping[str, Value]] = {
    (RETAIL, "gift_buyer"): {"objections_raised": "suits"},
    (RETAIL, "price_comparer"): {"objections_raised": "both"},
    (RETAIL, "problem_customer"): {"objections_raised": "suits"},
    (CALL, "product_enquiry"): {"reached": "first_try"},
    (CALL, "price_objection"): {"reached": "later_try"},
    (CALL, "problem"): {"reached": "first_try"},
    ("difficult-customer", "rude"): {"part_played_out": "yes"},
}
"""What an auditor's part decides."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A filled-in checklist: the answers, and at which questions a remark or a photo stands."""

    answers: Sequence[Given]
    remarks: Mapping[str, str]
    photographed: frozenset[str]

    def begun(self) -> "Sheet":
        """The same, when not yet half of it was done."""
        return replace(self, answers=self.answers[: round(len(self.answers) * _SHARE_OF_BEGUN)])


def answer_sheet(checklist: Checklist, scenario: str | None, episode: Episode, pen: Pen) -> Sheet:
    """Everything that the auditor of an episode answers."""
    rng = Random(episode.name)  # noqa: S311 - fiction
    occasion = Occasion(
        scenario=scenario,
        moment=episode.start,
        judge=Judge(episode.place.code, episode.wave, rng),
        write=lambda before: pen.summary(checklist.slug, before, rng),
        facts={**_FACTS.get((checklist.slug, scenario), {}), **episode.facts},
    )
    answers = give_answers(checklist, occasion, rng)
    plain = {given.question.key: Answer(given.value, na=given.na) for given in answers}
    missing = gaps(checklist, plain, scenario)
    asked_for = {gap.question for gap in missing if gap.needs == "remark"}
    photos = {gap.question for gap in missing if gap.needs == "photo"}
    photos |= {given.question.key for given in answers if given.photo}
    return Sheet(answers, dict(_remarks(checklist.slug, episode, answers, pen, asked_for)), frozenset(photos))


def _remarks(
    slug: str, episode: Episode, answers: Sequence[Given], pen: Pen, asked_for: set[str]
) -> Iterator[tuple[str, str]]:
    rng = Random(f"{episode.name} remarks")  # noqa: S311 - fiction
    hasty = HASTY_REMARKS.get(episode.name, {})
    for given in answers:
        key = given.question.key
        usual = _SHARE_OF_PRAISE if given.level is Level.FULL else _SHARE_OF_REMARKS
        wished = rng.random() < usual and pen.has_remark(slug, given)
        wished = wished and not given.na and given.question.evidence.comment != "never"
        if key in hasty:
            yield key, hasty[key]
        elif key in asked_for or wished:
            yield key, pen.remark(slug, given, turn=episode.wave + len(episode.place.name))


@dataclass(frozen=True, slots=True)
class Picture:
    """A photo that is being drawn for a question."""

    question: str
    shot: Shot
    data: Future[bytes]


@dataclass(frozen=True, slots=True)
class Studio:
    """Where photos are drawn while others are being stored."""

    painter: Executor
    width: int

    def take_pictures(self, episode: Episode, sheet: Sheet) -> list[Picture]:
        """Have the photos of a visit drawn."""
        pictures = []
        for number, given in enumerate(sheet.answers):
            if given.question.key in sheet.photographed:
                shot = _shot(episode, given, number / len(sheet.answers), self.width)
                pictures.append(Picture(given.question.key, shot, self.painter.submit(photograph, shot)))
        return pictures


def _shot(episode: Episode, given: Given, progress: float, width: int) -> Shot:
    """Photos are taken in the order of the checklist: the front on coming, the receipt on leaving."""
    place = episode.place
    return Shot(
        subject=_SUBJECTS.get(given.question.key, "shelf"),
        level=given.level,
        brand=episode.company.name,
        colour=episode.company.colour,
        address=(place.street, f"{place.postal_code} {place.city}"),
        hours=place.country.hours,
        till=place.country.till,
        price=place.country.price,
        taken_at=episode.start + timedelta(seconds=30 + round(progress * _SHORTEST_VISIT.total_seconds())),
        latitude=place.latitude + 0.0001,
        longitude=place.longitude - 0.0001,
        seed=f"{episode.name}/{given.question.key}",
        width=width,
        passer_by=PASSERS_BY.get(episode.name) == given.question.key,
    )


@dataclass(slots=True)
class Phone:
    """The auditor's phone at work on one visit."""

    session: Session
    storage: Storage
    auditor: User
    visit: Visit
    episode: Episode
    sheet: Sheet
    pictures: Sequence[Picture]
    sent: list[Operation] = field(default_factory=list)

    def fill_in(self) -> datetime:
        """Come, look, leave, and fill in the sheet. Says when that was done."""
        call = self.visit.version.definition.channel is Channel.CALL
        stay = (
            timedelta(minutes=9)
            if call
            else _SHORTEST_VISIT + timedelta(minutes=self.episode.number * 5 % 17)
        )
        left = self.episode.start + stay
        self._send([self._stamp(OperationField.CHECK_IN, self.episode.start)])
        self._send([self._stamp(OperationField.CHECK_OUT, left)])
        photos = self._upload()
        at = left + (timedelta(hours=3) if call else timedelta(minutes=6))
        operations = []
        for given in self.sheet.answers:
            for name, item, value in self._fields(given, photos):
                at += _STEP
                operations.append(self._operation(given.question.key, name, item, value, at))
        for first in range(0, len(operations), _AT_ONCE):
            self._send(operations[first : first + _AT_ONCE])
        return at + timedelta(minutes=2)

    def correct(self, question: str, remark: str, at: datetime) -> None:
        """Word a remark better after the visit was returned."""
        self._send([self._operation(question, OperationField.REMARK, "", remark, at)])

    def submit(self, at: datetime) -> None:
        """Hand the visit in."""
        photos = {str(_photo_id(picture)): _digest(picture.data.result()) for picture in self.pictures}
        manifest = Manifest(frozenset(operation.id for operation in self.sent), photos)
        with frozen_at(at):
            submit_visit(self.session, self.auditor, self.visit, manifest)

    def _fields(
        self, given: Given, photos: Mapping[str, str]
    ) -> Iterator[tuple[OperationField, str, object]]:
        key = given.question.key
        if given.na:
            yield OperationField.NA, "", True
        elif given.question.type is not QuestionType.PHOTO:
            yield OperationField.ANSWER, "", given.value
        if key in self.sheet.remarks:
            yield OperationField.REMARK, "", self.sheet.remarks[key]
        if key in photos:
            yield OperationField.PHOTO, photos[key], ATTACHED

    def _upload(self) -> dict[str, str]:
        """Send the photos. Answers their ids by question."""
        for picture in self.pictures:
            data = picture.data.result()
            upload = Upload(
                id=_photo_id(picture),
                question=picture.question,
                sha256=_digest(data),
                data=data,
                source=PhotoSource.CAMERA,
                file_at=picture.shot.taken_at,
                picked_at=picture.shot.taken_at,
            )
            with frozen_at(picture.shot.taken_at + _STEP):
                store_photo(self.session, self.storage, self.auditor, self.visit, upload)
        return {picture.question: str(_photo_id(picture)) for picture in self.pictures}

    def _stamp(self, name: OperationField, at: datetime) -> Operation:
        place: dict[str, float] | None = None
        if self.episode.slug != CALL:
            near = self.episode.place
            place = {"lat": near.latitude + 0.0002, "lon": near.longitude + 0.0001, "accuracy": 14.0}
        return self._operation("", name, "", {"place": place, "refused": False}, at)

    def _operation(
        self, question: str, name: OperationField, item: str, value: object, at: datetime
    ) -> Operation:
        before = next(
            (sent for sent in reversed(self.sent) if sent.place == (question, name.value, item)), None
        )
        operation = Operation(
            id=str(uuid5(NAMESPACE, f"{self.episode.name}/{len(self.sent) + 1}")),
            question=question,
            field=name.value,
            item=item,
            value=value,
            device=f"demo-{self.episode.auditor}",
            counter=len(self.sent) + 1,
            phone_at=at,
            base=before.id if before else None,
        )
        self.sent.append(operation)
        return operation

    def _send(self, operations: Sequence[Operation]) -> None:
        with frozen_at(operations[-1].phone_at):
            outcomes = record_operations(self.session, self.auditor, self.visit, operations, clock_offset=0)
        refused = [outcome for outcome in outcomes if outcome.receipt is not Receipt.STORED]
        if refused:
            raise ValueError(f"{self.episode.name}: {refused}")


def _photo_id(picture: Picture) -> UUID:
    return uuid5(NAMESPACE, picture.shot.seed)


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
