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
from auditapp.reports.papers import Paper
from auditapp.reports.signing_key import signing_key

if TYPE_CHECKING:
    from auditapp.core.pdf import RenderedPdf

FOLDER = PROJECT_ROOT / "templates" / "reports"


@dataclass(frozen=True, slots=True)
class Design:
    """A folder of `templates/reports` with `sheet.html` and `sheet.css`; the template is given `content` and `size`.

    With several sizes the first that fits on one page is taken, else the last.
    """

    folder: str
    sizes: tuple[str, ...] = ("",)

    def drawn(self, content: Any, paper: Paper, language: Language, made_at: datetime) -> bytes:  # noqa: ANN401 - any content
        """The PDF, the same bytes for the same content. Needs the app's context. Raises NoSigningKey."""
        *larger, last = self.sizes
        for size in larger:
            pdf = self._set(content, paper, language, made_at, size)
            if pdf.pages == 1:
                return pdf.data
        return self._set(content, paper, language, made_at, last).data

    def _set(
        self,
        content: Any,  # noqa: ANN401 - any content
        paper: Paper,
        language: Language,
        made_at: datetime,
        size: str,
    ) -> "RenderedPdf":
        # WeasyPrint takes most of a second to load: only whoever makes PDFs should wait for it, not every start.
        from auditapp.core.pdf import render  # noqa: PLC0415

        settings: Settings = current_app.extensions["auditapp.settings"]
        with force_locale(locale_of(language)):
            # Not render_template: what pages are given about the request's user is no business of a document.
            template = current_app.jinja_env.get_template(f"reports/{self.folder}/sheet.html")
            html = template.render(content=content, size=size)
        return render(
            html,
            (FOLDER / "print.css", FOLDER / self.folder / "sheet.css"),
            lambda _photo: None,
            identifier=paper.storage_key,
            made_at=made_at,
            signer=signing_key(settings),
        )


def make_paper(
    work: Work,
    design: Design,
    content: Any,  # noqa: ANN401 - any content
    paper: Paper,
    language: Language,
    made_at: datetime,
) -> None:
    """Draw a document and keep its file, unless it was made meanwhile."""
    if work.storage.exists(paper.storage_key):
        return
    work.report(30, "drawing")
    try:
        data = design.drawn(content, paper, language, made_at)
    except NoSigningKey as error:
        raise JobFailed("no_signing_key", str(error)) from error
    work.report(90, "storing")
    work.storage.put(paper.storage_key, data)
