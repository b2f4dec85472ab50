"""The auditor's pages: home, capture, photos; and the capture page as a preview of a checklist."""

from uuid import UUID

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf.csrf import generate_csrf

from auditapp.accounts.login import actor
from auditapp.checklists.queries import version_for
from auditapp.core.clock import now
from auditapp.core.images import MAX_BYTES
from auditapp.domain.lifecycle import OPEN_FOR_CAPTURE, TransitionRefused
from auditapp.domain.operations import write_operation
from auditapp.domain.roles import Role
from auditapp.visits import queries, services
from auditapp.visits.api import storage
from auditapp.visits.models import Visit
from auditapp.visits.page import Notes, capture_page
from auditapp.visits.received import receive_form
from auditapp.web.access import allow, allow_any
from auditapp.web.languages import reader_language
from auditapp.web.session import db

blueprint = Blueprint("visits", __name__)

SIX_PHOTOS = 6 * MAX_BYTES


@blueprint.get("/home")
@allow(Role.AUDITOR)
def home() -> ResponseReturnValue:
    """The auditor's visits: what is overdue, open today, coming, and handed in."""
    return render_template(
        "visits/home.html",
        visits=queries.open_visits_of(db(), actor()),
        handed_in=queries.closed_visits_of(db(), actor()),
        today=now().date(),
    )


@blueprint.get("/visits/<int:visit_id>")
@allow(Role.AUDITOR)
def capture(visit_id: int) -> ResponseReturnValue:
    """The capture page of one visit."""
    visit = queries.visit_for(db(), actor(), visit_id)
    if visit.state not in OPEN_FOR_CAPTURE:
        return render_template("visits/closed.html", visit=visit)
    return _render_capture(visit, Notes(messages=_messages(visit)))


@blueprint.post("/visits/<int:visit_id>")
@allow(Role.AUDITOR)
def save(visit_id: int) -> ResponseReturnValue:
    """The plain form: save everything, and with the submit button hand the visit in."""
    request.max_content_length = request.max_form_memory_size = SIX_PHOTOS
    visit = queries.visit_for(db(), actor(), visit_id)
    received = receive_form(db(), storage(), actor(), visit, request.form, request.files)
    if received.problems:
        notes = Notes(messages=_messages(visit), problems=received.problems, typed=received.typed)
        return _render_capture(visit, notes), 422
    if request.form.get("then") == "submit":
        return _submit(visit)
    flash(_("Saved."))
    return redirect(url_for("visits.capture", visit_id=visit.id))


@blueprint.get("/checklists/versions/<int:version_id>/preview")
@allow(Role.ADMIN, Role.REVIEWER)
def preview(version_id: int) -> ResponseReturnValue:
    """A checklist as the auditor will see it: the capture page itself, with nothing behind it to save to."""
    version = version_for(db(), version_id)
    scenario = request.args.get("scenario") or next((part.key for part in version.definition.scenarios), None)
    page = capture_page(version.definition, scenario, {}, reader_language())
    return render_template("visits/capture.html", visit=None, version=version, scenario=scenario, page=page)


@blueprint.get("/photos/<uuid:photo_id>/<any(thumbnail, display):size>")
@allow_any
def photo(photo_id: UUID, size: str) -> ResponseReturnValue:
    """A photo as the server made it, to those who may see its visit (X3)."""
    found = queries.photo_for(db(), actor(), photo_id)
    response = Response(storage().get(found.thumbnail_key if size == "thumbnail" else found.storage_key))
    response.mimetype = "image/jpeg"
    response.headers["Content-Disposition"] = f'inline; filename="{photo_id}.jpg"'
    response.headers["Cache-Control"] = "private, max-age=3600"
    return response


def _render_capture(visit: Visit, notes: Notes, *, show_gaps: bool = False) -> str:
    capture = queries.capture_of(db(), visit)
    page = capture_page(visit.version.definition, visit.scenario, capture.answers, reader_language(), notes)
    return render_template(
        "visits/capture.html",
        visit=visit,
        version=visit.version,
        scenario=visit.scenario,
        page=page,
        capture=capture,
        photos=queries.photos_of(db(), visit),
        show_gaps=show_gaps,
        state=_state_for_scripts(visit),
    )


def _state_for_scripts(visit: Visit) -> dict[str, object]:
    return {
        "visit": visit.id,
        "scenario": visit.scenario,
        "operations": [write_operation(operation) for operation in queries.operations_of(db(), visit)],
        "photos": list(queries.photos_of(db(), visit)),
        "counter": queries.highest_counter(db(), visit),
        "csrf_token": generate_csrf(),
    }


def _messages(visit: Visit) -> dict[str, list[str]]:
    messages: dict[str, list[str]] = {}
    for message in queries.return_messages_of(db(), visit):
        messages.setdefault(message.question, []).append(message.message)
    return messages


def _submit(visit: Visit) -> ResponseReturnValue:
    try:
        services.submit_visit(db(), actor(), visit, services.Manifest(frozenset(), frozenset()))
    except services.Incomplete:
        flash(_("The visit cannot be handed in yet. What is missing is listed below."), "error")
        return _render_capture(visit, Notes(messages=_messages(visit)), show_gaps=True), 422
    except TransitionRefused:
        abort(404)
    flash(_("Thank you. The visit is handed in."))
    return redirect(url_for("visits.home"))
