"""Drafts: begun from nothing, from the library or from a version, edited by several admins, thrown away."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlmodel import Session, col, delete

from auditapp.accounts.models import User
from auditapp.checklists.blank import blank_content
from auditapp.checklists.models import Checklist, ChecklistVersion, DraftEditor, VersionState
from auditapp.checklists.queries import all_checklists, draft_of, others_now, versions_of
from auditapp.checklists.services import DraftChanged
from auditapp.core import audit
from auditapp.core.clock import now
from auditapp.domain.checklist import MOST_QUESTIONS, Channel
from auditapp.domain.definition import LARGEST, digest_of
from auditapp.domain.names import slug_of

DEEPEST = 40
A_SITTING = timedelta(minutes=30)
"""Saves by one person in a row are one act, unless they paused for so long."""
_UNREADABLE = re.compile("[\\0\ud800-\udfff]")
RESERVED = frozenset({"new", "library", "import", "versions"})
"""Slugs whose addresses other pages have."""


class UnfitContent(Exception):  # noqa: N818 - reads as the fact that it states
    """This can be no draft, whatever is added to it: `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True, kw_only=True)
class Idea:
    """What has to be known of a checklist before its first question. `title`: in the first of the languages."""

    title: str
    channel: Channel
    languages: Sequence[str]


def new_checklist(session: Session, actor: User, idea: Idea) -> ChecklistVersion:
    """A checklist with a draft that has no questions yet."""
    taken = RESERVED | {checklist.slug for checklist in all_checklists(session)}
    checklist = Checklist(slug=slug_of(idea.title, taken), created_at=now())
    session.add(checklist)
    session.flush()
    title = {idea.languages[0]: idea.title}
    return _draft(
        session, actor, checklist, blank_content(checklist.slug, title, idea.channel, idea.languages)
    )


def start_draft(session: Session, actor: User, version: ChecklistVersion) -> ChecklistVersion:
    """The draft of the version's checklist, made from the version where there is none yet."""
    draft = draft_of(session, version.checklist)
    return draft or _draft(session, actor, version.checklist, version.content, based_on=version)


def save_draft(
    session: Session, actor: User, draft: ChecklistVersion, content: object, revision: int
) -> ChecklistVersion:
    """Keep what was typed, complete or not. `revision`: the one that it was typed upon.

    Raises DraftChanged where that is no longer the newest, or the draft was published; UnfitContent for what cannot be kept.
    """
    fit = _fit(content)
    session.refresh(draft, with_for_update=True)
    if draft.revision != revision or draft.state != VersionState.DRAFT:
        raise DraftChanged
    if draft.content != fit | {"slug": draft.checklist.slug}:
        _record_sitting(session, actor, draft)
        draft.replace_content(fit | {"slug": draft.checklist.slug})
        draft.edited_at, draft.edited_by_id = now(), actor.id
        session.flush()
    return draft


def discard_draft(session: Session, actor: User, draft: ChecklistVersion) -> bool:
    """Throw a draft away, and its checklist where it was never published: then the answer is False."""
    audit.record(session, actor.id, "checklist.draft_discarded", _target(draft), slug=draft.checklist.slug)
    session.exec(delete(DraftEditor).where(col(DraftEditor.version_id) == draft.id))
    checklist = draft.checklist
    session.delete(draft)
    session.flush()
    if versions_of(session, checklist):
        return True
    session.delete(checklist)
    session.flush()
    return False


def lasting_name(draft: ChecklistVersion) -> str:
    """What no other draft is ever called: SQLite gives the id of a discarded draft to the next one."""
    return f"{draft.id}-{draft.created_at:%Y%m%d%H%M%S%f}"


def note_presence(session: Session, actor: User, draft: ChecklistVersion) -> list[str]:
    """Note that somebody has the draft open; the answer names the others who have."""
    session.merge(DraftEditor(version_id=draft.id, user_id=actor.id, seen_at=now()))
    return others_now(session, draft, actor.id)


def _draft(
    session: Session,
    actor: User,
    checklist: Checklist,
    content: dict[str, Any],
    based_on: ChecklistVersion | None = None,
) -> ChecklistVersion:
    versions = versions_of(session, checklist)
    draft = ChecklistVersion(
        checklist_id=checklist.id,
        number=versions[0].number + 1 if versions else 1,
        content=content,
        digest=based_on.digest if based_on else digest_of(content),
        based_on_id=based_on.id if based_on else None,
        created_at=now(),
        created_by_id=actor.id,
    )
    session.add(draft)
    session.flush()
    audit.record(session, actor.id, "checklist.draft_begun", _target(draft), slug=checklist.slug)
    return draft


def _record_sitting(session: Session, actor: User, draft: ChecklistVersion) -> None:
    goes_on = draft.edited_at is not None and now() - draft.edited_at < A_SITTING
    if not (goes_on and draft.edited_by_id == actor.id):
        audit.record(session, actor.id, "checklist.draft_edited", _target(draft), revision=draft.revision)


def _target(draft: ChecklistVersion) -> str:
    return f"checklist_version:{draft.id}"


def _fit(content: object) -> dict[str, Any]:
    """Content that a database takes: a map, not too large or deep, of texts that are texts and numbers that are numbers."""
    if not isinstance(content, dict):
        raise UnfitContent("not_a_map")
    for value, depth in _values(content):
        if depth > DEEPEST:
            raise UnfitContent("too_deep")
        if isinstance(value, str) and _UNREADABLE.search(value):
            raise UnfitContent("unreadable_text")
    try:
        size = len(json.dumps(content, ensure_ascii=False, allow_nan=False).encode())
    except ValueError:
        raise UnfitContent("not_a_number") from None
    if size > LARGEST or _count(content) > MOST_QUESTIONS:
        raise UnfitContent("too_large")
    return content


def _values(content: object) -> Iterator[tuple[object, int]]:
    """Every value and every name in it, with its depth. Without recursion: the depth is somebody else's choice."""
    waiting: list[tuple[object, int]] = [(content, 0)]
    while waiting:
        value, depth = waiting.pop()
        yield value, depth
        if depth > DEEPEST:
            continue
        if isinstance(value, dict):
            waiting += [(part, depth + 1) for pair in value.items() for part in pair]
        elif isinstance(value, list):
            waiting += [(part, depth + 1) for part in value]


def _count(content: Mapping[str, Any]) -> int:
    sections = content.get("sections")
    lists = (
        [section.get("questions") for section in sections if isinstance(section, dict)]
        if isinstance(sections, list)
        else []
    )
    return sum(len(questions) for questions in lists if isinstance(questions, list))
