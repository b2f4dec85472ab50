"""What the capture page's scripts talk to: operations in, photos in, submission. JSON both ways.

Every call carries the CSRF token in a header. Nothing is all or nothing: each item gets its own answer.
"""

import hashlib
from typing import Any
from uuid import UUID

from flask import Blueprint, abort, flash, jsonify, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf.csrf import generate_csrf

from auditapp.accounts.login import actor
from auditapp.core.clock import now
from auditapp.core.images import MAX_BYTES
from auditapp.domain.completeness import Gap
from auditapp.domain.lifecycle import OPEN_FOR_CAPTURE, TransitionRefused
from auditapp.domain.manifest import MalformedManifest, ManifestMismatch, read_manifest
from auditapp.domain.operations import (
    MalformedOperation,
    Operation,
    read_moment,
    read_operation,
    write_operation,
)
from auditapp.domain.roles import Role
from auditapp.visits import log, queries, services
from auditapp.visits.messages import gap_text, refusal_text
from auditapp.visits.models import PhotoSource, Visit
from auditapp.web.access import allow
from auditapp.web.addresses import LARGEST_ID
from auditapp.web.assets import release
from auditapp.web.session import db, storage

blueprint = Blueprint("visits_api", __name__, url_prefix="/api/visits")
phone = Blueprint("phone_api", __name__, url_prefix="/api/phone")

LARGEST_UPLOAD = 10 * MAX_BYTES
LARGEST_BATCH = 20_000_000
"""What is larger gets no answer of ours; up to here it is told that it is too large.

A thousand remarks, each as long as a remark may be, and what stands around them, are 17 MB.
"""
PHOTO_STATUS = {"too_large": 413, "photo_conflict": 409}
ROOM = {"visits_api.put_photo": LARGEST_UPLOAD, "visits_api.add_operations": LARGEST_BATCH}


@blueprint.url_value_preprocessor
def _make_room(endpoint: str | None, _values: object) -> None:
    """Some calls are larger than other requests may be, and their length is looked at before any view is called."""
    if endpoint in ROOM:
        request.max_content_length = ROOM[endpoint]


@phone.get("")
@allow(Role.AUDITOR)
def probe() -> ResponseReturnValue:
    """Known content that says whether our server answers, to whom, and when; and a CSRF token for what is to be sent."""
    return jsonify(
        product="auditapp",
        user=actor().id,
        csrf_token=generate_csrf(),
        now=now().isoformat(timespec="milliseconds"),
        release=release(),
    )


@blueprint.get("/<int:visit_id>")
@allow(Role.AUDITOR)
def standing(visit_id: int) -> ResponseReturnValue:
    """How far the server is, and a fresh CSRF token for a page whose login was renewed."""
    visit = queries.visit_for_sync(db(), actor(), visit_id)
    return jsonify(csrf_token=generate_csrf(), **_standing(visit))


@blueprint.get("/<int:visit_id>/operations")
@allow(Role.AUDITOR)
def operations(visit_id: int) -> ResponseReturnValue:
    """What was received `after` a sequence, for a page that wants to know what other devices did.

    How far the log goes is asked first: what comes in between is sent twice rather than never.
    """
    visit = queries.visit_for(db(), actor(), visit_id)
    standing = _standing(visit)
    after = max(0, request.args.get("after", 0, type=int))
    news = queries.operations_of(db(), visit, after=min(after, LARGEST_ID))
    photos = list(queries.photos_of(db(), visit))
    return jsonify(operations=[write_operation(operation) for operation in news], photos=photos, **standing)


@blueprint.post("/<int:visit_id>/operations")
@allow(Role.AUDITOR)
def add_operations(visit_id: int) -> ResponseReturnValue:
    """Take operations; answer for each what became of it."""
    body = _json_body()
    visit = queries.visit_for_sync(db(), actor(), visit_id)
    raw = _list_of(body, "operations")
    if len(raw) > log.MAX_OPERATIONS:
        code = "too_many_operations"
        return jsonify(error=code, most=log.MAX_OPERATIONS, message=refusal_text(code)), 413
    readable, results = _read(raw)
    outcomes = log.record_operations(db(), actor(), visit, readable, _clock_offset(body))
    return jsonify(results=[*results, *map(_result, outcomes)], **_standing(visit))


@blueprint.put("/<int:visit_id>/photos/<uuid:photo_id>")
@allow(Role.AUDITOR)
def put_photo(visit_id: int, photo_id: UUID) -> ResponseReturnValue:
    """Take one photo, sent as the raw body; its question, hash and origin stand in the address."""
    data = _body_of_a_photo()
    if data is None:
        return _photo_refusal("too_large", 413)
    visit = queries.visit_for_sync(db(), actor(), visit_id)
    outcome = log.take_photo(db(), storage(), actor(), visit, _upload(photo_id, data))
    if outcome.receipt == log.Receipt.REFUSED:
        return _photo_refusal(outcome.code, PHOTO_STATUS.get(outcome.code, 422))
    address = url_for("visits.photo", photo_id=photo_id, size="thumbnail")
    status = 200 if outcome.receipt == log.Receipt.KNOWN else 201
    return jsonify(state=outcome.receipt, thumbnail=address), status


@blueprint.post("/<int:visit_id>/submission")
@allow(Role.AUDITOR)
def submit(visit_id: int) -> ResponseReturnValue:
    """Hand the visit in; 409 lists what the server lacks and what the checklist still asks for."""
    body = _json_body()
    visit = queries.visit_for(db(), actor(), visit_id)
    is_open = visit.state in OPEN_FOR_CAPTURE
    try:
        services.submit_visit(db(), actor(), visit, read_manifest(body))
    except MalformedManifest:
        abort(400)
    except ManifestMismatch:
        return jsonify(error="manifest_mismatch", message=refusal_text("manifest_mismatch")), 422
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


def _standing(visit: Visit) -> dict[str, Any]:
    """How far the visit is."""
    return {
        "counter": queries.highest_counter(db(), visit),
        "sequence": queries.highest_sequence(db(), visit),
        "state": visit.state,
    }


def _json_body() -> object:
    """The JSON that was sent, None for anything else. The database is let go meanwhile, as for a photo."""
    db().commit()
    body: object = request.get_json(silent=True)
    return body


def _clock_offset(body: object) -> float | None:
    """By how many seconds our clock is ahead of the phone's, which says in `sent_at` what it shows."""
    sent_at = read_moment(body.get("sent_at")) if isinstance(body, dict) else None
    return (now() - sent_at).total_seconds() if sent_at else None


def _upload(photo_id: UUID, data: bytes) -> log.Upload:
    told = request.args
    source = told.get("source")
    return log.Upload(
        id=photo_id,
        question=told.get("question", ""),
        sha256=told.get("sha256") or hashlib.sha256(data).hexdigest(),
        data=data,
        source=PhotoSource(source) if source in set(PhotoSource) else None,
        file_at=read_moment(told.get("file_at")),
        picked_at=read_moment(told.get("picked_at")),
    )


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
