"""Where something is wrong, in words."""

import pytest
from flask import Flask

from auditapp.checklists.problem_places import place_text
from auditapp.domain.definition import dump_definition, parse_definition
from auditapp.domain.language import Language
from auditapp.domain.lint import lint
from tests.support.visits import EVERYTHING

CHECKLIST = parse_definition(EVERYTHING)
CONTENT = dump_definition(CHECKLIST)


@pytest.mark.parametrize(
    "path,place",
    [
        ("title.sr-Cyrl", "Title › Српски (ћирилица)"),
        ("policy.stated_total", "What the weights add up to"),
        ("bands[1]", "Band 2"),
        ("sections[0]", "1 Welcome"),
        ("sections[0].weight", "1 Welcome › Weight"),
        ("sections[0].questions[0]", "1.1 The greeting?"),
        ("sections[0].questions[0].text.hu", "1.1 The greeting? › Question › Magyar"),
        ("sections[0].questions[0].options[1].label.sk", "1.1 The greeting? › Answer 2 › Slovenčina"),
        ("sections[0].questions[0].action.how.en", "1.1 The greeting? › Action: how › English"),
        ("sections[0].questions[2].show_when.question", "1.3 The excuse? › Asked only if"),
        ("sections[2].scenarios[0]", "3 The hurry › Scenarios 1"),
        ("sections", "Sections"),
        ("scenarios[0].brief.hr", "The gift › Hrvatski"),
        ("", ""),
        ("strange[4].path", "strange[4].path"),
    ],
)
def test_a_path_leads_to_names(app: Flask, path: str, place: str) -> None:
    with app.test_request_context():
        assert place_text(CONTENT, path, Language.ENGLISH) == place


def test_what_is_not_written_yet_has_its_number(app: Flask) -> None:
    content = {"sections": [{"title": {"hr": "Doček"}, "questions": [{"type": "text"}]}]}
    with app.test_request_context():
        places = [
            place_text(content, path, Language.ENGLISH)
            for path in ("sections[0].questions", "sections[0].questions[0].text", "sections[7]")
        ]
    assert places == ["1 Doček", "1.1 without a text › Question", "8 without a text"]


def test_every_place_that_the_linter_names_is_found(app: Flask) -> None:
    with app.test_request_context():
        for problem in lint(CHECKLIST):
            assert "[" not in place_text(CONTENT, problem.path, Language.CROATIAN)
