"""As many published visits of one wave as a test or a measurement wants, each quick to make and quick to draw."""

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

from sqlmodel import Session, select

from auditapp.accounts.queries import user_for
from auditapp.clients.models import Client, Region, Store
from auditapp.clients.services import StoreDetails, add_store
from auditapp.core.clock import frozen_at
from auditapp.domain.language import Language
from auditapp.domain.manifest import Manifest
from auditapp.domain.operations import Operation
from auditapp.reviews.services import publish_visit
from auditapp.visits.log import record_operations
from auditapp.visits.models import Visit, Wave
from auditapp.visits.services import Plan, assign_visit, submit_visit
from tests.support.people import People
from tests.support.visits import TINY, publish, question

ONE_TAP: Mapping[str, Any] = {
    **TINY,
    "sections": [
        {
            **TINY["sections"][0],
            "questions": [
                question(
                    "open",
                    "yes_no",
                    options=[{"key": "yes", "points": 1}, {"key": "no", "points": 0}],
                    action=TINY["sections"][0]["questions"][0]["action"],
                )
            ],
        }
    ],
}
NOON = datetime(2026, 3, 11, 11, tzinfo=UTC)


def published_wave(session: Session, people: People, count: int) -> Wave:
    """A wave of Rosa with so many stores, each visited and published, reported in Hungarian; committed."""
    client = session.get_one(Client, people.client_id)
    client.languages = [Language.HUNGARIAN.value]
    wave = Wave(client_id=client.id, name="Spring", starts_on=date(2026, 3, 1), ends_on=date(2026, 3, 31))
    session.add(wave)
    session.flush()
    version = publish(session, people, ONE_TAP)
    auditor, admin = (user_for(session, person.id) for person in (people.auditor, people.admin))
    with frozen_at(NOON):
        for store in _stores(session, people, count):
            plan = Plan(
                store=store, version=version, scenario=None, auditor=auditor, window_from=NOON.date(),
                window_to=NOON.date(), wave=wave,
            )  # fmt: skip
            visit = assign_visit(session, admin, plan)
            record_operations(session, auditor, visit, [_tap(visit)])
            submit_visit(session, auditor, visit, Manifest())
            publish_visit(session, admin, visit)
    session.commit()
    return wave


def _stores(session: Session, people: People, count: int) -> Iterator[Store]:
    region = session.exec(select(Region).where(Region.client_id == people.client_id)).first()
    assert region is not None
    for number in range(1, count + 1):
        place = StoreDetails(
            code=f"N{number}", name=f"Korzo {number}", street=f"Korzo {number}", postal_code="24000",
            city="Subotica", country="RS",
        )  # fmt: skip
        yield add_store(session, None, region, place)


def _tap(visit: Visit) -> Operation:
    answer = "yes" if (visit.id or 0) % 2 else "no"
    return Operation(
        id=str(uuid4()), question="open", field="answer", item="", value=answer, device=f"phone-{visit.id}",
        counter=1, phone_at=NOON,
    )  # fmt: skip
