"""What each question type takes, and in which one spelling; the twin takes the same (tests/browser)."""

from fractions import Fraction

import pytest

from auditapp.domain.answers import Answer, AnswerRefused, Reading, check_value, read
from auditapp.domain.checklist import Question
from tests.domain.values import ODD_VALUES, ONE_OF_EACH_TYPE

QUESTIONS = {question.key: question for _, question in ONE_OF_EACH_TYPE.questions()}


@pytest.mark.parametrize(
    "key, value, kept",
    [
        ("choice", "yes", "yes"),
        ("multi", ["no", "yes", "no"], ["yes", "no"]),
        ("multi", [], []),
        ("count", 0, 0),
        ("count", 3.0, 3),
        ("nps", 10, 10),
        ("duration", 0.25, 0.25),
        ("number", "-0012.5000", "-12.5"),
        ("number", "-0.0", "0"),
        ("money", "1200.00", "1200"),
        ("bounded", "0.30", "0.3"),
        ("bounded", "-0.5", "-0.5"),
        ("few", 3, 3),
        ("date", "2024-02-29", "2024-02-29"),
        ("time", "00:00", "00:00"),
        ("text", "  čisto \n", "čisto"),
        ("text", " \n ", None),
    ],
)
def test_value_is_kept_in_its_one_spelling(key: str, value: object, kept: object) -> None:
    checked = check_value(QUESTIONS[key], value)
    assert checked == kept
    assert type(checked) is type(kept)


@pytest.mark.parametrize(
    "key, value, code",
    [
        ("yes_no", "Yes", "unknown_option"),
        ("yes_no", True, "wrong_type"),
        ("scale", "", "unknown_option"),
        ("choice", ["yes"], "wrong_type"),
        ("multi", "yes", "wrong_type"),
        ("multi", ["yes", None], "wrong_type"),
        ("multi", ["yes", "Yes"], "unknown_option"),
        ("count", True, "not_a_number"),
        ("count", "3", "not_a_number"),
        ("count", 1.5, "not_whole"),
        ("count", -1, "negative"),
        ("count", 10**400, "out_of_range"),
        ("few", 0, "out_of_range"),
        ("few", 4, "out_of_range"),
        ("nps", 11, "out_of_range"),
        ("duration", float("nan"), "not_a_number"),
        ("duration", float("inf"), "out_of_range"),
        ("duration", -0.5, "negative"),
        ("number", 1.5, "not_a_number"),
        ("number", "1,5", "not_a_number"),
        ("number", "1e3", "not_a_number"),
        ("number", "1.00001", "not_a_number"),
        ("number", "١٢", "not_a_number"),
        ("money", "12\n", "not_a_number"),
        ("bounded", "0.3001", "out_of_range"),
        ("date", "2026-02-29", "not_a_date"),
        ("date", "31.03.2026", "not_a_date"),
        ("time", "24:00", "not_a_time"),
        ("time", "9:30", "not_a_time"),
        ("text", 5, "wrong_type"),
        ("text", "x" * 4001, "too_long"),
        ("text", "a\0b", "unreadable_text"),
        ("text", "\ud800", "unreadable_text"),
        ("photo", "photo.jpg", "wrong_type"),
    ],
)
def test_what_the_question_does_not_take_is_refused(key: str, value: object, code: str) -> None:
    with pytest.raises(AnswerRefused) as refusal:
        check_value(QUESTIONS[key], value)
    assert refusal.value.code == code
    assert refusal.value.params["question"] == key


def test_a_refusal_says_what_would_fit() -> None:
    assert _refusal("yes_no", "Yes") == {"question": "yes_no", "option": "Yes", "did_you_mean": "yes"}
    assert _refusal("bounded", "7") == {"question": "bounded", "minimum": "-0.5", "maximum": "0.3"}
    assert _refusal("text", "x" * 5000) == {"question": "text", "limit": "4000"}


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=QUESTIONS)
def test_what_was_kept_is_kept_again(question: Question) -> None:
    for value in ODD_VALUES:
        try:
            kept = check_value(question, value)
        except AnswerRefused:
            continue
        assert check_value(question, kept) == kept


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=QUESTIONS)
def test_no_value_is_no_answer(question: Question) -> None:
    assert check_value(question, None) is None
    assert read(question, Answer()) is None


@pytest.mark.parametrize(
    "key, answer, reading",
    [
        ("yes_no", Answer(value="yes"), Reading(chosen=frozenset({"yes"}))),
        ("multi", Answer(value=["yes", "no"]), Reading(chosen=frozenset({"yes", "no"}))),
        ("multi", Answer(value=[]), Reading()),
        ("duration", Answer(value=0.1), Reading(number=Fraction(1, 10))),
        ("money", Answer(value="19.99"), Reading(number=Fraction(1999, 100))),
        ("text", Answer(value="12"), Reading()),
        ("text", Answer(remark="only a remark"), None),
        ("photo", Answer(photos=("photo",)), Reading()),
        ("photo", Answer(), None),
    ],
)
def test_rules_read_options_and_exact_numbers(key: str, answer: Answer, reading: Reading | None) -> None:
    assert read(QUESTIONS[key], answer) == reading


def _refusal(key: str, value: object) -> dict[str, str]:
    with pytest.raises(AnswerRefused) as refusal:
        check_value(QUESTIONS[key], value)
    return dict(refusal.value.params)
