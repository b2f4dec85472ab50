"""From a report's content to its PDF."""

from datetime import datetime

from flask import current_app
from flask_babel import force_locale

from auditapp.core.config import PROJECT_ROOT
from auditapp.core.i18n import locale_of
from auditapp.core.pdf import FetchPhoto, RenderedPdf, render
from auditapp.domain.language import Language
from auditapp.reports.content import ReportContent
from auditapp.reports.models import TEMPLATE_VERSION

TEMPLATE = "reports/visit/report.html"
SHEETS = PROJECT_ROOT / "templates" / "reports"
STYLESHEETS = (SHEETS / "print.css", SHEETS / "visit" / "report.css")


def report_pdf(report: ReportContent, photo: FetchPhoto) -> RenderedPdf:
    """The report as PDF; the same content gives the same bytes (R5). Needs the app's context. Raises what `photo` does."""
    language = Language(report.language)
    with force_locale(locale_of(language)):
        # Not render_template: what pages are given about the request's user is no business of a report.
        html = current_app.jinja_env.get_template(TEMPLATE).render(report=report)
    return render(
        html,
        STYLESHEETS,
        photo,
        identifier=f"report-{report.visit_id}-{report.language}-{TEMPLATE_VERSION}",
        made_at=datetime.fromisoformat(report.published_at),
    )
