"""The admin's pages about clients, their regions and stores, and their users' scopes."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError

from auditapp.accounts.login import actor
from auditapp.accounts.queries import active_client_users, user_for
from auditapp.clients import queries, services
from auditapp.clients.forms import ClientForm, RegionForm, ScopeForm, StoreForm
from auditapp.clients.models import Client, Region, Store
from auditapp.domain.roles import Role
from auditapp.web.access import allow
from auditapp.web.session import db

blueprint = Blueprint("clients", __name__, url_prefix="/clients")


@blueprint.get("")
@allow(Role.ADMIN)
def overview() -> ResponseReturnValue:
    """All clients."""
    return render_template("clients/overview.html", clients=queries.clients_with_counts(db()))


@blueprint.route("/new", methods=["GET", "POST"])
@allow(Role.ADMIN)
def new_client() -> ResponseReturnValue:
    """Add a client."""
    form = ClientForm()
    if form.validate_on_submit() and _name_is_free(form, None):
        client = services.add_client(db(), actor(), name=form.name.data, languages=form.languages.data)
        flash(_("Saved. Add its regions and stores now."))
        return redirect(url_for("clients.client", client_id=client.id))
    return render_template("clients/client_form.html", form=form, client=None), 422 if form.errors else 200


@blueprint.route("/<int:client_id>/edit", methods=["GET", "POST"])
@allow(Role.ADMIN)
def edit_client(client_id: int) -> ResponseReturnValue:
    """Rename a client or choose its languages anew."""
    client = queries.client_for(db(), client_id)
    form = ClientForm(obj=client)
    if form.validate_on_submit() and _name_is_free(form, client):
        services.update_client(db(), actor(), client, name=form.name.data, languages=form.languages.data)
        flash(_("Saved."))
        return redirect(url_for("clients.client", client_id=client.id))
    return render_template("clients/client_form.html", form=form, client=client), 422 if form.errors else 200


@blueprint.get("/<int:client_id>")
@allow(Role.ADMIN)
def client(client_id: int) -> ResponseReturnValue:
    """One client with its stores and users."""
    return _render_client(queries.client_for(db(), client_id), RegionForm(), ScopeForm())


@blueprint.post("/<int:client_id>/regions")
@allow(Role.ADMIN)
def add_region(client_id: int) -> ResponseReturnValue:
    """Add a region to a client."""
    found = queries.client_for(db(), client_id)
    form = RegionForm()
    if form.validate_on_submit() and form.name.data in {
        region.name for region in queries.regions_of(db(), found)
    }:
        form.name.errors = [_("This client has a region of that name already.")]
    if form.errors:
        return _render_client(found, form, ScopeForm()), 422
    services.add_region(db(), actor(), found, form.name.data)
    flash(_("Saved."))
    return redirect(url_for("clients.client", client_id=client_id))


@blueprint.route("/<int:client_id>/stores/new", methods=["GET", "POST"])
@allow(Role.ADMIN)
def new_store(client_id: int) -> ResponseReturnValue:
    """Add a store to a client."""
    return _store_page(queries.client_for(db(), client_id), None)


@blueprint.route("/<int:client_id>/stores/<int:store_id>", methods=["GET", "POST"])
@allow(Role.ADMIN)
def edit_store(client_id: int, store_id: int) -> ResponseReturnValue:
    """Correct a store."""
    found = queries.client_for(db(), client_id)
    store = queries.store_for(db(), actor(), store_id)
    if store.region.client_id != found.id:
        abort(404)
    return _store_page(found, store)


@blueprint.post("/<int:client_id>/scopes")
@allow(Role.ADMIN)
def grant(client_id: int) -> ResponseReturnValue:
    """Let a user see this client, or a part of it."""
    found = queries.client_for(db(), client_id)
    form = _offering(ScopeForm(), found)
    if not form.validate_on_submit():
        return _render_client(found, RegionForm(), form), 422
    region_id, store_id = form.chosen()
    services.grant_scope(
        db(),
        actor(),
        user_for(db(), form.user_id.data),
        found,
        region=next((region for region in queries.regions_of(db(), found) if region.id == region_id), None),
        store=next((store for store in queries.stores_of(db(), found) if store.id == store_id), None),
    )
    flash(_("Saved."))
    return redirect(url_for("clients.client", client_id=client_id))


@blueprint.post("/<int:client_id>/scopes/<int:scope_id>/removal")
@allow(Role.ADMIN)
def revoke(client_id: int, scope_id: int) -> ResponseReturnValue:
    """Take a scope away again."""
    services.revoke_scope(db(), actor(), queries.scope_for(db(), client_id, scope_id))
    flash(_("The user no longer sees this."))
    return redirect(url_for("clients.client", client_id=client_id))


def _render_client(found: Client, region_form: RegionForm, scope_form: ScopeForm) -> str:
    return render_template(
        "clients/client.html",
        client=found,
        stores=queries.stores_of(db(), found),
        regions=queries.regions_of(db(), found),
        scopes=queries.scopes_of(db(), found),
        region_form=region_form,
        scope_form=_offering(scope_form, found),
    )


def _offering(form: ScopeForm, client: Client) -> ScopeForm:
    users = [(user.id, f"{user.name} ({user.email})") for user in active_client_users(db())]
    form.offer(users, queries.regions_of(db(), client), queries.stores_of(db(), client))
    return form


def _store_page(client: Client, store: Store | None) -> ResponseReturnValue:
    regions = {region.id: region for region in queries.regions_of(db(), client)}
    form = StoreForm(obj=store)
    form.offer(list(regions.values()), get_locale())
    if form.validate_on_submit():
        try:
            with db().begin_nested():
                _save_store(form, store, regions)
        except IntegrityError:
            form.code.errors = [_("This region has a store with that number already.")]
        else:
            flash(_("Saved."))
            return redirect(url_for("clients.client", client_id=client.id))
    status = 422 if form.errors else 200
    return render_template("clients/store.html", form=form, client=client, store=store), status


def _save_store(form: StoreForm, store: Store | None, regions: dict[int, Region]) -> None:
    region = regions[form.region_id.data]
    if store is None:
        services.add_store(db(), actor(), region, form.details())
    else:
        services.update_store(db(), actor(), store, region, form.details())


def _name_is_free(form: ClientForm, client: Client | None) -> bool:
    others = {other.name for other in queries.clients_by_name(db()) if other is not client}
    if form.name.data in others:
        form.name.errors = [_("There is a client of that name already.")]
        return False
    return True
