"""From a report's content to its signed PDF."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import current_app
from flask_babel import force_locale
from flask_babel import gettext as _

from auditapp.core.config import PROJECT_ROOT, Settings
from auditapp.core.i18n import locale_of
from auditapp.core.pdf import AttachedFile, FetchPhoto, render
from auditapp.core.signing import Signer
from auditapp.domain.language import Language
from auditapp.domain.paper import PageSize
from auditapp.reports.codes import qr_code, spaced
from auditapp.reports.content import Proof, ReportContent
from auditapp.reports.evidence import FILE_NAME, written
from auditapp.reports.models import TEMPLATE_VERSION
from auditapp.reports.signing_key import signing_key

TEMPLATE = "reports/visit/report.html"
SHEETS = PROJECT_ROOT / "templates" / "reports"
STYLESHEETS = (SHEETS / "print.css", SHEETS / "visit" / "report.css")


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedReport:
    """A report as PDF, its code, and the photos that could not be had."""

    data: bytes
    pages: int
    code: str
    missing: tuple[str, ...]


def report_pdf(
    report: ReportContent,
    evidence: Mapping[str, Any],
    photo: FetchPhoto,
    *,
    page_size: PageSize = PageSize.A4,
) -> SignedReport:
    """The report as signed PDF with its data attached; the same content gives the same bytes (R5).

    Needs the app's context. Raises what `photo` does, and NoSigningKey.
    """
    settings: Settings = current_app.extensions["auditapp.settings"]
    signer, language = signing_key(settings), Language(report.language)
    code = _code(signer, report)
    with force_locale(locale_of(language)):
        # Not render_template: what pages are given about the request's user is no business of a report.
        template = current_app.jinja_env.get_template(TEMPLATE)
        html = template.render(report=report, proof=_proof(settings.public_url, code))
        description = str(_("The data that the score of this report was computed from"))
    drawn = render(
        html,
        STYLESHEETS,
        photo,
        identifier=f"report-{code}",
        made_at=datetime.fromisoformat(report.published_at),
        attachments=[
            AttachedFile(name=FILE_NAME, data=written({**evidence, "code": code}), description=description)
        ],
        page_size=page_size,
        signer=signer,
    )
    return SignedReport(data=drawn.data, pages=drawn.pages, code=code, missing=drawn.missing)


def _code(signer: Signer, report: ReportContent) -> str:
    """Of the key and of what the report is: no other code is known by knowing one, and no number of ours by knowing any."""
    return signer.code(f"{report.visit_id} {report.language} {TEMPLATE_VERSION} {report.published_at}")


def _proof(public_url: str, code: str) -> Proof:
    size, path = qr_code(f"{public_url}/verify/{code}")
    page = f"{public_url.partition('://')[2]}/verify"
    return Proof(code=spaced(code), page=page, qr_size=size, qr_path=path)
