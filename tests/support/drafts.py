"""Drafts as an admin's editor holds them."""

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from sqlmodel import Session

from auditapp.accounts.queries import user_for
from auditapp.checklists.drafts import Idea, new_checklist, start_draft
from auditapp.checklists.models import ChecklistVersion
from auditapp.domain.checklist import Channel
from tests.support.people import People
from tests.support.visits import EVERYTHING, publish


def blank_draft(
    session: Session, people: People, title: str = "Our shops", *languages: str
) -> ChecklistVersion:
    """A new checklist without questions; committed."""
    idea = Idea(title=title, channel=Channel.VISIT, languages=languages or ("en",))
    draft = new_checklist(session, user_for(session, people.admin.id), idea)
    session.commit()
    return draft


def draft_of_everything(
    session: Session, people: People, definition: Mapping[str, Any] = EVERYTHING
) -> ChecklistVersion:
    """A draft made from the published checklist with everything; committed."""
    version = publish(session, people, definition)
    draft = start_draft(session, user_for(session, people.admin.id), version)
    session.commit()
    return draft


def retitled(draft: ChecklistVersion, title: str) -> dict[str, Any]:
    """Its content under another English title."""
    content = deepcopy(draft.content)
    content["title"]["en"] = title
    return content
