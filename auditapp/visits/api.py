"""What the capture page's scripts talk to: operations in, photos in, submission. JSON both ways.

Every call carries the CSRF token in a header. Nothing is all or nothing: each item gets its own answer.
"""

import hashlib
from typing import Any
from uuid import UUID

from flask import Blueprint, abort, current_app, flash, jsonify, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf.csrf import generate_csrf

from auditapp.accounts.login import actor
from auditapp.core.images import MAX_BYTES, PhotoRefused
from auditapp.core.storage import Storage
from auditapp.domain.completeness import Gap
from auditapp.domain.lifecycle import OPEN_FOR_CAPTURE, TransitionRefused
from auditapp.domain.operations import MalformedOperation, Operation, read_operation, write_operation
from auditapp.domain.roles import Role
from auditapp.visits import log, queries, services
from auditapp.visits.messages import gap_text, refusal_text
from auditapp.web.access import allow
from auditapp.web.session import db

blueprint = Blueprint("visits_api", __name__, url_prefix="/api/visits")

LARGEST_UPLOAD = 10 * MAX_BYTES
"""What is larger gets no answer of ours; up to here it is told that it is too large."""


@blueprint.url_value_preprocessor
def _make_room(endpoint: str | None, _values: object) -> None:
    """A photo is larger than what other requests may be, and its length is looked at before any view is called."""
    if endpoint == "visits_api.put_photo":
        request.max_content_length = LARGEST_UPLOAD


@blueprint.get("/<int:visit_id>")
@allow(Role.AUDITOR)
def standing(visit_id: int) -> ResponseReturnValue:
    """How far the server is, and a fresh CSRF token for a page whose login was renewed."""
    visit = queries.visit_for_sync(db(), actor(), visit_id)
    return jsonify(
        state=visit.state, counter=queries.highest_counter(db(), visit), csrf_token=generate_csrf()
    )


@blueprint.get("/<int:visit_id>/operations")
@allow(Role.AUDITOR)
def operations(visit_id: int) -> ResponseReturnValue:
    """The whole log, for a page that wants to know what other devices did."""
    visit = queries.visit_for(db(), actor(), visit_id)
    known = queries.operations_of(db(), visit)
    return jsonify(
        operations=[write_operation(operation) for operation in known],
        photos=list(queries.photos_of(db(), visit)),
        counter=queries.highest_counter(db(), visit),
        state=visit.state,
    )


@blueprint.post("/<int:visit_id>/operations")
@allow(Role.AUDITOR)
def add_operations(visit_id: int) -> ResponseReturnValue:
    """Take operations; answer for each what became of it."""
    visit = queries.visit_for_sync(db(), actor(), visit_id)
    raw = _list_of(request.get_json(silent=True), "operations")
    if len(raw) > log.MAX_OPERATIONS:
        return jsonify(error="too_many_operations", most=log.MAX_OPERATIONS), 413
    readable, results = _read(raw)
    for outcome in log.record_operations(db(), actor(), visit, readable):
        results.append(_result(outcome))
    return jsonify(results=results, counter=queries.highest_counter(db(), visit), state=visit.state)


@blueprint.put("/<int:visit_id>/photos/<uuid:photo_id>")
@allow(Role.AUDITOR)
def put_photo(visit_id: int, photo_id: UUID) -> ResponseReturnValue:
    """Take one photo, sent as the raw body; `question` and `sha256` stand in the address."""
    data = _body_of_a_photo()
    if data is None:
        return _photo_refusal("too_large", 413)
    visit = queries.visit_for_sync(db(), actor(), visit_id)
    question = request.args.get("question", "")
    if question not in {key.key for _section, key in visit.version.definition.questions()}:
        return _photo_refusal("unknown_question", 422)
    announced = request.args.get("sha256") or hashlib.sha256(data).hexdigest()
    try:
        receipt = log.store_photo(
            db(), storage(), actor(), visit, log.Upload(photo_id, question, announced, data)
        )
    except PhotoRefused as refusal:
        return _photo_refusal(refusal.code, 413 if refusal.code == "too_large" else 422)
    except log.PhotoConflict:
        return _photo_refusal("photo_conflict", 409)
    except log.TooManyPhotos:
        return _photo_refusal("too_many_photos", 422)
    address = url_for("visits.photo", photo_id=photo_id, size="thumbnail")
    return jsonify(state=receipt, thumbnail=address), 200 if receipt == log.Receipt.KNOWN else 201


@blueprint.post("/<int:visit_id>/submission")
@allow(Role.AUDITOR)
def submit(visit_id: int) -> ResponseReturnValue:
    """Hand the visit in; 409 lists what the server lacks and what the checklist still asks for."""
    visit = queries.visit_for(db(), actor(), visit_id)
    is_open = visit.state in OPEN_FOR_CAPTURE
    body = request.get_json(silent=True)
    manifest = services.Manifest(frozenset(_ids(body, "operations")), frozenset(_ids(body, "photos")))
    try:
        services.submit_visit(db(), actor(), visit, manifest)
    except services.Incomplete as incomplete:
        return jsonify(
            operations=sorted(incomplete.operations),
            photos=sorted(incomplete.photos),
            gaps=[_gap(gap) for gap in incomplete.gaps],
        ), 409
    except TransitionRefused:
        return jsonify(error="not_open", state=visit.state), 409
    if is_open:
        flash(_("Thank you. The visit is handed in."), "success")
    return jsonify(state=visit.state, next=url_for("visits.home"))


def storage() -> Storage:
    """The file storage of the running app."""
    found: Storage = current_app.extensions["auditapp.storage"]
    return found


def _body_of_a_photo() -> bytes | None:
    """The bytes that were sent; None where they are too many.

    A phone in a cellar sends for minutes: the database, which SQLite locks for whoever may write, is let go meanwhile.
    """
    db().commit()
    data = request.stream.read(MAX_BYTES + 1)
    return data if len(data) <= MAX_BYTES else None


def _list_of(body: object, name: str) -> list[Any]:
    items = body.get(name) if isinstance(body, dict) else None
    if not isinstance(items, list):
        abort(400)
    return items


def _ids(body: object, name: str) -> list[str]:
    return [item for item in _list_of(body, name) if isinstance(item, str)]


def _read(raw: list[Any]) -> tuple[list[Operation], list[dict[str, Any]]]:
    readable: list[Operation] = []
    refused: list[dict[str, Any]] = []
    for item in raw:
        try:
            readable.append(read_operation(item))
        except MalformedOperation as error:
            refused.append(
                {
                    "id": error.id,
                    "state": "refused",
                    "code": "malformed",
                    "message": refusal_text("malformed"),
                }
            )
    return readable, refused


def _result(outcome: log.Outcome) -> dict[str, Any]:
    result: dict[str, Any] = {"id": outcome.id, "state": outcome.receipt}
    if outcome.receipt == log.Receipt.REFUSED:
        result |= {"code": outcome.code, "message": refusal_text(outcome.code, outcome.params)}
    return result


def _gap(gap: Gap) -> dict[str, str]:
    return {"question": gap.question, "needs": gap.needs, "message": gap_text(gap)}


def _photo_refusal(code: str, status: int) -> ResponseReturnValue:
    return jsonify(error=code, message=refusal_text(code)), status
