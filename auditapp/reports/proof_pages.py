"""The public pages that say whether a report is genuine, to whoever holds it and to nobody else (R5)."""

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from auditapp.core.attempts import TooManyAttempts
from auditapp.reports.codes import read_code, spaced
from auditapp.reports.forms import CodeForm
from auditapp.reports.services import checked_report
from auditapp.web.access import public
from auditapp.web.session import database

blueprint = Blueprint("proof", __name__, url_prefix="/verify")


@blueprint.get("")
@public
def enter() -> ResponseReturnValue:
    """Enter the code of a report."""
    form = CodeForm(request.args, meta={"csrf": False})  # it only leads on to another page
    if "code" in request.args and form.validate():
        return redirect(url_for("proof.report", code=form.code.data))
    return render_template("reports/proof/enter.html", form=form), 422 if form.errors else 200


@blueprint.get("/<code>")
@public
def report(code: str) -> ResponseReturnValue:
    """Whether the report with this code is genuine and current."""
    read = read_code(code)
    if read is None:
        return redirect(url_for("proof.enter", code=code))
    try:
        # Unknown codes are counted, so this reading request writes.
        with database().transaction() as session:
            standing = checked_report(session, read, request.remote_addr or "")
    except TooManyAttempts:
        abort(429)
    page = render_template("reports/proof/report.html", code=spaced(read), standing=standing)
    return page, 200 if standing else 404
