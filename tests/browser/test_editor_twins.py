"""What the editor's scripts work out by themselves, without a page: merging two drafts, keys, Latin letters, sums."""

from collections.abc import Mapping
from copy import deepcopy
from random import Random
from typing import Any

import pytest

from auditapp.checklists.changes import changed as with_changes
from auditapp.domain.definition import dump_definition
from auditapp.domain.language import latin
from auditapp.domain.lint.totals import possible_points
from tests.browser.conftest import ByPhone
from tests.domain.generated import random_checklist

MERGE_ALL = """
async (cases) => {
    const { merge } = await import("/js/editor/merge.js");
    return cases.map(([base, mine, theirs]) => merge(base, mine, theirs));
}
"""
CHANGES_ALL = """
async (pairs) => {
    const { changesBetween } = await import("/js/editor/paths.js");
    return pairs.map(([before, after]) => changesBetween(before, after));
}
"""
ARRANGE = """
async ([sections, arrangement]) => {
    const { arranged } = await import("/js/editor/order.js");
    return arranged(sections, arrangement);
}
"""
LATIN_ALL = (
    'async (texts) => { const { latin } = await import("/js/editor/latin.js"); return texts.map(latin); }'
)
KEYS_ALL = (
    'async (texts) => { const { keyOf } = await import("/js/editor/keys.js"); return texts.map(keyOf); }'
)
CELLS = 'async (text) => { const { cellsIn } = await import("/js/editor/cells.js"); return cellsIn(text); }'
SUMS = """
async (contents) => {
    const { totalsOf } = await import("/js/editor/sums.js");
    return contents.map((content) => totalsOf(content).rows.map(({ points }) => points.toString()));
}
"""
BASE: Mapping[str, Any] = {
    "title": {"en": "Shop", "hu": "Bolt"},
    "policy": {"na": "exclude", "critical": {"cap_total": 50}},
    "languages": ["en", "hu"],
    "sections": [
        {
            "key": "a",
            "title": {"en": "A"},
            "questions": [
                {
                    "key": "one",
                    "text": {"en": "One"},
                    "options": [{"key": "x", "points": 1}, {"key": "y", "points": 0}],
                },
                {"key": "two", "text": {"en": "Two"}, "show_when": {"question": "one", "in": ["x"]}},
                {"key": "three", "text": {"en": "Three"}},
            ],
        },
        {"key": "b", "title": {"en": "B"}, "questions": [{"key": "four", "text": {"en": "Four"}}]},
    ],
}


def changed(*changes: tuple[str, Any]) -> dict[str, Any]:
    """The base, with a value at each path (None takes it out)."""
    content: Any = deepcopy(dict(BASE))
    for path, value in changes:
        *steps, last = [int(step) if step.isdigit() else step for step in path.split(".")]
        part = content
        for step in steps:
            part = part[step]
        if value is None:
            del part[last]
        elif isinstance(part, list) and last == len(part):
            part.append(value)
        else:
            part[last] = value
    return dict(content)


def ordered(*keys: str) -> dict[str, Any]:
    """The base with the questions of its sections so, the sections divided by a bar."""
    content = changed()
    known = {
        question["key"]: question for section in content["sections"] for question in section["questions"]
    }
    lists = " ".join(keys).split("|")
    for section, names in zip(content["sections"], lists, strict=True):
        section["questions"] = [
            known.get(name) or {"key": name, "text": {"en": name}} for name in names.split()
        ]
    return content


def keys_in(content: Mapping[str, Any]) -> str:
    """The keys of the questions, the sections divided by a bar."""
    return " | ".join(
        " ".join(question["key"] for question in section["questions"]) for section in content["sections"]
    )


FIELDS: Mapping[str, tuple[list[Any], list[Any], dict[str, Any]]] = {
    "only mine": ([("title.en", "Mine")], [], {"title.en": "Mine"}),
    "only theirs": ([], [("title.en", "Theirs")], {"title.en": "Theirs"}),
    "two languages of one text": (
        [("title.en", "Mine")],
        [("title.hu", "Övék")],
        {"title.en": "Mine", "title.hu": "Övék"},
    ),
    "the same on both sides": ([("title.en", "New")], [("title.en", "New")], {"title.en": "New"}),
    "two fields of one question": (
        [("sections.0.questions.0.weight", 2)],
        [("sections.0.questions.0.bonus", True)],
        {"sections.0.questions.0.weight": 2, "sections.0.questions.0.bonus": True},
    ),
    "two options of one question": (
        [("sections.0.questions.0.options.0.points", 5)],
        [("sections.0.questions.0.options.1.points", 3)],
        {"sections.0.questions.0.options.0.points": 5, "sections.0.questions.0.options.1.points": 3},
    ),
    "an option added, another changed": (
        [("sections.0.questions.0.options.2", {"key": "z"})],
        [("sections.0.questions.0.options.0.points", 3)],
        {"sections.0.questions.0.options.0.points": 3, "sections.0.questions.0.options.2.key": "z"},
    ),
    "a text taken out": (
        [("title.hu", None)],
        [("policy.na", "full")],
        {"title": {"en": "Shop"}, "policy.na": "full"},
    ),
}


@pytest.mark.parametrize("name", FIELDS)
def test_fields_that_one_changed_are_taken_from_there(by_phone: ByPhone, name: str) -> None:
    mine, theirs, expected = FIELDS[name]
    results = by_phone(MERGE_ALL, [[dict(BASE), changed(*mine), changed(*theirs)]])
    assert (results[0]["conflicts"], results[0]["notices"]) == ([], [])
    for path, value in expected.items():
        part: Any = results[0]["content"]
        for step in path.split("."):
            part = part[int(step) if step.isdigit() else step]
        assert part == value


CLASHES = {
    "a text": ("title.en", "Mine", "Theirs", {"keys": {}, "field": ["title", "en"]}),
    "a text of a question": (
        "sections.0.questions.1.text.en", "Mine", "Theirs",
        {"keys": {"section": "a", "question": "two"}, "field": ["text", "en"]},
    ),
    "an option's points": (
        "sections.0.questions.0.options.1.points", 5, 6,
        {"keys": {"section": "a", "question": "one"}, "field": ["options", "y", "points"]},
    ),
    "a condition, which is one": (
        "sections.0.questions.1.show_when", {"question": "one", "in": ["y"]}, {"question": "one", "answered": True},
        {"keys": {"section": "a", "question": "two"}, "field": ["show_when"]},
    ),
    "what one took out": (
        "sections.0.questions.1.show_when", None, {"question": "one", "in": ["y"]},
        {"keys": {"section": "a", "question": "two"}, "field": ["show_when"]},
    ),
    "an effect": ("policy.critical", "flag", {"cap_total": 10}, {"keys": {}, "field": ["policy", "critical"]}),
}  # fmt: skip


@pytest.mark.parametrize("name", CLASHES)
def test_a_field_that_both_changed_is_asked_about_and_mine_until_then(by_phone: ByPhone, name: str) -> None:
    path, own, other, place = CLASHES[name]
    mine = changed((path, own))
    result = by_phone(MERGE_ALL, [[dict(BASE), mine, changed((path, other))]])[0]
    clash = {**place, "theirs": other} | ({} if own is None else {"mine": own})
    assert (result["conflicts"], result["content"]) == ([clash], mine)


MOVES = {
    "mine moves": ("two one three | four", "one two three | four", "two one three | four"),
    "theirs moves to another section": ("one two three | four", "one three | four two", "one three | four two"),
    "both add": ("one new two three | four", "one two three other | four", "one new two three other | four"),
    "both add at one place": ("new one two three | four", "other one two three | four", "new other one two three | four"),
    "mine moves, theirs adds": ("three one two | four", "one two three new | four", "three new one two | four"),
    "one deletes": ("one three | four", "one two three | four", "one three | four"),
    "both delete": ("one three | four", "one two | four", "one | four"),
    "both move one to different places": ("one three | four two", "two one three | four", "one three | four two"),
}  # fmt: skip


@pytest.mark.parametrize("name", MOVES)
def test_moves_of_both_are_put_together(by_phone: ByPhone, name: str) -> None:
    mine, theirs, expected = MOVES[name]
    result = by_phone(MERGE_ALL, [[dict(BASE), ordered(mine), ordered(theirs)]])[0]
    assert keys_in(result["content"]) == expected
    assert (result["conflicts"], result["notices"]) == ([], [])


ARRANGED = {
    "both reorder": ("three two one | four", "two one three | four", "two one three | four"),
    "both reorder, and both add": ("three two one mine | four", "two one three | four other", "two one mine three | four other"),
}  # fmt: skip


@pytest.mark.parametrize("name", ARRANGED)
def test_two_orders_are_asked_about_and_either_can_be_had(by_phone: ByPhone, name: str) -> None:
    mine, theirs, expected = ARRANGED[name]
    result = by_phone(MERGE_ALL, [[dict(BASE), ordered(mine), ordered(theirs)]])[0]
    (conflict,) = result["conflicts"]
    assert (conflict["field"], conflict["isOrder"]) == (["sections"], True)
    content = by_phone(ARRANGE, [result["content"]["sections"], conflict["theirs"]])
    assert keys_in({"sections": content}) == expected
    assert by_phone(ARRANGE, [content, conflict["mine"]]) == result["content"]["sections"]


def test_one_question_moved_to_two_sections_is_asked_about(by_phone: ByPhone) -> None:
    empty = {"key": "c", "title": {"en": "C"}, "questions": []}
    base, mine, theirs = (
        {**content, "sections": [*content["sections"], deepcopy(empty)]}
        for content in (dict(BASE), ordered("one three | four two"), ordered("one three | four"))
    )
    theirs["sections"][2]["questions"] = [BASE["sections"][0]["questions"][1]]
    result = by_phone(MERGE_ALL, [[base, mine, theirs]])[0]
    assert keys_in(result["content"]) == "one three | four two | "
    (conflict,) = result["conflicts"]
    content = by_phone(ARRANGE, [result["content"]["sections"], conflict["theirs"]])
    assert keys_in({"sections": content}) == "one three | four | two"


def test_two_orders_of_answers_are_asked_about(by_phone: ByPhone) -> None:
    path = "sections.0.questions.0.options"
    x, y, z = {"key": "x", "points": 1}, {"key": "y", "points": 0}, {"key": "z", "points": 0}
    base = changed((path, [x, y, z]))
    result = by_phone(MERGE_ALL, [[base, changed((path, [z, y, x])), changed((path, [y, x, z]))]])[0]
    (conflict,) = result["conflicts"]
    assert (conflict["mine"], conflict["theirs"]) == (["z", "y", "x"], ["y", "x", "z"])
    assert conflict["field"] == ["options"]


@pytest.mark.parametrize("mine_deletes", [True, False])
def test_what_one_deleted_and_the_other_changed_stays_and_is_told(
    by_phone: ByPhone, *, mine_deletes: bool
) -> None:
    sides = [ordered("one three | four"), changed(("sections.0.questions.1.text.en", "Changed"))]
    mine, theirs = sides if mine_deletes else reversed(sides)
    result = by_phone(MERGE_ALL, [[dict(BASE), mine, theirs]])[0]
    assert keys_in(result["content"]) == "one two three | four"
    assert result["content"]["sections"][0]["questions"][1]["text"]["en"] == "Changed"
    assert result["notices"] == [{"kind": "kept", "keys": {"section": "a", "question": "two"}}]


def test_a_section_that_one_deleted_stays_with_the_question_that_the_other_put_there(
    by_phone: ByPhone,
) -> None:
    mine = changed()
    del mine["sections"][1]
    result = by_phone(MERGE_ALL, [[dict(BASE), mine, ordered("one two three | four new")]])[0]
    assert keys_in(result["content"]) == "one two three | new"


def test_keys_that_stand_twice_are_not_told_apart(by_phone: ByPhone) -> None:
    twins = ordered("one one three | four")
    mine, theirs = deepcopy(twins), deepcopy(twins)
    mine["sections"][0]["questions"][1]["text"]["en"] = "Mine"
    theirs["title"]["en"] = "Theirs"
    result = by_phone(MERGE_ALL, [[twins, mine, theirs]])[0]
    assert result["content"] == mine | {"title": theirs["title"]}


def test_nothing_of_either_is_lost_whatever_both_do(by_phone: ByPhone) -> None:
    chance = Random(7)  # noqa: S311 - repeatable on purpose
    cases = [[dict(BASE), _anyhow(chance, "m"), _anyhow(chance, "t")] for _ in range(300)]
    for (base, mine, theirs), result in zip(cases, by_phone(MERGE_ALL, cases), strict=True):
        merged = keys_in(result["content"]).replace("|", "").split()
        assert len(merged) == len(set(merged))
        own, other, before = (set(keys_in(side).replace("|", "").split()) for side in (mine, theirs, base))
        assert set(merged) >= (own & other) | (own - before) | (other - before)
        assert result["content"]["languages"] == BASE["languages"]


def test_the_changes_that_are_sent_make_the_same_of_it_on_the_server(by_phone: ByPhone) -> None:
    chance = Random(3)  # noqa: S311 - repeatable on purpose
    pairs = [[_anyhow(chance, "m"), _anyhow(chance, "t")] for _ in range(100)]
    pairs += [[dict(BASE), changed(("title", None), ("policy.critical", "flag"), ("policy.na", "full"))]]
    for (before, after), changes in zip(pairs, by_phone(CHANGES_ALL, pairs), strict=True):
        assert with_changes(before, changes) == after
    assert [one["path"] for one in changes] == [["title"], ["policy", "na"], ["policy", "critical"]]


def test_latin_letters_are_those_of_the_server(by_phone: ByPhone) -> None:
    texts = [
        "Љубичаста ЊУШКА, Џак џемпер Ђорђе; ЏЕП Њ. ЉУ",
        "Ćao",
        "",
        "Да ли је цена 12,50?",
        "Љ",
        "АЉ",
        "Љ а",
    ]
    assert by_phone(LATIN_ALL, texts) == [latin(text) for text in texts]


def test_keys_read_like_what_is_written(by_phone: ByPhone) -> None:
    expected = {
        "Is the shop open?": "is_the_shop_open",
        "Да ли је радња отворена?": "da_li_je_radnja_otvorena",
        "Őszi árvíztűrő": "oszi_arvizturo",
        "Đak": "djak",
        "3 steps": "q_3_steps",
        "??": None,
        "Did the sales assistant offer you several options?": "did_the_sales_assistant_offer_you",
        "x" * 90: "x" * 40,
    }
    assert by_phone(KEYS_ALL, list(expected)) == list(expected.values())


def test_cells_come_as_spreadsheets_copy_them(by_phone: ByPhone) -> None:
    text = 'A\tb\r\n"Two\nlines"\t"a ""quoted"" word"\r\n\r\n\t\r\n"open\tx\r\nlast\t'
    assert by_phone(CELLS, text) == [
        ["A", "b"],
        ["Two\nlines", 'a "quoted" word'],
        ['"open', "x"],
        ["last", ""],
    ]


def test_sums_of_points_are_those_of_the_check(by_phone: ByPhone) -> None:
    checklists = [random_checklist(Random(seed)) for seed in range(100)]  # noqa: S311 - repeatable on purpose
    for checklist, sums in zip(
        checklists, by_phone(SUMS, [dump_definition(one) for one in checklists]), strict=True
    ):
        expected = [possible_points(section) for section in checklist.sections]
        assert sums == [f"{points.numerator}/{points.denominator}" for points in expected]


def test_sums_of_what_is_not_complete_yet(by_phone: ByPhone) -> None:
    question = {"type": "choice", "weight": "a lot", "options": [{"points": 2}, {"points": "x"}, {}]}
    contents = [{}, {"sections": [{"questions": [question, {}, {"type": "count", "weight": None}]}, {}]}]
    assert by_phone(SUMS, contents) == [[], ["0/1", "0/1"]]


def _anyhow(chance: Random, side: str) -> dict[str, Any]:
    content = changed()
    for number in range(chance.randrange(1, 6)):
        lists = [section["questions"] for section in content["sections"]]
        source, target = chance.choice(lists), chance.choice(lists)
        deed = chance.choice(["move", "add", "delete", "change"])
        if deed == "add":
            target.insert(chance.randrange(len(target) + 1), {"key": f"{side}{number}", "text": {"en": side}})
        elif source and deed == "move":
            moved = source.pop(chance.randrange(len(source)))
            target.insert(chance.randrange(len(target) + 1), moved)
        elif source and deed == "delete":
            source.pop(chance.randrange(len(source)))
        elif source:
            chance.choice(source)["weight"] = chance.randrange(9)
    return content
