"""Finding checklists and their versions."""

from collections.abc import Iterable

from sqlmodel import Session, col, select

from auditapp.accounts.models import User
from auditapp.checklists.models import Checklist, ChecklistVersion, VersionState
from auditapp.core.errors import NotFound


def version_for(session: Session, version_id: int) -> ChecklistVersion:
    """One version, for the agency. Raises NotFound."""
    version = session.get(ChecklistVersion, version_id)
    if version is None:
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
    """The version that is being worked on, if there is one: it is the newest."""
    newest = next(iter(versions_of(session, checklist)), None)
    return newest if newest and newest.state == VersionState.DRAFT else None


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
