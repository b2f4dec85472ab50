"""A capture page sent as a plain form: its answers go into the log, its photos into storage."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import uuid4

from sqlmodel import Session
from werkzeug.datastructures import FileStorage, MultiDict

from auditapp.accounts.models import User
from auditapp.core.clock import now
from auditapp.core.images import MAX_BYTES, PhotoRefused
from auditapp.core.storage import Storage
from auditapp.domain.operations import Operation, fold, winners
from auditapp.visits import log, queries
from auditapp.visits.messages import refusal_text
from auditapp.visits.models import Visit
from auditapp.visits.plain import Change, attached, operations_from, read_form

DEVICE = "form"
"""Forms without scripts have no device of their own; the user tells them apart."""
VISIT_FIELDS = frozenset({"check_in", "check_out"})


@dataclass(slots=True)
class Received:
    """What could not be taken: problems by question key, and what was typed by the name of its field.

    `late`: the visit was closed meanwhile; what was sent is kept apart.
    """

    problems: dict[str, list[str]] = field(default_factory=dict)
    typed: dict[str, str] = field(default_factory=dict)
    late: bool = False

    def refuse(self, question: str, code: str, params: Mapping[str, object] | None = None) -> None:
        """Note a refusal at its question."""
        self.problems.setdefault(question, []).append(refusal_text(code, params))


def receive_form(
    session: Session,
    storage: Storage,
    actor: User,
    visit: Visit,
    form: MultiDict[str, str],
    files: MultiDict[str, FileStorage],
) -> Received:
    """Take all that can be taken; the rest comes back with reasons."""
    received = Received(late=log.is_late(actor, visit))
    shown = _shown(session, visit, form)
    reading = read_form(visit.version.definition, visit.scenario, fold(shown).answers, form)
    for refusal in reading.refusals:
        received.refuse(refusal.question, refusal.code, refusal.params)
        received.typed |= refusal.typed
    changes = reading.changes + _photo_changes(session, storage, actor, visit, files, received)
    then = form.get("then", "")
    if then in VISIT_FIELDS:
        changes.append(Change("", then, {"place": None, "refused": False}))
    counter = queries.highest_counter(session, visit)
    places = {operation.place: operation for operation in shown}
    operations = operations_from(changes, f"{DEVICE}-{actor.id}", counter, now(), places)
    _record(session, actor, visit, operations, received)
    return received


def _shown(session: Session, visit: Visit, form: MultiDict[str, str]) -> list[Operation]:
    """What stood on the page that was sent: what another device did since is not undone by it."""
    seen = form.get("seen", default=0, type=int)
    rows = queries.log_of(session, visit)
    return winners(queries.operation_of(row) for row in rows if row.sequence <= seen)


def _record(
    session: Session, actor: User, visit: Visit, operations: list[Operation], received: Received
) -> None:
    outcomes = log.record_operations(session, actor, visit, operations)
    for operation, outcome in zip(operations, outcomes, strict=True):
        if outcome.receipt == log.Receipt.REFUSED:
            received.refuse(operation.question, outcome.code, outcome.params)
            received.typed[f"{operation.field}-{operation.question}"] = str(operation.value)


def _photo_changes(
    session: Session,
    storage: Storage,
    actor: User,
    visit: Visit,
    files: MultiDict[str, FileStorage],
    received: Received,
) -> list[Change]:
    keys = {question.key for _, question in visit.version.definition.questions()}
    changes = []
    for name, file in files.items(multi=True):
        question = name.removeprefix("photo-")
        data = file.read(MAX_BYTES + 1)
        if question not in keys or not data:
            continue
        upload = log.Upload(uuid4(), question, hashlib.sha256(data).hexdigest(), data)
        try:
            log.store_photo(session, storage, actor, visit, upload)
        except PhotoRefused as refusal:
            received.refuse(question, refusal.code)
        except log.TooManyPhotos:
            received.refuse(question, "too_many_photos")
        else:
            changes.append(attached(question, str(upload.id)))
    return changes
