"""A capture page sent as a plain form: its answers go into the log, its photos into storage."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import uuid4

from sqlmodel import Session
from werkzeug.datastructures import FileStorage, MultiDict

from auditapp.accounts.models import User
from auditapp.core.clock import now
from auditapp.core.images import PhotoRefused
from auditapp.core.storage import Storage
from auditapp.visits import log, queries
from auditapp.visits.messages import refusal_text
from auditapp.visits.models import Visit
from auditapp.visits.plain import Change, changes_of, operations_from

DEVICE = "form"
"""Forms without scripts have no device of their own; the user tells them apart."""
VISIT_FIELDS = frozenset({"check_in", "check_out"})


@dataclass(slots=True)
class Received:
    """What could not be taken, by question key, with what was typed."""

    problems: dict[str, list[str]] = field(default_factory=dict)
    typed: dict[str, str] = field(default_factory=dict)

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
    received = Received()
    capture = queries.capture_of(session, visit)
    changes, refused = changes_of(visit.version.definition, visit.scenario, dict(capture.answers), form)
    for typed in refused:
        received.refuse(typed.question, typed.code)
        received.typed[typed.question] = typed.text
    changes += _photo_changes(session, storage, actor, visit, files, received)
    changes += [
        Change("", name, {"place": None, "refused": False})
        for name in VISIT_FIELDS
        if name == form.get("then")
    ]
    counter = queries.highest_counter(session, visit)
    operations = operations_from(changes, f"{DEVICE}-{actor.id}", counter, now())
    for operation, outcome in zip(
        operations, log.record_operations(session, actor, visit, operations), strict=True
    ):
        if outcome.receipt == log.Receipt.REFUSED:
            received.refuse(operation.question, outcome.code, outcome.params)
    return received


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
        data = file.read()
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
            changes.append(Change(question, "photo", "attached", str(upload.id)))
    return changes
