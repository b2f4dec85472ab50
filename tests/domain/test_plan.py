"""R1: what the store does first, and what it should keep."""

from collections.abc import Mapping
from fractions import Fraction

import pytest

from auditapp.domain.checklist import Checklist
from auditapp.domain.plan import findings, outcomes, streak_of, strengths
from auditapp.domain.scoring import Score, score
from tests.domain.shorthand import answers_of, checklist_of

STEPS = {"good": 2, "fair": 1, "poor": 0}


def shop(**policy: object) -> Checklist:
    """Two sections: welcome weighs 60 with two questions, offer weighs 40 with three."""
    return checklist_of(
        {
            "policy": {"na": "exclude", "total": "sections", "bonus_cap": True, "critical": "flag"} | policy,
            "sections": [
                {
                    "key": "welcome",
                    "weight": 60,
                    "questions": [
                        {"key": "greeted", "type": "choice", "critical": True, "options": STEPS},
                        {"key": "smile", "type": "choice", "allow_na": True, "options": STEPS},
                    ],
                },
                {
                    "key": "offer",
                    "weight": 40,
                    "questions": [
                        {"key": "shown", "type": "choice", "options": STEPS},
                        {"key": "priced", "type": "choice", "options": STEPS},
                        {"key": "gift", "type": "yes_no", "bonus": True, "options": {"yes": 1, "no": 0}},
                    ],
                },
            ],
        }
    )


def scored(checklist: Checklist, **answers: object) -> Score:
    return score(checklist, answers_of(answers))


def order(checklist: Checklist, result: Score, *earlier: Mapping[str, bool]) -> list[str]:
    return [finding.question.key for finding in findings(checklist, result, earlier)]


def test_what_costs_most_comes_first() -> None:
    checklist = shop()
    result = scored(checklist, greeted="good", smile="fair", shown="poor", priced="fair")
    # smile 60·(1/4) = 15 %, shown 40·(2/4) = 20 %, priced 40·(1/4) = 10 %
    assert [(found.question.key, found.priority) for found in findings(checklist, result)] == [
        ("shown", Fraction(20, 100)),
        ("smile", Fraction(15, 100)),
        ("priced", Fraction(10, 100)),
    ]


def test_each_earlier_failure_in_a_row_raises() -> None:
    checklist = shop()
    result = scored(checklist, greeted="good", smile="fair", shown="poor", priced="fair")
    earlier = [{"smile": True, "priced": True}, {"smile": False, "priced": True}]
    found = findings(checklist, result, earlier)
    # smile 15 % failed twice in a row, priced 10 % three times, shown 20 % once
    assert [(part.question.key, part.streak, part.priority) for part in found] == [
        ("smile", 2, Fraction(30, 100)),
        ("priced", 3, Fraction(30, 100)),
        ("shown", 1, Fraction(20, 100)),
    ]


def test_a_failed_critical_question_leads_even_where_it_only_flags() -> None:
    checklist = shop()
    result = scored(checklist, greeted="poor", smile="good", shown="poor", priced="poor")
    assert order(checklist, result)[0] == "greeted"
    assert order(checklist, result, {"shown": True}, {"shown": True}, {"shown": True})[0] == "greeted"


def test_a_critical_question_that_did_not_fail_has_its_place_by_impact() -> None:
    checklist = shop()
    result = scored(checklist, greeted="fair", smile="good", shown="poor", priced="good")
    assert order(checklist, result) == ["shown", "greeted"]


def test_under_a_knock_out_the_others_keep_their_order_by_what_they_lost() -> None:
    checklist = shop(critical="zero_total")
    result = scored(checklist, greeted="poor", smile="good", shown="fair", priced="poor")
    # the total is 0 with or without shown and priced: their impact says nothing, their points do
    assert [
        (found.question.key, found.score.impact, found.priority) for found in findings(checklist, result)
    ] == [
        ("greeted", Fraction(7, 10), Fraction(7, 10)),
        ("priced", 0, Fraction(20, 100)),
        ("shown", 0, Fraction(10, 100)),
    ]


def test_by_points_every_point_weighs_the_same() -> None:
    checklist = shop(total="points")
    result = scored(checklist, greeted="good", smile="fair", shown="poor", priced="good")
    assert [(found.question.key, found.priority) for found in findings(checklist, result)] == [
        ("shown", Fraction(2, 8)),
        ("smile", Fraction(1, 8)),
    ]


def test_no_finding_without_a_loss() -> None:
    checklist = shop()
    assert (
        findings(checklist, scored(checklist, greeted="good", smile={"na": True}, shown="good", gift="no"))
        == ()
    )
    assert findings(checklist, scored(checklist)) == ()


def test_strengths_are_full_marks_by_what_they_carry() -> None:
    checklist = shop()
    result = scored(checklist, greeted="good", smile={"na": True}, shown="good", priced="fair", gift="yes")
    # smile is N/A, so greeted carries all of the 60 %; shown carries 2 of 4 points of the 40 %
    assert [(strength.question.key, strength.share) for strength in strengths(checklist, result)] == [
        ("greeted", Fraction(60, 100)),
        ("shown", Fraction(20, 100)),
    ]


def test_outcomes_tell_what_was_answered_and_how_it_went() -> None:
    checklist = shop()
    result = scored(checklist, greeted="poor", smile={"na": True}, shown="good", gift="no")
    assert outcomes(result) == {"greeted": True, "shown": False, "gift": False}


@pytest.mark.parametrize(
    "earlier, streak",
    [
        ([], 0),
        ([{"a": True}], 1),
        ([{"a": False}], 0),
        ([{"a": True}, {"a": True}, {"a": False}, {"a": True}], 2),
        ([{}, {"a": True}, {"b": False}, {"a": True}], 2),
        ([{"b": True}], 0),
    ],
)
def test_visits_that_did_not_ask_neither_break_a_streak_nor_lengthen_it(
    earlier: list[dict[str, bool]], streak: int
) -> None:
    assert streak_of("a", earlier) == streak
