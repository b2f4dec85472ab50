"""What happens to checklists: imported as drafts, published for ever."""

from sqlmodel import Session

from auditapp.accounts.models import User
from auditapp.checklists.models import Checklist, ChecklistVersion, VersionState
from auditapp.checklists.queries import checklist_by_slug, versions_of
from auditapp.core import audit
from auditapp.core.clock import now
from auditapp.domain.checklist import Checklist as Definition
from auditapp.domain.definition import digest, dump_definition
from auditapp.domain.lint import lint
from auditapp.domain.problems import DefinitionError, Problem, Severity


class NotPublishable(Exception):  # noqa: N818 - reads as the fact that it states
    """The linter found errors."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(f"{len(problems)} errors")
        self.problems = problems


class AlreadyPublished(Exception):  # noqa: N818 - as above
    """A published version never changes."""


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


def problems_in(version: ChecklistVersion) -> list[Problem]:
    """What keeps a version from being read; where nothing does, what the linter finds."""
    try:
        return lint(version.definition)
    except DefinitionError as error:
        return list(error.problems)


def publish_version(session: Session, actor: User | None, version: ChecklistVersion, note: str = "") -> None:
    """Close a draft for ever, so that visits can be planned with it (C5).

    Raises NotPublishable with the linter's errors, AlreadyPublished for anything but a draft.
    """
    if version.state != VersionState.DRAFT:
        raise AlreadyPublished
    errors = [problem for problem in problems_in(version) if problem.severity is Severity.ERROR]
    if errors:
        raise NotPublishable(errors)
    definition = version.definition
    version.content, version.digest = dump_definition(definition), digest(definition)
    version.state = VersionState.PUBLISHED
    version.published_at = now()
    version.published_by_id = actor.id if actor else None
    version.note = note
    session.flush()
    _record(session, actor, "checklist.published", version)


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


def _record(session: Session, actor: User | None, action: str, version: ChecklistVersion) -> None:
    audit.record(
        session, actor.id if actor else None, action, f"checklist_version:{version.id}", digest=version.digest
    )
