"""How a client's reports look: the admin's page, and what pages need to show it, the logo and the colours."""

from flask import Blueprint, Response, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from auditapp.accounts.login import actor
from auditapp.clients import queries, services
from auditapp.clients.forms import LookForm, logo_refusal
from auditapp.clients.models import Client
from auditapp.core.errors import NotFound
from auditapp.core.images import LOGO_BYTES, PhotoRefused
from auditapp.domain.colours import ink_of, is_colour, text_on
from auditapp.domain.roles import AGENCY, Role
from auditapp.web.access import allow
from auditapp.web.session import db, storage

blueprint = Blueprint("branding", __name__)

READERS = (Role.CLIENT, *AGENCY)
LARGEST_FORM = 4 * LOGO_BYTES
"""More than a logo may have, so that one that is too large is refused at its field, with all that was typed."""
KEPT_A_YEAR = "private, max-age=31536000, immutable"
"""Neither a logo nor what follows from a colour ever changes."""


@blueprint.url_value_preprocessor
def _make_room(endpoint: str | None, _values: object) -> None:
    """Let whoever is logged in send a logo. It is read for its CSRF token before any view is called."""
    if endpoint == "clients.branding.look" and "_user_id" in session:
        request.max_content_length = LARGEST_FORM


@blueprint.route("/<int:client_id>/look", methods=["GET", "POST"])
@allow(Role.ADMIN)
def look(client_id: int) -> ResponseReturnValue:
    """Choose logo, colour, contact and paper of a client's reports."""
    client = queries.client_for(db(), client_id)
    brand = queries.brand_of(db(), client_id)
    form = LookForm(obj=brand)
    if not form.validate_on_submit():
        return _page(client, form)
    try:
        services.change_look(db(), storage(), actor(), client, form.look())
    except PhotoRefused as refusal:
        form.logo.errors = [logo_refusal(refusal.code)]
        return _page(client, form)
    flash(_("Saved. Reports of visits that are published from now on look like this."), "success")
    return redirect(url_for("clients.branding.look", client_id=client_id))


@blueprint.get("/logos/<int:brand_id>.png")
@allow(*READERS)
def logo(brand_id: int) -> ResponseReturnValue:
    """A logo as we keep it, to those who may see it (X3)."""
    brand = queries.brand_for(db(), actor(), brand_id)
    if brand.logo_key is None:
        raise NotFound
    response = Response(storage().get(brand.logo_key), mimetype="image/png")
    response.headers["Content-Disposition"] = 'inline; filename="logo.png"'
    response.headers["Cache-Control"] = KEPT_A_YEAR
    return response


@blueprint.get("/colours/<string(length=6):digits>.css")
@allow(*READERS)
def colours(digits: str) -> ResponseReturnValue:
    """What follows from a colour, as a style sheet: pages have no styles of their own in them."""
    colour = f"#{digits}"
    if not is_colour(colour):
        raise NotFound
    names = {"brand": colour, "brand-ink": ink_of(colour), "on-brand": text_on(colour)}
    css = "".join(f"--{name}:{value};" for name, value in names.items())
    response = Response(f":root{{{css}}}", mimetype="text/css")
    response.headers["Cache-Control"] = KEPT_A_YEAR
    return response


def _page(client: Client, form: LookForm) -> ResponseReturnValue:
    brand = queries.brand_of(db(), client.id)
    chosen = form.colour.data if is_colour(form.colour.data or "") else ""
    page = render_template(
        "clients/look.html",
        client=client,
        brand=brand,
        form=form,
        colour=chosen,
        ink=ink_of(chosen) if chosen else "",
    )
    return page, 422 if form.errors else 200
