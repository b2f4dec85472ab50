"""S12: the hand-made vectors, in Python. The phone's twin runs them in tests/browser/test_scoring_twin.py."""

import pytest

from auditapp.domain.answers import AnswerRefused
from auditapp.domain.conditions import visible_readings
from auditapp.domain.scoring import dump_score, percent, score
from tests.domain.expectations import actual_part, expected_part
from tests.domain.shorthand import Vector, vectors

ALL = list(vectors())
SCORED = [pytest.param(vector, id=vector.name) for vector in ALL if vector.expect]
REFUSED = [pytest.param(vector, id=vector.name) for vector in ALL if vector.refused]


@pytest.mark.parametrize("vector", SCORED)
def test_score_is_the_one_worked_out_by_hand(vector: Vector) -> None:
    assert vector.expect is not None
    result = score(vector.checklist, vector.answers, vector.scenario)
    assert actual_part(vector.expect, dump_score(result)) == expected_part(vector.expect), vector.why
    if "percent" in vector.expect:
        assert result.total is not None
        assert str(percent(result.total)) == vector.expect["percent"]
    if "visible" in vector.expect:
        visible = visible_readings(vector.checklist, vector.answers, vector.scenario)
        assert list(visible) == vector.expect["visible"]


@pytest.mark.parametrize("vector", REFUSED)
def test_answer_that_the_checklist_does_not_know_is_refused(vector: Vector) -> None:
    assert vector.refused is not None
    with pytest.raises(AnswerRefused) as refusal:
        score(vector.checklist, vector.answers, vector.scenario)
    assert (refusal.value.params["question"], refusal.value.code) == (
        vector.refused["question"],
        vector.refused["code"],
    )


def test_every_vector_says_something_of_its_own() -> None:
    names = [vector.name for vector in ALL]
    assert len(names) == len(set(names))
    assert all(bool(vector.expect) != bool(vector.refused) for vector in ALL)
