"""Pages about versions: what differs between two of them, and the end of one."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from auditapp.accounts.login import actor
from auditapp.checklists import queries, services
from auditapp.checklists.difference_words import differences
from auditapp.checklists.forms import RetireForm
from auditapp.checklists.models import Checklist, ChecklistVersion, VersionState
from auditapp.core.errors import NotFound
from auditapp.domain.language import text_in
from auditapp.domain.roles import AGENCY, Role
from auditapp.web.access import allow
from auditapp.web.languages import reader_language
from auditapp.web.session import db

blueprint = Blueprint("versions", __name__, url_prefix="/checklists")


@blueprint.get("/<slug>/differences")
@allow(*AGENCY)
def compare(slug: str) -> ResponseReturnValue:
    """What differs between two versions: `old` and `new` are their numbers, otherwise the last two."""
    checklist = queries.checklist_for(db(), slug)
    versions = queries.versions_of(db(), checklist)
    new = _chosen(versions, "new") or versions[0]
    old = _chosen(versions, "old") or queries.published_before(db(), new) or versions[-1]
    before, after = old.readable, new.readable
    return render_template(
        "checklists/differences.html",
        checklist=checklist,
        title=text_in(after.title, reader_language()) if after else slug,
        versions=versions,
        old=old,
        new=new,
        unreadable=[version for version in (old, new) if version.readable is None],
        chapters=differences(before, after, reader_language()) if before and after else [],
    )


@blueprint.route("/<slug>/versions/<int:number>/retirement", methods=["GET", "POST"])
@allow(Role.ADMIN)
def retire(slug: str, number: int) -> ResponseReturnValue:
    """Ask, and then let a version take no new visits."""
    checklist = queries.checklist_for(db(), slug)
    version, form = queries.version_numbered(db(), checklist, number), RetireForm()
    if version.state != VersionState.PUBLISHED:
        return _not_retired(checklist)
    if not form.validate_on_submit():
        return _retire_page(checklist, version, form), 422 if form.errors else 200
    try:
        services.retire_version(db(), actor(), version, form.reason.data)
    except services.NotPublished:
        return _not_retired(checklist)
    flash(_("Version %(number)s is retired: it takes no new visits.", number=number), "success")
    return redirect(url_for("checklists.checklist", slug=slug))


def _retire_page(checklist: Checklist, version: ChecklistVersion, form: RetireForm) -> str:
    others = [other for other in queries.published_versions(db()) if other.checklist_id == checklist.id]
    return render_template(
        "checklists/retire.html", checklist=checklist, version=version, form=form, is_last=others == [version]
    )


def _not_retired(checklist: Checklist) -> ResponseReturnValue:
    flash(_("Only a published version can be retired, so nothing was changed."), "error")
    return redirect(url_for("checklists.checklist", slug=checklist.slug))


def _chosen(versions: list[ChecklistVersion], name: str) -> ChecklistVersion | None:
    """The version that the address asks for. Raises NotFound for one that there is not."""
    asked = request.args.get(name, "")
    if not asked:
        return None
    found = next((version for version in versions if str(version.number) == asked), None)
    if found is None:
        raise NotFound
    return found
