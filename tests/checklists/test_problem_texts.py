"""Everything that can be wrong with a checklist is said in words, with what was meant filled in."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from flask import Flask
from flask_babel import force_locale

from auditapp.checklists.formats.codes import FORMAT_CODES
from auditapp.checklists.problem_texts import TEXTS, problem_text
from auditapp.checklists.yaml_format import YAML_CODES
from auditapp.core.i18n import locale_of
from auditapp.domain.definition import PARSE_CODES
from auditapp.domain.language import Language
from auditapp.domain.lint import LINT_CODES
from auditapp.domain.problems import Problem

DOMAIN = Path(__file__).parents[1] / "domain"
FINDINGS: list[dict[str, Any]] = [
    finding
    for name in ("definition_cases.yaml", "lint_cases.yaml")
    for case in yaml.safe_load((DOMAIN / name).read_text(encoding="utf-8"))
    for finding in case["finds"]
]


def test_every_code_has_its_words_and_no_words_are_left_over() -> None:
    assert set(TEXTS) == PARSE_CODES | set(LINT_CODES) | YAML_CODES | FORMAT_CODES


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
def test_everything_that_parser_and_linter_find_is_said_in_every_language(app: Flask) -> None:
    with app.app_context():
        for language in Language:
            with force_locale(str(locale_of(language))):
                for finding in FINDINGS:
                    params = {name: str(value) for name, value in finding.items()}
                    text = problem_text(Problem(params.pop("code"), params.pop("path"), params))
                    assert "%(" not in text
                    assert params.get("did_you_mean", "") in text
