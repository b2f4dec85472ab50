"""The reviewer's pages: the queue, and one visit with everything that can be done to it."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from auditapp.accounts.login import actor
from auditapp.actions.forms import ActionForm
from auditapp.actions.queries import PlannedAction
from auditapp.actions.services import edit_action
from auditapp.actions.words import OWNER_NAMES
from auditapp.domain.lifecycle import TransitionRefused, VisitState
from auditapp.domain.roles import AGENCY
from auditapp.reviews import queries, services
from auditapp.reviews.forms import PublishForm, RemarkForm, ReturnForm
from auditapp.reviews.page import ReviewedQuestion, review_page
from auditapp.visits.models import Visit
from auditapp.visits.queries import return_messages_of, transitions_of, visit_for
from auditapp.web.access import allow
from auditapp.web.languages import reader_language
from auditapp.web.session import db

blueprint = Blueprint("reviews", __name__, url_prefix="/reviews")

REVIEWABLE = frozenset({VisitState.SUBMITTED, VisitState.RETURNED, VisitState.PUBLISHED})


@blueprint.get("")
@allow(*AGENCY)
def queue() -> ResponseReturnValue:
    """The visits that wait for review."""
    return render_template("reviews/queue.html", visits=queries.review_queue(db()))


@blueprint.get("/<int:visit_id>")
@allow(*AGENCY)
def review(visit_id: int) -> ResponseReturnValue:
    """One visit, whole."""
    return _render(_visit(visit_id))


@blueprint.route("/<int:visit_id>/questions/<key>/remark", methods=["GET", "POST"])
@allow(*AGENCY)
def remark(visit_id: int, key: str) -> ResponseReturnValue:
    """Word a remark anew."""
    visit = _visit(visit_id)
    reviewed = _question(visit, key)
    form = RemarkForm(remark=reviewed.remark)
    if not form.validate_on_submit():
        status = 422 if form.errors else 200
        return render_template("reviews/remark.html", visit=visit, reviewed=reviewed, form=form), status
    try:
        services.edit_remark(db(), actor(), visit, key, form.remark.data)
    except TransitionRefused:
        return _no_longer_open(visit)
    flash(_("The remark is changed. The auditor's own words are kept."))
    return redirect(url_for("reviews.review", visit_id=visit.id, _anchor=f"q-{key}"))


@blueprint.route("/<int:visit_id>/questions/<key>/action", methods=["GET", "POST"])
@allow(*AGENCY)
def action(visit_id: int, key: str) -> ResponseReturnValue:
    """Word an action anew, in the reviewer's language."""
    visit = _visit(visit_id)
    reviewed = _question(visit, key)
    planned = reviewed.action
    if planned is None:
        abort(404)
    form = ActionForm()
    if not form.validate_on_submit():
        return _render_action(visit, reviewed, planned, form), 422 if form.errors else 200
    try:
        edit_action(db(), actor(), visit, key, reader_language(), form.wording())
    except TransitionRefused:
        return _no_longer_open(visit)
    flash(_("The action is changed for this visit. The checklist stays as it is."))
    return redirect(url_for("reviews.review", visit_id=visit.id, _anchor=f"q-{key}"))


@blueprint.post("/<int:visit_id>/return")
@allow(*AGENCY)
def send_back(visit_id: int) -> ResponseReturnValue:
    """Return the visit to its auditor, with a message per question."""
    visit = _visit(visit_id)
    form = ReturnForm()
    if not form.validate_on_submit():
        return _render(visit, form), 422
    messages = {
        question.key: request.form.get(f"message-{question.key}", "")
        for _section, question in visit.version.definition.questions()
    }
    try:
        services.return_visit(db(), actor(), visit, messages, form.general.data)
    except services.NothingToMend:
        form.general.errors = [_("Say what has to be mended: here, or at a question above.")]
        return _render(visit, form), 422
    except TransitionRefused:
        return _no_longer_open(visit)
    flash(_("The visit is back with %(auditor)s.", auditor=visit.auditor.name))
    return redirect(url_for("reviews.queue"))


@blueprint.post("/<int:visit_id>/publication")
@allow(*AGENCY)
def publish(visit_id: int) -> ResponseReturnValue:
    """Show the visit to its client."""
    visit = _visit(visit_id)
    try:
        services.publish_visit(db(), actor(), visit)
    except TransitionRefused:
        return _no_longer_open(visit)
    flash(_("Published. The reports are being made."), "success")
    return redirect(url_for("reviews.review", visit_id=visit.id))


def _visit(visit_id: int) -> Visit:
    visit = visit_for(db(), actor(), visit_id)
    if visit.state not in REVIEWABLE:
        abort(404)
    return visit


def _question(visit: Visit, key: str) -> ReviewedQuestion:
    page = review_page(db(), visit, reader_language())
    found = [
        reviewed
        for section in page.sections
        for reviewed in section.questions
        if reviewed.question.key == key
    ]
    if not found:
        abort(404)
    return found[0]


def _render(visit: Visit, return_form: ReturnForm | None = None) -> str:
    return render_template(
        "reviews/review.html",
        visit=visit,
        page=review_page(db(), visit, reader_language()),
        return_form=return_form or ReturnForm(formdata=None),
        publish_form=PublishForm(),
        typed=request.form,
        messages=return_messages_of(db(), visit),
        transitions=transitions_of(db(), visit),
        owner_names=OWNER_NAMES,
    )


def _render_action(visit: Visit, reviewed: ReviewedQuestion, planned: PlannedAction, form: ActionForm) -> str:
    if not form.is_submitted():
        form.show(planned, reader_language())
    return render_template(
        "reviews/action.html",
        visit=visit,
        reviewed=reviewed,
        planned=planned,
        advice=reviewed.question.action,
        form=form,
        owner_names=OWNER_NAMES,
    )


def _no_longer_open(visit: Visit) -> ResponseReturnValue:
    flash(
        _("This visit is no longer in review, so nothing was changed. Somebody else may have dealt with it."),
        "error",
    )
    return redirect(url_for("reviews.review", visit_id=visit.id))
