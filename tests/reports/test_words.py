"""How figures and answers are written."""

from fractions import Fraction

import pytest
from flask import Flask

from auditapp.domain.answers import Answer, Value
from auditapp.domain.checklist import Question
from auditapp.domain.definition import parse_definition
from auditapp.domain.language import Language
from auditapp.reports.content import BandMark, Shift
from auditapp.reports.words import Writer
from tests.support.visits import EVERYTHING, question, text

ENGLISH = Writer(Language.ENGLISH)
STEPS = [{"key": "a", "label": text("Yes, at once", hu="Igen, azonnal")}, {"key": "b", "label": text("No")}]


@pytest.mark.parametrize(
    "kind,value,words",
    [
        ("choice", "a", "Yes, at once"),
        ("scale", "b", "No"),
        ("multi", ["a", "b"], "Yes, at once; No"),
        ("multi", [], "None of these"),
        ("count", 1200, "1,200"),
        ("nps", 9, "9 of 10"),
        ("duration", 9, "9 s"),
        ("duration", 161, "2 min 41 s"),
        ("duration", 59.6, "1 min 0 s"),
        ("duration", 3725, "1 h 2 min"),
        ("number", "-0.1250", "−0.125"),
        ("money", "1250.5", "1,250.50"),
        ("date", "2026-03-11", "11 March 2026"),
        ("time", "14:05", "14:05"),
        ("text", "Two words", "Two words"),
    ],
)
def test_an_answer_in_words(app: Flask, kind: str, value: Value, words: str) -> None:
    options = {"options": STEPS} if kind in {"choice", "scale", "multi"} else {}
    asked = Question.model_validate(question("it", kind, **options))
    with app.test_request_context():
        assert ENGLISH.answer(asked, Answer(value=value)) == words


def test_photos_are_counted(app: Flask) -> None:
    asked = Question.model_validate(question("it", "photo"))
    with app.test_request_context():
        assert ENGLISH.answer(asked, Answer(photos=("x",))) == "1 photo"
        assert ENGLISH.answer(asked, Answer(photos=("x", "y"))) == "2 photos"


@pytest.mark.parametrize(
    "language,value,written",
    [
        (Language.HUNGARIAN, "1250.5", "1\xa0250,50"),
        (Language.SERBIAN_CYRILLIC, "1250.5", "1.250,50"),
        (Language.CROATIAN, "1250.5", "1.250,50"),
        (Language.SLOVAK, "1250.5", "1\xa0250,50"),
    ],
)
def test_numbers_follow_the_language(language: Language, value: str, written: str) -> None:
    assert Writer(language).money(value) == written


@pytest.mark.parametrize(
    "earned,possible,written",
    [
        (Fraction(3), Fraction(4), "3\xa0/\xa04"),
        (Fraction(3, 2), Fraction(2), "1.5\xa0/\xa02"),
        (Fraction(-1), Fraction(2), "−1\xa0/\xa02"),
        (Fraction(0), Fraction(0), "–"),
        (Fraction(1), Fraction(0), "+1"),
        (Fraction(-1), Fraction(0), "−1"),
    ],
)
def test_points(earned: Fraction, possible: Fraction, written: str) -> None:
    assert ENGLISH.points(earned, possible) == written


@pytest.mark.parametrize(
    "share,written",
    [
        (Fraction(1, 3), "33.3\xa0%"),
        (Fraction(8145, 10000), "81.5\xa0%"),
        (Fraction(1), "100.0\xa0%"),
        (None, "–"),
    ],
)
def test_shares_have_one_decimal_rounded_half_up(share: Fraction | None, written: str) -> None:
    assert ENGLISH.figure(share).text == written


@pytest.mark.parametrize(
    "share,before,shift",
    [
        (Fraction(1, 2), Fraction(1, 4), Shift("+25.0", "up")),
        (Fraction(1, 4), Fraction(1, 2), Shift("−25.0", "down")),
        (Fraction(1, 2), Fraction(4999, 10000), Shift("±0.0", "same")),
        # Half up in both directions: a loss is not written smaller than the same gain.
        (Fraction(0), Fraction(45, 10000), Shift("−0.5", "down")),
        (Fraction(45, 10000), Fraction(0), Shift("+0.5", "up")),
        (None, Fraction(1, 2), None),
        (Fraction(1, 2), None, None),
    ],
)
def test_a_shift_has_its_sign(share: Fraction | None, before: Fraction | None, shift: Shift | None) -> None:
    assert ENGLISH.shift(share, before) == shift


def test_a_band_knows_its_place() -> None:
    checklist = parse_definition(EVERYTHING)
    assert ENGLISH.band(checklist, "good") == BandMark("Good", 1, 2)
    assert ENGLISH.band(checklist, "weak") == BandMark("Weak", 2, 2)
    assert ENGLISH.band(checklist, None) is None
