"""The admin's pages: all visits, planning one, giving it to somebody else, cancelling it."""

from datetime import timedelta

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from auditapp.accounts.login import actor
from auditapp.accounts.queries import active_auditors, user_for
from auditapp.checklists.queries import published_versions, version_for
from auditapp.clients.queries import store_for, stores_for
from auditapp.core.clock import now
from auditapp.domain.lifecycle import TransitionRefused, VisitState
from auditapp.domain.roles import Role
from auditapp.visits import queries, services
from auditapp.visits.forms import AssignForm, CancelForm, ReassignForm
from auditapp.visits.models import Wave
from auditapp.web.access import allow
from auditapp.web.languages import reader_language
from auditapp.web.session import db

blueprint = Blueprint("planning", __name__, url_prefix="/planning")

USUAL_WINDOW = timedelta(days=7)


@blueprint.get("")
@allow(Role.ADMIN, Role.REVIEWER)
def overview() -> ResponseReturnValue:
    """Visits, perhaps of one state only."""
    state = _state(request.args.get("state", ""))
    return render_template(
        "visits/overview.html",
        visits=queries.agency_visits(db(), state),
        counts=queries.visit_counts(db()),
        state=state,
        today=now().date(),
    )


@blueprint.route("/new", methods=["GET", "POST"])
@allow(Role.ADMIN)
def assign() -> ResponseReturnValue:
    """Plan a visit and give it to an auditor."""
    today = now().date()
    form = AssignForm(window_from=today, window_to=today + USUAL_WINDOW)
    form.offer(
        stores_for(db(), actor()),
        queries.waves(db()),
        published_versions(db()),
        active_auditors(db()),
        reader_language(),
    )
    if not form.validate_on_submit():
        return render_template("visits/assign.html", form=form), 422 if form.errors else 200
    visit = services.assign_visit(db(), actor(), _plan(form))
    flash(
        _("The visit is planned: %(auditor)s, %(store)s.", auditor=visit.auditor.name, store=visit.store.name)
    )
    return redirect(url_for("planning.overview"))


@blueprint.get("/<int:visit_id>")
@allow(Role.ADMIN)
def visit(visit_id: int) -> ResponseReturnValue:
    """One visit's plan, history, and what an admin can do with it."""
    return _render_visit(visit_id, ReassignForm(), CancelForm()), 200


@blueprint.post("/<int:visit_id>/auditor")
@allow(Role.ADMIN)
def reassign(visit_id: int) -> ResponseReturnValue:
    """Give the visit to another auditor."""
    form = _offering_auditors(ReassignForm())
    if not form.validate_on_submit():
        return _render_visit(visit_id, form, CancelForm()), 422
    found = queries.visit_for(db(), actor(), visit_id)
    services.reassign_visit(db(), actor(), found, user_for(db(), form.auditor_id.data))
    flash(_("%(auditor)s has the visit now.", auditor=user_for(db(), form.auditor_id.data).name))
    return redirect(url_for("planning.visit", visit_id=visit_id))


@blueprint.post("/<int:visit_id>/cancellation")
@allow(Role.ADMIN)
def cancel(visit_id: int) -> ResponseReturnValue:
    """Call the visit off."""
    form = CancelForm()
    if not form.validate_on_submit():
        return _render_visit(visit_id, ReassignForm(), form), 422
    try:
        services.cancel_visit(db(), actor(), queries.visit_for(db(), actor(), visit_id), form.reason.data)
    except TransitionRefused:
        abort(404)
    flash(_("The visit is cancelled. The auditor sees why."))
    return redirect(url_for("planning.overview"))


def _render_visit(visit_id: int, reassign_form: ReassignForm, cancel_form: CancelForm) -> str:
    found = queries.visit_for(db(), actor(), visit_id)
    _offering_auditors(reassign_form)
    return render_template(
        "visits/plan.html",
        visit=found,
        transitions=queries.transitions_of(db(), found),
        reassign_form=reassign_form,
        cancel_form=cancel_form,
    )


def _offering_auditors(form: ReassignForm) -> ReassignForm:
    form.auditor_id.choices = [(auditor.id, auditor.name) for auditor in active_auditors(db())]
    return form


def _plan(form: AssignForm) -> services.Plan:
    wave_id = form.wave_id.data
    return services.Plan(
        store=store_for(db(), actor(), form.store_id.data),
        version=version_for(db(), form.version_id),
        scenario=form.scenario,
        auditor=user_for(db(), form.auditor_id.data),
        window_from=form.window_from.data,
        window_to=form.window_to.data,
        note=form.note.data,
        wave=db().get(Wave, wave_id) if wave_id else None,
    )


def _state(text: str) -> VisitState | None:
    return VisitState(text) if text in set(VisitState) else None
