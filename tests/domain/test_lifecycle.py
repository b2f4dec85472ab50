"""V1: who may move a visit from where to where, as a table of every combination."""

from itertools import product

import pytest

from auditapp.domain.lifecycle import OPEN_FOR_CAPTURE, TransitionRefused, VisitState, may, require_transition
from auditapp.domain.roles import Role

# From, to, and who may: A admin, R reviewer, F field auditor. What is not here, nobody may.
ALLOWED = """
    assigned     in_progress  F
    in_progress  submitted    F
    returned     submitted    F
    submitted    returned     AR
    submitted    published    AR
    assigned     cancelled    A
    in_progress  cancelled    A
    submitted    cancelled    A
    returned     cancelled    A
"""
LETTERS = {"A": Role.ADMIN, "R": Role.REVIEWER, "F": Role.AUDITOR}
TABLE = {
    (VisitState(start), VisitState(end), LETTERS[letter])
    for start, end, letters in (line.split() for line in ALLOWED.strip().splitlines())
    for letter in letters
}


@pytest.mark.parametrize("start, end, role", list(product(VisitState, VisitState, Role)))
def test_only_what_the_table_allows_is_allowed(start: VisitState, end: VisitState, role: Role) -> None:
    allowed = (start, end, role) in TABLE
    assert may(role, start, end) == allowed
    if allowed:
        require_transition(role, start, end)
    else:
        with pytest.raises(TransitionRefused) as refusal:
            require_transition(role, start, end)
        assert (refusal.value.from_state, refusal.value.to_state) == (start, end)


@pytest.mark.parametrize("end", [VisitState.PUBLISHED, VisitState.CANCELLED])
def test_what_is_published_or_cancelled_stays_so(end: VisitState) -> None:
    assert not any(may(role, end, state) for role, state in product(Role, VisitState))


def test_an_auditor_works_on_a_visit_until_it_is_handed_in_and_when_it_is_returned() -> None:
    assert {VisitState.ASSIGNED, VisitState.IN_PROGRESS, VisitState.RETURNED} == OPEN_FOR_CAPTURE
