"""Drafts: begun, edited by two, published as what they then are, thrown away."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlmodel import Session, select

from auditapp.accounts.models import User
from auditapp.accounts.queries import user_for
from auditapp.checklists import drafts
from auditapp.checklists.checking import problems_in
from auditapp.checklists.models import ChecklistVersion, VersionState
from auditapp.checklists.queries import draft_of, others_now, published_keys
from auditapp.checklists.services import (
    DraftChanged,
    NotPublishable,
    import_definition,
    publish_version,
)
from auditapp.core.audit import AuditEntry
from auditapp.core.clock import frozen_at, now
from auditapp.domain.definition import dump_definition, parse_definition
from auditapp.domain.lint import lint
from auditapp.domain.names import slug_of
from tests.support.drafts import blank_draft, draft_of_everything, retitled
from tests.support.people import People
from tests.support.visits import EVERYTHING, publish


@pytest.fixture
def admin(session: Session, people: People) -> User:
    """Who edits."""
    return user_for(session, people.admin.id)


@pytest.fixture
def draft(session: Session, people: People) -> ChecklistVersion:
    """The draft after a published version."""
    return draft_of_everything(session, people)


def acts(session: Session) -> list[str]:
    """What the audit log says of drafts, in order."""
    entries = session.exec(select(AuditEntry).order_by(AuditEntry.id))  # type: ignore[arg-type]  # a column
    return [entry.action for entry in entries if "draft" in entry.action]


def test_a_checklist_from_nothing_lacks_only_its_questions(session: Session, people: People) -> None:
    draft = blank_draft(session, people, "Наше продавнице", "sr-Cyrl", "hu")
    assert (draft.checklist.slug, draft.number, draft.state) == ("nase-prodavnice", 1, VersionState.DRAFT)
    assert [(problem.path, problem.code) for problem in problems_in(draft)] == [("sections", "too_few")]
    question = {
        "key": "open",
        "type": "yes_no",
        "text": {"sr-Cyrl": "Отворено?", "hu": "Nyitva?"},
        "scored": False,
    }
    section = {"key": "shop", "title": {"sr-Cyrl": "Радња", "hu": "Bolt"}, "questions": [question]}
    found = lint(parse_definition(draft.content | {"sections": [section]}))
    assert {problem.path: problem.code for problem in found} == {
        "sections": "nothing_scored",
        "title": "missing_translation",
    }


@pytest.mark.parametrize(
    "title,slug",
    [
        ("Our shops", "our-shops"),
        ("Őszi ÁRVÍZTŰRŐ", "oszi-arvizturo"),
        ("Ђак и џеп", "djak-i-dzep"),
        ("  ??  ", "checklist"),
        ("New", "new-2"),
        ("x" * 300, "x" * 48),
        ("a " * 100, "-".join("a" * 24)),
    ],
)
def test_a_slug_reads_like_the_title_and_is_free(title: str, slug: str) -> None:
    assert slug_of(title, drafts.RESERVED) == slug


def test_slugs_that_are_taken_are_numbered(session: Session, people: People) -> None:
    assert [blank_draft(session, people).checklist.slug for _ in range(3)] == [
        "our-shops",
        "our-shops-2",
        "our-shops-3",
    ]


def test_a_draft_begins_as_the_version_it_is_made_from(session: Session, people: People, admin: User) -> None:
    first = publish(session, people)
    draft = drafts.start_draft(session, admin, first)
    assert (draft.number, draft.based_on_id, draft.digest) == (2, first.id, first.digest)
    assert drafts.start_draft(session, admin, first).id == draft.id
    publish_version(session, admin, draft, acknowledged="Only a test")
    again = drafts.start_draft(session, admin, first)
    assert (again.number, again.based_on_id, again.content) == (3, first.id, first.content)


def test_what_is_saved_need_not_be_complete(draft: ChecklistVersion, session: Session, admin: User) -> None:
    content = retitled(draft, "Half a")
    content["sections"][0]["questions"].append({"key": "half", "type": "choice", "text": {}})
    drafts.save_draft(session, admin, draft, content, 1)
    session.commit()
    session.expire_all()
    assert (draft.content, draft.revision, draft.edited_by_id) == (content, 2, admin.id)
    assert draft.readable is None
    assert [problem.path for problem in problems_in(draft)] == ["sections[0].questions[4].text"]
    with pytest.raises(NotPublishable):
        publish_version(session, admin, draft, acknowledged="Only a test")


def test_a_save_on_an_older_revision_is_refused(
    draft: ChecklistVersion, session: Session, people: People, admin: User
) -> None:
    drafts.save_draft(session, admin, draft, retitled(draft, "Mine"), 1)
    reviewer = user_for(session, people.reviewer.id)
    with pytest.raises(DraftChanged):
        drafts.save_draft(session, reviewer, draft, retitled(draft, "Theirs"), 1)
    assert draft.content["title"]["en"] == "Mine"
    drafts.save_draft(session, reviewer, draft, retitled(draft, "Theirs"), 2)
    assert (draft.revision, draft.edited_by_id) == (3, reviewer.id)


def test_the_same_content_is_no_new_revision(draft: ChecklistVersion, session: Session, admin: User) -> None:
    drafts.save_draft(session, admin, draft, draft.content, 1)
    assert (draft.revision, draft.edited_at) == (1, None)


def test_an_import_over_a_draft_is_a_change_like_any_other(
    draft: ChecklistVersion, session: Session, admin: User
) -> None:
    import_definition(session, admin, parse_definition(retitled(draft, "Imported")))
    assert (draft.revision, draft.edited_by_id) == (2, admin.id)
    with pytest.raises(DraftChanged):
        drafts.save_draft(session, admin, draft, retitled(draft, "Mine"), 1)


def test_what_was_published_takes_no_more(draft: ChecklistVersion, session: Session, admin: User) -> None:
    publish_version(session, admin, draft, acknowledged="Only a test")
    with pytest.raises(DraftChanged):
        drafts.save_draft(session, admin, draft, retitled(draft, "Late"), draft.revision)
    assert draft_of(session, draft.checklist) is None


def test_published_is_the_canonical_form(draft: ChecklistVersion, session: Session, admin: User) -> None:
    content = retitled(draft, "  With blanks and defaults ")
    content["sections"][0]["questions"][0] |= {"required": True, "weight": 1, "critical": False}
    drafts.save_draft(session, admin, draft, content, 1)
    publish_version(session, admin, draft, acknowledged="Only a test")
    session.commit()
    assert draft.content == dump_definition(draft.definition)
    assert draft.content["title"]["en"] == "With blanks and defaults"
    assert "required" not in draft.content["sections"][0]["questions"][0]


def _nested(depth: int) -> Any:  # noqa: ANN401 - JSON
    value: Any = []
    for _ in range(depth):
        value = [value]
    return value


UNFIT: Mapping[str, tuple[object, str]] = {
    "a list": ([], "not_a_map"),
    "a long text": ({"title": {"en": "x" * 4_000_000}}, "too_large"),
    "many questions": ({"sections": [{"questions": [{}] * 2001}]}, "too_large"),
    "deep brackets": ({"title": _nested(100_000)}, "too_deep"),
    "NUL in a text": ({"title": {"en": "a\0b"}}, "unreadable_text"),
    "NUL in a name": ({"a\0b": 1}, "unreadable_text"),
    "half a character": ({"title": {"en": "\ud83d"}}, "unreadable_text"),
    "no number": ({"title": float("nan")}, "not_a_number"),
}


@pytest.mark.all_on_both
@pytest.mark.parametrize("what", UNFIT)
def test_what_no_database_takes_is_refused(
    draft: ChecklistVersion, session: Session, admin: User, what: str
) -> None:
    content, code = UNFIT[what]
    with pytest.raises(drafts.UnfitContent) as refusal:
        drafts.save_draft(session, admin, draft, content, 1)
    assert (refusal.value.code, draft.revision) == (code, 1)


def test_the_slug_is_not_for_editing(draft: ChecklistVersion, session: Session, admin: User) -> None:
    drafts.save_draft(session, admin, draft, retitled(draft, "New") | {"slug": "other"}, 1)
    assert draft.content["slug"] == "everything"


def test_saves_in_a_row_are_one_act(
    draft: ChecklistVersion, session: Session, admin: User, people: People
) -> None:
    start = now()
    for minute, who in (
        (0, admin),
        (1, admin),
        (2, user_for(session, people.reviewer.id)),
        (3, admin),
        (90, admin),
    ):
        with frozen_at(start + timedelta(minutes=minute)):
            drafts.save_draft(session, who, draft, retitled(draft, f"At {minute}"), draft.revision)
    assert acts(session) == ["checklist.draft_begun", *["checklist.draft_edited"] * 4]


def test_a_discarded_draft_leaves_the_published_versions(
    draft: ChecklistVersion, session: Session, admin: User
) -> None:
    drafts.note_presence(session, admin, draft)
    checklist = draft.checklist
    assert drafts.discard_draft(session, admin, draft)
    session.commit()
    assert draft_of(session, checklist) is None
    assert acts(session)[-1] == "checklist.draft_discarded"


def test_a_checklist_that_was_never_published_goes_with_its_draft(
    session: Session, people: People, admin: User
) -> None:
    assert not drafts.discard_draft(session, admin, blank_draft(session, people))
    session.commit()
    assert blank_draft(session, people).checklist.slug == "our-shops"


def test_who_has_it_open_is_told_until_they_leave(
    draft: ChecklistVersion, session: Session, people: People, admin: User
) -> None:
    reviewer = user_for(session, people.reviewer.id)
    start = now()
    with frozen_at(start):
        assert drafts.note_presence(session, admin, draft) == []
        assert drafts.note_presence(session, reviewer, draft) == ["Ana Kovačević"]
    with frozen_at(start + timedelta(seconds=40)):
        assert drafts.note_presence(session, admin, draft) == ["Đorđe Živković"]
    with frozen_at(start + timedelta(seconds=50)):
        assert others_now(session, draft, admin.id) == []
        assert others_now(session, draft, reviewer.id) == ["Ana Kovačević"]


def test_keys_are_fixed_once_they_were_published(
    draft: ChecklistVersion, session: Session, admin: User
) -> None:
    content = retitled(draft, "New question")
    content["sections"][0]["questions"].append({"key": "fresh", "type": "text", "text": EVERYTHING["title"]})
    drafts.save_draft(session, admin, draft, content, 1)
    fixed = published_keys(session, draft.checklist)
    assert {"sections/welcome", "questions/greeting", "options/greeting.late", "options/seated.yes"} <= fixed
    assert {"scenarios/gift", "bands/good"} <= fixed
    assert "questions/fresh" not in fixed


def test_two_saves_at_once_cannot_both_win(app: Flask, draft: ChecklistVersion, people: People) -> None:
    database, first = app.extensions["auditapp.database"], retitled(draft, "First")
    with database.session() as one, database.session(writes=False) as looking:
        seen = looking.get_one(ChecklistVersion, draft.id)
        drafts.save_draft(
            one, user_for(one, people.admin.id), one.get_one(ChecklistVersion, draft.id), first, 1
        )
        one.commit()
        looking.rollback()
        with pytest.raises(DraftChanged):
            drafts.save_draft(
                looking, user_for(looking, people.reviewer.id), seen, retitled(draft, "Second"), 1
            )
        looking.rollback()
