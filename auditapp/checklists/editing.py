"""The admin's pages around drafts: beginning one, editing it, throwing it away."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf.csrf import generate_csrf

from auditapp.accounts.login import actor
from auditapp.checklists import drafts, queries
from auditapp.checklists.api import standing
from auditapp.checklists.editor_texts import texts_for_editor, words_for_editor
from auditapp.checklists.forms import WRITTEN_IN, NewChecklistForm
from auditapp.checklists.library import library, take_from_library
from auditapp.checklists.models import ChecklistVersion
from auditapp.checklists.outline import outline_of
from auditapp.checklists.words import CHANNEL_NAMES
from auditapp.core.errors import NotFound
from auditapp.core.i18n import OWN_NAMES
from auditapp.domain.checklist import YES_NO_LABELS, Channel
from auditapp.domain.language import text_in
from auditapp.domain.roles import Role
from auditapp.web.access import allow
from auditapp.web.languages import in_reading_order, reader_language
from auditapp.web.session import db

blueprint = Blueprint("drafts", __name__)


@blueprint.route("/new", methods=["GET", "POST"])
@allow(Role.ADMIN)
def new() -> ResponseReturnValue:
    """Begin a checklist from nothing."""
    form = NewChecklistForm(first=reader_language().stored.value)
    if not form.validate_on_submit():
        return render_template("checklists/new.html", form=form), 422 if form.errors else 200
    idea = drafts.Idea(title=form.title.data, channel=Channel(form.channel.data), languages=form.languages)
    draft = drafts.new_checklist(db(), actor(), idea)
    return redirect(url_for(".edit", slug=draft.checklist.slug))


@blueprint.get("/library")
@allow(Role.ADMIN)
def show_library() -> ResponseReturnValue:
    """What ships with the product, and which of it the agency has already."""
    own = {checklist.slug for checklist in queries.all_checklists(db())}
    rows = in_reading_order(library().values(), lambda one: text_in(one.title, reader_language()))
    return render_template("checklists/library.html", rows=rows, own=own, channels=CHANNEL_NAMES)


@blueprint.post("/library/<slug>")
@allow(Role.ADMIN)
def take(slug: str) -> ResponseReturnValue:
    """Make a checklist of the library the agency's own; what it has already stays as it is."""
    checklist = take_from_library(db(), actor(), slug)
    if queries.draft_of(db(), checklist):
        return redirect(url_for(".edit", slug=slug))
    flash(_("You have this checklist already. Here it is."))
    return redirect(url_for("checklists.checklist", slug=slug))


@blueprint.post("/<slug>/draft")
@allow(Role.ADMIN)
def begin(slug: str) -> ResponseReturnValue:
    """Edit a checklist: its draft, begun from the newest version or from the one that was asked for."""
    versions = queries.versions_of(db(), queries.checklist_for(db(), slug))
    number = request.form.get("number", type=int)
    chosen = next((version for version in versions if number in {None, version.number}), None)
    if chosen is None:
        raise NotFound
    draft = drafts.start_draft(db(), actor(), chosen)
    if number is not None and draft.based_on_id != chosen.id:
        flash(
            _("There is a draft already, made from another version. Discard it first to begin from this one.")
        )
    return redirect(url_for(".edit", slug=slug))


@blueprint.get("/<slug>/edit")
@allow(Role.ADMIN)
def edit(slug: str) -> ResponseReturnValue:
    """The editor. Its scripts do the work; what it begins with stands in the page."""
    draft = _draft_of(slug)
    return render_template(
        "checklists/editor.html",
        draft=draft,
        outline=outline_of(draft.content),
        written_in=WRITTEN_IN,
        channels=CHANNEL_NAMES,
        words=words_for_editor(),
        state={
            "draft": drafts.lasting_name(draft),
            "address": url_for("drafts_api.show", version_id=draft.id),
            "csrf_token": generate_csrf(),
            "user": actor().id,
            "language_names": {code.value: OWN_NAMES[code] for code in WRITTEN_IN} | {"sr-Cyrl": "Српски"},
            "fixed_keys": sorted(queries.published_keys(db(), draft.checklist)),
            "yes_no": YES_NO_LABELS,
            "others": queries.others_now(db(), draft, actor().id),
            **standing(draft),
        },
        texts=texts_for_editor(),
    )


@blueprint.route("/<slug>/draft/discard", methods=["GET", "POST"])
@allow(Role.ADMIN)
def discard(slug: str) -> ResponseReturnValue:
    """Throw the draft away, after asking."""
    draft = _draft_of(slug)
    if request.method == "GET":
        return render_template("components/confirm.html", **_question(draft))
    if drafts.discard_draft(db(), actor(), draft):
        flash(_("The draft is discarded."), "success")
        return redirect(url_for("checklists.checklist", slug=slug))
    flash(_("The checklist is discarded: it was never published."), "success")
    return redirect(url_for("checklists.overview"))


def _draft_of(slug: str) -> ChecklistVersion:
    draft = queries.draft_of(db(), queries.checklist_for(db(), slug))
    if draft is None:
        raise NotFound
    return draft


def _question(draft: ChecklistVersion) -> dict[str, object]:
    others = queries.others_now(db(), draft, actor().id)
    consequences = [
        _("What was changed since the last published version is lost.")
        if draft.number > 1
        else _("The checklist was never published, so it goes with the draft."),
        *(_("%(name)s has it open at this moment.", name=name) for name in others),
    ]
    return {
        "title": _("Discard the draft?"),
        "text": text_in(outline_of(draft.content).title, reader_language()),
        "consequences": consequences,
        "action": url_for(".discard", slug=draft.checklist.slug),
        "confirm": _("Discard the draft"),
        "cancel": url_for("checklists.checklist", slug=draft.checklist.slug),
        "danger": True,
    }
