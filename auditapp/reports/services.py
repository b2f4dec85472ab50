"""Asking for reports, keeping them, and telling genuine ones from others."""

import hashlib

from sqlmodel import Session

from auditapp.core.attempts import TooManyAttempts, note_attempt, recent_attempts
from auditapp.core.clock import now
from auditapp.core.jobs import Job, enqueue, job_with_key
from auditapp.domain.language import Language
from auditapp.reports.models import TEMPLATE_VERSION, IssuedReport, ReportFile
from auditapp.reports.queries import Standing, published_on, report_file, standing_of
from auditapp.reports.readers import languages_needed
from auditapp.reviews.services import VisitPublished
from auditapp.visits.models import Visit

RENDER = "report.render"
UNKNOWN_CODES_PER_NETWORK = 30
"""Within a quarter of an hour; who holds a report types it wrong a few times at most."""


def order_reports(session: Session, event: VisitPublished) -> None:
    """A visit was published: have its report made in the languages of its client, and of those who want it by mail."""
    for language in sorted(languages_needed(session, event.visit)):
        order_report(session, event.visit, language)


def order_report(
    session: Session, visit: Visit, language: Language, *, again: bool = False, urgent: bool = False
) -> Job:
    """Have the report made in one language. Asking twice is asking once; `again` repeats what failed or was lost.

    One that somebody waits for is `urgent`: it overtakes those of batches, also where it was ordered with them.
    """
    payload = {"visit": visit.id, "language": language.value, "template": TEMPLATE_VERSION}
    return enqueue(session, RENDER, order_key(visit.id, language), payload, again=again, urgent=urgent)


def order_of(session: Session, visit: Visit, language: Language) -> Job | None:
    """The job that makes, or made, a report."""
    return job_with_key(session, order_key(visit.id, language))


def order_key(visit_id: int, language: Language | str, template: str = TEMPLATE_VERSION) -> str:
    """What the job that makes, or made, a report is known by."""
    return f"report:{visit_id}:{language}:{template}"


def storage_key(visit: Visit, language: Language) -> str:
    """Where the file lies. Making it again writes the same bytes to the same place."""
    return f"reports/{visit.id}/{language.value}-{TEMPLATE_VERSION}.pdf"


def keep_report(session: Session, visit: Visit, language: Language, data: bytes, code: str) -> ReportFile:
    """Note that the file lies in the storage, and its code; a report that was made twice stands there once."""
    file = _present_file(session, visit, language) or ReportFile(
        visit_id=visit.id,
        language=language.value,
        template_version=TEMPLATE_VERSION,
        storage_key=storage_key(visit, language),
        sha256="",
        size=0,
        made_at=now(),
    )
    file.sha256, file.size, file.made_at = hashlib.sha256(data).hexdigest(), len(data), now()
    session.add(file)
    _issue(session, visit, language, code)
    session.flush()
    return file


def checked_report(session: Session, code: str, network: str) -> Standing | None:
    """How a report stands for whoever asks from `network`; None for a code that no report has.

    Raises TooManyAttempts after too many of those: codes are not to be found by trying.
    """
    subject = f"report codes from {network}"
    if recent_attempts(session, subject) >= UNKNOWN_CODES_PER_NETWORK:
        raise TooManyAttempts
    found = standing_of(session, code)
    if found is None:
        note_attempt(session, [subject])
    return found


def _present_file(session: Session, visit: Visit, language: Language) -> ReportFile | None:
    """What the present templates made; what earlier ones did is never written over."""
    file = report_file(session, visit, language)
    return file if file and file.template_version == TEMPLATE_VERSION else None


def _issue(session: Session, visit: Visit, language: Language, code: str) -> None:
    if standing_of(session, code) is None:
        issued = IssuedReport(
            code=code,
            visit_id=visit.id,
            language=language.value,
            published_on=published_on(visit),
            issued_at=now(),
        )
        session.add(issued)
