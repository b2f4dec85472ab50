"""Finding visits. Loading is authorising: there is no other way to get one (house rule 2)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, false, func, true
from sqlalchemy.orm import selectinload
from sqlmodel import Session, col, select

from auditapp.accounts.models import User
from auditapp.checklists.models import ChecklistVersion
from auditapp.checklists.queries import version_for
from auditapp.clients.models import Client, Region, Store
from auditapp.clients.queries import visible_stores
from auditapp.core.alphabets import search_form
from auditapp.core.audit import AuditEntry
from auditapp.core.errors import NotFound
from auditapp.domain.lifecycle import OPEN_FOR_CAPTURE, VisitState
from auditapp.domain.operations import Capture, Operation, fold
from auditapp.domain.roles import AGENCY, Role
from auditapp.visits.models import Assignment, OperationRow, Photo, ReturnMessage, Transition, Visit, Wave

VISITS_ON_A_PAGE = 50


def visit_for(session: Session, actor: User, visit_id: int) -> Visit:
    """A visit that `actor` may see: the agency all, an auditor the own ones, a client what is published

    in its scope. Raises NotFound for every other, so that its existence stays hidden (X1).
    """
    query = select(Visit).join(Store).join(Region).where(Visit.id == visit_id, _visible(session, actor))
    visit = session.exec(query).first()
    if visit is None:
        raise NotFound
    return visit


def version_to_read(session: Session, actor: User, version_id: int) -> ChecklistVersion:
    """A version of a checklist that `actor` may read the guidance of: the agency every one, an auditor those of the

    own visits. Raises NotFound for every other.
    """
    own = exists().where(col(Visit.version_id) == version_id, col(Visit.auditor_id) == actor.id)
    if actor.role not in AGENCY and not session.exec(select(own)).one():
        raise NotFound
    return version_for(session, version_id)


def visit_for_sync(session: Session, actor: User, visit_id: int) -> Visit:
    """A visit that `actor` is or was the auditor of: late work is received, too (V5).

    Locked, so that what two devices send at once is taken one after the other. Raises NotFound.
    """
    was_given = exists().where(col(Assignment.visit_id) == Visit.id, col(Assignment.auditor_id) == actor.id)
    query = select(Visit).where(Visit.id == visit_id, was_given).with_for_update()
    visit = session.exec(query).first()
    if visit is None:
        raise NotFound
    return visit


def _visible(session: Session, actor: User) -> ColumnElement[bool]:
    if actor.role in AGENCY:
        return col(Visit.id).is_not(None)
    if actor.role == Role.AUDITOR:
        return col(Visit.auditor_id) == actor.id
    if actor.role == Role.CLIENT:
        return (col(Visit.state) == VisitState.PUBLISHED) & visible_stores(session, actor)
    return false()


def open_visits_of(session: Session, auditor: User) -> list[Visit]:
    """What an auditor still has to do, by the end of the window; the overdue ones come first by that."""
    query = select(Visit).where(Visit.auditor_id == auditor.id, col(Visit.state).in_(OPEN_FOR_CAPTURE))
    return list(session.exec(query.order_by(col(Visit.window_to), col(Visit.id))))


def closed_visits_of(session: Session, auditor: User, limit: int = 20) -> list[Visit]:
    """What an auditor handed in, and what was called off, newest first."""
    closed = (VisitState.SUBMITTED, VisitState.PUBLISHED, VisitState.CANCELLED)
    since = func.coalesce(Visit.submitted_at, Visit.created_at)
    query = select(Visit).where(Visit.auditor_id == auditor.id, col(Visit.state).in_(closed))
    return list(session.exec(query.order_by(since.desc(), col(Visit.id).desc()).limit(limit)))


def visits_in_states(session: Session, states: Sequence[VisitState]) -> list[Visit]:
    """For the agency: the visits in these states, those waiting longest first."""
    waiting_since = func.coalesce(Visit.submitted_at, Visit.created_at)
    return list(session.exec(select(Visit).where(col(Visit.state).in_(states)).order_by(waiting_since)))


@dataclass(frozen=True, slots=True)
class Replanning:
    """Who changed a visit's plan, and which of its columns."""

    who: str
    columns: frozenset[str]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which visits the agency looks for: of one state, and with these words in store, place, client or auditor."""

    state: VisitState | None = None
    words: str = ""


def agency_visits(session: Session, wanted: Wanted, page: int) -> list[Visit]:
    """For the agency: a page of visits by the end of their window, the latest first."""
    query = (
        select(Visit)
        .where(_matching(session, wanted.words))
        .options(
            selectinload(Visit.store).selectinload(Store.region).selectinload(Region.client),  # type: ignore[arg-type]  # mapped attributes
            selectinload(Visit.version),  # type: ignore[arg-type]  # as above
            selectinload(Visit.auditor),  # type: ignore[arg-type]  # as above
        )
        .order_by(col(Visit.window_to).desc(), col(Visit.id).desc())
        .offset((page - 1) * VISITS_ON_A_PAGE)
        .limit(VISITS_ON_A_PAGE)
    )
    return list(session.exec(query if wanted.state is None else query.where(Visit.state == wanted.state)))


def visit_counts(session: Session, words: str = "") -> dict[VisitState, int]:
    """How many visits with these words are in each state."""
    query = select(Visit.state, func.count()).where(_matching(session, words)).group_by(col(Visit.state))
    counts = dict(session.exec(query).all())
    return {state: counts.get(state, 0) for state in VisitState}


def _matching(session: Session, words: str) -> ColumnElement[bool]:
    """Visits in whose store or auditor each word is found: no database compares across accents and scripts,

    so the few thousand names are looked through here.
    """
    wanted = search_form(words).split()
    if not wanted:
        return true()
    stores, auditors = _names_of_stores(session), _names_of_auditors(session)
    return and_(
        *(
            col(Visit.store_id).in_(_holding(word, stores))
            | col(Visit.auditor_id).in_(_holding(word, auditors))
            for word in wanted
        )
    )


def _holding(word: str, names: Mapping[int, str]) -> list[int]:
    return [key for key, name in names.items() if word in name]


def _names_of_stores(session: Session) -> dict[int, str]:
    rows = session.exec(select(Store, Region.name, Client.name).select_from(Store).join(Region).join(Client))
    return {
        store.id: search_form(f"{store.code} {store.name} {store.street} {store.city} {region} {client}")
        for store, region, client in rows
    }


def _names_of_auditors(session: Session) -> dict[int, str]:
    rows = session.exec(select(User.id, User.name).where(User.role == Role.AUDITOR))
    return {user_id: search_form(name) for user_id, name in rows}


def published_before(session: Session, visit: Visit) -> list[Visit]:
    """Earlier published visits of the same store by the same checklist, newest first."""
    moment = visit.submitted_at or visit.created_at
    query = select(Visit).where(
        Visit.store_id == visit.store_id,
        Visit.state == VisitState.PUBLISHED,
        col(Visit.submitted_at) < moment,
        Visit.id != visit.id,
    )
    return [
        earlier
        for earlier in session.exec(query.order_by(col(Visit.submitted_at).desc()))
        if earlier.version.checklist_id == visit.version.checklist_id
    ]


def operations_of(session: Session, visit: Visit, *, after: int = 0) -> list[Operation]:
    """The log of a visit in the order of receipt, from what came `after` that sequence; without what came late."""
    return [operation_of(row) for row in log_of(session, visit, after=after)]


def log_of(session: Session, visit: Visit, *, after: int = 0) -> list[OperationRow]:
    """The same with what the server knows of its receipt."""
    query = select(OperationRow).where(
        OperationRow.visit_id == visit.id, col(OperationRow.late).is_(False), OperationRow.sequence > after
    )
    return list(session.exec(query.order_by(col(OperationRow.sequence))))


def known_operations(session: Session, visit: Visit) -> frozenset[str]:
    """The ids of all operations that the server has of a visit, late ones too."""
    return frozenset(
        str(known) for known in session.exec(select(OperationRow.id).where(OperationRow.visit_id == visit.id))
    )


def operation_of(row: OperationRow) -> Operation:
    """The domain's form of a stored operation."""
    return Operation(
        id=str(row.id),
        question=row.question,
        field=row.field,
        item=row.item,
        value=row.value,
        device=row.device,
        counter=row.counter,
        phone_at=row.phone_at,
        base=str(row.base) if row.base else None,
    )


def capture_of(session: Session, visit: Visit) -> Capture:
    """What the visit's answers, remarks and photos are now: the fold of its log (V2)."""
    return fold(operations_of(session, visit))


def highest_counter(session: Session, visit: Visit) -> int:
    """The highest counter in a visit's log; 0 for an empty one."""
    query = select(func.max(OperationRow.counter)).where(OperationRow.visit_id == visit.id)
    return session.exec(query).one() or 0


def highest_sequence(session: Session, visit: Visit) -> int:
    """How many operations have been received for a visit: the sequence of the newest."""
    query = select(func.max(OperationRow.sequence)).where(OperationRow.visit_id == visit.id)
    return session.exec(query).one() or 0


def photos_of(session: Session, visit: Visit) -> dict[str, Photo]:
    """The photos that the server has of a visit, by their id."""
    rows = session.exec(select(Photo).where(Photo.visit_id == visit.id).order_by(col(Photo.received_at)))
    return {str(photo.id): photo for photo in rows}


def photo_for(session: Session, actor: User, photo_id: UUID) -> Photo:
    """A photo of a visit that `actor` may see. Clients see those that stand in the report only. Raises NotFound."""
    photo = session.get(Photo, photo_id)
    if photo is None:
        raise NotFound
    visit = visit_for(session, actor, photo.visit_id)
    if actor.role == Role.CLIENT and str(photo.id) not in capture_of(session, visit).photo_ids():
        raise NotFound
    return photo


def return_messages_of(session: Session, visit: Visit) -> list[ReturnMessage]:
    """What the reviewer asked for when the visit was last returned."""
    last = session.exec(
        select(Transition)
        .where(Transition.visit_id == visit.id, Transition.to_state == VisitState.RETURNED)
        .order_by(col(Transition.id).desc())
        .limit(1)
    ).first()
    if last is None:
        return []
    return list(session.exec(select(ReturnMessage).where(ReturnMessage.transition_id == last.id)))


def times_submitted(session: Session, visit: Visit) -> int:
    """How often a visit has been handed in so far."""
    return sum(step.to_state == VisitState.SUBMITTED for step in transitions_of(session, visit))


def transitions_of(session: Session, visit: Visit) -> list[Transition]:
    """The steps of a visit's life so far, oldest first."""
    return list(
        session.exec(select(Transition).where(Transition.visit_id == visit.id).order_by(col(Transition.id)))
    )


def replannings_of(session: Session, visit: Visit) -> list[Replanning]:
    """How a visit's plan was changed since it was first made, oldest first."""
    acts = ("visit.replanned", "visit.reassigned")
    query = (
        select(AuditEntry, User.name)
        .join(User, col(User.id) == AuditEntry.actor_id)
        .where(AuditEntry.target == f"visit:{visit.id}", col(AuditEntry.action).in_(acts))
    )
    return [
        Replanning(name, frozenset(entry.details.get("changed", ["auditor_id"])))
        for entry, name in session.exec(query.order_by(col(AuditEntry.id)))
    ]


def names_of(session: Session, transitions: Iterable[Transition]) -> dict[int | None, str]:
    """The names of those who took the steps."""
    ids = {step.actor_id for step in transitions}
    return dict(session.exec(select(User.id, User.name).where(col(User.id).in_(ids))).all())


def waves(session: Session) -> list[Wave]:
    """All waves, the newest first."""
    return list(session.exec(select(Wave).order_by(col(Wave.starts_on).desc(), col(Wave.id).desc())))
