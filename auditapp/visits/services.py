"""What happens to a visit: planned, given to somebody else, cancelled, handed in."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from auditapp.accounts.models import User
from auditapp.checklists.models import ChecklistVersion
from auditapp.clients.models import Client, Store
from auditapp.core import audit
from auditapp.core.clock import now
from auditapp.domain.completeness import Gap, gaps
from auditapp.domain.lifecycle import OPEN_FOR_CAPTURE, VisitState, require_transition
from auditapp.domain.manifest import Manifest
from auditapp.domain.operations import Capture
from auditapp.visits.models import Assignment, Photo, Transition, Visit, Wave
from auditapp.visits.queries import capture_of, highest_sequence, known_operations, photos_of, replannings_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What an admin decides about a visit."""

    store: Store
    version: ChecklistVersion
    scenario: str | None
    auditor: User
    window_from: date
    window_to: date
    note: str = ""
    wave: Wave | None = None


class Incomplete(Exception):  # noqa: N818 - reads as the fact that it states
    """The visit cannot be handed in yet: the server lacks parts, or the checklist asks for more."""

    def __init__(self, operations: frozenset[str], photos: frozenset[str], gaps: tuple[Gap, ...]) -> None:
        super().__init__(
            f"{len(operations)} operations, {len(photos)} photos, {len(gaps)} answers are missing"
        )
        self.operations, self.photos, self.gaps = operations, photos, gaps


class Begun(Exception):  # noqa: N818 - as above
    """Something was recorded already: what was answered by one checklist says nothing by another."""


class Overtaken(Exception):  # noqa: N818 - as above
    """Somebody else changed the same part of the plan meanwhile: the names of the last who did, by column."""

    def __init__(self, who: Mapping[str, str]) -> None:
        super().__init__(f"{', '.join(who)} changed meanwhile")
        self.who = who


class NotOpen(Exception):  # noqa: N818 - as above
    """The visit is handed in, published or called off."""


def plan_wave(
    session: Session, actor: User, client: Client, *, name: str, starts_on: date, ends_on: date
) -> Wave:
    """Plan a round of a client's visits; a name is used once per client."""
    wave = Wave(client_id=client.id, name=name, starts_on=starts_on, ends_on=ends_on)
    session.add(wave)
    session.flush()
    audit.record(session, actor.id, "wave.planned", f"wave:{wave.id}")
    return wave


def assign_visit(session: Session, actor: User, plan: Plan) -> Visit:
    """Plan a visit and give it to an auditor."""
    visit = Visit(
        store_id=plan.store.id,
        version_id=plan.version.id,
        scenario=plan.scenario,
        auditor_id=plan.auditor.id,
        window_from=plan.window_from,
        window_to=plan.window_to,
        note=plan.note,
        wave_id=plan.wave.id if plan.wave else None,
        created_at=now(),
    )
    session.add(visit)
    session.flush()
    session.add(Assignment(visit_id=visit.id, auditor_id=plan.auditor.id, at=now()))
    _note_transition(session, actor, visit, None, "")
    return visit


def change_plan(session: Session, actor: User, visit: Visit, plan: Plan, *, seen: int) -> bool:
    """Plan an open visit anew, or give it to somebody else; its store stays. Says whether anything changed.

    `seen`: how often it had been planned anew when the actor looked. Raises NotOpen for a visit that nobody works on
    any more, Begun where checklist or scenario would change after something was recorded, and Overtaken where what
    others changed since would be undone.
    """
    session.flush()
    session.refresh(visit, with_for_update=True)
    if visit.state not in OPEN_FOR_CAPTURE:
        raise NotOpen
    changes = _changes(visit, plan)
    if changes.keys() & {"version_id", "scenario"} and has_begun(session, visit):
        raise Begun
    is_moved = visit.auditor_id != plan.auditor.id
    overtaken = _overtaken(session, visit, {*changes, "auditor_id"} if is_moved else set(changes), seen)
    if overtaken:
        raise Overtaken(overtaken)
    for name, value in changes.items():
        setattr(visit, name, value)
    if changes:
        audit.record(session, actor.id, "visit.replanned", f"visit:{visit.id}", changed=sorted(changes))
    reassign_visit(session, actor, visit, plan.auditor)
    return bool(changes) or is_moved


def has_begun(session: Session, visit: Visit) -> bool:
    """Whether anything was recorded on a visit, late things included."""
    return highest_sequence(session, visit) > 0 or bool(photos_of(session, visit))


def _overtaken(session: Session, visit: Visit, columns: AbstractSet[str], seen: int) -> dict[str, str]:
    since = replannings_of(session, visit)[seen:]
    return {column: other.who for other in since for column in sorted(other.columns & columns)}


def _changes(visit: Visit, plan: Plan) -> dict[str, object]:
    wanted = {
        "wave_id": plan.wave.id if plan.wave else None,
        "version_id": plan.version.id,
        "scenario": plan.scenario,
        "window_from": plan.window_from,
        "window_to": plan.window_to,
        "note": plan.note,
    }
    return {name: value for name, value in wanted.items() if getattr(visit, name) != value}


def reassign_visit(session: Session, actor: User, visit: Visit, auditor: User) -> None:
    """Give an open visit to somebody else. What the former auditor recorded stays part of the visit.

    Raises NotOpen for a visit that nobody works on any more. Giving it to who has it changes nothing.
    """
    session.flush()
    session.refresh(visit, with_for_update=True)
    if visit.state not in OPEN_FOR_CAPTURE:
        raise NotOpen
    if visit.auditor_id == auditor.id:
        return
    visit.auditor_id = auditor.id
    session.add(Assignment(visit_id=visit.id, auditor_id=auditor.id, at=now()))
    audit.record(session, actor.id, "visit.reassigned", f"visit:{visit.id}", auditor=auditor.id)


def move_visit(
    session: Session, actor: User, visit: Visit, to_state: VisitState, reason: str = ""
) -> Transition:
    """Take a visit one step on in its life, one mover at a time. Raises TransitionRefused (V1)."""
    session.flush()
    session.refresh(visit, with_for_update=True)
    require_transition(actor.role, visit.state, to_state)
    from_state, visit.state = visit.state, to_state
    _stamp(visit)
    return _note_transition(session, actor, visit, from_state, reason)


def cancel_visit(session: Session, actor: User, visit: Visit, reason: str) -> None:
    """Call a visit off. Raises TransitionRefused once it is published."""
    move_visit(session, actor, visit, VisitState.CANCELLED, reason)


def submit_visit(session: Session, actor: User, visit: Visit, manifest: Manifest) -> None:
    """Hand a visit in. Handing it in twice is once.

    Raises Incomplete with all that is missing, and TransitionRefused for a visit that is not open.
    """
    session.refresh(visit, with_for_update=True)
    if visit.state == VisitState.SUBMITTED:
        return
    require_complete(session, visit, manifest)
    if visit.state == VisitState.ASSIGNED:
        move_visit(session, actor, visit, VisitState.IN_PROGRESS)
    move_visit(session, actor, visit, VisitState.SUBMITTED)


def require_complete(session: Session, visit: Visit, manifest: Manifest) -> None:
    """Raise Incomplete unless everything named has arrived, as it was sent, and every required answer is there."""
    capture = capture_of(session, visit)
    lacking = manifest.operations - known_operations(session, visit)
    lacking_photos = _lacking_photos(photos_of(session, visit), manifest, capture)
    missing = gaps(visit.version.definition, capture.answers, visit.scenario)
    if lacking or lacking_photos or missing:
        raise Incomplete(lacking, lacking_photos, missing)


def _lacking_photos(photos: Mapping[str, Photo], manifest: Manifest, capture: Capture) -> frozenset[str]:
    """Photos that are named or stand at a question, but are not there, or have another hash than the phone's."""
    named = dict.fromkeys(capture.photo_ids(), "") | dict(manifest.photos)
    return frozenset(
        photo
        for photo, sha256 in named.items()
        if photo not in photos or sha256 not in {"", photos[photo].sha256}
    )


def _stamp(visit: Visit) -> None:
    if visit.state == VisitState.IN_PROGRESS:
        visit.started_at = now()
    elif visit.state == VisitState.SUBMITTED:
        visit.submitted_at = now()
    elif visit.state == VisitState.PUBLISHED:
        visit.published_at = now()


def _note_transition(
    session: Session, actor: User, visit: Visit, from_state: VisitState | None, reason: str
) -> Transition:
    transition = Transition(
        visit_id=visit.id,
        from_state=from_state,
        to_state=visit.state,
        actor_id=actor.id,
        at=now(),
        reason=reason,
    )
    session.add(transition)
    session.flush()
    audit.record(session, actor.id, f"visit.{visit.state.value}", f"visit:{visit.id}")
    return transition
