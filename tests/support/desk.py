"""Visits on their way through the agency: answered, handed in, returned, published."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from sqlmodel import Session

from auditapp.accounts.models import User
from auditapp.accounts.queries import user_for
from auditapp.checklists.models import ChecklistVersion
from auditapp.core.clock import now
from auditapp.domain.manifest import Manifest
from auditapp.domain.operations import Operation
from auditapp.reviews.services import publish_visit, return_visit
from auditapp.visits.log import record_operations
from auditapp.visits.models import Visit
from auditapp.visits.queries import highest_counter
from auditapp.visits.services import submit_visit
from tests.support.people import People
from tests.support.visits import plan_visit, publish

ANSWERS: Mapping[str, Any] = {
    "greeting": "late",
    "seated": "yes",
    "wait": 200,
    "offers": 2,
    "seen": ["ramp"],
    "recommend": 9,
    "window": "yes",
}
"""What the checklist of `tests/support/visits.py` asks for; the photo of the receipt does not apply."""
REMARKS = {"greeting": "Čekala sam dva minuta."}


@dataclass(frozen=True, slots=True)
class Chain:
    """One visit of the test people, and everybody who works on it. Every step is committed."""

    session: Session
    people: People
    version: ChecklistVersion
    visit: Visit
    device: str = field(default_factory=lambda: str(uuid4()))

    @classmethod
    def begin(cls, session: Session, people: People) -> "Chain":
        """A visit that was just planned."""
        version = publish(session, people)
        return cls(session, people, version, plan_visit(session, people, version))

    def again(self) -> "Chain":
        """Another visit of the same store by the same version."""
        visit = plan_visit(self.session, self.people, self.version)
        return Chain(self.session, self.people, self.version, visit)

    def user(self, name: str) -> User:
        """A test person as the services want them."""
        return user_for(self.session, getattr(self.people, name).id)

    def record(self, *fields: tuple[str, str, Any], by: str = "auditor") -> None:
        """Send (question, field, value) as somebody's phone does."""
        self.look()
        first = highest_counter(self.session, self.visit) + 1
        operations = [
            Operation(str(uuid4()), question, name, "", value, self.device, first + place, now())
            for place, (question, name, value) in enumerate(fields)
        ]
        record_operations(self.session, self.user(by), self.visit, operations)
        self.session.commit()

    def submit(self, answers: Mapping[str, Any] = ANSWERS, remarks: Mapping[str, str] = REMARKS) -> "Chain":
        """Answer everything and hand it in."""
        fields: Sequence[tuple[str, str, Any]] = [
            ("receipt", "na", True),
            *((question, "answer", value) for question, value in answers.items()),
            *((question, "remark", text) for question, text in remarks.items()),
        ]
        self.record(*fields)
        submit_visit(self.session, self.user("auditor"), self.visit, Manifest())
        self.session.commit()
        return self

    def send_back(self, messages: Mapping[str, str], general: str = "") -> "Chain":
        """Return it to the auditor."""
        return_visit(self.session, self.user("reviewer"), self.visit, messages, general)
        self.session.commit()
        return self

    def publish(self) -> "Chain":
        """Show it to the client."""
        publish_visit(self.session, self.user("reviewer"), self.visit)
        self.session.commit()
        return self

    def look(self) -> Visit:
        """The visit as it stands in the database now."""
        self.session.commit()
        self.session.refresh(self.visit)
        self.session.commit()
        return self.visit
