"""What published visits came to is kept with them, also of those that were published before it was."""

from alembic import command
from flask import Flask
from sqlmodel import Session, select

from auditapp.core.running import run_pending
from auditapp.core.worker import context_of
from auditapp.migrations.cli import alembic_config, upgrade
from auditapp.visits.models import VisitResult
from tests.reports.published import Auditing, Told


def test_what_a_visit_came_to_is_kept_when_it_is_published(auditing: Auditing, session: Session) -> None:
    visit = auditing.visit(Told(answers={"greeting": "late"}))
    kept = session.get_one(VisitResult, visit.id)
    assert kept.sections == {"welcome": "4/5", "facts": "1"}
    assert [key for key, lost in kept.lost.items() if lost] == ["greeting"]
    assert "receipt" not in kept.lost, "was not applicable"


def test_visits_of_the_time_before_get_theirs_by_a_job(
    app: Flask, auditing: Auditing, session: Session
) -> None:
    visit = auditing.visit(Told(answers={"greeting": "late"}))
    auditing.submitted()
    kept = session.get_one(VisitResult, visit.id).model_dump()
    session.close()
    with app.extensions["auditapp.database"].engine.connect() as connection:
        command.downgrade(alembic_config(connection), "0014")
        command.downgrade(alembic_config(connection), "-1")
        upgrade(connection)
        connection.commit()
    with app.app_context():
        run_pending(context_of(app))
    assert [row.model_dump() for row in session.exec(select(VisitResult))] == [kept]
