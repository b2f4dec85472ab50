"""Where something is wrong, in words."""

import pytest
from flask import Flask

from auditapp.checklists.problem_places import place_text
from auditapp.domain.definition import parse_definition
from auditapp.domain.language import Language
from auditapp.domain.lint import lint
from tests.support.visits import EVERYTHING

CHECKLIST = parse_definition(EVERYTHING)


@pytest.mark.parametrize(
    "path,place",
    [
        ("title.sr-Cyrl", "Title › Српски (ћирилица)"),
        ("policy.stated_total", "What the weights add up to"),
        ("bands[1]", "Band 2"),
        ("sections[0]", "Welcome"),
        ("sections[0].weight", "Welcome › Weight"),
        ("sections[0].questions[0]", "Welcome › The greeting?"),
        ("sections[0].questions[0].text.hu", "Welcome › The greeting? › Question › Magyar"),
        ("sections[0].questions[0].options[1].label.sk", "Welcome › The greeting? › Answer 2 › Slovenčina"),
        ("sections[0].questions[0].action.how.en", "Welcome › The greeting? › Action: how › English"),
        ("sections[0].questions[2].show_when.question", "Welcome › The excuse? › Asked only if"),
        ("sections[2].scenarios[0]", "The hurry › Scenarios 1"),
        ("sections", "sections"),
        ("scenarios[0].brief.hr", "The gift › Hrvatski"),
        ("", ""),
        ("strange[4].path", "strange[4].path"),
    ],
)
def test_a_path_leads_to_names(app: Flask, path: str, place: str) -> None:
    with app.test_request_context():
        assert place_text(CHECKLIST, path, Language.ENGLISH) == place


def test_of_what_cannot_be_read_there_is_only_the_path() -> None:
    assert place_text(None, "sections[0].title", Language.ENGLISH) == "sections[0].title"


def test_every_place_that_the_linter_names_is_found(app: Flask) -> None:
    with app.test_request_context():
        for problem in lint(CHECKLIST):
            assert "[" not in place_text(CHECKLIST, problem.path, Language.CROATIAN)
