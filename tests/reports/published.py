"""Visits by the small checklist, answered, handed in and published: what reports are made of.

The checklist has two sections that count: `welcome` (weight 3: greeting 2, seated 1, wait 2 points) and `facts`
(weight 2: seen 2, window 1 point).
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from typing import Any
from uuid import UUID, uuid4

from PIL import Image
from sqlmodel import Session

from auditapp.accounts.queries import user_for
from auditapp.checklists.models import ChecklistVersion
from auditapp.clients.models import Client, Store
from auditapp.core.clock import frozen_at
from auditapp.core.storage import Storage
from auditapp.domain.language import Language
from auditapp.domain.manifest import Manifest
from auditapp.domain.operations import ATTACHED, Operation
from auditapp.reviews.services import publish_visit
from auditapp.visits.log import Receipt, Upload, record_operations, store_photo
from auditapp.visits.models import Visit, Wave
from auditapp.visits.services import Plan, assign_visit, submit_visit
from tests.support.people import People

BEST: Mapping[str, Any] = {
    "greeting": "good",
    "seated": "yes",
    "wait": 30,
    "offers": 3,
    "seen": ["ramp", "light"],
    "recommend": 9,
    "window": "yes",
}
"""Full marks everywhere."""
MARCH = datetime(2026, 3, 11, 9, 30, tzinfo=UTC)


@dataclass(frozen=True, kw_only=True)
class Told:
    """What the auditor tells about a visit: what differs from BEST."""

    answers: Mapping[str, Any] = field(default_factory=dict)
    remarks: Mapping[str, str] = field(default_factory=lambda: {"greeting": "Seen from the door."})
    na: Sequence[str] = ("receipt",)
    photos: Sequence[str] = ()
    at: datetime = MARCH


class Auditing:
    """Makes visits in one database; every one takes a quarter of an hour, and is published five hours later."""

    def __init__(self, session: Session, storage: Storage, people: People, version: ChecklistVersion) -> None:
        self.session, self.storage, self.people, self.version = session, storage, people, version

    def report_in(self, *languages: Language) -> None:
        """The languages that the company wants its reports in."""
        client = self.session.get_one(Client, self.people.client_id)
        client.languages = [language.value for language in languages]
        self.session.commit()

    def wave(self, name: str = "Spring") -> Wave:
        """A wave of the company."""
        wave = Wave(
            client_id=self.people.client_id, name=name, starts_on=date(2026, 1, 1), ends_on=date(2026, 12, 31)
        )
        self.session.add(wave)
        self.session.flush()
        return wave

    def visit(
        self, told: Told | None = None, *, store_id: int | None = None, wave: Wave | None = None
    ) -> Visit:
        """A published visit, committed."""
        visit = self.submitted(told, store_id=store_id, wave=wave)
        self.publish(visit)
        return visit

    def submitted(
        self, told: Told | None = None, *, store_id: int | None = None, wave: Wave | None = None
    ) -> Visit:
        """A visit that waits for review, committed."""
        told = told or Told()
        auditor = user_for(self.session, self.people.auditor.id)
        visit = self._assigned(told, self.session.get_one(Store, store_id or self.people.store_id), wave)
        photos = [(question, uuid4()) for question in told.photos]
        with frozen_at(told.at):
            outcomes = record_operations(self.session, auditor, visit, list(_operations(told, photos)))
            assert {outcome.receipt for outcome in outcomes} == {Receipt.STORED}, outcomes
            for question, photo_id in photos:
                data = picture()
                digest = hashlib.sha256(data).hexdigest()
                store_photo(
                    self.session, self.storage, auditor, visit, Upload(photo_id, question, digest, data)
                )
        with frozen_at(told.at + timedelta(minutes=15)):
            submit_visit(self.session, auditor, visit, Manifest())
        self.session.commit()
        return visit

    def publish(self, visit: Visit, at: datetime | None = None) -> None:
        """Show it to the client."""
        assert visit.submitted_at is not None
        with frozen_at(at or visit.submitted_at + timedelta(hours=5)):
            publish_visit(self.session, user_for(self.session, self.people.reviewer.id), visit)
        self.session.commit()

    def _assigned(self, told: Told, store: Store, wave: Wave | None) -> Visit:
        plan = Plan(
            store=store,
            version=self.version,
            scenario="gift",
            auditor=user_for(self.session, self.people.auditor.id),
            window_from=told.at.date(),
            window_to=told.at.date(),
            wave=wave,
        )
        with frozen_at(told.at - timedelta(days=3)):
            return assign_visit(self.session, user_for(self.session, self.people.admin.id), plan)


def picture(size: tuple[int, int] = (64, 48)) -> bytes:
    """A small photo as a phone sends it."""
    data = BytesIO()
    Image.new("RGB", size, (200, 120, 40)).save(data, "JPEG")
    return data.getvalue()


def _operations(told: Told, photos: Sequence[tuple[str, UUID]]) -> Iterator[Operation]:
    fields: list[tuple[str, str, str, object]] = [("", "check_in", "", {"place": None, "refused": True})]
    fields += [(key, "na", "", True) for key in told.na]
    fields += [
        (key, "answer", "", value) for key, value in {**BEST, **told.answers}.items() if key not in told.na
    ]
    fields += [(key, "remark", "", text) for key, text in told.remarks.items()]
    fields += [(question, "photo", str(photo_id), ATTACHED) for question, photo_id in photos]
    for counter, (question, name, item, value) in enumerate(fields, start=1):
        yield Operation(
            id=str(uuid4()),
            question=question,
            field=name,
            item=item,
            value=value,
            device="phone",
            counter=counter,
            phone_at=told.at,
        )
