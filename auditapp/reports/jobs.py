"""Making reports in the background. Handlers run inside the app's context, whose templates and catalogues they use."""

from collections.abc import Mapping
from types import ModuleType
from typing import TYPE_CHECKING

import structlog
from sqlmodel import Session

from auditapp.core.errors import NoSigningKey
from auditapp.core.jobs import JobFailed, Work, handler
from auditapp.core.storage import Storage, StorageMissing
from auditapp.domain.language import Language
from auditapp.domain.lifecycle import VisitState
from auditapp.reports.batches import note_made
from auditapp.reports.composing import content_of
from auditapp.reports.deliveries import tell_of_report
from auditapp.reports.evidence import evidence_of
from auditapp.reports.facts import facts_of
from auditapp.reports.services import RENDER, keep_report, storage_key
from auditapp.visits.models import Photo, Visit
from auditapp.visits.queries import photos_of

if TYPE_CHECKING:
    from auditapp.core.pdf import FetchPhoto

log = structlog.get_logger()

COMPOSING, DRAWING, STORING, PHOTOS_MISSING = "composing", "drawing", "storing", "photos_missing"
"""Steps of the work, as the page that waits for it shows them."""


def _rendering() -> ModuleType:
    """WeasyPrint takes most of a second to load: only whoever makes PDFs should wait for it, not every start."""
    from auditapp.reports import rendering  # noqa: PLC0415

    return rendering


@handler(RENDER, warm_up=_rendering)
def render_report(work: Work) -> None:
    """Make one report and keep it: reading, drawing and writing are apart, because drawing takes long.

    A photo whose file is lost does not hold the report up: a placeholder stands for it, and the job says so.
    """
    from auditapp.reports.rendering import report_pdf  # noqa: PLC0415 - see above

    language = Language(work.payload["language"])
    work.report(5, COMPOSING)
    with work.reading() as session:
        visit = _published(session, work.payload["visit"])
        facts, photos = facts_of(session, visit), photos_of(session, visit)
        content = content_of(facts, language)
        evidence = evidence_of(facts, content)
    work.report(30, DRAWING)
    try:
        pdf = report_pdf(content, evidence, _thumbnails(work.storage, photos))
    except NoSigningKey as error:
        raise JobFailed("no_signing_key", str(error)) from error
    work.report(90, PHOTOS_MISSING if pdf.missing else STORING)
    if pdf.missing:
        log.warning("report.photos_missing", visit=content.visit_id, photos=pdf.missing)
    work.storage.put(storage_key(visit, language), pdf.data)
    with work.finishing() as session:
        visit = _published(session, content.visit_id)
        keep_report(session, visit, language, pdf.data, pdf.code)
        note_made(session, visit, language)
        tell_of_report(session, visit, language)


def _published(session: Session, visit_id: int) -> Visit:
    visit = session.get(Visit, visit_id)
    if visit is None or visit.state != VisitState.PUBLISHED:
        raise JobFailed("not_published", "The visit is not published, so there is no report of it.")
    return visit


def _thumbnails(storage: Storage, photos: Mapping[str, Photo]) -> "FetchPhoto":
    """The small form of each photo: it is sharp enough for paper and keeps the file small."""

    def thumbnail(photo_id: str) -> bytes | None:
        try:
            return storage.get(photos[photo_id].thumbnail_key)
        except StorageMissing:
            return None

    return thumbnail
