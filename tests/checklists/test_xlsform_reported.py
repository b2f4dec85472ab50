"""XLSForm in: what a checklist cannot express is said with its cell and with what was done instead."""

import pytest
from pyxform import aliases
from pyxform.question_type_dictionary import QUESTION_TYPE_DICT

from auditapp.checklists.formats.reading import read_any
from tests.support.workbooks import xlsx
from tests.support.xlsforms import form, imported, questions, told


@pytest.mark.parametrize(
    "row,code",
    [
        ("calculate | x | Sum | 1 + 2", "type_calculate"),
        ("hidden | x | H |", "type_calculate"),
        ("geopoint | x | Where? |", "type_place"),
        ("geotrace | x | Where? |", "type_place"),
        ("geoshape | x | Where? |", "type_place"),
        ("audio | x | Say |", "type_recording"),
        ("video | x | Show |", "type_recording"),
        ("file | x | Add |", "type_recording"),
        ("background-audio | x | |", "type_recording"),
        ("rank yn | x | Rank |", "type_rank"),
        ("select_one_from_file a.csv | x | Which? |", "type_list_in_file"),
        ("select_multiple_from_file a.csv | x | Which? |", "type_list_in_file"),
        ("csv-external | x | |", "type_list_in_file"),
        ("select one from file a.csv | x | Which? |", "type_list_in_file"),
        ("get device id | x | |", "type_metadata"),
        ("start | x | |", "type_metadata"),
        ("end | x | |", "type_metadata"),
        ("today | x | |", "type_metadata"),
        ("deviceid | x | |", "type_metadata"),
        ("phonenumber | x | |", "type_metadata"),
        ("username | x | |", "type_metadata"),
        ("email | x | |", "type_metadata"),
    ],
)
def test_what_is_not_asked_is_left_out_and_said(row: str, code: str) -> None:
    survey = f"type | name | label | calculation\ntext | a | A? |\n{row}"
    found = imported(survey)
    assert list(questions(found.definition)) == ["a"]
    assert told(found) == [(code, "survey!A3")]


def test_audit_and_legacy_place_types_are_left_out_and_said() -> None:
    found = imported("type | name | label\ntext | a | A?\naudit | audit |\nstart-geopoint | warm |")
    assert told(found) == [("type_metadata", "survey!A3"), ("type_place", "survey!A4")]


@pytest.mark.parametrize("row,code,kind", [("dateTime | x | When?", "type_datetime", "date"), ("phone number | x | Whom?", "type_phone_number", "text"), ("barcode | x | Code?", "type_barcode", "text")])  # fmt: skip
def test_what_loses_something_is_said(row: str, code: str, kind: str) -> None:
    found = imported(f"type | name | label\n{row}")
    assert questions(found.definition)["x"].type.value == kind
    assert told(found) == [(code, "survey!A2")]


def test_every_type_that_pyxform_knows_is_taken_or_said() -> None:
    known = sorted({*QUESTION_TYPE_DICT, *aliases.select, *aliases._type_alias_map})
    written = [f"{name} yn" if "select" in name or name == "rank" else name for name in known]
    rows = [f"{name} | n{at} | Text?" for at, name in enumerate(written, 1)]
    found = read_any(xlsx(form("type | name | label\n" + "\n".join(rows))))
    lost = {
        note.path
        for note in found.notes
        if note.code.startswith("type_") and note.path.startswith("survey!A")
    }
    left_out = {
        f"survey!A{at + 1}" for at in range(1, len(rows) + 1) if f"n{at}" not in questions(found.definition)
    }
    notes = {f"survey!A{at}" for at, name in enumerate(written, 2) if "note" in name.split()}
    assert left_out - notes <= lost
    assert len(questions(found.definition)) > len(written) / 3


def test_repeats_are_asked_once() -> None:
    found = imported("""
        type         | name  | label    | repeat_count
        begin_repeat | guest | Guests   | 3
        text         | a     | A?       |
        end_repeat   |       |          |
    """)  # fmt: skip
    assert [section.title for section in found.definition.sections] == [{"en": "Guests"}]
    assert told(found) == [("repeat_once", "survey!A2"), ("column_repeat_count", "survey!D2")]


def test_an_empty_group_is_said() -> None:
    found = imported("type | name | label\ntext | a | A?\nbegin_group | g | G\nend_group | |")
    assert told(found) == [("group_empty", "survey!A3")]


@pytest.mark.parametrize(
    "column,value,code",
    [
        ("choice_filter", "true()", "column_choice_filter"),
        ("default", "yes", "column_default"),
        ("readonly", "yes", "column_readonly"),
        ("calculation", "1 + 1", "column_calculation"),
        ("appearance", "minimal", "column_not_taken"),
        ("constraint_message", "No", "column_not_taken"),
        ("required_message::English (en)", "Please", "column_not_taken"),
        ("media::image", "a.png", "column_not_taken"),
        ("trigger", "", ""),
        ("parameters", "randomize=true", "column_not_taken"),
        ("bind::foo", "bar", "column_not_taken"),
        ("my own column", "x", "column_not_taken"),
    ],
)
def test_columns_that_a_checklist_has_nothing_for_are_said_cell_by_cell(
    column: str, value: str, code: str
) -> None:
    survey = f"type | name | label | {column}\nselect_one yn | a | A? | {value}\ntext | b | B? |"
    found = read_any(xlsx(form(survey)))
    assert told(found) == ([(code, "survey!D2")] if code else [])


def test_answers_within_texts_are_said() -> None:
    found = imported(
        "type | name | label | label::hr\ntext | a | A? | A?\nselect_one s | b | Why? | Zašto ${a}?",
        "list_name | name | label\ns | x | As ${a}\ns | y | Y",
    )
    assert told(found) == [("reference_in_text", "choices!C2"), ("reference_in_text", "survey!D3")]
    assert questions(found.definition)["b"].text["hr"] == "Zašto ${a}?"


def test_cascading_choices_keep_their_options_and_say_what_is_lost() -> None:
    found = imported(
        "type | name | label | choice_filter\nselect_one s | s | State? |\nselect_one c | c | City? | state = ${s}",
        "list_name | name | label | state\ns | a | A |\ns | b | B |\nc | x | X | a\nc | y | Y | b",
    )
    assert [option.key for option in questions(found.definition)["c"].options] == ["x", "y"]
    assert told(found) == [
        ("choice_column_not_taken", "choices!D4"),
        ("choice_column_not_taken", "choices!D5"),
        ("column_choice_filter", "survey!D3"),
    ]


def test_settings_sheets_and_expressions_without_a_place_are_said() -> None:
    found = imported(
        "type | name | label | required\ntext | a | A? | yes\ntext | b | B? | ${a} != ''",
        settings="form_title | form_id | allow_choice_duplicates | version\nVisit | visit | yes | 7",
        entities="list_name | label\nshops | concat('a')",
    )
    assert told(found) == [
        ("required_expression", "survey!D3"),
        ("sheet_not_taken", "entities!1"),
        ("setting_not_taken", "settings!C2"),
        ("setting_not_taken", "settings!D2"),
    ]
    assert not questions(found.definition)["b"].required
