"""Scoring runs on every tap of the phone's preview and for every row of a dashboard."""

from decimal import Decimal
from fractions import Fraction

from auditapp.domain.answers import Answer
from auditapp.domain.checklist import Checklist
from auditapp.domain.definition import parse_definition
from auditapp.domain.scoring import score
from tests.benchmarks.stopwatch import say, times_as_long

STEPS = (("bad", 0), ("fair", 1), ("good", 2))
QUESTIONS = 60
SUM_BUDGET = 30.0
DOUBLING_BUDGET = 3.0


def checklist_of(questions: int) -> Checklist:
    """Six sections of three-step questions with weights that are no round numbers."""
    return parse_definition(
        {
            "slug": "bench",
            "channel": "visit",
            "title": {"en": "Bench"},
            "languages": ["en"],
            "policy": {
                "na": "exclude",
                "total": "sections",
                "bonus_cap": True,
                "critical": {"cap_total": 50},
            },
            "bands": [{"key": "any", "from": 0, "label": {"en": "Any"}}],
            "sections": [
                {
                    "key": f"s{section}",
                    "title": {"en": "Section"},
                    "weight": section + 1,
                    "questions": [question(section, number) for number in range(questions // 6)],
                }
                for section in range(6)
            ],
        }
    )


def question(section: int, number: int) -> dict[str, object]:
    return {
        "key": f"s{section}q{number}",
        "type": "choice",
        "text": {"en": "Question"},
        "weight": f"1.{number + 1}",
        "critical": number == 0,
        "fails_on": ["bad"] if number == 0 else [],
        "options": [{"key": key, "label": {"en": key}, "points": points} for key, points in STEPS],
    }


def answers_to(checklist: Checklist) -> dict[str, Answer]:
    return {
        asked.key: Answer(value=STEPS[index % 3][0], na=False, remark="", photos=())
        for index, (_, asked) in enumerate(checklist.questions())
    }


def plain_sum(checklist: Checklist, answers: dict[str, Answer]) -> Fraction:
    """What no scoring can do without: one exact product and sum for each question."""
    points = dict(STEPS)
    total = Fraction(0)
    for _, asked in checklist.questions():
        total += Fraction(asked.weight) * Fraction(Decimal(points[str(answers[asked.key].value)]))
    return total


def test_scoring_costs_a_small_multiple_of_adding_up() -> None:
    checklist = checklist_of(QUESTIONS)
    answers = answers_to(checklist)
    ratio = times_as_long(lambda: score(checklist, answers), lambda: plain_sum(checklist, answers))
    say(f"Scoring {QUESTIONS} questions with impacts, against adding up their points", ratio, SUM_BUDGET)
    assert ratio < SUM_BUDGET


def test_twice_the_questions_take_about_twice_the_time() -> None:
    small, large = checklist_of(QUESTIONS), checklist_of(2 * QUESTIONS)
    few, many = answers_to(small), answers_to(large)
    ratio = times_as_long(lambda: score(large, many), lambda: score(small, few))
    say(f"Scoring {2 * QUESTIONS} questions, against {QUESTIONS}", ratio, DOUBLING_BUDGET)
    assert ratio < DOUBLING_BUDGET
