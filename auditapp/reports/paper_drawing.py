"""From the content of a document to its signed PDF."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from flask import current_app
from flask_babel import force_locale

from auditapp.core.config import PROJECT_ROOT, Settings
from auditapp.core.errors import NoSigningKey
from auditapp.core.i18n import locale_of
from auditapp.core.jobs import JobFailed, Work
from auditapp.domain.language import Language
from auditapp.domain.paper import PageSize
from auditapp.reports.papers import Paper
from auditapp.reports.signing_key import signing_key

if TYPE_CHECKING:
    from auditapp.core.pdf import RenderedPdf

FOLDER = PROJECT_ROOT / "templates" / "reports"


@dataclass(frozen=True, slots=True, kw_only=True)
class Printable:
    """What is printed; `made_at` stands for all times in the file."""

    paper: Paper
    content: Any
    language: Language
    made_at: datetime
    page_size: PageSize = PageSize.A4


@dataclass(frozen=True, slots=True)
class Design:
    """A folder of `templates/reports` with `sheet.html` and `sheet.css`; the template is given `content` and `size`.

    With several sizes the first that fits on one page is taken, else the last.
    """

    folder: str
    sizes: tuple[str, ...] = ("",)

    def drawn(self, printable: Printable) -> "RenderedPdf":
        """The PDF, the same bytes for the same content. Needs the app's context. Raises NoSigningKey."""
        *larger, last = self.sizes
        for size in larger:
            pdf = self._set(printable, size)
            if pdf.pages == 1:
                return pdf
        return self._set(printable, last)

    def _set(self, printable: Printable, size: str) -> "RenderedPdf":
        # WeasyPrint takes most of a second to load: only whoever makes PDFs should wait for it, not every start.
        from auditapp.core.pdf import render  # noqa: PLC0415

        settings: Settings = current_app.extensions["auditapp.settings"]
        with force_locale(locale_of(printable.language)):
            # Not render_template: what pages are given about the request's user is no business of a document.
            template = current_app.jinja_env.get_template(f"reports/{self.folder}/sheet.html")
            html = template.render(content=printable.content, size=size)
        return render(
            html,
            (FOLDER / "print.css", FOLDER / self.folder / "sheet.css"),
            lambda _photo: None,
            identifier=printable.paper.storage_key,
            made_at=printable.made_at,
            page_size=printable.page_size,
            signer=signing_key(settings),
        )


def make_paper(work: Work, design: Design, printable: Printable) -> None:
    """Draw a document and keep its file, unless it was made meanwhile."""
    key = printable.paper.storage_key
    if work.storage.exists(key):
        return
    work.report(30, "drawing")
    try:
        pdf = design.drawn(printable)
    except NoSigningKey as error:
        raise JobFailed("no_signing_key", str(error)) from error
    work.report(90, "storing")
    work.storage.put(key, pdf.data)
