"""The client's pages: stores with their last result, one store over time, the report of a visit and its PDF."""

from contextlib import suppress

from flask import Blueprint, jsonify, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.exc import OperationalError

from auditapp.accounts.login import actor
from auditapp.clients.queries import store_for
from auditapp.core.i18n import OWN_NAMES
from auditapp.core.jobs import Job, JobState
from auditapp.core.storage import StorageMissing
from auditapp.domain.language import Language
from auditapp.domain.roles import AGENCY, Role
from auditapp.reports import queries, services
from auditapp.reports.composing import report_content
from auditapp.reports.downloads import report_download, storage
from auditapp.reports.messages import failure_text, step_text
from auditapp.reports.models import ReportFile
from auditapp.reports.naming import name_of
from auditapp.reports.overview import overview_for, series_of
from auditapp.visits.models import Visit
from auditapp.web.access import allow
from auditapp.web.languages import reader_language
from auditapp.web.session import database, db

blueprint = Blueprint("reports", __name__, url_prefix="/reports")

READERS = (Role.CLIENT, *AGENCY)
PDF = "/visits/<int:visit_id>/<any({}):language>".format(", ".join(f"'{language}'" for language in Language))


@blueprint.get("")
@allow(*READERS)
def home() -> ResponseReturnValue:
    """The stores of the reader's scope, each with its last result."""
    return render_template("reports/home.html", overview=overview_for(db(), actor(), reader_language()))


@blueprint.get("/stores/<int:store_id>")
@allow(*READERS)
def store(store_id: int) -> ResponseReturnValue:
    """One store over time."""
    found = store_for(db(), actor(), store_id)
    series = series_of(db(), actor(), found, reader_language())
    return render_template("reports/store.html", store=found, series=series)


@blueprint.get("/visits/<int:visit_id>")
@allow(*READERS)
def visit(visit_id: int) -> ResponseReturnValue:
    """The report of a visit, in the reader's language."""
    found = queries.published_visit_for(db(), actor(), visit_id)
    report = report_content(db(), found, reader_language())
    return render_template("reports/visit/page.html", visit=found, report=report, names=OWN_NAMES)


@blueprint.get(f"{PDF}.pdf")
@allow(*READERS)
def download(visit_id: int, language: str) -> ResponseReturnValue:
    """The PDF; where it is not there yet, the page that says how far it is."""
    found = queries.published_visit_for(db(), actor(), visit_id)
    file = queries.report_file(db(), found, Language(language))
    if file is None:
        return redirect(url_for("reports.making", visit_id=visit_id, language=language))
    try:
        return report_download(file, name_of(db(), found, Language(language)))
    except StorageMissing:
        return redirect(url_for("reports.making", visit_id=visit_id, language=language))


@blueprint.get(f"{PDF}/making")
@allow(*READERS)
def making(visit_id: int, language: str) -> ResponseReturnValue:
    """How far the PDF is: to be ordered, waiting, in work, failed with a reason, or ready.

    Whoever looks at this page waits, so a report that was ordered with many others is made before them.
    """
    found = queries.published_visit_for(db(), actor(), visit_id)
    job = services.order_of(db(), found, Language(language))
    if job is not None and job.state is JobState.QUEUED and not job.urgent:
        _hurry(found, Language(language))
    return render_template(
        "reports/making.html",
        heading=_("The report as PDF"),
        subject=found.store.name,
        crumbs=crumbs_of(found),
        page=url_for("reports.visit", visit_id=visit_id),
        pdf_language=language,
        pdf_language_name=OWN_NAMES[Language(language)],
        file=url_for("reports.download", visit_id=visit_id, language=language),
        order=url_for("reports.make", visit_id=visit_id, language=language),
        state=url_for("reports.state", visit_id=visit_id, language=language),
        **_progress(found, Language(language), job),
    )


def _hurry(found: Visit, language: Language) -> None:
    """On the way, so this reading request writes; a database that is full costs the hurry, not the page."""
    with suppress(OperationalError), database().transaction() as session:
        services.order_report(session, found, language, urgent=True)


def crumbs_of(found: Visit) -> list[tuple[str, str]]:
    """The way from the reports down to that of a visit."""
    return [
        (_("Reports"), url_for("reports.home")),
        (found.store.name, url_for("reports.store", store_id=found.store_id)),
        (_("Report"), url_for("reports.visit", visit_id=found.id)),
    ]


@blueprint.get(f"{PDF}/state")
@allow(*READERS)
def state(visit_id: int, language: str) -> ResponseReturnValue:
    """The same for the page's script."""
    found = queries.published_visit_for(db(), actor(), visit_id)
    return jsonify(_progress(found, Language(language), services.order_of(db(), found, Language(language))))


@blueprint.post(f"{PDF}/making")
@allow(*READERS)
def make(visit_id: int, language: str) -> ResponseReturnValue:
    """Have the PDF made, or made again where that failed or its file was lost."""
    found = queries.published_visit_for(db(), actor(), visit_id)
    if not _is_there(queries.report_file(db(), found, Language(language))):
        services.order_report(db(), found, Language(language), again=True, urgent=True)
    return redirect(url_for("reports.making", visit_id=visit_id, language=language))


def _progress(found: Visit, language: Language, job: Job | None) -> dict[str, object]:
    """Stage: none, working, failed or ready; with the words and the share that is done."""
    if _is_there(queries.report_file(db(), found, language)):
        return {"stage": "ready", "progress": 100, "text": ""}
    if job is None or job.state is JobState.DONE:
        return {"stage": "none", "progress": 0, "text": ""}
    if job.state is JobState.FAILED:
        return {"stage": "failed", "progress": job.progress, "text": failure_text(job)}
    return {"stage": "working", "progress": job.progress, "text": step_text(job)}


def _is_there(file: ReportFile | None) -> bool:
    return file is not None and storage().exists(file.storage_key)
