"""Pages about checklists: the list, and one with its versions and the linter's findings."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from auditapp.checklists import queries
from auditapp.checklists.models import Checklist, ChecklistVersion
from auditapp.checklists.problem_texts import problem_text
from auditapp.domain.lint import lint
from auditapp.domain.roles import Role
from auditapp.web.access import allow
from auditapp.web.session import db

blueprint = Blueprint("checklists", __name__, url_prefix="/checklists")


@blueprint.get("")
@allow(Role.ADMIN, Role.REVIEWER)
def overview() -> ResponseReturnValue:
    """All checklists with their newest version."""
    rows = [(checklist, _newest(checklist)) for checklist in queries.all_checklists(db())]
    return render_template("checklists/overview.html", rows=rows)


@blueprint.get("/<slug>")
@allow(Role.ADMIN, Role.REVIEWER)
def checklist(slug: str) -> ResponseReturnValue:
    """One checklist: what is in it, its versions, what the linter says."""
    found = queries.checklist_for(db(), slug)
    newest = _newest(found)
    findings = [(problem, problem_text(problem)) for problem in lint(newest.definition)]
    return render_template(
        "checklists/checklist.html",
        checklist=found,
        newest=newest,
        versions=queries.versions_of(db(), found),
        findings=findings,
    )


def _newest(checklist: Checklist) -> ChecklistVersion:
    return queries.versions_of(db(), checklist)[0]
