"""What happens to checklists: imported as drafts, published for ever, retired."""

from sqlmodel import Session

from auditapp.accounts.models import User
from auditapp.checklists.checking import check
from auditapp.checklists.models import Checklist, ChecklistVersion, VersionState
from auditapp.checklists.queries import checklist_by_slug, versions_of
from auditapp.core import audit
from auditapp.core.clock import now
from auditapp.domain.checklist import Checklist as Definition
from auditapp.domain.definition import digest, dump_definition
from auditapp.domain.problems import Problem


class NotPublishable(Exception):  # noqa: N818 - reads as the fact that it states
    """The linter found errors."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(f"{len(problems)} errors")
        self.problems = problems


class NotAcknowledged(Exception):  # noqa: N818 - as above
    """The linter has warnings, and nobody said why they may stay."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(f"{len(problems)} warnings")
        self.problems = problems


class DraftChanged(Exception):  # noqa: N818 - as above
    """The draft is not the one any more that was looked at, or typed upon."""


class AlreadyPublished(Exception):  # noqa: N818 - as above
    """A published version never changes."""


class NotPublished(Exception):  # noqa: N818 - as above
    """Only what is published can be retired, and only once."""


def import_definition(session: Session, actor: User | None, definition: Definition) -> ChecklistVersion:
    """Make a draft of a definition, or give back the newest version where that is just the same."""
    checklist = checklist_by_slug(session, definition.slug) or _new_checklist(session, definition.slug)
    versions = versions_of(session, checklist)
    if versions and versions[0].digest == digest(definition):
        return versions[0]
    if versions and versions[0].state == VersionState.DRAFT:
        return _replace_draft(session, actor, versions[0], definition)
    version = ChecklistVersion(
        checklist_id=checklist.id,
        number=versions[0].number + 1 if versions else 1,
        content=dump_definition(definition),
        digest=digest(definition),
        created_at=now(),
        created_by_id=actor.id if actor else None,
    )
    session.add(version)
    session.flush()
    _record(session, actor, "checklist.imported", version)
    return version


def publish_version(
    session: Session,
    actor: User | None,
    version: ChecklistVersion,
    note: str = "",
    acknowledged: str = "",
    seen: str | None = None,
) -> None:
    """Close a draft for ever, so that visits can be planned with it (C5). `note` says why there is this version.

    Raises NotPublishable with the linter's errors, NotAcknowledged with its warnings where it does not say why they are
    `acknowledged`, DefinitionError for a draft that cannot be read, DraftChanged where its digest is not the one that
    was `seen`, AlreadyPublished for anything but a draft.
    """
    _hold(session, version)
    if version.state != VersionState.DRAFT:
        raise AlreadyPublished
    checked = check(version)
    if checked.errors:
        raise NotPublishable(list(checked.errors))
    definition = version.definition
    if seen is not None and seen != digest(definition):
        raise DraftChanged
    if checked.warnings and not acknowledged:
        raise NotAcknowledged(list(checked.warnings))
    version.content, version.digest = dump_definition(definition), digest(definition)
    version.state = VersionState.PUBLISHED
    version.published_at = now()
    version.published_by_id = actor.id if actor else None
    version.note, version.acknowledged = note, acknowledged if checked.warnings else ""
    session.flush()
    warnings = [f"{problem.path}: {problem.code}" for problem in checked.warnings]
    _record(session, actor, "checklist.published", version, warnings=warnings)


def retire_version(session: Session, actor: User | None, version: ChecklistVersion, reason: str) -> None:
    """Let a version take no new visits; those that it has stay as they are. Raises NotPublished for any other."""
    _hold(session, version)
    if version.state != VersionState.PUBLISHED:
        raise NotPublished
    version.state = VersionState.RETIRED
    version.retired_at = now()
    version.retired_by_id = actor.id if actor else None
    version.retired_because = reason
    session.flush()
    _record(session, actor, "checklist.retired", version)


def _hold(session: Session, version: ChecklistVersion) -> None:
    """Have the version as it stands, and nobody else change it until the transaction ends."""
    session.flush()
    session.refresh(version, with_for_update=True)
    version.__dict__.pop("definition", None)


def _new_checklist(session: Session, slug: str) -> Checklist:
    checklist = Checklist(slug=slug, created_at=now())
    session.add(checklist)
    session.flush()
    return checklist


def _replace_draft(
    session: Session, actor: User | None, version: ChecklistVersion, definition: Definition
) -> ChecklistVersion:
    version.replace_content(dump_definition(definition))
    version.edited_at, version.edited_by_id = now(), actor.id if actor else None
    session.flush()
    _record(session, actor, "checklist.draft_replaced", version)
    return version


def _record(
    session: Session, actor: User | None, action: str, version: ChecklistVersion, **details: object
) -> None:
    target, actor_id = f"checklist_version:{version.id}", actor.id if actor else None
    audit.record(session, actor_id, action, target, digest=version.digest, **details)
