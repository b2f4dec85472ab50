"""Summaries of waves, on the screen and as PDF, each of the stores that its reader may see."""

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from auditapp.accounts.login import actor
from auditapp.core.filenames import file_name
from auditapp.core.i18n import OWN_NAMES
from auditapp.domain.language import Language
from auditapp.reports.paper_views import READERS, PaperViews, Wanted
from auditapp.reports.summary.making import summary_of, summary_paper
from auditapp.reports.summary.queries import wave_for
from auditapp.web.access import allow
from auditapp.web.languages import reader_language, today
from auditapp.web.session import db

RULE = "/waves/<int:wave_id>/<int:checklist_id>"


def init_summary_pages(blueprint: Blueprint) -> None:
    """Add them to the client's pages."""
    blueprint.add_url_rule(RULE, "summary", page)
    PaperViews(blueprint, "summary", RULE, _wanted)


@allow(*READERS)
def page(wave_id: int, checklist_id: int) -> ResponseReturnValue:
    """The summary on the screen, in the reader's language."""
    wave = wave_for(db(), actor(), wave_id, checklist_id)
    content = summary_of(db(), actor(), wave, checklist_id, reader_language(), today())
    return render_template(
        "reports/summary/page.html", wave=wave, checklist_id=checklist_id, content=content, names=OWN_NAMES
    )


def _wanted(language: Language, wave_id: int, checklist_id: int) -> Wanted:
    wave = wave_for(db(), actor(), wave_id, checklist_id)
    content = summary_of(db(), actor(), wave, checklist_id, language, today())
    return Wanted(
        paper=summary_paper(actor(), wave, checklist_id, content, today()),
        file_name=file_name(wave.client.name, wave.name, today().isoformat(), language.value, ending="pdf"),
        heading=_("The summary as PDF"),
        subject=f"{wave.client.name}, {wave.name}",
        crumbs=[
            (_("Reports"), url_for("reports.home")),
            (wave.name, url_for("waves.wave", wave_id=wave.id)),
            (_("Summary"), url_for("reports.summary", wave_id=wave_id, checklist_id=checklist_id)),
        ],
        page=url_for("reports.summary", wave_id=wave_id, checklist_id=checklist_id),
    )
