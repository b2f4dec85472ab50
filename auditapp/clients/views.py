"""The admin's pages about clients, their regions and stores, and their users' scopes."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import gettext as _

from auditapp.accounts.login import actor
from auditapp.accounts.queries import active_client_users, user_for
from auditapp.clients import queries, services
from auditapp.clients.forms import ClientForm, EditClientForm, RegionForm, ScopeForm, StoreForm
from auditapp.clients.models import Client, Region, Store
from auditapp.domain.roles import Role
from auditapp.web.access import allow
from auditapp.web.languages import in_reading_order
from auditapp.web.session import db

blueprint = Blueprint("clients", __name__, url_prefix="/clients")


@blueprint.get("")
@allow(Role.ADMIN)
def overview() -> ResponseReturnValue:
    """All clients."""
    clients = in_reading_order(queries.clients_with_counts(db()), lambda row: row[0].name)
    return render_template("clients/overview.html", clients=clients)


@blueprint.route("/new", methods=["GET", "POST"])
@allow(Role.ADMIN)
def new_client() -> ResponseReturnValue:
    """Add a client."""
    form = ClientForm()
    if form.validate_on_submit():
        try:
            client = services.add_client(db(), actor(), name=form.name.data, languages=form.languages.data)
        except services.NameTaken:
            form.name.errors = [_("There is a client of that name already.")]
        else:
            flash(_("Saved. Add its regions and stores now."), "success")
            return redirect(url_for("clients.client", client_id=client.id))
    return render_template("clients/client_form.html", form=form, client=None), 422 if form.errors else 200


@blueprint.route("/<int:client_id>/edit", methods=["GET", "POST"])
@allow(Role.ADMIN)
def edit_client(client_id: int) -> ResponseReturnValue:
    """Rename a client, or choose anew how its reports are made."""
    client = queries.client_for(db(), client_id)
    form = EditClientForm(obj=client)
    if form.validate_on_submit():
        try:
            services.update_client(
                db(),
                actor(),
                client,
                name=form.name.data,
                languages=form.languages.data,
                names_in_reports=form.names_in_reports.data,
                mail_files=form.mail_files.data,
            )
        except services.NameTaken:
            form.name.errors = [_("There is a client of that name already.")]
        else:
            flash(_("Saved."), "success")
            return redirect(url_for("clients.client", client_id=client.id))
    return render_template("clients/client_form.html", form=form, client=client), 422 if form.errors else 200


@blueprint.get("/<int:client_id>")
@allow(Role.ADMIN)
def client(client_id: int) -> ResponseReturnValue:
    """One client with its stores and users."""
    return _client_page(queries.client_for(db(), client_id), RegionForm(), ScopeForm())


@blueprint.post("/<int:client_id>/regions")
@allow(Role.ADMIN)
def add_region(client_id: int) -> ResponseReturnValue:
    """Add a region to a client."""
    found = queries.client_for(db(), client_id)
    form = RegionForm()
    if form.validate_on_submit():
        try:
            services.add_region(db(), actor(), found, form.name.data)
        except services.NameTaken:
            form.name.errors = [_("This client has a region of that name already.")]
        else:
            flash(_("Saved."), "success")
            return redirect(url_for("clients.client", client_id=client_id))
    return _client_page(found, form, ScopeForm(formdata=None))


@blueprint.route("/<int:client_id>/regions/<int:region_id>", methods=["GET", "POST"])
@allow(Role.ADMIN)
def edit_region(client_id: int, region_id: int) -> ResponseReturnValue:
    """Give a region another name."""
    region = queries.region_for(db(), client_id, region_id)
    form = RegionForm(obj=region)
    if form.validate_on_submit():
        try:
            services.rename_region(db(), actor(), region, form.name.data)
        except services.NameTaken:
            form.name.errors = [_("This client has a region of that name already.")]
        else:
            flash(_("Saved."), "success")
            return redirect(url_for("clients.client", client_id=client_id))
    return render_template("clients/region.html", form=form, region=region), 422 if form.errors else 200


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
        return _client_page(found, RegionForm(formdata=None), form)
    region_id, store_id = form.chosen()
    try:
        services.grant_scope(
            db(),
            actor(),
            user_for(db(), form.user_id.data),
            found,
            region=queries.region_for(db(), client_id, region_id) if region_id else None,
            store=queries.store_for(db(), actor(), store_id) if store_id else None,
        )
    except services.ScopeKnown:
        form.part.errors = [_("The user sees this already.")]
        return _client_page(found, RegionForm(formdata=None), form)
    flash(_("Saved."), "success")
    return redirect(url_for("clients.client", client_id=client_id))


@blueprint.post("/<int:client_id>/scopes/<int:scope_id>/removal")
@allow(Role.ADMIN)
def revoke(client_id: int, scope_id: int) -> ResponseReturnValue:
    """Take a scope away again."""
    services.revoke_scope(db(), actor(), queries.scope_for(db(), client_id, scope_id))
    flash(_("The user no longer sees this."), "success")
    return redirect(url_for("clients.client", client_id=client_id))


def _client_page(found: Client, region_form: RegionForm, scope_form: ScopeForm) -> ResponseReturnValue:
    _offering(scope_form, found)
    page = render_template(
        "clients/client.html",
        client=found,
        stores=in_reading_order(
            queries.stores_of(db(), found), lambda store: store.region.name, lambda store: store.name
        ),
        regions=_regions(found),
        scopes=in_reading_order(queries.scopes_of(db(), found), lambda row: row[1].name),
        region_form=region_form,
        scope_form=scope_form,
    )
    return page, 422 if region_form.errors or scope_form.errors else 200


def _regions(client: Client) -> list[Region]:
    return in_reading_order(queries.regions_of(db(), client), lambda region: region.name)


def _offering(form: ScopeForm, client: Client) -> ScopeForm:
    users = in_reading_order(active_client_users(db()), lambda user: user.name)
    stores = in_reading_order(queries.stores_of(db(), client), lambda store: store.name)
    form.offer([(user.id, f"{user.name} ({user.email})") for user in users], _regions(client), stores)
    return form


def _store_page(client: Client, store: Store | None) -> ResponseReturnValue:
    regions = _regions(client)
    form = StoreForm(obj=store)
    form.offer(regions, store, get_locale())
    if form.validate_on_submit():
        region = next(region for region in regions if region.id == form.region_id.data)
        try:
            _save_store(form, store, region)
        except services.CodeTaken:
            form.code.errors = [_("This client has a store with that number already.")]
        else:
            flash(_("Saved."), "success")
            return redirect(url_for("clients.client", client_id=client.id))
    status = 422 if form.errors else 200
    return render_template("clients/store.html", form=form, client=client, store=store), status


def _save_store(form: StoreForm, store: Store | None, region: Region) -> None:
    if store is None:
        services.add_store(db(), actor(), region, form.details())
    else:
        services.update_store(db(), actor(), store, region, form.details())
