"""XLSForm in: every documented feature is either taken, or said (test_xlsform_reported.py)."""

from decimal import Decimal

import pytest

from auditapp.checklists.formats.findings import Defaults
from auditapp.checklists.formats.reading import read_any
from auditapp.domain.definition import dump_definition
from auditapp.domain.language import Language
from auditapp.domain.lint import lint
from auditapp.domain.problems import DefinitionError
from tests.support.workbooks import xls, xlsx
from tests.support.xlsforms import (
    CONDITIONS,
    STEPS,
    YES_NO,
    codes,
    form,
    imported,
    points,
    questions,
    told,
    written,
)


def test_types_become_questions() -> None:
    found = imported("""
        type                  | name    | label       | required
        select_one mood       | mood    | Mood?       | yes
        select_one yn         | open    | Open?       |
        select_multiple mood  | moods   | Moods?      |
        integer               | guests  | How many?   |
        decimal               | price   | Price?      |
        text                  | words   | What?       |
        date                  | day     | Day?        |
        time                  | hour    | Hour?       |
        image                 | front   | The front   |
        range                 | warmth  | How warm?   |
        acknowledge           | read    | I read it   |
    """, YES_NO + "\nmood | good | Good | 2\nmood | bad | Bad | 0")  # fmt: skip
    types = {key: question.type.value for key, question in questions(found.definition).items()}
    assert types == {
        "mood": "choice", "open": "yes_no", "moods": "multi", "guests": "count", "price": "number",
        "words": "text", "day": "date", "hour": "time", "front": "photo", "warmth": "count", "read": "yes_no",
    }  # fmt: skip
    asked = questions(found.definition)
    assert asked["mood"].required
    assert not asked["open"].required
    assert (asked["warmth"].minimum, asked["warmth"].maximum) == (Decimal(0), Decimal(10))
    assert points(asked["mood"]) == {"good": "2", "bad": "0"}
    assert told(found) == []
    assert (found.definition.slug, found.definition.title) == ("store-visit", {"en": "Store visit"})
    assert not [problem for problem in lint(found.definition) if problem.severity == "error"]


def test_spellings_of_types_that_people_use_are_taken() -> None:
    found = imported("""
        type                                | name | label
        select one from yn                  | a    | A?
        select all that apply from yn       | b    | B?
        int                                 | c    | C?
        string                              | d    | D?
        photo                               | e    | E?
        add select one prompt using yn      | h    | H?
        select1 yn                          | i    | I?
        add select multiple prompt using yn | j    | J?
        add dateTime prompt                 | k    | K?
        q picture                           | l    | L?
        percentage                          | m    | M?
        begin group                         | g    | G
        trigger                             | f    | F?
        end group                           |      |
    """)  # fmt: skip
    asked = questions(found.definition)
    assert [question.type.value for question in asked.values()] == [
        "yes_no", "multi", "count", "text", "photo", "yes_no", "yes_no", "multi", "date", "photo", "count", "yes_no",
    ]  # fmt: skip
    assert (asked["m"].minimum, asked["m"].maximum) == (Decimal(0), Decimal(100))
    assert told(found) == [("type_datetime", "survey!A10")]


def test_groups_become_sections_and_nested_ones_are_flattened_with_joined_titles() -> None:
    found = imported("""
        type        | name  | label
        text        | first | First?
        begin_group | shop  | The shop
        text        | a     | A?
        begin_group | desk  | The desk
        text        | b     | B?
        end_group   |       |
        text        | c     | C?
        end_group   |       |
    """)  # fmt: skip
    sections = [(s.key, s.title["en"], [q.key for q in s.questions]) for s in found.definition.sections]
    assert sections == [
        ("general", "Store visit", ["first"]),
        ("shop", "The shop", ["a"]),
        ("desk", "The shop – The desk", ["b"]),
        ("shop_2", "The shop", ["c"]),
    ]
    assert told(found) == [("section_continued", "survey!B3")]


def test_languages_hints_and_guidance() -> None:
    found = imported(
        """
        type | name | label::English (en) | label::Hrvatski (hr) | label::Српски (sr) | label::Français (fr) | hint::English (en) | guidance_hint::English (en)
        text | a    | Clean?              | Čisto?               | Чисто?             | Propre ?             | Look down.         | Also up.
        """,
        "list_name | name | label::English (en)",
    )
    question = questions(found.definition)["a"]
    assert question.text == {"en": "Clean?", "sr-Cyrl": "Чисто?", "hr": "Čisto?"}
    assert question.guidance == {"en": "Look down.\nAlso up."}
    assert found.definition.languages == ("en", "sr-Cyrl", "hr")
    assert told(found) == [("column_language_unknown", "survey!F1")]


def test_a_plain_text_stands_for_a_blank_one_in_its_language() -> None:
    found = imported(
        """
        type          | name | label | label::English (en) | label::hr | hint::en | hint
        select_one yn | a    | A?    |                     | Zar A?    |          | Look.
        text          | b    |       | B?                  |           | Ask.     |
        text          | c    | C?    | C?                  |           |          |
        """,
        "list_name | name | label::English (en) | label\nyn | yes | Yes |\nyn | no | | No",
    )
    asked = questions(found.definition)
    assert [question.text for question in asked.values()] == [
        {"en": "A?", "hr": "Zar A?"},
        {"en": "B?"},
        {"en": "C?"},
    ]
    assert [asked[key].guidance for key in "ab"] == [{"en": "Look."}, {"en": "Ask."}]
    assert [option.label for option in asked["a"].options] == [{"en": "Yes"}, {"en": "No"}]
    assert told(found) == []


@pytest.mark.parametrize("heading", ["label::Srpski (sr-Latn)", "label::sr-Latn", "label::Srpski (sr)"])
def test_serbian_in_latin_letters_is_never_stored(heading: str) -> None:
    found = read_any(
        xlsx(form(f"type | name | label::en | {heading}\ntext | a | Clean? | Čisto?", "list_name | name"))
    )
    assert questions(found.definition)["a"].text == {"en": "Clean?"}
    assert told(found) == [("column_in_latin", "survey!D1")]


def test_a_plain_label_is_in_the_language_that_the_form_or_the_admin_names() -> None:
    survey = "type | name | label\ntext | a | Čisto?"
    own = "form_title | form_id | default_language\nPosjet | posjet | Hrvatski (hr)"
    assert questions(imported(survey, settings=own).definition)["a"].text == {"hr": "Čisto?"}
    unsaid = xlsx(form(survey, settings="form_title | form_id\nPosjet | posjet"))
    said = read_any(unsaid, "posjet.xlsx", Defaults(language=Language.CROATIAN))
    assert said.definition.title == {"hr": "Posjet"}


def test_title_and_slug_beside_the_file_stand_in_for_missing_settings() -> None:
    content = xlsx({"survey": "type | name | label\ntext | a | A?"})
    with pytest.raises(DefinitionError) as error:
        read_any(content)
    assert {problem.code for problem in error.value.problems} == {"slug_missing", "title_missing"}
    named = read_any(content, "", Defaults(slug="my-visit", title="My visit")).definition
    assert (named.slug, named.title) == ("my-visit", {"en": "My visit"})


def test_points_weights_and_marks_beside_questions_and_options() -> None:
    found = imported(
        """
        type                 | name  | label  | Points | Weight | critical | Allow NA | bonus
        select_one steps     | greet | Greet? |        | 2      | yes      | x        |
        select_one yn        | clean | Clean? | 3      |        | flag     |          |
        select_multiple many | seen  | Seen?  | 2      | 1,5    |          |          | da
        """,
        """
        list_name | name  | label   | score | critical | allow_na
        steps     | good  | At once | 2     |          |
        steps     | late  | Late    | 1     |          |
        steps     | never | Never   | 0     | yes      |
        steps     | away  | Closed  |       |          | yes
        yn        | yes   | Yes     |       |          |
        yn        | no    | No      |       |          |
        many      | ramp  | Ramp    | 1     |          |
        many      | lamp  | Lamp    | 1     |          |
        many      | sign  | Sign    | 1     |          |
        """,
    )
    asked = questions(found.definition)
    assert points(asked["greet"]) == {"good": "2", "late": "1", "never": "0"}
    assert asked["greet"].weight == 2
    assert (asked["greet"].allow_na, asked["greet"].fails_on) == (True, ("never",))
    assert asked["clean"].critical is not None
    assert points(asked["clean"]) == {"yes": "3", "no": "0"}
    assert (asked["seen"].max_points, asked["seen"].weight) == (Decimal(2), Decimal("1.5"))
    assert asked["seen"].bonus
    assert told(found) == [("option_as_na", "choices!B5")]


def test_an_option_named_na_is_never_a_zero() -> None:
    choices = YES_NO + "\nyn | na | Not applicable |"
    found = imported("type | name | label\nselect_one yn | a | A?", choices)
    question = questions(found.definition)["a"]
    assert (question.allow_na, question.type.value, len(question.options)) == (True, "yes_no", 2)
    assert told(found) == [("option_as_na", "choices!B4")]


def test_a_form_without_points_has_no_score_and_says_so() -> None:
    found = imported(
        "type | name | label\nselect_one c | a | A?\ninteger | n | N?",
        "list_name | name | label\nc | x | X\nc | y | Y",
    )
    assert [question.scored for question in questions(found.definition).values()] == [False, False]
    assert codes(found) == ["scoring_off", "policy_taken"]


def test_in_a_form_with_points_what_has_none_is_said() -> None:
    choices = YES_NO + "\nc | x | X | 1\nc | y | Y |"
    found = imported("type | name | label\nselect_one c | a | A?\ninteger | n | N?", choices)
    assert points(questions(found.definition)["a"]) == {"x": "1", "y": "0"}
    assert [(note.code, note.path) for note in found.notes][:2] == [
        ("points_filled", "survey!A2"),
        ("question_not_scored", "survey!A3"),
    ]


def test_or_other_becomes_an_option_and_a_question() -> None:
    found = imported(
        "type | name | label\nselect_one c or_other | a | A?\ntext | b | B?",
        "list_name | name | label\nc | x | X\nc | y | Y",
    )
    asked = questions(found.definition)
    assert [option.key for option in asked["a"].options] == ["x", "y", "other"]
    assert written(asked["a_other"])["show_when"] == {"question": "a", "in": ["other"]}
    assert list(asked) == ["a", "a_other", "b"]
    assert told(found) == [("other_added", "survey!A2")]


def test_notes_become_guidance_beside_them_or_the_briefing() -> None:
    found = imported("""
        type        | name  | label         | hint
        note        | hello | Be a guest.   |
        begin_group | g     | G             |
        note        | n1    | Look closely. |
        text        | a     | A?            | At the floor.
        note        | n2    | Then leave.   |
        end_group   |       |               |
    """)  # fmt: skip
    assert found.definition.briefing == {"en": "Be a guest."}
    assert questions(found.definition)["a"].guidance == {"en": "Look closely.\nAt the floor.\nThen leave."}
    assert [code for code, _ in told(found)] == ["note_as_guidance"] * 3


def test_names_become_keys() -> None:
    found = imported("type | name | label\ntext | Q1.Front-Desk | A?\ntext | Čisto | B?\ntext | _x | C?")
    assert list(questions(found.definition)) == ["q1_front_desk", "cisto", "x"]


def test_an_old_workbook_reads_the_same() -> None:
    sheets = form(CONDITIONS.format("${mood} < 3"), STEPS)
    assert dump_definition(read_any(xls(sheets)).definition) == dump_definition(
        read_any(xlsx(sheets)).definition
    )


def test_script_in_a_label_stays_a_text() -> None:
    evil = "<script>alert(1)</script> & <b>bold</b>"
    found = read_any(xlsx(form(f"type | name | label\ntext | a | {evil}")))
    assert questions(found.definition)["a"].text == {"en": evil}
