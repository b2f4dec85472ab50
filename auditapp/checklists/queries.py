"""Finding checklists and their versions."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta
from typing import Any

from sqlmodel import Session, col, select

from auditapp.accounts.models import User
from auditapp.checklists.models import Checklist, ChecklistVersion, DraftEditor, VersionState
from auditapp.core.clock import now
from auditapp.core.errors import NotFound

PRESENT = timedelta(seconds=45)
"""So long after its last sign of life a page counts as open: several of its intervals."""


def version_for(session: Session, version_id: int) -> ChecklistVersion:
    """One version, for the agency. Raises NotFound."""
    version = session.get(ChecklistVersion, version_id)
    if version is None:
        raise NotFound
    return version


def readable_version_for(session: Session, version_id: int) -> ChecklistVersion:
    """One version, for the agency. Raises NotFound, also for a draft that is not complete yet."""
    version = version_for(session, version_id)
    if version.readable is None:
        raise NotFound
    return version


def published_versions(session: Session) -> list[ChecklistVersion]:
    """The versions that visits can be planned with, by checklist, newest first."""
    query = (
        select(ChecklistVersion)
        .join(Checklist)
        .where(ChecklistVersion.state == VersionState.PUBLISHED)
        .order_by(col(Checklist.slug), col(ChecklistVersion.number).desc())
    )
    return list(session.exec(query))


def checklist_by_slug(session: Session, slug: str) -> Checklist | None:
    """The checklist with this slug, if there is one."""
    return session.exec(select(Checklist).where(Checklist.slug == slug)).first()


def checklist_for(session: Session, slug: str) -> Checklist:
    """The checklist with this slug. Raises NotFound."""
    checklist = checklist_by_slug(session, slug)
    if checklist is None:
        raise NotFound
    return checklist


def all_checklists(session: Session) -> list[Checklist]:
    """All checklists by slug."""
    return list(session.exec(select(Checklist).order_by(col(Checklist.slug))))


def versions_of(session: Session, checklist: Checklist) -> list[ChecklistVersion]:
    """All versions of a checklist, newest first."""
    query = select(ChecklistVersion).where(ChecklistVersion.checklist_id == checklist.id)
    return list(session.exec(query.order_by(col(ChecklistVersion.number).desc())))


def latest_published(session: Session, checklist: Checklist) -> ChecklistVersion | None:
    """The newest published version of a checklist, if there is one."""
    return next((v for v in versions_of(session, checklist) if v.state == VersionState.PUBLISHED), None)


def version_numbered(session: Session, checklist: Checklist, number: int) -> ChecklistVersion:
    """The version of a checklist with this number. Raises NotFound."""
    query = select(ChecklistVersion).where(
        ChecklistVersion.checklist_id == checklist.id, ChecklistVersion.number == number
    )
    version = session.exec(query).first()
    if version is None:
        raise NotFound
    return version


def draft_of(session: Session, checklist: Checklist) -> ChecklistVersion | None:
    """The draft of a checklist, if there is one: at most its newest version is."""
    newest = next(iter(versions_of(session, checklist)), None)
    return newest if newest is not None and newest.state == VersionState.DRAFT else None


def draft_for(session: Session, version_id: int) -> ChecklistVersion:
    """A draft. Raises NotFound, also where it was published meanwhile."""
    version = version_for(session, version_id)
    if version.state != VersionState.DRAFT:
        raise NotFound
    return version


def published_before(session: Session, version: ChecklistVersion) -> ChecklistVersion | None:
    """The version that came last before this one and was published, perhaps retired since."""
    query = select(ChecklistVersion).where(
        ChecklistVersion.checklist_id == version.checklist_id,
        ChecklistVersion.number < version.number,
        ChecklistVersion.state != VersionState.DRAFT,
    )
    return session.exec(query.order_by(col(ChecklistVersion.number).desc())).first()


def makers_of(session: Session, versions: Iterable[ChecklistVersion]) -> dict[int | None, str]:
    """The names of those who made, published or retired versions, by their id."""
    ids = {
        actor
        for version in versions
        for actor in (version.created_by_id, version.published_by_id, version.retired_by_id)
    }
    return dict(session.exec(select(User.id, User.name).where(col(User.id).in_(ids))).all())


def others_now(session: Session, draft: ChecklistVersion, user_id: int) -> list[str]:
    """The names of others who have a draft open."""
    since = now() - PRESENT
    query = (
        select(User.name)
        .join(DraftEditor, col(DraftEditor.user_id) == User.id)
        .where(DraftEditor.version_id == draft.id, User.id != user_id, DraftEditor.seen_at >= since)
        .order_by(User.name)
    )
    return list(session.exec(query))


def published_keys(session: Session, checklist: Checklist) -> set[str]:
    """What some published version names, because answers and visits refer to it for ever: `questions/key`, `options/question.key` …"""
    published = [v for v in versions_of(session, checklist) if v.state != VersionState.DRAFT]
    return {name for version in published for name in _names_in(version.content)}


def _names_in(content: Mapping[str, Any]) -> Iterator[str]:
    """The names in a canonical content, which is far sooner read than parsed."""
    for kind in ("sections", "scenarios", "bands"):
        yield from (f"{kind}/{part['key']}" for part in content.get(kind, ()))
    for question in (question for section in content["sections"] for question in section["questions"]):
        yield f"questions/{question['key']}"
        yield from (f"options/{question['key']}.{option['key']}" for option in question.get("options", ()))
