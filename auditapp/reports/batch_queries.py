"""Finding waves with their reports: what there is of them, for whom, and how the making goes on."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import ColumnElement, func
from sqlalchemy.orm import joinedload
from sqlmodel import Session, col, or_, select

from auditapp.accounts.models import User
from auditapp.clients.models import Region, Store
from auditapp.clients.queries import visible_stores
from auditapp.core.clock import now
from auditapp.core.errors import NotFound
from auditapp.core.jobs import Job, JobState
from auditapp.domain.language import Language
from auditapp.domain.lifecycle import VisitState
from auditapp.domain.roles import AGENCY
from auditapp.reports.models import (
    TEMPLATE_VERSION,
    BatchItem,
    Delivery,
    DeliveryState,
    ReportBatch,
    ReportFile,
)
from auditapp.visits.models import Visit, Wave

ENOUGH_TO_GUESS = 5
"""Reports that have to be made before it is said how long the others will take."""
MOST_SHOWN = 50


@dataclass(frozen=True, slots=True)
class WaveLine:
    """A wave, how many visits it has (for the agency), and how many are published."""

    wave: Wave
    visits: int
    published: int


@dataclass(frozen=True, slots=True)
class Mails:
    """The e-mails about a wave: how many are in each state, and those that did not go out."""

    counts: Mapping[DeliveryState, int]
    not_sent: Sequence[Delivery]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a batch is."""

    done: int
    running: int
    waiting: int
    failed: int
    left: timedelta | None
    """How long it will take, as far as that can be told."""

    @property
    def total(self) -> int:
        """How many reports there are in all."""
        return self.done + self.running + self.waiting + self.failed


def waves_for(session: Session, actor: User) -> list[WaveLine]:
    """The waves in which `actor` may see reports, the agency all; the latest first."""
    published = func.count().filter(col(Visit.state) == VisitState.PUBLISHED)
    query = (
        select(Wave, func.count(col(Visit.id)), published)
        .join(Visit, col(Visit.wave_id) == Wave.id)
        .join(Store)
        .join(Region)
        .where(visible_stores(session, actor))
        .group_by(col(Wave.id))
        .order_by(col(Wave.starts_on).desc(), col(Wave.id).desc())
        .options(joinedload(Wave.client))  # type: ignore[arg-type]  # a mapped attribute
    )
    lines = [WaveLine(wave, visits, published) for wave, visits, published in session.exec(query)]
    return lines if actor.role in AGENCY else [line for line in lines if line.published]


def wave_for(session: Session, actor: User, wave_id: int) -> Wave:
    """A wave in which `actor` may see reports. Raises NotFound."""
    wave = session.get(Wave, wave_id)
    if wave is None or not (actor.role in AGENCY or published_in(session, actor, wave)):
        raise NotFound
    return wave


def published_in(session: Session, actor: User, wave: Wave) -> list[Visit]:
    """The published visits of a wave that `actor` may see."""
    return list(
        session.exec(
            select(Visit)
            .join(Store)
            .join(Region)
            .where(
                Visit.wave_id == wave.id,
                Visit.state == VisitState.PUBLISHED,
                visible_stores(session, actor),
            )
            .options(joinedload(Visit.store).joinedload(Store.region))  # type: ignore[arg-type]  # mapped attributes
            .order_by(col(Visit.id))
        )
    )


def batch_at_work(session: Session, wave: Wave) -> ReportBatch | None:
    """The batch of a wave that is being made."""
    query = select(ReportBatch).where(ReportBatch.wave_id == wave.id, col(ReportBatch.completed_at).is_(None))
    return session.exec(query).first()


def last_batch(session: Session, wave: Wave) -> ReportBatch | None:
    """The batch of a wave that was begun last."""
    query = select(ReportBatch).where(ReportBatch.wave_id == wave.id).order_by(col(ReportBatch.id).desc())
    return session.exec(query).first()


def items_of(session: Session, batch: ReportBatch) -> set[tuple[int, Language]]:
    """What is in a batch: visits and languages."""
    rows = session.exec(select(BatchItem.visit_id, BatchItem.language).where(BatchItem.batch_id == batch.id))
    return {(visit_id, Language(language)) for visit_id, language in rows}


def handed_over(session: Session, wave: Wave) -> set[tuple[int, Language]]:
    """What batches of a wave held so far: visits and languages, without what was only made anew."""
    rows = session.exec(
        select(BatchItem.visit_id, BatchItem.language)
        .join(ReportBatch)
        .where(ReportBatch.wave_id == wave.id, col(ReportBatch.again).is_(False))
    )
    return {(visit_id, Language(language)) for visit_id, language in rows}


def newest_files(session: Session, visits: Collection[int | None]) -> dict[tuple[int, Language], ReportFile]:
    """The newest file of each visit and language."""
    rows = session.exec(
        select(ReportFile).where(col(ReportFile.visit_id).in_(visits)).order_by(col(ReportFile.id))
    )
    return {(row.visit_id, Language(row.language)): row for row in rows}


def outdated(session: Session, visits: Collection[int | None]) -> set[tuple[int, Language]]:
    """Which reports of the visits look as earlier templates had them."""
    files = newest_files(session, visits)
    return {place for place, file in files.items() if file.template_version != TEMPLATE_VERSION}


def progress_of(session: Session, batch: ReportBatch) -> Progress:
    """How far a batch is, and how long the rest takes at the pace so far."""
    rows = session.exec(
        select(Job.state, func.count())
        .join(BatchItem, col(BatchItem.job_id) == Job.id)
        .where(BatchItem.batch_id == batch.id)
        .group_by(col(Job.state))
    )
    counts = {JobState(state): count for state, count in rows}
    running, waiting = counts.get(JobState.RUNNING, 0), counts.get(JobState.QUEUED, 0)
    return Progress(
        done=counts.get(JobState.DONE, 0),
        running=running,
        waiting=waiting,
        failed=counts.get(JobState.FAILED, 0),
        left=_time_left(session, batch, running + waiting),
    )


def _time_left(session: Session, batch: ReportBatch, still_open: int) -> timedelta | None:
    made, first = session.exec(
        select(func.count(), func.min(Job.started_at))
        .select_from(Job)
        .join(BatchItem, col(BatchItem.job_id) == Job.id)
        .where(BatchItem.batch_id == batch.id, col(Job.finished_at) >= batch.created_at)
    ).one()
    if first is None or made < ENOUGH_TO_GUESS or not still_open:
        return None
    return (now() - max(first, batch.created_at)) / made * still_open


def failed_items(session: Session, batch: ReportBatch) -> list[BatchItem]:
    """What could not be made, as much as anybody reads."""
    return list(
        session.exec(
            select(BatchItem)
            .join(Job)
            .where(BatchItem.batch_id == batch.id, Job.state == JobState.FAILED)
            .order_by(col(BatchItem.id))
            .limit(MOST_SHOWN)
        )
    )


def still_unpublished(session: Session, wave: Wave) -> int:
    """How many visits of a wave are on their way to being published."""
    over = (VisitState.PUBLISHED, VisitState.CANCELLED)
    query = select(func.count()).where(Visit.wave_id == wave.id, col(Visit.state).not_in(over))
    return session.exec(query).one()


def deliveries_of(session: Session, wave: Wave) -> Mails:
    """The e-mails about a wave and about its visits."""
    counts = select(Delivery.state, func.count()).where(_about(wave)).group_by(col(Delivery.state))
    settled = (DeliveryState.SENT, DeliveryState.WITHDRAWN)
    not_sent = (
        select(Delivery)
        .where(_about(wave), col(Delivery.state).not_in(settled))
        .order_by(col(Delivery.id))
        .limit(MOST_SHOWN)
    )
    return Mails(
        {DeliveryState(state): count for state, count in session.exec(counts)},
        list(session.exec(not_sent)),
    )


def delivery_for(session: Session, wave: Wave, delivery_id: int) -> Delivery:
    """An e-mail about a wave or one of its visits, for the agency. Raises NotFound."""
    found = session.exec(select(Delivery).where(Delivery.id == delivery_id, _about(wave))).first()
    if found is None:
        raise NotFound
    return found


def _about(wave: Wave) -> ColumnElement[bool]:
    return or_(
        col(Delivery.visit_id).in_(select(Visit.id).where(Visit.wave_id == wave.id)),
        col(Delivery.batch_id).in_(select(ReportBatch.id).where(ReportBatch.wave_id == wave.id)),
    )
