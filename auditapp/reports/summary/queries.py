"""Finding what a summary is made of: a handful of queries, however many stores there are, and none beyond the scope."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from sqlalchemy import ColumnElement, and_, func
from sqlalchemy.orm import joinedload
from sqlmodel import Session, col, select

from auditapp.accounts.models import User
from auditapp.actions.models import Action, ActionState
from auditapp.checklists.models import ChecklistVersion
from auditapp.clients.models import Region, Scope, Store
from auditapp.clients.queries import visible_stores
from auditapp.core.errors import NotFound
from auditapp.domain.lifecycle import VisitState
from auditapp.domain.roles import AGENCY
from auditapp.visits.models import Visit, VisitResult, Wave


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """A published visit in a few figures."""

    visit_id: int
    store_id: int
    version_id: int
    wave_id: int | None
    wave: str
    wave_starts_on: date | None
    score: Fraction | None
    submitted_at: datetime
    published_at: datetime


@dataclass(frozen=True, slots=True)
class Result:
    """What a visit came to: the exact score of each section in which something counted, and which questions lost points."""

    sections: Mapping[str, str]
    lost: Mapping[str, bool]


@dataclass(frozen=True, slots=True)
class ActionCount:
    """How many actions of a region's stores stand so."""

    done: int
    open: int
    overdue: int


def wave_for(session: Session, actor: User, wave_id: int, checklist_id: int) -> Wave:
    """A wave with visits by a checklist: for the agency planned ones do, a client sees it once one of its scope is

    published. Raises NotFound for every other.
    """
    query = (
        select(Wave)
        .join(Visit, col(Visit.wave_id) == Wave.id)
        .join(ChecklistVersion)
        .join(Store, col(Visit.store_id) == Store.id)
        .join(Region)
        .where(
            Wave.id == wave_id, ChecklistVersion.checklist_id == checklist_id, visible_stores(session, actor)
        )
    )
    if actor.role not in AGENCY:
        query = query.where(Visit.state == VisitState.PUBLISHED)
    wave = session.exec(query).first()
    if wave is None:
        raise NotFound
    return wave


def summarised(session: Session, actor: User, wave: Wave) -> list[ChecklistVersion]:
    """Of each checklist by which `actor` may see published visits of the wave: the newest version among them."""
    query = (
        select(func.max(ChecklistVersion.id))
        .join(Visit, col(Visit.version_id) == ChecklistVersion.id)
        .join(Store, col(Visit.store_id) == Store.id)
        .join(Region)
        .where(Visit.wave_id == wave.id, Visit.state == VisitState.PUBLISHED, visible_stores(session, actor))
        .group_by(col(ChecklistVersion.checklist_id))
    )
    found = versions_with(session, set(session.exec(query)))
    return [found[version_id] for version_id in sorted(found)]


def versions_with(session: Session, ids: set[int]) -> dict[int, ChecklistVersion]:
    """Versions by their ids."""
    rows = session.exec(select(ChecklistVersion).where(col(ChecklistVersion.id).in_(ids)))
    return {version.id: version for version in rows}


def latest_version(session: Session, checklist_id: int) -> ChecklistVersion:
    """The newest version that was published: a wave without published visits has a title, too. Raises NotFound."""
    query = select(ChecklistVersion).where(
        ChecklistVersion.checklist_id == checklist_id, col(ChecklistVersion.published_at).is_not(None)
    )
    version = session.exec(query.order_by(col(ChecklistVersion.number).desc())).first()
    if version is None:
        raise NotFound
    return version


def outcomes_of(session: Session, actor: User, wave: Wave, checklist_id: int) -> list[Outcome]:
    """All published visits of the wave's client by the checklist that `actor` may see, of any wave, oldest first."""
    query = (
        select(  # type: ignore[call-overload]  # SQLModel knows four columns
            Visit.id,
            Visit.store_id,
            Visit.version_id,
            Visit.wave_id,
            Wave.name,
            Wave.starts_on,
            Visit.score,
            Visit.submitted_at,
            Visit.published_at,
        )
        .select_from(Visit)
        .join(ChecklistVersion)
        .join(Store, col(Visit.store_id) == Store.id)
        .join(Region)
        .outerjoin(Wave, col(Visit.wave_id) == Wave.id)
        .where(_of_client(session, actor, wave, checklist_id))
        .order_by(col(Visit.submitted_at), col(Visit.id))
    )
    return [_outcome(*row) for row in session.exec(query)]


def results_of(
    session: Session, actor: User, wave: Wave, checklist_id: int, waves: Sequence[int]
) -> dict[int, Result]:
    """What the visits of these waves came to by section and question, by visit."""
    query = (
        select(col(VisitResult.visit_id), col(VisitResult.sections), col(VisitResult.lost))
        .join(Visit, col(Visit.id) == VisitResult.visit_id)
        .join(ChecklistVersion)
        .join(Store, col(Visit.store_id) == Store.id)
        .join(Region)
        .where(_of_client(session, actor, wave, checklist_id), col(Visit.wave_id).in_(waves))
    )
    return {visit: Result(sections, lost) for visit, sections, lost in session.exec(query)}


def stores_with(session: Session, actor: User, wave: Wave) -> dict[int, Store]:
    """The client's stores that `actor` may see, with their regions, by id."""
    query = (
        select(Store)
        .join(Region)
        .where(Region.client_id == wave.client_id, visible_stores(session, actor))
        .options(joinedload(Store.region).joinedload(Region.client))  # type: ignore[arg-type]  # mapped attributes
    )
    return {store.id: store for store in session.exec(query)}


def action_counts(
    session: Session, actor: User, wave: Wave, checklist_id: int, today: date
) -> Mapping[int, ActionCount]:
    """How the actions of the wave's visits stand on this day, by region."""
    query = (
        select(col(Store.region_id), col(Action.state), col(Action.due_on), func.count())
        .select_from(Action)
        .join(Visit, col(Visit.id) == Action.visit_id)
        .join(ChecklistVersion)
        .join(Store, col(Visit.store_id) == Store.id)
        .join(Region)
        .where(_of_client(session, actor, wave, checklist_id), Visit.wave_id == wave.id)
        .group_by(col(Store.region_id), col(Action.state), col(Action.due_on))
    )
    counts: dict[int, Counter[str]] = {}
    for region, state, due_on, number in session.exec(query):
        name = "done" if state == ActionState.DONE else "overdue" if due_on < today else "open"
        counts.setdefault(region, Counter())[name] += number
    return {
        region: ActionCount(found["done"], found["open"], found["overdue"])
        for region, found in counts.items()
    }


def sees_whole_client(session: Session, actor: User, client_id: int) -> bool:
    """Whether nothing of the client is kept from `actor`."""
    if actor.role in AGENCY:
        return True
    query = select(Scope.id).where(
        Scope.user_id == actor.id,
        Scope.client_id == client_id,
        col(Scope.region_id).is_(None),
        col(Scope.store_id).is_(None),
    )
    return session.exec(query).first() is not None


def _outcome(visit: int, store: int, version: int, wave: int | None, name: str | None, *rest: Any) -> Outcome:  # noqa: ANN401 - columns
    starts_on, score, submitted_at, published_at = rest
    return Outcome(
        visit_id=visit,
        store_id=store,
        version_id=version,
        wave_id=wave,
        wave=name or "",
        wave_starts_on=starts_on,
        score=score,
        submitted_at=submitted_at or published_at,
        published_at=published_at,
    )


def _of_client(session: Session, actor: User, wave: Wave, checklist_id: int) -> ColumnElement[bool]:
    """Of Visit, ChecklistVersion, Store and Region: published, by this checklist, and inside the scope of `actor`."""
    return and_(
        col(Visit.state) == VisitState.PUBLISHED,
        col(Region.client_id) == wave.client_id,
        col(ChecklistVersion.checklist_id) == checklist_id,
        visible_stores(session, actor),
    )
