"""Plain lists of questions, CSV and workbook, in and out."""

from pathlib import Path

import pytest

from auditapp.checklists.formats.findings import Defaults, Imported
from auditapp.checklists.formats.reading import read_any
from auditapp.checklists.formats.writing import FILE_KINDS
from auditapp.checklists.yaml_format import read_checklist
from auditapp.domain.checklist import Checklist, Question
from auditapp.domain.definition import parse_definition
from auditapp.domain.language import Language
from auditapp.domain.lint import lint
from auditapp.domain.problems import DefinitionError
from tests.support.visits import EVERYTHING, question, text
from tests.support.workbooks import xls, xlsx

SHIPPED = Path(__file__).parents[2] / "checklists"
NAMED = Defaults(slug="corner-shop", title="Corner shop")
LIST = """section;question;type;options;points;weight;allow_na;critical;guidance
Welcome;Were you greeted?;choice;At once | Late | Never;2|1|0;2;yes;;Count from the door.
;Is it clean?;;;1;;;yes;
;Minutes of waiting?;count;2 | 5 | more;2 | 1 | 0;;;;
Facts;What was said?;;;;;;;
Welcome;Goodbye?;yes/no;;1;;;;
"""


def read(content: str | bytes, defaults: Defaults = NAMED, name: str = "") -> Imported:
    return read_any(content if isinstance(content, bytes) else content.encode(), name, defaults)


def questions(checklist: Checklist) -> list[Question]:
    return [question for _, question in checklist.questions()]


def errors(content: str) -> list[tuple[str, str]]:
    with pytest.raises(DefinitionError) as refused:
        read(content)
    return [(problem.code, problem.path) for problem in refused.value.problems]


def test_a_list_becomes_a_checklist() -> None:
    found = read(LIST)
    sections = [(s.title["en"], [q.key for q in s.questions]) for s in found.definition.sections]
    assert sections == [
        ("Welcome", ["were_you_greeted", "is_it_clean", "minutes_of_waiting", "goodbye"]),
        ("Facts", ["what_was_said"]),
    ]
    greeted, clean, waiting, goodbye, said = questions(found.definition)
    assert [(option.key, str(option.points)) for option in greeted.options] == [
        ("at_once", "2"), ("late", "1"), ("never", "0"),
    ]  # fmt: skip
    assert greeted.weight == 2
    assert (greeted.allow_na, greeted.guidance) == (True, {"en": "Count from the door."})
    assert clean.type.value == goodbye.type.value == "yes_no"
    assert clean.critical is not None
    assert [(str(step.up_to), str(step.points)) for step in waiting.thresholds] == [
        ("2", "2"), ("5", "1"), ("None", "0"),
    ]  # fmt: skip
    assert (said.type.value, said.scored) == ("text", False)
    assert [note.code for note in found.notes] == ["question_not_scored", "policy_taken"]
    assert not [problem for problem in lint(found.definition) if problem.severity == "error"]


@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_separators_and_marks_do_not_matter(separator: str, encoding: str) -> None:
    content = LIST.replace(";", separator).encode(encoding)
    assert read(content).definition == read(LIST).definition


@pytest.mark.parametrize(
    "codec,name,text",
    [
        ("cp1250", "Windows-1250", "Je li čisto, šta žulja đ?"),
        ("cp1250", "Windows-1250", "Ő üdvözölte önt? És ő?"),
        ("cp1250", "Windows-1250", "Ťažké? Ľúbezné?"),
        ("cp1251", "Windows-1251", "Да ли је у TIDY Caffe-у чисто, њушка ђ?"),
        ("cp1251", "Windows-1251", "Чисто?"),
    ],
)
def test_windows_encodings_are_told_apart_and_said(codec: str, name: str, text: str) -> None:
    found = read(f"question;points\n{text};1\n".encode(codec))
    assert questions(found.definition)[0].text == {"en": text}
    assert ("encoding_taken", {"encoding": name}) in [(n.code, n.params) for n in found.notes]


def test_a_bar_in_an_answer_comes_back() -> None:
    labels = ["Yes | and no", "|", r"c:\|d", "slash/", "back\\"]
    options = [{"key": f"o{at}", "label": text(label), "points": 5 - at} for at, label in enumerate(labels)]
    section = {"key": "s", "title": text("S"), "questions": [question("q", "choice", options=options)]}
    checklist = parse_definition(dict(EVERYTHING) | {"scenarios": [], "sections": [section]})
    for kind in ("csv", "xlsx"):
        file = FILE_KINDS[kind].write(checklist, Language.ENGLISH)
        (found,) = questions(read(file).definition)
        assert [option.label["en"] for option in found.options] == labels


def test_lists_of_our_countries_are_understood() -> None:
    croatian = "Odjeljak;Pitanje;Vrsta;Odgovori;Bodovi;Težina\nDolazak;Je li čisto?;da/ne;;1;1,5\n"
    found = read(croatian, Defaults("posjet", "Posjet", Language.CROATIAN)).definition
    assert (found.title, found.languages) == ({"hr": "Posjet"}, ("hr",))
    assert str(questions(found)[0].weight) == "1.5"
    hungarian = "Szakasz\tKérdés\tTípus\tPontok\nBelépés\tTiszta?\tigen/nem\t1\n"
    assert questions(read(hungarian).definition)[0].type.value == "yes_no"


def test_several_languages_stand_side_by_side() -> None:
    found = read("question::English (en);question::Hrvatski (hr);options::en;options::hr;points\nGood?;Dobro?;Yes|No;Da|Ne;1|0\n")  # fmt: skip
    (asked,) = questions(found.definition)
    assert asked.text == {"en": "Good?", "hr": "Dobro?"}
    assert [option.label for option in asked.options] == [{"en": "Yes", "hr": "Da"}, {"en": "No", "hr": "Ne"}]


def test_workbooks_of_any_age_hold_lists_too() -> None:
    sheets = {"Notes": "by hand", "List": LIST.replace("|", "\N{BROKEN BAR}").replace(";", "|")}
    assert len(questions(read(xlsx(sheets)).definition)) == 5
    assert read(xlsx(sheets)).definition == read(xls(sheets)).definition


def test_a_list_without_points_is_not_scored_and_says_so() -> None:
    found = read("question\nHow was it?\nWhat else?\n")
    assert [question.scored for question in questions(found.definition)] == [False, False]
    assert [note.code for note in found.notes] == ["scoring_off", "policy_taken"]


def test_everything_that_is_wrong_is_told_by_cell() -> None:
    wrong = """question;type;options;points;weight
;text;;;
A?;choise;x|y;1|0;
B?;choice;x|y;1|0|2;
C?;choice;x|y;1|0;heavy
"""
    assert errors(wrong) == [
        ("label_missing", "CSV!A2"),
        ("unknown_value", "CSV!B3"),
        ("points_differ", "CSV!D4"),
    ]
    assert errors(wrong.splitlines()[0] + "\nC?;choice;x|y;1|0;heavy\n") == [("not_a_number", "CSV!E2")]


def test_a_misspelt_type_says_what_was_meant() -> None:
    with pytest.raises(DefinitionError) as refused:
        read("question;type\nA?;choise\n")
    assert refused.value.problems[0].params["did_you_mean"] == "choice"


def test_columns_without_a_place_are_said() -> None:
    found = read("question;points;responsible\nA?;1;Ana\n")
    assert ("column_not_taken", "CSV!C2") in [(note.code, note.path) for note in found.notes]


def test_without_a_title_the_list_is_not_taken() -> None:
    with pytest.raises(DefinitionError) as refused:
        read(LIST, Defaults())
    assert [problem.code for problem in refused.value.problems] == ["slug_missing", "title_missing"]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("name", ["retail-visit", "mystery-call"])
def test_what_a_list_can_hold_comes_back(kind: str, name: str) -> None:
    checklist = read_checklist((SHIPPED / f"{name}.yaml").read_bytes())
    listed = FILE_KINDS[kind].write(checklist, Language.SLOVAK)
    back = questions(read(listed, Defaults(name, "Back", Language.SLOVAK)).definition)
    assert [plain(question) for question in back] == [plain(question) for question in questions(checklist)]


def plain(question: Question) -> dict[str, object]:
    """What a list holds of a question."""
    return {
        "key": question.key,
        "type": question.type,
        "text": question.text["sk"],
        "guidance": (question.guidance or {}).get("sk"),
        "options": [(o.key, o.label["sk"], o.points or 0 if question.points_known else None) for o in question.options],
        "thresholds": [(s.up_to, s.points) for s in question.thresholds] if question.points_known else [],
        "weight": question.weight,
        "critical": question.critical,
        "allow_na": question.allow_na,
        "required": question.required,
        "action": (question.action.what["sk"], question.action.how["sk"]) if question.action else None,
    }  # fmt: skip


def test_no_cell_of_a_list_starts_a_formula() -> None:
    evil = ("=1+1", "+1", "-1", "@SUM(A1)", "'=1", "\tx")
    asked = [
        question(f"q{at}", "text", scored=False) | {"text": text(words)} for at, words in enumerate(evil)
    ]
    section = {"key": "only", "title": text("=Only"), "questions": asked}
    checklist = parse_definition(dict(EVERYTHING) | {"scenarios": [], "sections": [section]})
    listed = FILE_KINDS["csv"].write(checklist, Language.ENGLISH)
    cells = [cell.strip('"') for line in listed.decode("utf-8-sig").splitlines() for cell in line.split(";")]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]
    back = read(listed).definition
    assert [question.text["en"] for question in questions(back)] == [words.strip() for words in evil]
    assert back.sections[0].title["en"] == "=Only"
