"""What the editor's scripts talk to: one draft as JSON, saved as it is typed. Every change carries the CSRF token in a header."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, abort, jsonify, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import generate_csrf

from auditapp.accounts.login import actor
from auditapp.accounts.models import User
from auditapp.checklists import drafts
from auditapp.checklists.changes import UnfitChange, changed
from auditapp.checklists.checking import problems_in
from auditapp.checklists.editor_words import finding_text, unfit_text
from auditapp.checklists.models import ChecklistVersion
from auditapp.checklists.queries import draft_for
from auditapp.checklists.services import DraftChanged
from auditapp.core.errors import NotFound
from auditapp.domain.definition import LARGEST
from auditapp.domain.problems import Problem
from auditapp.domain.roles import Role
from auditapp.web.access import allow
from auditapp.web.languages import reader_language
from auditapp.web.session import db

blueprint = Blueprint("drafts_api", __name__, url_prefix="/api/checklists/drafts")

ROOM = 2 * LARGEST
"""What is larger gets no answer of ours; up to here it is told that it is too large."""


@blueprint.url_value_preprocessor
def _make_room(endpoint: str | None, _values: object) -> None:
    """A draft is larger than other requests may be, and the length is looked at before any view is called."""
    if endpoint == "drafts_api.save":
        request.max_content_length = ROOM


@blueprint.get("/<int:version_id>")
@allow(Role.ADMIN)
def show(version_id: int) -> ResponseReturnValue:
    """The draft as it stands, and a fresh CSRF token for a page whose login was renewed."""
    return jsonify(csrf_token=generate_csrf(), **standing(draft_for(db(), version_id)))


@blueprint.put("/<int:version_id>")
@allow(Role.ADMIN)
def save(version_id: int) -> ResponseReturnValue:
    """Make `changes` (changes.py) to the draft of this `revision`; 409 brings what somebody else saved meanwhile.

    `draft` is the name of the draft that the page shows; where another has taken its id, it is gone.
    """
    changes, revision, name = _sent()
    draft = draft_for(db(), version_id)
    if name not in {None, drafts.lasting_name(draft)}:
        raise NotFound
    if draft.revision != revision:
        return jsonify(error="changed", **standing(draft)), 409
    try:
        drafts.save_draft(db(), actor(), draft, changed(draft.content, changes), revision)
    except UnfitChange:
        abort(400)
    except drafts.UnfitContent as error:
        return jsonify(error=error.code, message=unfit_text(error.code)), 422
    except DraftChanged:
        return jsonify(error="changed", **standing(draft)), 409
    return jsonify(revision=draft.revision, problems=findings_in(draft))


@blueprint.post("/<int:version_id>/presence")
@allow(Role.ADMIN)
def presence(version_id: int) -> ResponseReturnValue:
    """The page is still open; who else has the draft open, and the newest revision."""
    draft = draft_for(db(), version_id)
    others = drafts.note_presence(db(), actor(), draft)
    return jsonify(revision=draft.revision, others=others)


def standing(draft: ChecklistVersion) -> dict[str, Any]:
    """The draft, what the check says to it, and who saved it last."""
    editor = db().get(User, draft.edited_by_id) if draft.edited_by_id else None
    return {
        "revision": draft.revision,
        "content": draft.content,
        "problems": findings_in(draft),
        "edited_by": editor.name if editor else "",
        "edited_at": draft.edited_at.isoformat() if draft.edited_at else None,
    }


def findings_in(draft: ChecklistVersion) -> list[dict[str, str]]:
    """What keeps the draft from being read; where nothing does, what the linter finds."""
    return [_finding(problem, draft.content) for problem in problems_in(draft)]


def _finding(problem: Problem, content: Mapping[str, Any]) -> dict[str, str]:
    return {
        "path": problem.path,
        "code": problem.code,
        "text": finding_text(problem, content, reader_language()),
        "severity": problem.severity.value,
    }


def _sent() -> tuple[object, int, str | None]:
    """Changes, revision, and the draft's name, which pages from before an update do not say; 400 for anything else.

    Brackets can be nested so deeply that no parser follows.
    """
    try:
        body = request.get_json(silent=True)
    except RecursionError:
        abort(400)
    if not isinstance(body, dict) or "changes" not in body or type(body.get("revision")) is not int:
        abort(400)
    name = body.get("draft")
    return body["changes"], body["revision"], name if name is None else str(name)
