"""The action plan is edited in review, fixed at publishing, and worked through by the store."""

from collections.abc import Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from sqlmodel import Session

from auditapp.accounts.models import User
from auditapp.actions.models import Action, ActionEdit, ActionState
from auditapp.actions.queries import planned_actions
from auditapp.core import audit
from auditapp.core.clock import now
from auditapp.domain.checklist import OwnerRole
from auditapp.domain.language import Language
from auditapp.domain.lifecycle import TransitionRefused, VisitState
from auditapp.domain.scoring import Score
from auditapp.visits.models import Visit


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """An action as a reviewer words it in one language. `how` holds one step a line."""

    what: str
    why: str
    how: str
    days: int
    owner: OwnerRole
    dropped: bool = False


def edit_action(
    session: Session, actor: User, visit: Visit, question: str, language: Language, wording: Wording
) -> None:
    """Word an action anew in one language; days, owner and dropping hold for all.

    The checklist's wording and every earlier edit stay. Raises TransitionRefused unless the visit is in review.
    """
    session.flush()
    session.refresh(visit, with_for_update=True)
    if visit.state != VisitState.SUBMITTED:
        raise TransitionRefused(visit.state, visit.state)
    session.add(
        ActionEdit(
            visit_id=visit.id,
            question=question,
            language=language.stored.value,
            what=wording.what,
            why=wording.why,
            how=wording.how,
            days=wording.days,
            owner=wording.owner,
            dropped=wording.dropped,
            editor_id=actor.id,
            at=now(),
        )
    )
    session.flush()
    audit.record(session, actor.id, "action.edited", f"visit:{visit.id}", question=question)


def make_plan(session: Session, visit: Visit, result: Score) -> list[Action]:
    """Fix the plan of a visit that is being published: wording, due dates and order stay as they are now.

    The days allowed count from the day of publishing on the store's own calendar.
    """
    published = (visit.published_at or now()).astimezone(ZoneInfo(visit.store.timezone))
    kept = [planned for planned in planned_actions(session, visit, result) if not planned.dropped]
    plan = [
        Action(
            visit_id=visit.id,
            question=planned.finding.question.key,
            rank=rank,
            streak=planned.finding.streak,
            critical=planned.finding.score.failed_critical,
            impact_numerator=planned.finding.score.impact.numerator,
            impact_denominator=planned.finding.score.impact.denominator,
            what=_plain(planned.what),
            why=_plain(planned.why),
            how=_plain(planned.how),
            due_on=planned.due_on(published.date()),
            owner=planned.owner,
        )
        for rank, planned in enumerate(kept, start=1)
    ]
    session.add_all(plan)
    return plan


def set_action_state(session: Session, actor: User, action: Action, state: ActionState) -> None:
    """Tick an action off, or open it again."""
    action.state = state
    audit.record(session, actor.id, f"action.{state.value}", f"action:{action.id}")


def _plain(texts: Mapping[str, str]) -> dict[str, str]:
    return dict(texts)
