"""What a changed checklist would do to published visits."""

from collections.abc import Mapping
from fractions import Fraction
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditapp.domain.answers import Answer
from auditapp.domain.checklist import Checklist
from auditapp.domain.impact import LONGEST_LIST, Impact, Move, PublishedVisit, Rehearsal
from auditapp.domain.scoring import Scorer, score
from tests.domain.generated import random_answers, random_checklist, random_scenario
from tests.domain.shorthand import answers_of, checklist_of

POLICY = {"na": "exclude", "total": "points", "bonus_cap": True, "critical": "flag"}
SHOP: Mapping[str, Any] = {
    "policy": POLICY,
    "sections": [
        {
            "key": "shop",
            "questions": [
                {"key": "greeted", "type": "choice", "options": {"well": 2, "late": 1, "never": 0}},
                {"key": "clean", "type": "yes_no", "options": {"yes": 2, "no": 0}, "allow_na": True},
                {
                    "key": "why",
                    "type": "text",
                    "required": False,
                    "show_when": {"question": "clean", "in": ["no"]},
                },
            ],
        }
    ],
}


def shop(*questions: Mapping[str, Any], **changes: Any) -> Checklist:  # noqa: ANN401 - as in a definition
    """The shop, or one with other questions."""
    section = {"key": "shop", "questions": list(questions) or SHOP["sections"][0]["questions"]}
    return checklist_of({"policy": POLICY | changes, "sections": [section]})


def published(answers: Mapping[str, Any], number: int = 1) -> PublishedVisit:
    given_answers = answers_of(answers)
    result = score(shop(), given_answers)
    return PublishedVisit(number, None, result.total, result.band.key if result.band else None, given_answers)


def rehearse(draft: Checklist, *visits: PublishedVisit) -> Impact:
    rehearsal = Rehearsal(shop(), draft)
    for visit in visits:
        rehearsal.take(visit)
    return rehearsal.impact()


GREETED, CLEAN, WHY = SHOP["sections"][0]["questions"]


def test_a_weight_moves_score_and_band() -> None:
    draft = shop({**GREETED, "weight": 3}, CLEAN, WHY)
    impact = rehearse(
        draft,
        published({"greeted": "well", "clean": "no"}),
        published({"greeted": "well", "clean": "yes"}, 2),
    )
    assert impact == Impact(
        visits=2,
        compared=2,
        mean_before=Fraction(3, 4),
        mean_after=Fraction(7, 8),
        moved=1,
        band_changes=1,
        lost={},
        moves=(Move(1, Fraction(1, 2), Fraction(3, 4), "failing", "good", 0),),
    )


@pytest.mark.parametrize(
    "questions,after,lost",
    [
        ([CLEAN, WHY], Fraction(0), {"greeted": 1}),
        (
            [{**GREETED, "options": {"at_once": 2, "late": 1, "never": 0}}, CLEAN],
            Fraction(0),
            {"greeted": 1, "why": 1},
        ),
        ([{"key": "greeted", "type": "text"}, CLEAN, WHY], Fraction(0), {}),
        ([GREETED, {**CLEAN, "key": "tidy"}], Fraction(1), {"clean": 1, "why": 1}),
        ([GREETED, CLEAN, WHY, {**CLEAN, "key": "tidy"}], Fraction(1, 2), {}),
    ],
)
def test_what_is_gone_or_new_is_unanswered(
    questions: list[dict[str, Any]], after: Fraction, lost: dict[str, int]
) -> None:
    impact = rehearse(shop(*questions), published({"greeted": "well", "clean": "no", "why": "Dust"}))
    assert impact.mean_after == after
    assert impact.lost == lost


def test_na_that_is_no_longer_allowed_is_unanswered() -> None:
    visit = published({"greeted": "late", "clean": {"na": True}})
    impact = rehearse(shop(GREETED, {**CLEAN, "allow_na": False}, na="full"), visit)
    assert (impact.mean_after, impact.lost) == (Fraction(1, 2), {"clean": 1})
    assert rehearse(shop(na="full"), visit).mean_after == Fraction(3, 4)


def test_a_remark_and_what_was_hidden_again_are_no_loss() -> None:
    answers = {"greeted": "well", "clean": "yes", "why": "Dust"}
    remarked = PublishedVisit(
        1, None, Fraction(1), "excellent", {**answers_of(answers), "note": Answer(remark="Busy")}
    )
    assert rehearse(shop(GREETED, CLEAN), remarked).lost == {}


def test_a_visit_without_a_score_comes_before_all_others() -> None:
    nothing = PublishedVisit(1, None, None, None, {})
    small = published({"greeted": "late", "clean": "yes"}, 2)
    gone = published({"clean": "yes"}, 3)
    impact = rehearse(shop({**GREETED, "weight": 3}, {**CLEAN, "scored": False}), nothing, small, gone)
    assert [move.visit_id for move in impact.moves] == [3, 2]
    assert (impact.visits, impact.compared, impact.moved) == (3, 1, 2)


def test_only_the_largest_changes_are_kept() -> None:
    draft = shop({**GREETED, "weight": 3}, CLEAN, WHY)
    small = published({"greeted": "late", "clean": "no"})
    large = published({"greeted": "well", "clean": "no"})
    visits = [small] * LONGEST_LIST + [large] * LONGEST_LIST + [small]
    impact = rehearse(
        draft,
        *(PublishedVisit(n, v.scenario, v.total, v.band, v.answers) for n, v in enumerate(visits, start=1)),
    )
    assert impact.moved == 2 * LONGEST_LIST + 1
    assert [move.visit_id for move in impact.moves] == list(range(LONGEST_LIST + 1, 2 * LONGEST_LIST + 1))


chances = st.randoms(use_true_random=False)


@given(chances)
def test_the_same_checklist_changes_nothing(chance: Random) -> None:
    checklist = random_checklist(chance)
    rehearsal = Rehearsal(checklist, checklist)
    for number in range(3):
        answers, scenario = random_answers(chance, checklist), random_scenario(chance)
        result = score(checklist, answers, scenario)
        band = result.band.key if result.band else None
        rehearsal.take(PublishedVisit(number, scenario, result.total, band, answers))
    impact = rehearsal.impact()
    assert (impact.moved, impact.band_changes, impact.lost) == (0, 0, {})
    assert impact.mean_before == impact.mean_after


@given(chances)
def test_one_scorer_for_many_visits_gives_what_one_for_each_gives(chance: Random) -> None:
    checklist = random_checklist(chance)
    scorer = Scorer(checklist)
    for _ in range(4):
        answers, scenario = random_answers(chance, checklist), random_scenario(chance)
        alone = score(checklist, answers, scenario)
        assert scorer.score(answers, scenario) == alone
        assert scorer.outcome(answers, scenario) == (alone.total, alone.band)
