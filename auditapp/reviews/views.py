"""The reviewer's pages: the queue, and one visit with everything that can be done to it."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from auditapp.accounts.login import actor
from auditapp.checklists.words import OWNER_NAMES
from auditapp.core.errors import NotFound
from auditapp.domain.lifecycle import TransitionRefused, VisitState
from auditapp.domain.roles import AGENCY
from auditapp.reviews import queries, services
from auditapp.reviews.forms import PublishForm, ReturnForm
from auditapp.reviews.page import ReviewPage, review_page
from auditapp.reviews.words import clock_error_text, photo_sources
from auditapp.visits.models import Visit
from auditapp.visits.queries import names_of, transitions_of, visit_for
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
    return show(reviewed_visit(visit_id), ReturnForm(formdata=None))


@blueprint.post("/<int:visit_id>/return")
@allow(*AGENCY)
def send_back(visit_id: int) -> ResponseReturnValue:
    """Return the visit to its auditor, with a message per question."""
    visit, form = visit_for(db(), actor(), visit_id), ReturnForm()
    keys = [question.key for _section, question in visit.version.definition.questions()]
    if not form.read_messages(request.form, keys) or not form.validate_on_submit():
        return show(visit, form, 422)
    try:
        services.return_visit(db(), actor(), visit, form.messages, form.general.data)
    except services.NothingToMend:
        form.general.errors = [_("Say what has to be mended: here, or at a question above.")]
        return show(visit, form, 422)
    except TransitionRefused:
        flash(no_longer_in_review(), "error")
        return show(visit, form, 409)
    flash(_("The visit is back with %(auditor)s.", auditor=visit.auditor.name), "success")
    return redirect(url_for("reviews.queue"))


@blueprint.route("/<int:visit_id>/publication", methods=["GET", "POST"])
@allow(*AGENCY)
def publish(visit_id: int) -> ResponseReturnValue:
    """Ask, and then show the visit to its client."""
    visit, form = visit_for(db(), actor(), visit_id), PublishForm()
    if visit.state != VisitState.SUBMITTED:
        return _too_late(visit)
    if not form.validate_on_submit():
        page = review_page(db(), visit, reader_language())
        return render_template("reviews/publish.html", visit=visit, page=page)
    try:
        services.publish_visit(db(), actor(), visit)
    except TransitionRefused:
        return _too_late(visit)
    flash(_("Published. The reports are being made."), "success")
    return redirect(url_for("reviews.review", visit_id=visit.id))


def reviewed_visit(visit_id: int) -> Visit:
    """A visit that has been handed in. Raises NotFound."""
    visit = visit_for(db(), actor(), visit_id)
    if visit.state not in REVIEWABLE:
        raise NotFound
    return visit


def no_longer_in_review() -> str:
    """What the slower of two reviewers is told."""
    return str(
        _("This visit is no longer in review, so nothing was changed. Somebody else may have dealt with it.")
    )


def _too_late(visit: Visit) -> ResponseReturnValue:
    flash(no_longer_in_review(), "error")
    if visit.state in REVIEWABLE:
        return redirect(url_for("reviews.review", visit_id=visit.id))
    return redirect(url_for("planning.overview"))


def show(visit: Visit, return_form: ReturnForm, status: int = 200) -> ResponseReturnValue:
    """The review page; what was typed into a form that cannot be sent any more stands there to be copied."""
    page: ReviewPage = review_page(db(), visit, reader_language())
    history = transitions_of(db(), visit)
    html = render_template(
        "reviews/review.html",
        visit=visit,
        page=page,
        return_form=return_form,
        typed={key: text for key, text in return_form.messages.items() if text},
        transitions=history,
        names=names_of(db(), history),
        owner_names=OWNER_NAMES,
        clock_error_text=clock_error_text,
        photo_sources=photo_sources(),
    )
    return html, status
