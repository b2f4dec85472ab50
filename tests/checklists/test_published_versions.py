"""What is published never changes: the services refuse it, and so does the database (C5)."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import delete, update
from sqlalchemy import text as sql
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, select

from auditapp.accounts.queries import user_for
from auditapp.checklists.models import ChecklistVersion, VersionState
from auditapp.checklists.services import (
    AlreadyPublished,
    NotPublishable,
    import_definition,
    publish_version,
)
from auditapp.core.audit import AuditEntry
from auditapp.domain.definition import parse_definition
from tests.support.people import People
from tests.support.visits import EVERYTHING, plan_visit, publish, text

pytestmark = pytest.mark.all_on_both

BETTER = dict(EVERYTHING) | {"title": text("Everything, better")}
Change = Callable[[ChecklistVersion], Any]


@pytest.fixture
def version(people: People, session: Session) -> ChecklistVersion:
    """A published version."""
    version = publish(session, people)
    session.commit()
    return version


def test_an_import_makes_a_draft_beside_it(version: ChecklistVersion, session: Session) -> None:
    draft = import_definition(session, None, parse_definition(BETTER))
    assert (draft.number, draft.state) == (2, VersionState.DRAFT)
    again = import_definition(session, None, parse_definition(dict(BETTER) | {"slug": "everything"}))
    assert again.id == draft.id
    changed = import_definition(session, None, parse_definition(dict(BETTER) | {"title": text("Best")}))
    assert (changed.id, changed.definition.title["en"]) == (draft.id, "Best")
    assert version.definition.title["en"] == "Everything"


def test_nothing_is_published_twice_or_with_errors(
    version: ChecklistVersion, people: People, session: Session
) -> None:
    admin = user_for(session, people.admin.id)
    with pytest.raises(AlreadyPublished):
        publish_version(session, admin, version)
    bands = [dict(EVERYTHING["bands"][0])]
    draft = import_definition(session, admin, parse_definition(dict(EVERYTHING) | {"bands": bands}))
    with pytest.raises(NotPublishable) as refused:
        publish_version(session, admin, draft)
    assert [problem.code for problem in refused.value.problems] == ["no_band_at_zero"]
    assert draft.state == VersionState.DRAFT


def test_who_published_is_kept(version: ChecklistVersion, people: People, session: Session) -> None:
    entry = session.exec(select(AuditEntry).where(AuditEntry.action == "checklist.published")).one()
    assert (entry.actor_id, entry.target) == (people.admin.id, f"checklist_version:{version.id}")
    assert version.published_by_id == people.admin.id


@pytest.mark.parametrize(
    "column,value",
    [
        ("content", "'{}'"),
        ("digest", "'0'"),
        ("number", "7"),
        ("state", "'draft'"),
        ("published_at", "'2020-01-01'"),
        ("published_by_id", "NULL"),
        ("note", "'Another reason'"),
        ("acknowledged", "'Another reason'"),
        ("revision", "9"),
        ("id", "77"),
        ("created_at", "'2020-01-01'"),
        ("created_by_id", "NULL"),
        ("edited_at", "'2020-01-01'"),
        ("retired_because", "'Never was'"),
    ],
)
@pytest.mark.usefixtures("version")
def test_the_database_refuses_to_change_it(session: Session, column: str, value: str) -> None:
    with pytest.raises(IntegrityError, match="never changes"):
        session.connection().execute(update(ChecklistVersion).values({column: sql(value)}))


@pytest.mark.usefixtures("version")
def test_the_database_refuses_to_delete_it(session: Session) -> None:
    with pytest.raises(IntegrityError, match="never changes"):
        session.connection().execute(delete(ChecklistVersion))


def test_a_version_may_be_retired_and_a_draft_thrown_away(
    version: ChecklistVersion, session: Session
) -> None:
    draft = import_definition(session, None, parse_definition(BETTER))
    session.delete(draft)
    version.state = VersionState.RETIRED
    session.flush()
    version.state = VersionState.PUBLISHED
    with pytest.raises(IntegrityError):
        session.flush()


def test_of_a_retired_version_nothing_changes_any_more(version: ChecklistVersion, session: Session) -> None:
    version.state, version.retired_because = VersionState.RETIRED, "There is a better one."
    session.flush()
    version.retired_because = "Somebody thought better of it."
    with pytest.raises(IntegrityError, match="never changes"):
        session.flush()


REPLACE = (
    "REPLACE INTO checklist_version (id, checklist_id, number, state, content, digest, created_at)"
    " SELECT {id}, checklist_id, {number}, 'draft', '0', '', created_at FROM checklist_version WHERE id = {published}"
)


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    "statement",
    [
        REPLACE.format(id="{published}", number=7, published="{published}"),
        REPLACE.format(id=77, number=1, published="{published}"),
        "UPDATE OR REPLACE checklist_version SET number = 1 WHERE id = {draft}",
        "UPDATE OR REPLACE checklist_version SET id = {published} WHERE id = {draft}",
    ],
)
def test_nothing_takes_its_place(version: ChecklistVersion, session: Session, statement: str) -> None:
    draft = import_definition(session, None, parse_definition(BETTER))
    with pytest.raises(IntegrityError, match="never changes"):
        session.connection().execute(sql(statement.format(published=version.id, draft=draft.id)))


LOGS = ("audit_entry", "visit_transition", "operation")
PROTECTED = ("checklist_version", *LOGS)


@pytest.mark.parametrize("database_kind", ["postgresql"], indirect=True)
@pytest.mark.parametrize("table", [*PROTECTED, "checklist", '"user"'])
@pytest.mark.usefixtures("version")
def test_no_table_that_holds_it_or_a_log_is_emptied(session: Session, table: str) -> None:
    with pytest.raises(IntegrityError, match="never changes"):
        session.connection().execute(sql(f"TRUNCATE {table} CASCADE"))


@pytest.mark.parametrize("table", LOGS)
@pytest.mark.parametrize("act", ["UPDATE {} SET id = id", "DELETE FROM {}"])
def test_logs_only_grow(
    version: ChecklistVersion, people: People, session: Session, table: str, act: str
) -> None:
    _log_something(session, people, version)
    with pytest.raises(IntegrityError, match="never changes"):
        session.connection().execute(sql(act.format(table)))


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
@pytest.mark.parametrize("table", LOGS)
def test_nothing_takes_the_place_of_what_was_logged(
    version: ChecklistVersion, people: People, session: Session, table: str
) -> None:
    _log_something(session, people, version)
    with pytest.raises(IntegrityError, match="never changes"):
        session.connection().execute(sql(f"REPLACE INTO {table} SELECT * FROM {table}"))  # noqa: S608 - our own names


def _log_something(session: Session, people: People, version: ChecklistVersion) -> None:
    visit = plan_visit(session, people, version)
    session.connection().execute(
        sql(
            "INSERT INTO operation (id, visit_id, user_id, question, field, item, value, device, counter, sequence,"
            " phone_at, received_at, late) VALUES (:id, :visit, :user, 'greeting', 'answer', '', '\"good\"', 'phone', 1, 1,"
            " '2026-01-01', '2026-01-01', false)"
        ),
        {"id": "0" * 32, "visit": visit.id, "user": people.auditor.id},
    )
