"""The life of a visit and who may move it on (V1)."""

from collections.abc import Mapping
from enum import StrEnum

from auditapp.domain.roles import AGENCY, Role


class VisitState(StrEnum):
    """Only a published visit is seen by the client."""

    ASSIGNED = "assigned"
    IN_PROGRESS = "in_progress"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    PUBLISHED = "published"
    CANCELLED = "cancelled"


_AUDITOR = frozenset({Role.AUDITOR})
_ADMIN = frozenset({Role.ADMIN})
_S = VisitState

TRANSITIONS: Mapping[tuple[VisitState, VisitState], frozenset[Role]] = {
    (_S.ASSIGNED, _S.IN_PROGRESS): _AUDITOR,
    (_S.IN_PROGRESS, _S.SUBMITTED): _AUDITOR,
    (_S.RETURNED, _S.SUBMITTED): _AUDITOR,
    (_S.SUBMITTED, _S.RETURNED): AGENCY,
    (_S.SUBMITTED, _S.PUBLISHED): AGENCY,
    (_S.ASSIGNED, _S.CANCELLED): _ADMIN,
    (_S.IN_PROGRESS, _S.CANCELLED): _ADMIN,
    (_S.SUBMITTED, _S.CANCELLED): _ADMIN,
    (_S.RETURNED, _S.CANCELLED): _ADMIN,
}
OPEN_FOR_CAPTURE = frozenset({_S.ASSIGNED, _S.IN_PROGRESS, _S.RETURNED})
"""States in which the auditor's operations change the visit; in others they are kept apart (V5)."""


class TransitionRefused(Exception):  # noqa: N818 - reads as the fact that it states
    """The step does not exist, or not for this role."""

    def __init__(self, from_state: VisitState, to_state: VisitState) -> None:
        super().__init__(f"{from_state} -> {to_state}")
        self.from_state, self.to_state = from_state, to_state


def may(role: Role, from_state: VisitState, to_state: VisitState) -> bool:
    """Whether somebody with this role may move a visit from one state to the other."""
    return role in TRANSITIONS.get((from_state, to_state), frozenset())


def require_transition(role: Role, from_state: VisitState, to_state: VisitState) -> None:
    """Raise TransitionRefused unless the role may do it."""
    if not may(role, from_state, to_state):
        raise TransitionRefused(from_state, to_state)
