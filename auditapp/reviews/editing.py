"""The reviewer's pages for rewording a remark or an action; the original always stays."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from auditapp.accounts.login import actor
from auditapp.actions.forms import ActionForm
from auditapp.actions.queries import PlannedAction
from auditapp.actions.services import edit_action
from auditapp.checklists.words import OWNER_NAMES
from auditapp.core.errors import NotFound
from auditapp.core.i18n import OWN_NAMES
from auditapp.domain.language import Language
from auditapp.domain.lifecycle import TransitionRefused
from auditapp.domain.roles import AGENCY
from auditapp.reviews import services
from auditapp.reviews.forms import RemarkForm
from auditapp.reviews.page import ReviewedQuestion, review_page
from auditapp.reviews.views import no_longer_in_review, reviewed_visit
from auditapp.visits.models import Visit
from auditapp.web.access import allow
from auditapp.web.languages import reader_language
from auditapp.web.session import db

blueprint = Blueprint("editing", __name__, url_prefix="/<int:visit_id>/questions/<key>")


@blueprint.route("/remark", methods=["GET", "POST"])
@allow(*AGENCY)
def remark(visit_id: int, key: str) -> ResponseReturnValue:
    """Word a remark anew."""
    visit = reviewed_visit(visit_id)
    reviewed = _question(visit, key)
    form = RemarkForm(remark=reviewed.remark, seen=str(reviewed.edits))
    if not form.validate_on_submit():
        return _remark_page(visit, reviewed, form), 422 if form.errors else 200
    if form.seen.data != str(reviewed.edits):
        form.remark.errors = [_changed_meanwhile(reviewed.remark)]
        form.seen.data = str(reviewed.edits)
        return _remark_page(visit, reviewed, form), 409
    try:
        services.edit_remark(db(), actor(), visit, key, form.remark.data)
    except TransitionRefused:
        form.form_errors = [no_longer_in_review()]
        return _remark_page(visit, reviewed, form), 409
    flash(_("The remark is changed. The auditor's own words are kept."), "success")
    return redirect(url_for("reviews.review", visit_id=visit.id, _anchor=f"q-{key}"))


@blueprint.route("/action", methods=["GET", "POST"])
@allow(*AGENCY)
def action(visit_id: int, key: str) -> ResponseReturnValue:
    """Word an action anew, in one language at a time."""
    visit = reviewed_visit(visit_id)
    reviewed = _question(visit, key)
    planned = reviewed.action
    if planned is None:
        raise NotFound
    language = _language(visit)
    form = ActionForm()
    if not form.is_submitted():
        form.show(planned, language)
    if not form.validate_on_submit():
        return _action_page(visit, reviewed, planned, form, language), 422 if form.errors else 200
    if form.seen.data != str(planned.edits):
        form.what.errors = [_changed_meanwhile(planned.what[language.value])]
        form.seen.data = str(planned.edits)
        return _action_page(visit, reviewed, planned, form, language), 409
    try:
        edit_action(db(), actor(), visit, key, language, form.wording())
    except TransitionRefused:
        form.form_errors = [no_longer_in_review()]
        return _action_page(visit, reviewed, planned, form, language), 409
    flash(_("The action is changed for this visit. The checklist stays as it is."), "success")
    return redirect(url_for("reviews.review", visit_id=visit.id, _anchor=f"q-{key}"))


def _question(visit: Visit, key: str) -> ReviewedQuestion:
    found = review_page(db(), visit, reader_language()).question(key)
    if found is None:
        raise NotFound
    return found


def _languages(visit: Visit) -> list[Language]:
    """The languages that the client's reports are written in; Serbian stands once, in Cyrillic."""
    stored = {Language(code).stored for code in visit.store.region.client.languages}
    declared = {language.stored for language in visit.version.definition.languages}
    return [language for language in Language if language in (stored & declared) | {reader_language().stored}]


def _language(visit: Visit) -> Language:
    wanted = request.args.get("language", "")
    own = reader_language().stored
    return next((language for language in _languages(visit) if language.value == wanted), own)


def _changed_meanwhile(text: str) -> str:
    return str(
        _(
            "Somebody else changed this meanwhile, to: “%(text)s”. Save again to put yours in its place.",
            text=text,
        )
    )


def _remark_page(visit: Visit, reviewed: ReviewedQuestion, form: RemarkForm) -> str:
    return render_template("reviews/remark.html", visit=visit, reviewed=reviewed, form=form)


def _action_page(
    visit: Visit, reviewed: ReviewedQuestion, planned: PlannedAction, form: ActionForm, language: Language
) -> str:
    return render_template(
        "reviews/action.html",
        visit=visit,
        reviewed=reviewed,
        planned=planned,
        advice=reviewed.question.action,
        form=form,
        editing=language.value,
        languages_of_reports=[(code.value, OWN_NAMES[code]) for code in _languages(visit)],
        owner_names=OWNER_NAMES,
    )
