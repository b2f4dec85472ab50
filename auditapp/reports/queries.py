"""Finding what reports are made of: published visits, what came before them, and what stands beside them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from sqlalchemy.orm import joinedload
from sqlmodel import Session, col, select

from auditapp.accounts.models import User
from auditapp.checklists.models import ChecklistVersion
from auditapp.clients.models import Region, Store
from auditapp.clients.queries import visible_stores
from auditapp.core.errors import NotFound
from auditapp.domain.language import Language
from auditapp.domain.lifecycle import VisitState
from auditapp.domain.operations import Capture, OperationField, fold
from auditapp.reports.models import IssuedReport, ReportFile
from auditapp.visits.models import OperationRow, Visit
from auditapp.visits.queries import operation_of, published_before, visit_for

CLOCK_TOLERANCE = timedelta(days=1)
"""How far a phone's clock may be off before the server's is believed instead."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A genuine report: when it was published, and whether no later one of the same visit and language replaced it."""

    published_on: date
    current: bool


def published_visit_for(session: Session, actor: User, visit_id: int) -> Visit:
    """A published visit that `actor` may see. Raises NotFound for every other: there is no report of it."""
    visit = visit_for(session, actor, visit_id)
    if visit.state != VisitState.PUBLISHED:
        raise NotFound
    return visit


def earlier_visits(session: Session, visit: Visit) -> list[Visit]:
    """The store's visits by the same checklist that were known when this one was published, newest first.

    What is published later never changes a report (R5).
    """
    return [earlier for earlier in published_before(session, visit) if _known_at_publishing(earlier, visit)]


def visits_of_wave(session: Session, visit: Visit) -> list[Visit]:
    """The client's visits of the same wave by the same checklist, this one included, as far as they were published

    when it was; none outside a wave.
    """
    if visit.wave_id is None:
        return []
    query = (
        select(Visit)
        .join(ChecklistVersion)
        .where(
            Visit.wave_id == visit.wave_id,
            Visit.state == VisitState.PUBLISHED,
            col(Visit.published_at) <= visit.published_at,
            ChecklistVersion.checklist_id == visit.version.checklist_id,
        )
    )
    return list(session.exec(query.order_by(col(Visit.id))))


def captures_of(session: Session, visits: Iterable[Visit]) -> dict[int | None, Capture]:
    """What the visits' answers are, by visit: one query for all of them."""
    ids = [visit.id for visit in visits]
    rows = session.exec(
        select(OperationRow)
        .where(col(OperationRow.visit_id).in_(ids), col(OperationRow.late).is_(False))
        .order_by(col(OperationRow.visit_id))
    )
    logs = groupby(rows, key=lambda row: row.visit_id)
    folded = {visit_id: fold(operation_of(row) for row in log) for visit_id, log in logs}
    return dict.fromkeys(ids, fold(())) | folded


def days_of(session: Session, visits: Sequence[Visit]) -> dict[int | None, date]:
    """On which day each visit was made, on the store's calendar: when the auditor came in, by the phone's clock,

    or when it was handed in, where that clock cannot be right or nobody checked in.
    """
    ids = [visit.id for visit in visits]
    rows = session.exec(
        select(OperationRow)
        .where(
            col(OperationRow.visit_id).in_(ids),
            OperationRow.field == OperationField.CHECK_IN.value,
            col(OperationRow.late).is_(False),
        )
        .order_by(col(OperationRow.counter), col(OperationRow.device))
    )
    check_ins: dict[int | None, OperationRow] = {row.visit_id: row for row in rows}
    return {visit.id: _day_of(visit, check_ins.get(visit.id)) for visit in visits}


def _day_of(visit: Visit, check_in: OperationRow | None) -> date:
    handed_in = visit.submitted_at or visit.created_at
    came = check_in.phone_at if check_in else handed_in
    believable = visit.created_at - CLOCK_TOLERANCE <= came <= handed_in + CLOCK_TOLERANCE
    return (came if believable else handed_in).astimezone(ZoneInfo(visit.store.timezone)).date()


def published_visits(session: Session, actor: User, store: Store | None = None) -> list[Visit]:
    """The published visits of the stores that `actor` may see, or of one of them, newest first."""
    query = (
        select(Visit)
        .join(Store)
        .join(Region)
        .where(Visit.state == VisitState.PUBLISHED, visible_stores(session, actor))
        .options(joinedload(Visit.version), joinedload(Visit.wave))  # type: ignore[arg-type]  # mapped attributes
        .order_by(col(Visit.submitted_at).desc(), col(Visit.id).desc())
    )
    return list(session.exec(query if store is None else query.where(Visit.store_id == store.id)))


def report_file(session: Session, visit: Visit, language: Language) -> ReportFile | None:
    """The newest PDF of a visit in one language; it stays so until somebody has it made by newer templates."""
    return report_files(session, visit).get(language)


def report_files(session: Session, visit: Visit) -> dict[Language, ReportFile]:
    """The newest PDFs of a visit, by language."""
    rows = session.exec(
        select(ReportFile).where(ReportFile.visit_id == visit.id).order_by(col(ReportFile.id))
    )
    return {Language(row.language): row for row in rows}


def standing_of(session: Session, code: str) -> Standing | None:
    """How the report with this code stands; None where no report has it."""
    issued = session.exec(select(IssuedReport).where(IssuedReport.code == code)).first()
    if issued is None:
        return None
    latest = (
        select(IssuedReport.id)
        .where(IssuedReport.visit_id == issued.visit_id, IssuedReport.language == issued.language)
        .order_by(col(IssuedReport.id).desc())
    )
    return Standing(issued.published_on, current=session.exec(latest).first() == issued.id)


def published_on(visit: Visit) -> date:
    """The day on which a visit was published, on the store's calendar."""
    published = visit.published_at or visit.created_at
    return published.astimezone(ZoneInfo(visit.store.timezone)).date()


def by_store(visits: Iterable[Visit]) -> dict[int, list[Visit]]:
    """The visits of each store, in the same order."""
    found: dict[int, list[Visit]] = defaultdict(list)
    for visit in visits:
        found[visit.store_id].append(visit)
    return found


def _known_at_publishing(other: Visit, visit: Visit) -> bool:
    published, reference = other.published_at, visit.published_at
    return published is not None and reference is not None and published <= reference
