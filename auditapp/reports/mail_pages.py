"""E-mails about reports: who wants them, what their links lead to, and how they end."""

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from auditapp.accounts.login import actor
from auditapp.accounts.models import User
from auditapp.core.attempts import note_attempt, recent_attempts
from auditapp.core.clock import now
from auditapp.core.errors import NotFound
from auditapp.core.filenames import file_name
from auditapp.core.storage import StorageMissing
from auditapp.domain.language import Language
from auditapp.domain.roles import Role
from auditapp.reports import batch_queries, queries
from auditapp.reports.deliveries import choose_mails
from auditapp.reports.downloads import report_download, zip_download
from auditapp.reports.forms import MailsForm
from auditapp.reports.mail_links import FileLink, read_file_link, read_stop_link
from auditapp.reports.models import Delivery, MailChoice, MailSubscription, ReportBatch
from auditapp.reports.naming import filed_reports, name_of
from auditapp.visits.models import Visit
from auditapp.web.access import allow, public
from auditapp.web.languages import agency_zone
from auditapp.web.session import database, db

blueprint = Blueprint("mails", __name__)

WRONG_LINKS_PER_NETWORK = 30
LOADS_PER_LINK = 30
"""Within a quarter of an hour; a link that somebody passed on does not become a public place."""
UNLISTED = {"X-Robots-Tag": "noindex, nofollow"}


@blueprint.route("/reports/mails", methods=["GET", "POST"])
@allow(Role.CLIENT)
def choose() -> ResponseReturnValue:
    """Which e-mails the reader wants."""
    subscription = db().get(MailSubscription, actor().id)
    form = MailsForm(choice=subscription.choice if subscription else "")
    if not form.validate_on_submit():
        return render_template("reports/batch/mails.html", form=form), 422 if form.errors else 200
    choose_mails(db(), actor(), MailChoice(form.choice.data) if form.choice.data else None)
    flash(_("Saved."), "success")
    return redirect(url_for("reports.home"))


@blueprint.get("/mailed/<token>")
@public
def file(token: str) -> ResponseReturnValue:
    """What an e-mail was about, without a login: to whoever has the link, as long as its reader may see it."""
    link = _link(token)
    if link.until < now():
        page = render_template("reports/batch/expired.html", day=link.until.astimezone(agency_zone()).date())
        return page, 410, UNLISTED
    delivery = db().get(Delivery, link.delivery_id)
    if delivery is None or not delivery.user.active:
        raise NotFound
    response = current_app.make_response(_content(delivery))
    response.headers.update(UNLISTED)
    # Not on our pages: their forms are told from others' by the referrer, which leads to no other site anyway.
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


@blueprint.route("/mailed/stop/<token>", methods=["GET", "POST"])
@public
def stop(token: str) -> ResponseReturnValue:
    """Ask, and then end the e-mails, without a login; a mail program's button sends the POST by itself (RFC 8058).

    It says nothing about whose mails they are. What is asked twice changes nothing the second time, and a wrong address
    is known by its signature alone: there is nothing to count, and mail services, which call for many, are never refused.
    """
    user = db().get(User, read_stop_link(_secret(), token))
    if user is None:
        raise NotFound
    if request.method == "POST":
        choose_mails(db(), user, None)
    wants = db().get(MailSubscription, user.id) is not None
    return render_template("reports/batch/stop.html", wants=wants, token=token), UNLISTED


def _link(token: str) -> FileLink:
    """The link; loads are counted, and so are links that we did not write."""
    network = f"mailed links from {request.remote_addr}"
    try:
        link = read_file_link(_secret(), token)
    except NotFound:
        _count(network, WRONG_LINKS_PER_NETWORK)
        raise
    _count(f"mailed link {link.delivery_id}", LOADS_PER_LINK)
    return link


def _count(subject: str, limit: int) -> None:
    """Counted on the way, so this reading request writes."""
    with database().transaction() as session:
        if recent_attempts(session, subject) >= limit:
            abort(429)
        note_attempt(session, [subject])


def _content(delivery: Delivery) -> ResponseReturnValue:
    if delivery.visit_id is not None:
        return _report(delivery.user, delivery.visit_id, Language(delivery.language))
    return _reports(delivery.user, db().get_one(ReportBatch, delivery.batch_id), Language(delivery.language))


def _report(user: User, visit_id: int, language: Language) -> ResponseReturnValue:
    visit: Visit = queries.published_visit_for(db(), user, visit_id)
    found = queries.report_file(db(), visit, language)
    try:
        if found is not None:
            return report_download(found, name_of(db(), visit, language))
    except StorageMissing:
        pass
    return redirect(url_for("reports.making", visit_id=visit_id, language=language))


def _reports(user: User, batch: ReportBatch, language: Language) -> ResponseReturnValue:
    inside = {visit for visit, _language in batch_queries.items_of(db(), batch)}
    visits = [visit for visit in batch_queries.published_in(db(), user, batch.wave) if visit.id in inside]
    reports = filed_reports(db(), visits, language)
    if not reports:
        raise NotFound
    name = file_name(batch.wave.client.name, batch.wave.name, language.value, ending="zip")
    return zip_download(reports, name)


def _secret() -> str:
    return str(current_app.secret_key)
