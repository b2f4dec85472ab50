"""What a report says: every figure worked out by hand from the small checklist (see tests/reports/published.py)."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlmodel import Session

from auditapp.clients.models import Client
from auditapp.domain.language import Language
from auditapp.reports.content import ReportContent
from tests.reports.published import MARCH, Auditing, Told
from tests.support.people import People
from tests.support.visits import EVERYTHING, publish

Compose = Callable[..., ReportContent]

MONTH = timedelta(days=30)
LATE = {"greeting": "late"}
"""Welcome 4/5, facts 3/3: (3 · 4/5 + 2 · 1) / 5 = 88 %."""
NEVER = {"greeting": "never"}
"""Welcome 3/5: (3 · 3/5 + 2) / 5 = 76 %."""


def notes(report: ReportContent) -> str:
    return " ".join(note.text for note in report.method)


def test_the_first_visit_alone_has_nothing_to_be_held_against(
    auditing: Auditing, content_of: Compose
) -> None:
    report = content_of(auditing.visit(Told(answers=LATE)))
    assert report.score.text == "88.0\xa0%"
    assert report.score.value == 88.0
    assert (report.change, report.mean, report.visits) == (None, None, 1)
    assert [(point.label, point.text) for point in report.trend] == [("11 Mar 2026", "88.0\xa0%")]
    assert "first visit" in notes(report)


@pytest.mark.parametrize(
    "before,now,text,direction",
    [
        (LATE, {}, "+12.0", "up"),
        ({}, NEVER, "−24.0", "down"),
        (LATE, LATE, "±0.0", "same"),
        # wait 61 s: 4/5 as well; another answer, the same score
        (LATE, {"wait": 61}, "±0.0", "same"),
    ],
)
def test_the_change_is_that_since_the_last_visit(
    auditing: Auditing,
    content_of: Compose,
    before: dict[str, str],
    now: dict[str, str],
    text: str,
    direction: str,
) -> None:
    auditing.visit(Told(answers=before, at=MARCH - MONTH))
    report = content_of(auditing.visit(Told(answers=now)))
    assert report.change is not None
    assert (report.change.shift.text, report.change.shift.direction) == (text, direction)
    assert report.change.previous_on == "9 February 2026"
    assert report.visits == 2


def test_the_trend_shows_the_last_six_visits(auditing: Auditing, content_of: Compose) -> None:
    for months in range(7, 0, -1):
        auditing.visit(Told(answers=LATE, at=MARCH - months * MONTH))
    report = content_of(auditing.visit())
    assert [point.text for point in report.trend] == ["88.0\xa0%"] * 5 + ["100.0\xa0%"]
    assert report.visits == 8


def test_the_mean_is_that_of_the_published_visits_of_the_wave(
    auditing: Auditing, people: People, session: Session, content_of: Compose
) -> None:
    spring, other = auditing.wave(), auditing.wave("Autumn")
    auditing.visit(Told(answers=LATE), store_id=people.neighbour_store_id, wave=spring)
    auditing.visit(Told(answers=NEVER), store_id=people.far_store_id, wave=spring)
    auditing.visit(Told(answers=NEVER), store_id=people.neighbour_store_id, wave=other)
    auditing.visit(Told(answers=NEVER), store_id=people.neighbour_store_id)
    auditing.submitted(Told(answers=NEVER), store_id=people.neighbour_store_id, wave=spring)
    by_another = Auditing(
        session, auditing.storage, people, publish(session, people, {**EVERYTHING, "slug": "else"})
    )
    by_another.visit(Told(answers=NEVER), store_id=people.neighbour_store_id, wave=spring)
    report = content_of(auditing.visit(wave=spring))
    assert report.mean is not None
    # Of 88, 76 and 100 %.
    assert (report.mean.figure.text, report.mean.visits) == ("88.0\xa0%", 3)
    welcome = next(line for line in report.sections if line.label == "Welcome")
    assert welcome.mean is not None
    # Of 80, 60 and 100 %.
    assert (welcome.mean.figure.text, welcome.mean.visits) == ("80.0\xa0%", 3)


def test_a_section_mean_counts_the_visits_where_something_counted(
    auditing: Auditing, people: People, content_of: Compose
) -> None:
    wave = auditing.wave()
    definition = {**EVERYTHING, "slug": "na"}
    definition["sections"] = [dict(section) for section in EVERYTHING["sections"]]
    definition["sections"][1]["questions"] = [
        dict(question, allow_na=True) for question in EVERYTHING["sections"][1]["questions"]
    ]
    auditing.version = publish(auditing.session, people, definition)
    auditing.visit(Told(na=("receipt", "seen", "window")), store_id=people.neighbour_store_id, wave=wave)
    auditing.visit(Told(answers={"seen": ["ramp"]}), store_id=people.far_store_id, wave=wave)
    report = content_of(auditing.visit(wave=wave))
    facts = next(line for line in report.sections if line.label == "Facts")
    assert report.mean is not None
    assert facts.mean is not None
    assert report.mean.visits == 3
    # Of two thirds and all of it.
    assert (facts.mean.figure.text, facts.mean.visits) == ("83.3\xa0%", 2)


def test_what_is_published_later_never_changes_a_report(
    auditing: Auditing, people: People, content_of: Compose
) -> None:
    wave = auditing.wave()
    earlier = auditing.submitted(Told(answers=NEVER, at=MARCH - MONTH))
    visit = auditing.visit(Told(answers=LATE), wave=wave)
    as_published = content_of(visit)
    auditing.publish(earlier, MARCH + MONTH)
    auditing.visit(Told(at=MARCH + timedelta(days=1)), store_id=people.far_store_id, wave=wave)
    assert content_of(visit) == as_published
    assert as_published.mean is None
    assert as_published.change is None


@pytest.mark.parametrize(
    "na,sentence,marked",
    [
        (("receipt",), "1 question did not apply", ["2.7"]),
        (("receipt", "seated"), "2 questions did not apply", ["1.2", "2.7"]),
    ],
)
def test_what_did_not_apply_is_counted_and_marked(
    auditing: Auditing, content_of: Compose, na: tuple[str, ...], sentence: str, marked: list[str]
) -> None:
    report = content_of(auditing.visit(Told(na=na)))
    assert sentence in notes(report)
    lines = [line for section in report.answers for line in section.answers]
    assert [line.number for line in lines if line.answer == "Not applicable"] == marked
    assert [line.number for line in lines if line.answer == "Not answered"] == ["2.2", "2.4", "2.5"]
    assert {line.points for line in lines if not line.answered} == {"–"}


def test_hidden_questions_are_left_out(auditing: Auditing, content_of: Compose) -> None:
    report = content_of(auditing.visit())
    asked = {line.question: line.number for section in report.answers for line in section.answers}
    assert "The excuse?" not in asked
    assert "The rushed?" not in asked
    # The numbers are those that the auditor saw: the hidden one keeps its own.
    assert (asked["The seated?"], asked["The wait?"]) == ("1.2", "1.4")
    told = Told(answers={"seated": "no", "excuse": "Full house"}, at=MARCH + MONTH)
    report = content_of(auditing.visit(told))
    assert "The excuse?" in {line.question for section in report.answers for line in section.answers}


@pytest.mark.parametrize(
    "history,streak",
    [([], 1), ([NEVER], 2), ([NEVER, LATE], 3), ([NEVER, {}], 1), ([{}, NEVER, NEVER], 3)],
)
def test_repeated_failures_carry_their_streak(
    auditing: Auditing, content_of: Compose, history: list[dict[str, str]], streak: int
) -> None:
    for months, answers in zip(range(len(history), 0, -1), history, strict=True):
        auditing.visit(Told(answers=answers, at=MARCH - months * MONTH))
    report = content_of(auditing.visit(Told(answers=LATE)))
    assert [(finding.question, finding.streak) for finding in report.findings] == [("The greeting?", streak)]
    assert report.actions[0].streak == streak


def test_a_finding_says_what_it_costs(auditing: Auditing, content_of: Compose) -> None:
    told = Told(
        answers={"greeting": "never", "window": "no"},
        remarks={"greeting": "Két eladó beszélgetett."},
        photos=["window"],
    )
    report = content_of(auditing.visit(told))
    greeting, window = report.findings
    # welcome 3/5 → 5/5 with weight 3 of 5: 24 points; facts 2/3 → 3/3 with weight 2 of 5: 13.3 points
    assert (greeting.gain, greeting.points, greeting.remark) == (
        "+24.0",
        "0\xa0/\xa02",
        "Két eladó beszélgetett.",
    )
    assert (window.gain, window.points, len(window.photos)) == ("+13.3", "0\xa0/\xa01", 1)
    assert (greeting.action_rank, window.action_rank) == (1, 2)
    assert report.further_photos == ()
    first = report.actions[0]
    assert (first.what, first.why, first.steps, first.owner) == (
        "Greet",
        "Guests leave",
        ("Train",),
        "Store manager",
    )
    assert (first.due, first.gain) == ("25 March 2026", "+24.0")


def test_strengths_are_what_carries_most_of_the_score(auditing: Auditing, content_of: Compose) -> None:
    report = content_of(auditing.visit(Told(answers=LATE)))
    # shares of the total: seen 2/3 · 2/5, wait 2/5 · 3/5, window 1/3 · 2/5
    assert [(strength.question, strength.answer) for strength in report.strengths] == [
        ("The seen?", "A ramp; Good light"),
        ("The wait?", "30 s"),
        ("The window?", "Yes"),
    ]


def test_a_knock_out_is_said_and_hides_other_gains(
    auditing: Auditing, people: People, content_of: Compose
) -> None:
    sections = [dict(section) for section in EVERYTHING["sections"]]
    sections[1]["questions"] = [
        question | ({"critical": True} if question["key"] == "window" else {})
        for question in sections[1]["questions"]
    ]
    definition = {**EVERYTHING, "slug": "strict", "sections": sections}
    auditing.version = publish(auditing.session, people, definition)
    report = content_of(auditing.visit(Told(answers={"window": "no", "greeting": "late"}, photos=["window"])))
    assert report.score.text == "50.0\xa0%"
    assert report.knock_outs == (
        "“The window?” is a critical point and was failed. It limits the score to 50\xa0%.",
    )
    window, greeting = report.findings
    # Mended, the score would be 88 %; one point of five of welcome is worth 1/5 · 3/5 of the total.
    assert (window.critical, window.gain, window.gain_waits) == (True, "+38.0", False)
    assert (greeting.gain, greeting.gain_waits) == ("(+12.0)", True)


def test_persons_are_kept_out_unless_the_client_wants_them(
    auditing: Auditing, session: Session, people: People, content_of: Compose
) -> None:
    visit = auditing.visit()
    assert "never of a person" in notes(content_of(visit))
    session.get_one(Client, people.client_id).names_in_reports = True
    assert "never of a person" not in notes(content_of(visit))


@pytest.mark.parametrize(
    "language,day,score",
    [
        (Language.ENGLISH, "11 March 2026", "88.0\xa0%"),
        (Language.SERBIAN_CYRILLIC, "11. март 2026.", "88,0\xa0%"),
        (Language.SERBIAN_LATIN, "11. mart 2026.", "88,0\xa0%"),
        (Language.CROATIAN, "11. ožujka 2026.", "88,0\xa0%"),
        (Language.HUNGARIAN, "2026. március 11.", "88,0\xa0%"),
        (Language.SLOVAK, "11. marca 2026", "88,0\xa0%"),
    ],
)
def test_the_reader_s_language_decides_whoever_asks(
    app: Flask,
    auditing: Auditing,
    content_of: Compose,
    language: Language,
    day: str,
    score: str,
) -> None:
    visit = auditing.visit(Told(answers=LATE))
    with app.test_request_context(headers={"Accept-Language": "sk"}):
        report = content_of(visit, language)
    assert (report.visited, report.score.text) == (day, score)
    assert report.checklist == ("Minden" if language is Language.HUNGARIAN else "Everything")


def test_the_day_is_that_of_the_store_s_calendar(auditing: Auditing, content_of: Compose) -> None:
    # Half past eleven at night in London is half past midnight in Belgrade.
    report = content_of(auditing.visit(Told(at=MARCH.replace(hour=23, minute=30))))
    assert report.visited == "12 March 2026"
