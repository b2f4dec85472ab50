"""The agency's pages about visits: all of them, planning one, planning it anew, calling it off."""

from datetime import timedelta
from math import ceil
from typing import TypeVar

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from auditapp.accounts.login import actor
from auditapp.accounts.queries import active_auditors, user_for
from auditapp.checklists.queries import published_versions, version_for
from auditapp.clients.models import Store
from auditapp.clients.queries import store_for, stores_for
from auditapp.domain.lifecycle import OPEN_FOR_CAPTURE, TransitionRefused, VisitState, may
from auditapp.domain.roles import AGENCY, Role
from auditapp.visits import queries, services
from auditapp.visits.forms import AssignForm, CancelForm, ChangeForm, Offer, PlanForm
from auditapp.visits.late import late_work
from auditapp.visits.models import Visit
from auditapp.web.access import allow
from auditapp.web.languages import reader_language, today
from auditapp.web.session import db

blueprint = Blueprint("planning", __name__, url_prefix="/planning")

USUAL_WINDOW = timedelta(days=7)
LONGEST_SEARCH = 100
Row = TypeVar("Row")


@blueprint.get("")
@allow(*AGENCY)
def overview() -> ResponseReturnValue:
    """A page of the visits, perhaps of one state, perhaps with some words in store, place or auditor."""
    state = _state(request.args.get("state", ""))
    words = request.args.get("q", "")[:LONGEST_SEARCH].strip()
    counts = queries.visit_counts(db(), words)
    found = counts[state] if state else sum(counts.values())
    pages = max(1, ceil(found / queries.VISITS_ON_A_PAGE))
    page = min(max(1, request.args.get("page", 1, type=int)), pages)
    return render_template(
        "visits/overview.html",
        visits=queries.agency_visits(db(), queries.Wanted(state, words), page),
        counts=counts,
        state=state,
        words=words,
        page=page,
        pages=pages,
        today=today(),
    )


@blueprint.route("/new", methods=["GET", "POST"])
@allow(Role.ADMIN)
def assign() -> ResponseReturnValue:
    """Plan a visit and give it to an auditor."""
    form = AssignForm(window_from=today(), window_to=today() + USUAL_WINDOW)
    form.offer(
        Offer(
            stores=[store for store in stores_for(db(), actor()) if store.active],
            waves=queries.waves(db()),
            versions=published_versions(db()),
            auditors=active_auditors(db()),
        )
    )
    if not form.validate_on_submit():
        return render_template("visits/assign.html", form=form), 422 if form.errors else 200
    visit = services.assign_visit(db(), actor(), _plan(form, store_for(db(), actor(), form.store_id.data)))
    flash(
        _(
            "The visit is planned: %(auditor)s, %(store)s.",
            auditor=visit.auditor.name,
            store=visit.store.name,
        ),
        "success",
    )
    return redirect(url_for("planning.overview"))


@blueprint.get("/<int:visit_id>")
@allow(Role.ADMIN)
def visit(visit_id: int) -> ResponseReturnValue:
    """One visit's plan, history, and what an admin can do with it."""
    found = _visit(visit_id)
    history = queries.transitions_of(db(), found)
    return render_template(
        "visits/plan.html",
        visit=found,
        transitions=history,
        names=queries.names_of(db(), history),
        is_open=found.state in OPEN_FOR_CAPTURE,
        may_cancel=may(actor().role, found.state, VisitState.CANCELLED),
        late=late_work(db(), found, reader_language()),
        today=today(),
    )


@blueprint.route("/<int:visit_id>/plan", methods=["GET", "POST"])
@allow(Role.ADMIN)
def change(visit_id: int) -> ResponseReturnValue:
    """Plan a visit anew, or give it to somebody else, while it is open."""
    found = _visit(visit_id)
    if found.state not in OPEN_FOR_CAPTURE:
        return _not_changed(found, _("This visit is no longer open, so nothing was changed."))
    begun = services.has_begun(db(), found)
    form = _change_form(found, begun=begun)
    if not form.validate_on_submit():
        page = render_template("visits/change.html", form=form, visit=found, begun=begun)
        return page, 422 if form.errors else 200
    try:
        changed = services.change_plan(
            db(), actor(), found, _plan(form, found.store), seen=form.seen.data or 0
        )
    except services.Overtaken as overtaken:
        form = _change_form(found, begun=begun)
        form.tell_overtaken(overtaken.who, len(queries.replannings_of(db(), found)))
        return render_template("visits/change.html", form=form, visit=found, begun=begun), 409
    except (services.NotOpen, services.Begun):
        return _not_changed(found, _("The auditor was faster, so nothing was changed. Please look again."))
    if changed:
        flash(_("The plan is changed. The auditor sees it as soon as the phone has a connection."), "success")
    return redirect(url_for("planning.visit", visit_id=visit_id))


@blueprint.route("/<int:visit_id>/cancellation", methods=["GET", "POST"])
@allow(Role.ADMIN)
def cancel(visit_id: int) -> ResponseReturnValue:
    """Ask, and then call the visit off."""
    found, form = _visit(visit_id), CancelForm()
    if not may(actor().role, found.state, VisitState.CANCELLED):
        return _not_cancelled(found)
    if not form.validate_on_submit():
        return render_template("visits/cancel.html", visit=found, form=form), 422 if form.errors else 200
    try:
        services.cancel_visit(db(), actor(), found, form.reason.data)
    except TransitionRefused:
        return _not_cancelled(found)
    flash(_("The visit is cancelled. The auditor sees why."), "success")
    return redirect(url_for("planning.overview"))


def _not_cancelled(found: Visit) -> ResponseReturnValue:
    return _not_changed(found, _("This visit can no longer be cancelled, so nothing was changed."))


def _not_changed(found: Visit, reason: str) -> ResponseReturnValue:
    flash(reason, "error")
    return redirect(url_for("planning.visit", visit_id=found.id))


def _visit(visit_id: int) -> Visit:
    return queries.visit_for(db(), actor(), visit_id)


def _change_form(found: Visit, *, begun: bool) -> ChangeForm:
    """The visit's plan as it is. What it has stays on offer, even if nothing new can be planned with it."""
    form = ChangeForm(
        wave_id=found.wave_id,
        version_scenario=f"{found.version_id}:{found.scenario or ''}",
        auditor_id=found.auditor_id,
        window_from=found.window_from,
        window_to=found.window_to,
        note=found.note,
        seen=len(queries.replannings_of(db(), found)),
    )
    versions = _with(published_versions(db()), found.version)
    auditors = _with(active_auditors(db()), found.auditor)
    form.offer(Offer(stores=[found.store], waves=queries.waves(db()), versions=versions, auditors=auditors))
    if begun:
        form.keep_checklist()
    return form


def _with(rows: list[Row], own: Row) -> list[Row]:
    return rows if own in rows else [*rows, own]


def _plan(form: PlanForm, store: Store) -> services.Plan:
    return services.Plan(
        store=store,
        version=version_for(db(), form.version_id),
        scenario=form.scenario,
        auditor=user_for(db(), form.auditor_id.data),
        window_from=form.window_from.data,
        window_to=form.window_to.data,
        note=form.note.data,
        wave=form.wave,
    )


def _state(text: str) -> VisitState | None:
    return VisitState(text) if text in set(VisitState) else None
