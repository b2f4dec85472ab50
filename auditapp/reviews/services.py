"""What a reviewer does with a submitted visit: mend remarks, return it, publish it."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import astuple, dataclass
from uuid import uuid4

from sqlmodel import Session

from auditapp.accounts.models import User
from auditapp.actions.services import make_plan
from auditapp.clients.queries import brand_of
from auditapp.core import audit
from auditapp.core.clock import now
from auditapp.core.events import events
from auditapp.core.images import covered
from auditapp.core.removal import remove_files
from auditapp.core.storage import Storage, StorageDown
from auditapp.domain.areas import Area, areas_fit
from auditapp.domain.lifecycle import TransitionRefused, VisitState
from auditapp.domain.scoring import score
from auditapp.reviews.models import RemarkEdit
from auditapp.reviews.queries import remarks_to_publish
from auditapp.visits.models import Photo, ReturnMessage, Visit
from auditapp.visits.queries import capture_of
from auditapp.visits.results import result_to_keep
from auditapp.visits.services import move_visit


@dataclass(frozen=True, slots=True)
class VisitPublished:
    """A visit became visible to its client."""

    visit: Visit
    actor: User


class NothingToMend(Exception):  # noqa: N818 - reads as the fact that it states
    """A visit is returned with at least one message, so that the auditor knows what to do."""


def edit_remark(session: Session, actor: User, visit: Visit, question: str, text: str) -> None:
    """Word a remark anew; the auditor's stays in the log. Raises TransitionRefused unless it is in review."""
    _require_in_review(session, visit)
    capture = capture_of(session, visit)
    answer = capture.answers.get(question)
    if remarks_to_publish(session, visit, capture).get(question, "") == text:
        return
    session.add(
        RemarkEdit(
            visit_id=visit.id,
            question=question,
            original=answer.remark if answer else "",
            edited=text,
            editor_id=actor.id,
            at=now(),
        )
    )
    audit.record(session, actor.id, "remark.edited", f"visit:{visit.id}", question=question)


def hide_faces(
    session: Session, storage: Storage, actor: User, visit: Visit, photo: Photo, areas: Sequence[Area]
) -> None:
    """Make these areas of a photo unrecognizable for everybody; none shows it again as it was taken.

    The original stays; what was shown before goes. Raises TransitionRefused unless the visit is in review, ValueError for areas that do not fit,
    StorageMissing where the original is lost, StorageDown.
    """
    _require_in_review(session, visit)
    if not areas_fit(areas, photo.width, photo.height):
        raise ValueError("the areas do not fit the photo")
    drawn = [list(astuple(area)) for area in areas]
    if photo.areas == drawn:
        return
    remove_files(session, filter(None, (photo.covered_key, photo.covered_thumbnail_key)))
    photo.covered_key = photo.covered_thumbnail_key = None
    if areas:
        photo.covered_key, photo.covered_thumbnail_key = _covered_files(storage, photo, areas)
    photo.areas, photo.coverings = drawn, photo.coverings + 1
    session.add(photo)
    audit.record(
        session, actor.id, "photo.faces_hidden", f"visit:{visit.id}", photo=str(photo.id), areas=len(areas)
    )


def _covered_files(storage: Storage, photo: Photo, areas: Sequence[Area]) -> tuple[str, str]:
    """New files under names that nobody can guess from the photo's: what was shown before is not overwritten.

    Both or none.
    """
    name = uuid4().hex
    keys = f"photos/{name}.jpg", f"photos/{name}-thumbnail.jpg"
    try:
        for key, data in zip(keys, covered(storage.get(photo.storage_key), areas), strict=True):
            storage.put(key, data)
    except StorageDown:
        with suppress(StorageDown):
            storage.delete(keys[0])
        raise
    return keys


def return_visit(
    session: Session, actor: User, visit: Visit, messages: Mapping[str, str], general: str = ""
) -> None:
    """Send a visit back to its auditor with a message per question, and perhaps one for the whole.

    Raises NothingToMend without any message, TransitionRefused unless it is in review.
    """
    wanted = {question: text for question, text in {**messages, "": general}.items() if text.strip()}
    if not wanted:
        raise NothingToMend
    transition = move_visit(session, actor, visit, VisitState.RETURNED, general)
    session.add_all(
        ReturnMessage(transition_id=transition.id, visit_id=visit.id, question=question, message=text.strip())
        for question, text in wanted.items()
    )


def publish_visit(session: Session, actor: User, visit: Visit) -> None:
    """Show a visit to its client: fix its score, its action plan and how its reports look, and tell those who make them.

    Raises TransitionRefused unless it is in review.
    """
    move_visit(session, actor, visit, VisitState.PUBLISHED)
    result = score(visit.version.definition, capture_of(session, visit).answers, visit.scenario)
    visit.score = result.total
    visit.band = result.band.key if result.band else None
    visit.brand = brand_of(session, visit.store.region.client_id)
    session.add(result_to_keep(visit, result))
    make_plan(session, visit, result)
    session.flush()
    events.tell(session, VisitPublished(visit, actor))


def _require_in_review(session: Session, visit: Visit) -> None:
    """Hold the visit until the transaction ends, so that nobody publishes it meanwhile."""
    session.flush()
    session.refresh(visit, with_for_update=True)
    if visit.state != VisitState.SUBMITTED:
        raise TransitionRefused(visit.state, visit.state)
