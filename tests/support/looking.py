"""Short looks into the database that keep nobody waiting: SQLite has one writer, and a test's session would be it."""

from collections.abc import Callable, Mapping
from typing import TypeVar
from uuid import UUID

from flask import Flask
from sqlmodel import Session, col, func, select

from auditapp.domain.answers import Answer
from auditapp.domain.lifecycle import VisitState
from auditapp.domain.operations import Capture
from auditapp.visits.models import OperationRow, Photo, Transition, Visit
from auditapp.visits.queries import capture_of

Seen = TypeVar("Seen")


class Look:
    """What the database holds of one visit at this moment."""

    def __init__(self, app: Flask, visit_id: int) -> None:
        self.database, self.visit_id = app.extensions["auditapp.database"], visit_id

    @property
    def capture(self) -> Capture:
        """What the log adds up to."""
        return self._see(capture_of)

    @property
    def answers(self) -> Mapping[str, Answer]:
        """The answers that the log adds up to."""
        return self.capture.answers

    @property
    def log(self) -> list[OperationRow]:
        """Everything that was sent, by counter."""
        query = select(OperationRow).where(OperationRow.visit_id == self.visit_id)
        return self._see(
            lambda session, _visit: list(session.exec(query.order_by(col(OperationRow.counter))))
        )

    def photo(self, photo_id: str) -> Photo:
        """One photo as the server has it."""
        return self._see(lambda session, _visit: session.get_one(Photo, UUID(photo_id)))

    def state(self) -> VisitState:
        """Where the visit stands."""
        return self._see(lambda _session, visit: visit.state)

    @property
    def submissions(self) -> int:
        """How often it was handed in."""
        steps = (Transition.visit_id == self.visit_id, Transition.to_state == VisitState.SUBMITTED)
        return self._see(lambda session, _visit: session.exec(select(func.count()).where(*steps)).one())

    def _see(self, what: Callable[[Session, Visit], Seen]) -> Seen:
        with self.database.session(writes=False) as session:
            return what(session, session.get_one(Visit, self.visit_id))
