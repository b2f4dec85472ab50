"""What differs between two definitions is found, all of it, and nothing else."""

from collections.abc import Callable, Iterator
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditapp.domain.checklist import Band, Checklist
from auditapp.domain.comparison import Change, Comparison, Kind, compare
from auditapp.domain.definition import dump_definition, parse_definition
from auditapp.domain.pieces import Piece, difference
from tests.domain.generated import random_checklist
from tests.domain.sound import ABSENT, sound

WELCOME, OFFER = "sections[0]", "sections[1]"
GREETED = f"{WELCOME}.questions[0]"
OPTION = {"key": "twice", "label": {"en": "Twice"}, "points": 3}
NEW_QUESTION = {"key": "thanked", "type": "text", "text": {"en": "Thanked?"}}

CASES: dict[str, tuple[dict[str, object], list[str]]] = {
    "title": ({"title.hu": "Másik"}, ["title [hu] Szavak > Másik"]),
    "translation added": ({"title.sk": "Slová"}, ["title [sk]  > Slová"]),
    "briefing removed": ({"briefing": ABSENT}, ["briefing [en] Words > ", "briefing [hu] Szavak > "]),
    "policy": ({"policy.na": "full"}, ["policy.na exclude > full"]),
    "stated total": ({"policy.stated_total": ABSENT}, ["- policy.stated_total 100 > None"]),
    "band": ({"bands[1].from": 80}, ["bands.start (high) 74.5 > 80"]),
    "scenario": ({"scenarios[0].brief.en": "Be calm"}, ["scenarios.brief (calm) [en] Words > Be calm"]),
    "section weight": ({f"{WELCOME}.weight": 50}, ["welcome: weight 60 > 50"]),
    "section scenarios": ({f"{OFFER}.scenarios": ABSENT}, ["offer: scenarios ('calm',) > ()"]),
    "weight": ({f"{GREETED}.weight": 3}, ["welcome/greeted: weight 2.5 > 3"]),
    "text": ({f"{GREETED}.text.en": "Greeted?"}, ["welcome/greeted: text [en] Words > Greeted?"]),
    "type": ({f"{GREETED}.type": "scale"}, ["welcome/greeted: type choice > scale"]),
    "points": (
        {f"{GREETED}.options[1].points": 1.5},
        ["welcome/greeted: options.points (late) 1 > 1.5"],
    ),
    "option added": ({f"{GREETED}.options[3]": OPTION}, ["+ welcome/greeted: options (twice)"]),
    "option removed": ({f"{GREETED}.options[0]": ABSENT}, ["- welcome/greeted: options (at_once)"]),
    "threshold": (
        {f"{WELCOME}.questions[1].thresholds[0].points": 3},
        ["welcome/wait: thresholds.points (30) 2 > 3"],
    ),
    "limit": (
        {f"{WELCOME}.questions[1].thresholds[0].up_to": 45},
        ["+ welcome/wait: thresholds (45)", "- welcome/wait: thresholds (30)"],
    ),
    "action": ({f"{GREETED}.action.days": 7}, ["welcome/greeted: action.days 14 > 7"]),
    "how": (
        {f"{GREETED}.action.how.en": "Look up"},
        ["welcome/greeted: action.how [en] Look up\nSay hello > Look up"],
    ),
    "evidence": (
        {f"{GREETED}.evidence.comment": "always"},
        ["welcome/greeted: evidence.comment on_loss > always"],
    ),
    "not critical": ({f"{GREETED}.critical": False}, ["- welcome/greeted: critical"]),
    "question added": ({f"{OFFER}.questions[2]": NEW_QUESTION}, ["+ offer/thanked"]),
    "question removed": ({f"{WELCOME}.questions[3]": ABSENT}, ["- welcome/gift"]),
    "section removed": ({"sections[2]": ABSENT}, ["- firmness", "- firmness/polite"]),
}


@pytest.mark.parametrize("case", CASES)
def test_each_kind_of_change_is_told_with_its_place(case: str) -> None:
    changes, told = CASES[case]
    found = compare(parse_definition(sound()), parse_definition(sound(changes)))
    assert list(_told(found)) == told


def test_a_question_in_another_section_has_moved_there() -> None:
    raw = sound()
    raw["sections"][1]["questions"].insert(0, raw["sections"][0]["questions"].pop(3))
    found = compare(parse_definition(sound()), parse_definition(raw))
    assert list(_told(found)) == ["~ offer/gift: section welcome > offer"]


@pytest.mark.parametrize(
    "order,told",
    [
        ([1, 2, 3, 0], ["~ welcome/greeted: order 1 > 4"]),
        ([3, 0, 1, 2], ["~ welcome/gift: order 4 > 1"]),
        ([0, 2, 1, 3], ["~ welcome/apology: order 3 > 2"]),
    ],
)
def test_only_those_that_moved_are_told(order: list[int], told: list[str]) -> None:
    raw = sound()
    raw["sections"][0]["questions"] = [sound()["sections"][0]["questions"][place] for place in order]
    assert list(_told(compare(parse_definition(sound()), parse_definition(raw)))) == told


def test_options_and_sections_that_moved_are_told_as_well() -> None:
    raw = sound()
    raw["sections"].insert(0, raw["sections"].pop(3))
    raw["sections"][1]["questions"][0]["options"].reverse()
    told = list(_told(compare(parse_definition(sound()), parse_definition(raw))))
    assert told == [
        "~ words: order 4 > 1",
        "~ welcome/greeted: options ['at_once', 'late', 'never'] > ['never', 'late', 'at_once']",
    ]


def test_double_keys_are_compared_in_their_order() -> None:
    raw = sound({f"{WELCOME}.questions[1].key": "greeted"})
    changed = sound({f"{WELCOME}.questions[1].key": "greeted", f"{WELCOME}.questions[1].weight": 4})
    told = list(_told(compare(parse_definition(raw), parse_definition(changed))))
    assert told == ["welcome/greeted: weight 1 > 4"]


chances = st.randoms(use_true_random=False)


@given(chances)
def test_nothing_differs_from_itself(chance: Random) -> None:
    checklist = random_checklist(chance)
    assert compare(checklist, parse_definition(dump_definition(checklist))).is_empty


@given(chances)
def test_what_is_not_the_same_differs(chance: Random) -> None:
    first, second = random_checklist(chance), random_checklist(chance)
    assert compare(first, second).is_empty == (first == second)
    assert _size(compare(first, second)) == _size(compare(second, first))


@given(chances, st.integers(1, 4))
def test_every_edit_is_found(chance: Random, edits: int) -> None:
    before = random_checklist(chance)
    raw, expected = dump_definition(before), set()
    for number in range(edits):
        expected |= chance.choice(EDITS)(raw, chance, f"new_{number}")
    after = parse_definition(raw)
    assert expected & _kept(before, after) <= set(_places(compare(before, after)))


def _reword(raw: dict[str, Any], chance: Random, new: str) -> set[str]:
    question = _some_question(raw, chance)
    if question is None:
        return set()
    question["text"] = {**question["text"], "en": new}
    return {f"{question['key']} text"}


def _reweigh(raw: dict[str, Any], chance: Random, _new: str) -> set[str]:
    question = _some_question(raw, chance)
    if question is None:
        return set()
    question["weight"] = 100 + chance.randint(1, 99)
    return {f"{question['key']} weight"}


def _add(raw: dict[str, Any], chance: Random, new: str) -> set[str]:
    section = chance.choice(raw["sections"])
    section["questions"].insert(0, {"key": new, "type": "text", "text": {"en": new}})
    return {f"{new} added"}


def _remove(raw: dict[str, Any], chance: Random, _new: str) -> set[str]:
    section = chance.choice(raw["sections"])
    if not section["questions"]:
        return set()
    gone = section["questions"].pop(chance.randrange(len(section["questions"])))
    return {f"{gone['key']} removed"}


def _renegotiate(raw: dict[str, Any], _chance: Random, new: str) -> set[str]:
    raw["bands"].append({"key": new, "from": 1, "label": {"en": new}})
    return {f"{new} band"}


EDITS: tuple[Callable[[dict[str, Any], Random, str], set[str]], ...] = (
    _reword,
    _reweigh,
    _add,
    _remove,
    _renegotiate,
)


def _some_question(raw: dict[str, Any], chance: Random) -> dict[str, Any] | None:
    found = [question for section in raw["sections"] for question in section["questions"]]
    return chance.choice(found) if found else None


def _kept(before: Checklist, after: Checklist) -> set[str]:
    """What can be found: of questions that were added and removed again, nothing is left to tell."""
    old = {question.key for _, question in before.questions()}
    new = {question.key for _, question in after.questions()}
    words = {f"{key} {word}" for key in old & new for word in ("text", "weight")}
    words |= {f"{key} removed" for key in old - new} | {f"{key} added" for key in new - old}
    return words | {f"{band.key} band" for band in after.bands}


def _places(found: Comparison) -> Iterator[str]:
    yield from (f"{change.part.key} band" for change in found.changes if isinstance(change.part, Band))
    for section in found.sections:
        for question in section.questions:
            if question.before is None and question.after is not None:
                yield f"{question.after.key} added"
            elif question.after is None and question.before is not None:
                yield f"{question.before.key} removed"
            elif question.after is not None:
                yield from (f"{question.after.key} {change.field}" for change in question.changes)


def _size(found: Comparison) -> tuple[int, int]:
    """How many questions came or went, and how many sections: the same whichever way one looks."""
    alone = [
        pair for section in found.sections for pair in section.questions if not (pair.before and pair.after)
    ]
    return len(alone), sum(not (section.before and section.after) for section in found.sections)


SIGNS = {Kind.CHANGED: "", Kind.ADDED: "+ ", Kind.REMOVED: "- ", Kind.MOVED: "~ "}


def _told(found: Comparison) -> Iterator[str]:
    """The comparison in few words."""
    yield from (_line("", change) for change in found.changes)
    for section in found.sections:
        key = (section.after or section.before).key  # type: ignore[union-attr]  # one of them is there
        yield from _coming_or_going(key, section.before, section.after)
        yield from (_line(f"{key}: ", change) for change in section.changes)
        for question in section.questions:
            name = f"{key}/{(question.after or question.before).key}"  # type: ignore[union-attr]  # as above
            yield from _coming_or_going(name, question.before, question.after)
            yield from (_line(f"{name}: ", change) for change in question.changes)


def _coming_or_going(name: str, before: object, after: object) -> Iterator[str]:
    if before is None or after is None:
        yield f"{'+' if before is None else '-'} {name}"


def _line(place: str, change: Change) -> str:
    language = f" [{change.language}]" if change.language else ""
    part = f" ({_name(change.part)})" if change.part else ""
    whole = (
        change.part is not None and change.part in (change.before, change.after)
    ) or change.field == "critical"
    values = "" if whole else f" {_name(change.before)} > {_name(change.after)}"
    return f"{SIGNS[change.kind]}{place}{change.field}{part}{language}{values}"


def _name(value: object) -> str:
    if isinstance(value, tuple) and value and hasattr(value[0], "key"):
        return str([part.key for part in value])
    return str(getattr(value, "key", getattr(value, "up_to", value)))


@pytest.mark.parametrize(
    "before,after,pieces",
    [
        ("one two", "one two", [Piece("one two", "kept")]),
        (
            "one two three",
            "one 2 three",
            [Piece("one", "kept"), Piece("two", "removed"), Piece("2", "added"), Piece("three", "kept")],
        ),
        ("", "new words", [Piece("new words", "added")]),
        (
            "first second",
            "first\nsecond",
            [Piece("first", "kept"), Piece("\n", "added"), Piece("second", "kept")],
        ),
    ],
)
def test_words_that_differ_are_marked(before: str, after: str, pieces: list[Piece]) -> None:
    assert difference(before, after) == pieces
