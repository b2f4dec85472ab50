"""The action plan: as it would be published now, and as it was published."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from sqlmodel import Session, col, select

from auditapp.accounts.models import User
from auditapp.actions.models import Action, ActionEdit
from auditapp.core.errors import NotFound
from auditapp.domain.checklist import Action as Advice
from auditapp.domain.checklist import OwnerRole
from auditapp.domain.language import STORED_LANGUAGES
from auditapp.domain.plan import Finding, findings, outcomes
from auditapp.domain.scoring import Score, score
from auditapp.visits.models import Visit
from auditapp.visits.queries import capture_of, published_before, visit_for

MOST_EARLIER_VISITS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedAction:
    """One action in every stored language: the checklist's advice with the reviewer's edits laid over it."""

    finding: Finding
    what: Mapping[str, str]
    why: Mapping[str, str]
    how: Mapping[str, str]
    days: int
    owner: OwnerRole
    dropped: bool
    edited_languages: frozenset[str]
    edits: int
    """The number of the newest edit, 0 for none: an edit that was begun before another one is noticed by it."""

    def due_on(self, published: date) -> date:
        """The day until which it is to be done."""
        return published + timedelta(days=self.days)


def findings_of(session: Session, visit: Visit, result: Score) -> list[Finding]:
    """The visit's findings by priority, with the streaks of the store's earlier visits."""
    earlier = published_before(session, visit)[:MOST_EARLIER_VISITS]
    scores = [outcomes(_score_of(session, before)) for before in earlier]
    return list(findings(visit.version.definition, result, scores))


def planned_actions(session: Session, visit: Visit, result: Score) -> list[PlannedAction]:
    """The plan as it stands in review, dropped actions included, in the order of priority."""
    edits = action_edits(session, visit)
    return [
        _planned(finding, finding.question.action, edits.get(finding.question.key, {}))
        for finding in findings_of(session, visit, result)
        if finding.question.action is not None
    ]


def action_edits(session: Session, visit: Visit) -> dict[str, dict[str, ActionEdit]]:
    """The newest edit of each action by question and language."""
    rows = session.exec(
        select(ActionEdit).where(ActionEdit.visit_id == visit.id).order_by(col(ActionEdit.id))
    )
    edits: dict[str, dict[str, ActionEdit]] = {}
    for edit in rows:
        edits.setdefault(edit.question, {})[edit.language] = edit
    return edits


def plan_of(session: Session, visit: Visit) -> list[Action]:
    """The published plan of a visit, the most urgent first."""
    return list(session.exec(select(Action).where(Action.visit_id == visit.id).order_by(col(Action.rank))))


def action_for(session: Session, actor: User, action_id: int) -> Action:
    """A published action that `actor` may see. Raises NotFound."""
    action = session.get(Action, action_id)
    if action is None:
        raise NotFound
    visit_for(session, actor, action.visit_id)
    return action


def _score_of(session: Session, visit: Visit) -> Score:
    return score(visit.version.definition, capture_of(session, visit).answers, visit.scenario)


def _planned(finding: Finding, advice: Advice, edits: Mapping[str, ActionEdit]) -> PlannedAction:
    newest = max(edits.values(), key=lambda edit: edit.id or 0, default=None)
    return PlannedAction(
        finding=finding,
        what={**advice.what, **{language: edit.what for language, edit in edits.items()}},
        why={**advice.why, **{language: edit.why for language, edit in edits.items()}},
        how={**advice.how, **{language: edit.how for language, edit in edits.items()}},
        days=newest.days if newest else advice.days,
        owner=newest.owner if newest else advice.owner,
        dropped=newest.dropped if newest else False,
        edited_languages=frozenset(edits) & frozenset(STORED_LANGUAGES),
        edits=newest.id if newest else 0,
    )
