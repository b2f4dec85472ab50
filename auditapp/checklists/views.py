"""Pages about checklists: the list, and one with its versions and the linter's findings."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from auditapp.checklists import queries
from auditapp.checklists.checking import problems_in
from auditapp.checklists.editor_words import finding_text
from auditapp.checklists.models import Checklist, ChecklistVersion
from auditapp.checklists.outline import outline_of
from auditapp.checklists.problem_places import place_text
from auditapp.checklists.words import CHANNEL_NAMES, EFFECT_RULES, NA_RULES, TOTAL_RULES
from auditapp.core.i18n import number_text
from auditapp.domain.checklist import Policy
from auditapp.domain.language import text_in
from auditapp.domain.problems import Problem, Severity
from auditapp.domain.roles import Role
from auditapp.web.access import allow
from auditapp.web.languages import in_reading_order, reader_language
from auditapp.web.session import db

blueprint = Blueprint("checklists", __name__, url_prefix="/checklists")


@blueprint.get("")
@allow(Role.ADMIN, Role.REVIEWER)
def overview() -> ResponseReturnValue:
    """All checklists with their newest version."""
    newest = [(checklist, _newest(checklist)) for checklist in queries.all_checklists(db())]
    outlined = [(checklist, version, outline_of(version.content)) for checklist, version in newest]
    rows = in_reading_order(outlined, lambda row: text_in(row[2].title, reader_language()))
    return render_template("checklists/overview.html", rows=rows)


@blueprint.get("/<slug>")
@allow(Role.ADMIN, Role.REVIEWER)
def checklist(slug: str) -> ResponseReturnValue:
    """One checklist: what is in it, its versions, what the linter says."""
    found = queries.checklist_for(db(), slug)
    versions = queries.versions_of(db(), found)
    newest = versions[0]
    outline = outline_of(newest.content)
    problems = sorted(problems_in(newest), key=lambda problem: problem.severity is not Severity.ERROR)
    return render_template(
        "checklists/checklist.html",
        checklist=found,
        newest=newest,
        versions=versions,
        names=queries.makers_of(db(), versions),
        outline=outline,
        definition=newest.readable,
        findings=list(dict.fromkeys(_finding(newest, problem) for problem in problems)),
        rules=_rules(newest.readable.policy) if newest.readable else [],
        channel=CHANNEL_NAMES[outline.channel] if outline.channel else "",
    )


def _finding(version: ChecklistVersion, problem: Problem) -> tuple[Severity, str, str]:
    """How bad, where, what."""
    content, language = version.content, reader_language()
    return (
        problem.severity,
        place_text(content, problem.path, language),
        finding_text(problem, content, language),
    )


def _rules(policy: Policy) -> list[str]:
    """How the checklist is scored, in sentences (C6)."""
    cap = number_text(policy.critical.cap or 0, reader_language())
    sentences = (TOTAL_RULES[policy.total], NA_RULES[policy.na], EFFECT_RULES[policy.critical.kind])
    return [str(sentence) % {"cap": cap} for sentence in sentences]


def _newest(checklist: Checklist) -> ChecklistVersion:
    return queries.versions_of(db(), checklist)[0]
