"""The staff sheet of a visit, on the screen and as PDF, for whoever may read the visit's report."""

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from auditapp.accounts.login import actor
from auditapp.core.filenames import file_name
from auditapp.core.i18n import OWN_NAMES
from auditapp.domain.language import Language
from auditapp.reports.paper_views import READERS, PaperViews, Wanted
from auditapp.reports.queries import days_of, published_visit_for
from auditapp.reports.staff.content import staff_sheet
from auditapp.reports.staff.making import staff_paper
from auditapp.web.access import allow
from auditapp.web.languages import reader_language
from auditapp.web.session import db

RULE = "/visits/<int:visit_id>/staff"


def init_staff_pages(blueprint: Blueprint) -> None:
    """Add them to the client's pages."""
    blueprint.add_url_rule(RULE, "staff", page)
    PaperViews(blueprint, "staff", RULE, _wanted)


@allow(*READERS)
def page(visit_id: int) -> ResponseReturnValue:
    """The sheet on the screen, in the reader's language."""
    visit = published_visit_for(db(), actor(), visit_id)
    sheet = staff_sheet(db(), visit, reader_language())
    return render_template("reports/staff/page.html", visit=visit, content=sheet, names=OWN_NAMES)


def _wanted(language: Language, visit_id: int) -> Wanted:
    visit = published_visit_for(db(), actor(), visit_id)
    day = days_of(db(), [visit])[visit.id]
    return Wanted(
        paper=staff_paper(visit, language),
        file_name=file_name(
            visit.store.name, _("Staff sheet"), day.isoformat(), language.value, ending="pdf"
        ),
        heading=_("The staff sheet as PDF"),
        subject=visit.store.name,
        crumbs=[
            (_("Reports"), url_for("reports.home")),
            (visit.store.name, url_for("reports.store", store_id=visit.store_id)),
            (_("Report"), url_for("reports.visit", visit_id=visit.id)),
        ],
        page=url_for("reports.staff", visit_id=visit_id),
    )
