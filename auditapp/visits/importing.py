"""The admin's page for taking over what a phone exported."""

from flask import Blueprint, render_template, request, session
from flask.typing import ResponseReturnValue

from auditapp.accounts.login import actor
from auditapp.domain.roles import Role
from auditapp.visits.forms import ImportForm
from auditapp.visits.imports import Imported, import_work
from auditapp.visits.log import Receipt
from auditapp.visits.messages import import_file_texts, import_line_text
from auditapp.visits.phone_export import NotAnExport, PhoneExport
from auditapp.web.access import allow
from auditapp.web.session import db, storage

blueprint = Blueprint("importing", __name__, url_prefix="/import")

LARGEST_FILE = 300_000_000


@blueprint.url_value_preprocessor
def _make_room(_endpoint: str | None, _values: object) -> None:
    """Let whoever is logged in send a large file. It goes into a temporary one while it is read for its CSRF token."""
    if "_user_id" in session:
        request.max_content_length = LARGEST_FILE


@blueprint.route("", methods=["GET", "POST"])
@allow(Role.ADMIN)
def upload() -> ResponseReturnValue:
    """Ask for the file, take it over, and say what became of each line."""
    form = ImportForm()
    if not form.validate_on_submit():
        return render_template("visits/import.html", form=form), 422 if form.errors else 200
    try:
        result = import_work(db(), storage(), actor(), PhoneExport(form.file.data.stream))
    except NotAnExport as problem:
        form.file.errors = [import_file_texts()[problem.code]]
        return render_template("visits/import.html", form=form), 422
    return _show(result)


def _show(result: Imported) -> str:
    return render_template(
        "visits/imported.html",
        result=result,
        receipts=Receipt,
        refused=[(line.number, import_line_text(line.outcome)) for line in result.refused],
    )
