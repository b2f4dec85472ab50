"""The guidance sheet, to be printed or read before a visit."""

from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue

from auditapp.accounts.login import actor
from auditapp.core.errors import NotFound
from auditapp.domain.problems import DefinitionError
from auditapp.domain.roles import AGENCY, Role
from auditapp.visits.guidance import guidance_pdf
from auditapp.visits.queries import version_to_read
from auditapp.web.access import allow
from auditapp.web.languages import reader_language
from auditapp.web.session import db, storage

blueprint = Blueprint("guidance", __name__, url_prefix="/checklists")


@blueprint.get("/versions/<int:version_id>/guidance.pdf")
@allow(*AGENCY, Role.AUDITOR)
def sheet(version_id: int) -> ResponseReturnValue:
    """The sheet in the reader's language: of the scenario that is asked for, otherwise of all."""
    version = version_to_read(db(), actor(), version_id)
    language = reader_language()
    try:
        scenario = _scenario([part.key for part in version.definition.scenarios])
        data = guidance_pdf(storage(), version, scenario, language)
    except DefinitionError:
        raise NotFound from None
    response = Response(data, mimetype="application/pdf")
    name = f"{version.checklist.slug}-{version.number}-{language.value}.pdf"
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    response.headers["Cache-Control"] = "private, no-cache"
    return response


def _scenario(known: list[str]) -> str | None:
    """What was asked for. Raises NotFound for one that there is not."""
    asked = request.args.get("scenario", "")
    if asked and asked not in known:
        raise NotFound
    return asked or None
