"""Publishing a draft, with what changes and what that would do to the scores of published visits before one's eyes."""

from collections.abc import Iterable
from hashlib import sha256
from math import ceil

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from auditapp.accounts.login import actor
from auditapp.analytics.impact_page import MOVES_ON_A_PAGE, ImpactState, impact_state, move_lines
from auditapp.analytics.services import order_impact
from auditapp.checklists import queries, services
from auditapp.checklists.checking import Checked, check
from auditapp.checklists.difference_words import differences
from auditapp.checklists.editor_words import finding_text
from auditapp.checklists.forms import PublishForm
from auditapp.checklists.models import Checklist, ChecklistVersion
from auditapp.checklists.problem_places import place_text
from auditapp.core.errors import NotFound
from auditapp.domain.definition import digest
from auditapp.domain.language import text_in
from auditapp.domain.problems import DefinitionError, Problem
from auditapp.domain.roles import AGENCY, Role
from auditapp.web.access import allow
from auditapp.web.languages import reader_language
from auditapp.web.session import db

blueprint = Blueprint("publishing", __name__, url_prefix="/checklists")

PLACES_NAMED = 20
"""Of the places that one warning is about."""


@blueprint.route("/<slug>/publish", methods=["GET", "POST"])
@allow(Role.ADMIN)
def publish(slug: str) -> ResponseReturnValue:
    """Show what a publication means, ask why, and then close the draft for ever."""
    checklist = queries.checklist_for(db(), slug)
    draft = queries.draft_of(db(), checklist)
    if draft is None:
        return _no_draft(checklist)
    checked, form = check(draft), PublishForm()
    form.warn(_warnings(draft, checked))
    if request.method != "POST" or checked.definition is None:
        return _page(checklist, draft, checked, form)
    if not form.validate_on_submit():
        return _page(checklist, draft, checked, form, 422)
    return _publish(checklist, draft, checked, form)


def _publish(
    checklist: Checklist, draft: ChecklistVersion, checked: Checked, form: PublishForm
) -> ResponseReturnValue:
    note, acknowledged, seen = form.note.data, form.acknowledged.data, form.seen.data
    try:
        services.publish_version(db(), actor(), draft, note, acknowledged, seen)
    except services.DraftChanged:
        flash(
            _(
                "The draft was changed while you looked at it, so nothing was published. This is how it is now."
            ),
            "error",
        )
        return _page(checklist, draft, checked, form, 409)
    except (services.NotPublishable, services.NotAcknowledged, DefinitionError):
        return _page(checklist, draft, checked, form, 422)
    except services.AlreadyPublished:
        return _no_draft(checklist)
    flash(
        _("Version %(number)s is published: visits can be planned with it.", number=draft.number), "success"
    )
    return redirect(url_for("checklists.checklist", slug=checklist.slug))


@blueprint.get("/<slug>/impact")
@allow(*AGENCY)
def impact(slug: str) -> ResponseReturnValue:
    """What the draft would do to the scores of published visits: all in a few figures, and visit by visit.

    `bare`: only the figures, as they stand on the page of the publication.
    """
    checklist, draft, before = _draft_of(slug)
    state = impact_state(db(), before, draft, reader_language())
    if "bare" in request.args:
        return render_template("analytics/impact_panel.html", checklist=checklist, before=before, state=state)
    moves = state.impact.moves if state.impact else ()
    pages = max(1, ceil(len(moves) / MOVES_ON_A_PAGE))
    page = min(max(1, request.args.get("page", 1, type=int)), pages)
    shown = moves[(page - 1) * MOVES_ON_A_PAGE : page * MOVES_ON_A_PAGE]
    return render_template(
        "analytics/impact.html",
        checklist=checklist,
        draft=draft,
        before=before,
        state=state,
        lines=move_lines(db(), shown, before.definition, draft.definition, reader_language())
        if before
        else [],
        page=page,
        pages=pages,
    )


@blueprint.post("/<slug>/impact")
@allow(Role.ADMIN)
def work_out(slug: str) -> ResponseReturnValue:
    """Have it worked out, or look how far it is; what was typed about the publication stands there again."""
    checklist, draft, before = _draft_of(slug)
    if before and impact_state(db(), before, draft, reader_language()).stage in {"none", "failed"}:
        order_impact(db(), before, draft)
    if "note" not in request.form:
        return redirect(url_for("publishing.impact", slug=slug))
    checked, form = check(draft), PublishForm()
    form.warn(_warnings(draft, checked))
    return _page(checklist, draft, checked, form)


def _draft_of(slug: str) -> tuple[Checklist, ChecklistVersion, ChecklistVersion | None]:
    """A readable draft with what was published before it. Raises NotFound."""
    checklist = queries.checklist_for(db(), slug)
    draft = queries.draft_of(db(), checklist)
    if draft is None or check(draft).definition is None:
        raise NotFound
    return checklist, draft, queries.published_before(db(), draft)


def _no_draft(checklist: Checklist) -> ResponseReturnValue:
    flash(_("There is no draft to publish."), "error")
    return redirect(url_for("checklists.checklist", slug=checklist.slug))


def _page(
    checklist: Checklist, draft: ChecklistVersion, checked: Checked, form: PublishForm, status: int = 200
) -> ResponseReturnValue:
    """What was typed stands there, whatever kept it from being done."""
    before, definition, language = (
        queries.published_before(db(), draft),
        checked.definition,
        reader_language(),
    )
    form.seen.data = digest(definition) if definition else ""
    html = render_template(
        "analytics/publish.html",
        checklist=checklist,
        draft=draft,
        before=before,
        title=text_in(definition.title, language) if definition else checklist.slug,
        form=form,
        errors=list(dict.fromkeys((problem.path, *_found(draft, problem)) for problem in checked.errors)),
        chapters=differences(before.definition, definition, language) if before and definition else [],
        state=impact_state(db(), before, draft, language) if definition else ImpactState(stage="unreadable"),
    )
    return html, status


def _found(draft: ChecklistVersion, problem: Problem) -> tuple[str, str]:
    """Where something is wrong, and what, in the words of the editor."""
    content, language = draft.content, reader_language()
    return place_text(content, problem.path, language), finding_text(problem, content, language)


def _warnings(draft: ChecklistVersion, checked: Checked) -> Iterable[tuple[str, str]]:
    """What is said of several places is one choice, which names them: its value changes with them."""
    groups: dict[str, dict[str, str]] = {}
    for problem in checked.warnings:
        place, text = _found(draft, problem)
        groups.setdefault(text, {})[f"{problem.code} {problem.path}"] = place
    for text, places in groups.items():
        named = [*dict.fromkeys(places.values())]
        more = _("And %(count)s more.", count=len(named) - PLACES_NAMED) if named[PLACES_NAMED:] else ""
        value = sha256("\n".join(places).encode()).hexdigest()
        yield value, f"{text} – {'; '.join([*named[:PLACES_NAMED], *filter(None, [more])])}"
