"""The auditor's pages: home, capture, photos; and the capture page as a preview of a checklist."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from flask import Blueprint, Response, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from auditapp.accounts.login import actor
from auditapp.checklists.checking import problems_in
from auditapp.checklists.editor_words import finding_text
from auditapp.checklists.models import ChecklistVersion
from auditapp.checklists.problem_places import place_text
from auditapp.checklists.queries import version_for
from auditapp.core.images import MAX_BYTES
from auditapp.domain.lifecycle import OPEN_FOR_CAPTURE
from auditapp.domain.manifest import Manifest
from auditapp.domain.operations import Operation, fold, winners, write_operation
from auditapp.domain.roles import Role
from auditapp.visits import offline, queries, services
from auditapp.visits.messages import gap_texts, my_data_texts, sync_texts, texts_for_scripts
from auditapp.visits.models import Visit
from auditapp.visits.page import Notes, capture_page
from auditapp.visits.received import receive_form
from auditapp.web.access import allow, allow_any
from auditapp.web.assets import part_urls, script_url
from auditapp.web.languages import reader_language, today
from auditapp.web.offline import keepable
from auditapp.web.security import IN_OUR_FRAMES
from auditapp.web.session import db, storage

blueprint = Blueprint("visits", __name__)

SCRIPT, SHRINK = "capture/main.js", "capture/shrink.js"
"""The worker that makes photos small."""
SIX_PHOTOS = 6 * MAX_BYTES
LONGEST_TEXTS = 8_000_000
MOST_FIELDS = 20_000
"""What a plain form may hold: every remark of a long checklist, and some photos."""


@blueprint.url_value_preprocessor
def _make_room(endpoint: str | None, _values: object) -> None:
    """Let the plain form of whoever is logged in bring photos. It is read for its CSRF token before any view is called.

    The database is not asked yet: nobody else has to wait while a phone sends.
    """
    if endpoint == "visits.save" and "_user_id" in session:
        request.max_content_length, request.max_form_memory_size = SIX_PHOTOS, LONGEST_TEXTS
        request.max_form_parts = MOST_FIELDS


@blueprint.get("/home")
@allow(Role.AUDITOR)
def home() -> ResponseReturnValue:
    """The auditor's visits: what is overdue, open today, coming, and handed in."""
    page = render_template(
        "visits/home.html",
        visits=queries.open_visits_of(db(), actor()),
        handed_in=queries.closed_visits_of(db(), actor()),
        today=today(),
        phone=offline.for_home(),
    )
    return keepable(page)


@blueprint.get("/my-data")
@allow(Role.AUDITOR)
def my_data() -> ResponseReturnValue:
    """What lies on the auditor's phone and has not been confirmed: the phone fills it in."""
    texts = my_data_texts()
    return keepable(render_template("visits/my_data.html", state={"user": actor().id}, texts=texts))


@blueprint.get("/visits/<int:visit_id>")
@allow(Role.AUDITOR)
def capture(visit_id: int) -> ResponseReturnValue:
    """The capture page of one visit."""
    visit = queries.visit_for(db(), actor(), visit_id)
    if visit.state not in OPEN_FOR_CAPTURE:
        history = queries.transitions_of(db(), visit)
        return render_template("visits/closed.html", visit=visit, last_step=history[-1])
    return keepable(_render_capture(visit))


@blueprint.post("/visits/<int:visit_id>")
@allow(Role.AUDITOR)
def save(visit_id: int) -> ResponseReturnValue:
    """The plain form: save everything, and with the submit button hand the visit in."""
    visit = queries.visit_for_sync(db(), actor(), visit_id)
    received = receive_form(db(), storage(), actor(), visit, request.form, request.files)
    if received.late:
        return _no_longer_open()
    if received.problems:
        return _render_capture(visit, problems=received.problems, typed=received.typed), 422
    if request.form.get("then") == "submit":
        return _hand_in(visit, confirmed="confirmed" in request.form)
    flash(_("Saved."), "success")
    return redirect(url_for("visits.capture", visit_id=visit.id))


@blueprint.get("/checklists/versions/<int:version_id>/preview")
@allow(Role.ADMIN, Role.REVIEWER)
def preview(version_id: int) -> ResponseReturnValue:
    """A checklist as the auditor will see it: the capture page itself, with nothing behind it to save to."""
    version = version_for(db(), version_id)
    page = _preview(version) if version.readable else _incomplete(version)
    return page, IN_OUR_FRAMES


def _incomplete(version: ChecklistVersion) -> str:
    content, language = version.content, reader_language()
    findings = [
        (place_text(content, problem.path, language), finding_text(problem, content, language))
        for problem in problems_in(version)
    ]
    return render_template("visits/preview_incomplete.html", version=version, findings=findings)


def _preview(version: ChecklistVersion) -> str:
    scenarios = [part.key for part in version.definition.scenarios]
    asked = request.args.get("scenario", "")
    scenario = asked if asked in scenarios else next(iter(scenarios), None)
    page = capture_page(version.definition, scenario, {}, reader_language())
    return render_template(
        "visits/capture.html",
        visit=None,
        version=version,
        scenario=scenario,
        page=page,
        photos={},
        texts=texts_for_scripts(page.types()),
        state={"scenario": scenario, "shrink": script_url(SHRINK), "operations": [], "counter": 0},
    )


@blueprint.get("/photos/<uuid:photo_id>/<any(thumbnail, display):size>")
@allow_any
def photo(photo_id: UUID, size: str) -> ResponseReturnValue:
    """A photo as the server made it, to those who may see its visit (X3); faces that were hidden are hidden from all."""
    found = queries.photo_for(db(), actor(), photo_id)
    response = Response(storage().get(found.shown_thumbnail_key if size == "thumbnail" else found.shown_key))
    response.mimetype = "image/jpeg"
    response.headers["Content-Disposition"] = f'inline; filename="{photo_id}.jpg"'
    response.headers["Cache-Control"] = "private, max-age=3600"
    return response


def _render_capture(
    visit: Visit,
    *,
    problems: Mapping[str, Sequence[str]] | None = None,
    typed: Mapping[str, str] | None = None,
    show_gaps: bool = False,
) -> str:
    sequence = queries.highest_sequence(db(), visit)
    standing = winners(queries.operations_of(db(), visit))
    capture = fold(standing)
    notes = Notes(messages=_messages(visit), problems=problems or {}, typed=typed or {})
    page = capture_page(visit.version.definition, visit.scenario, capture.answers, reader_language(), notes)
    return render_template(
        "visits/capture.html",
        visit=visit,
        version=visit.version,
        scenario=visit.scenario,
        page=page,
        capture=capture,
        photos=queries.photos_of(db(), visit),
        messages=notes.messages,
        gap_texts=gap_texts(),
        show_gaps=show_gaps,
        texts=texts_for_scripts(page.types()),
        state=_state_for_scripts(visit) | _log_for_scripts(visit, standing, sequence),
    )


def _state_for_scripts(visit: Visit) -> dict[str, object]:
    """Whose work on what the scripts keep; `round` tells a returned visit from what was handed in before."""
    return {
        "user": actor().id,
        "visit": visit.id,
        "name": visit.store.name,
        "round": queries.times_submitted(db(), visit),
        "login": url_for("accounts.login"),
        "shrink": script_url(SHRINK),
        "parts": part_urls(SCRIPT),  # named, so that whoever keeps the page keeps them, too
        "scenario": visit.scenario,
    }


def _log_for_scripts(visit: Visit, standing: Sequence[Operation], sequence: int) -> dict[str, object]:
    """The operation that counts at each place, and how far the log had come before it was read."""
    return {
        "operations": [write_operation(operation) for operation in standing],
        "counter": queries.highest_counter(db(), visit),
        "sequence": sequence,
    }


def _messages(visit: Visit) -> dict[str, list[str]]:
    messages: dict[str, list[str]] = {}
    for message in queries.return_messages_of(db(), visit):
        messages.setdefault(message.question, []).append(message.message)
    return messages


def _hand_in(visit: Visit, *, confirmed: bool) -> ResponseReturnValue:
    try:
        services.require_complete(db(), visit, Manifest())
    except services.Incomplete:
        flash(_("The visit cannot be handed in yet. What is missing is listed below."), "error")
        return _render_capture(visit, show_gaps=True), 422
    if not confirmed:
        return _ask_before_handing_in(visit)
    services.submit_visit(db(), actor(), visit, Manifest())
    flash(_("Thank you. The visit is handed in."), "success")
    return redirect(url_for("visits.home"))


def _ask_before_handing_in(visit: Visit) -> str:
    consequences = [
        _("The agency reviews it and then shows it to the client."),
        _("You cannot change it any more, unless it is returned to you."),
    ]
    if queries.capture_of(db(), visit).check_out is None:
        consequences.append(_("You have not checked out."))
    return render_template(
        "components/confirm.html",
        title=_("Hand in this visit?"),
        text=visit.store.name,
        consequences=consequences,
        action=url_for("visits.save", visit_id=visit.id),
        confirm=_("Hand it in"),
        cancel=url_for("visits.capture", visit_id=visit.id),
        fields={"then": "submit", "confirmed": "yes"},
    )


def _no_longer_open() -> ResponseReturnValue:
    flash(sync_texts()["not_open"], "warning")
    return redirect(url_for("visits.home"))
