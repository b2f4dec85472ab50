"""The reviewer's page for hiding faces in a photo; the photo as it was taken stays with the agency."""

from uuid import UUID

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from auditapp.accounts.login import actor
from auditapp.core.errors import NotFound
from auditapp.domain.areas import MOST_AREAS
from auditapp.domain.lifecycle import TransitionRefused, VisitState
from auditapp.domain.roles import AGENCY
from auditapp.reviews import services
from auditapp.reviews.forms import FacesForm
from auditapp.reviews.views import no_longer_in_review, reviewed_visit
from auditapp.visits.models import Photo, Visit
from auditapp.visits.queries import photos_of
from auditapp.web.access import allow
from auditapp.web.session import db, storage

blueprint = Blueprint("faces", __name__, url_prefix="/<int:visit_id>/photos/<uuid:photo_id>")


@blueprint.route("/faces", methods=["GET", "POST"])
@allow(*AGENCY)
def hide(visit_id: int, photo_id: UUID) -> ResponseReturnValue:
    """Draw areas that nobody is recognized in any more, or take them back."""
    visit = reviewed_visit(visit_id)
    photo = _photo(visit, photo_id)
    form = FacesForm(seen=str(photo.coverings))
    if not form.is_submitted():
        form.show(photo.areas)
        return _page(visit, photo, form, 200)
    if not form.read_areas(request.form, photo.width, photo.height) or not form.validate():
        return _page(visit, photo, form, 422)
    if form.seen.data != str(photo.coverings):
        form.form_errors = [
            _("Somebody else changed this photo meanwhile. Save again to put yours in its place.")
        ]
        form.seen.data = str(photo.coverings)
        return _page(visit, photo, form, 409)
    try:
        services.hide_faces(db(), storage(), actor(), visit, photo, form.areas)
    except TransitionRefused:
        form.form_errors = [no_longer_in_review()]
        return _page(visit, photo, form, 409)
    flash(_what_was_done(len(form.areas)), "success")
    return redirect(url_for("reviews.review", visit_id=visit.id, _anchor=f"q-{photo.question}"))


@blueprint.get("/original")
@allow(*AGENCY)
def original(visit_id: int, photo_id: UUID) -> ResponseReturnValue:
    """The photo as it was taken, without its notes: for the agency alone."""
    photo = _photo(reviewed_visit(visit_id), photo_id)
    response = Response(storage().get(photo.storage_key), mimetype="image/jpeg")
    response.headers["Content-Disposition"] = f'inline; filename="{photo_id}-original.jpg"'
    return response


def _photo(visit: Visit, photo_id: UUID) -> Photo:
    photo = photos_of(db(), visit).get(str(photo_id))
    if photo is None:
        raise NotFound
    return photo


def _what_was_done(areas: int) -> str:
    if not areas:
        return str(_("The photo is shown as it was taken."))
    return str(
        ngettext(
            "%(num)s area is unrecognizable from now on. The photo as it was taken stays with the agency.",
            "%(num)s areas are unrecognizable from now on. The photo as it was taken stays with the agency.",
            areas,
        )
    )


def _page(visit: Visit, photo: Photo, form: FacesForm, status: int) -> ResponseReturnValue:
    questions = {question.key: question for _section, question in visit.version.definition.questions()}
    page = render_template(
        "reviews/faces.html",
        visit=visit,
        photo=photo,
        question=questions[photo.question],
        form=form,
        most=MOST_AREAS,
        open=visit.state is VisitState.SUBMITTED,
    )
    return page, status
