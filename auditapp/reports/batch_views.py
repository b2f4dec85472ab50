"""Waves: the reports of each as one download; for the agency also their making, and the e-mails about them."""

from collections.abc import Collection

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from auditapp.accounts.login import actor
from auditapp.core.errors import NotFound
from auditapp.core.filenames import file_name
from auditapp.core.i18n import OWN_NAMES, span_text
from auditapp.domain.language import Language
from auditapp.domain.roles import AGENCY, Role
from auditapp.reports import batch_queries as queries
from auditapp.reports import batches, deliveries
from auditapp.reports.downloads import merged_download, zip_download
from auditapp.reports.messages import failure_text, mail_text
from auditapp.reports.naming import filed_reports
from auditapp.reports.summary.queries import summarised
from auditapp.reports.views import READERS
from auditapp.visits.models import Wave
from auditapp.web.access import allow
from auditapp.web.languages import reader_language
from auditapp.web.session import db

blueprint = Blueprint("waves", __name__, url_prefix="/reports/waves")

LANGUAGE = "<any({}):language>".format(", ".join(f"'{language}'" for language in Language))


@blueprint.get("")
@allow(*READERS)
def overview() -> ResponseReturnValue:
    """The waves whose reports the reader may see."""
    return render_template("reports/batch/waves.html", waves=queries.waves_for(db(), actor()))


@blueprint.get("/<int:wave_id>")
@allow(*READERS)
def wave(wave_id: int) -> ResponseReturnValue:
    """One wave: what there is to load, and for the agency how the making goes on."""
    found = queries.wave_for(db(), actor(), wave_id)
    visits = queries.published_in(db(), actor(), found)
    made = [language for _visit, language in queries.newest_files(db(), [visit.id for visit in visits])]
    return render_template(
        "reports/batch/wave.html",
        wave=found,
        published=len(visits),
        counts=[(code, name, made.count(code)) for code, name in OWN_NAMES.items() if code in made],
        summaries=summarised(db(), actor(), found),
        agency=_for_agency(found) if actor().role in AGENCY else None,
    )


@blueprint.get("/<int:wave_id>/state")
@allow(*AGENCY)
def state(wave_id: int) -> ResponseReturnValue:
    """How far the batch is, for the page's script."""
    batch = queries.last_batch(db(), queries.wave_for(db(), actor(), wave_id))
    if batch is None:
        raise NotFound
    return jsonify(over=batch.completed_at is not None, **_progress_words(queries.progress_of(db(), batch)))


@blueprint.route("/<int:wave_id>/batch", methods=["GET", "POST"])
@allow(*AGENCY)
def begin(wave_id: int) -> ResponseReturnValue:
    """Ask, and then hand the wave over: all reports are made, and whoever wants to know is told."""
    found = queries.wave_for(db(), actor(), wave_id)
    if request.method == "POST":
        return _begun(found, again=False)
    missing = queries.still_unpublished(db(), found)
    consequences = [
        _("Reports that are there already stay as they are; the others are made in the background."),
        _("When all are made, everybody who wants one e-mail per wave gets it, once."),
    ]
    if missing:
        consequences.append(
            ngettext(
                "%(num)d visit is not published yet. Its report can follow later.",
                "%(num)d visits are not published yet. Their reports can follow later.",
                missing,
            )
        )
    return _asked(found, batches.wanted(db(), found, again=False), consequences, again=False)


@blueprint.route("/<int:wave_id>/again", methods=["GET", "POST"])
@allow(Role.ADMIN)
def renew(wave_id: int) -> ResponseReturnValue:
    """Ask, and then have the reports made anew that look as earlier templates had them."""
    found = queries.wave_for(db(), actor(), wave_id)
    if request.method == "POST":
        return _begun(found, again=True)
    consequences = [
        _("Their look changes, their content does not. The files made before are kept."),
        _("Reports that somebody holds stay genuine, but are shown as superseded where they are checked."),
        _("Nobody is told by e-mail."),
    ]
    return _asked(found, batches.wanted(db(), found, again=True), consequences, again=True)


@blueprint.post("/<int:wave_id>/retry")
@allow(*AGENCY)
def retry(wave_id: int) -> ResponseReturnValue:
    """Order again what could not be made."""
    batch = queries.batch_at_work(db(), queries.wave_for(db(), actor(), wave_id))
    if batch is not None:
        count = batches.try_again(db(), batch)
        flash(ngettext("%(num)d report is tried again.", "%(num)d reports are tried again.", count))
    return _to_wave(wave_id)


@blueprint.post("/<int:wave_id>/mails/<int:delivery_id>")
@allow(*AGENCY)
def send_again(wave_id: int, delivery_id: int) -> ResponseReturnValue:
    """Send an e-mail once more, after somebody has looked why it was not sent."""
    found = queries.wave_for(db(), actor(), wave_id)
    deliveries.send_again(db(), actor(), queries.delivery_for(db(), found, delivery_id))
    flash(_("The e-mail is sent again."))
    return _to_wave(wave_id)


@blueprint.get(f"/<int:wave_id>/{LANGUAGE}.zip")
@allow(*READERS)
def archive(wave_id: int, language: str) -> ResponseReturnValue:
    """The reports of the wave in one language, each as its own file."""
    found = queries.wave_for(db(), actor(), wave_id)
    reports = filed_reports(db(), queries.published_in(db(), actor(), found), Language(language))
    return zip_download(reports, _name(found, language, "zip")) if reports else _nothing_made(wave_id)


@blueprint.get(f"/<int:wave_id>/{LANGUAGE}.pdf")
@allow(*READERS)
def one_pdf(wave_id: int, language: str) -> ResponseReturnValue:
    """The same as one PDF with a bookmark for each store."""
    found = queries.wave_for(db(), actor(), wave_id)
    reports = filed_reports(db(), queries.published_in(db(), actor(), found), Language(language))
    if not reports:
        return _nothing_made(wave_id)
    title = f"{found.client.name} – {found.name}"
    return merged_download(reports, title, Language(language), _name(found, language, "pdf"))


def _asked(
    wave: Wave, wanted: Collection[object], consequences: list[str], *, again: bool
) -> ResponseReturnValue:
    if not wanted:
        return _nothing_to_make(wave.id)
    return render_template(
        "components/confirm.html",
        title=_("Make the reports anew?") if again else _("Make all reports of this wave?"),
        text=ngettext(
            "%(client)s, %(wave)s: %(num)d report.",
            "%(client)s, %(wave)s: %(num)d reports.",
            len(wanted),
            client=wave.client.name,
            wave=wave.name,
        ),
        consequences=consequences,
        action=url_for("waves.renew" if again else "waves.begin", wave_id=wave.id),
        confirm=_("Yes, make them"),
        cancel=url_for("waves.wave", wave_id=wave.id),
    )


def _begun(wave: Wave, *, again: bool) -> ResponseReturnValue:
    try:
        batches.begin_batch(db(), actor(), wave, again=again)
    except batches.NothingToMake:
        return _nothing_to_make(wave.id)
    return _to_wave(wave.id)


def _nothing_to_make(wave_id: int) -> ResponseReturnValue:
    flash(_("There is nothing to make: all reports of this wave are there."))
    return _to_wave(wave_id)


def _nothing_made(wave_id: int) -> ResponseReturnValue:
    flash(_("No report of this wave is made in this language yet."))
    return _to_wave(wave_id)


def _to_wave(wave_id: int) -> ResponseReturnValue:
    return redirect(url_for("waves.wave", wave_id=wave_id))


def _for_agency(wave: Wave) -> dict[str, object]:
    """The batch that was begun last, what can be made now, and the e-mails that did not go out."""
    batch = queries.last_batch(db(), wave)
    at_work = batch is not None and batch.completed_at is None
    mails = queries.deliveries_of(db(), wave)
    jobs = {delivery.id: deliveries.job_of(db(), delivery) for delivery in mails.not_sent}
    return {
        "batch": batch,
        "at_work": at_work,
        "progress": _progress_words(queries.progress_of(db(), batch)) if batch else None,
        "failed": [(item, failure_text(item.job)) for item in queries.failed_items(db(), batch)]
        if batch
        else [],
        "wanted": 0 if at_work else len(batches.wanted(db(), wave, again=False)),
        "outdated": 0 if at_work else len(batches.wanted(db(), wave, again=True)),
        "unpublished": queries.still_unpublished(db(), wave),
        "mails": mails.counts,
        "stuck": [
            (delivery, mail_text(delivery, jobs[delivery.id]))
            for delivery in mails.not_sent
            if deliveries.is_stuck(delivery, jobs[delivery.id])
        ],
    }


def _progress_words(progress: queries.Progress) -> dict[str, object]:
    left = progress.left
    return {
        "done": progress.done,
        "total": progress.total,
        "running": progress.running,
        "waiting": progress.waiting,
        "failed": progress.failed,
        "left": _("Time left: about %(time)s", time=span_text(left, reader_language())) if left else "",
    }


def _name(wave: Wave, language: str, ending: str) -> str:
    return file_name(wave.client.name, wave.name, language, ending=ending)
