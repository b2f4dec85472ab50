"""The migrations make the tables that the models describe, forward and back, on both databases."""

from datetime import UTC, datetime, timedelta

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from sqlalchemy import inspect, text
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from auditapp.core.clock import frozen_at
from auditapp.core.db import Database, metadata
from auditapp.migrations.cli import alembic_config, upgrade
from auditapp.visits.models import OperationRow
from tests.support.desk import Chain
from tests.support.people import People

NOON = datetime(2026, 3, 10, 11, tzinfo=UTC)


def test_migrated_tables_are_those_of_the_models(app: Flask) -> None:
    with app.extensions["auditapp.database"].engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


def test_migrations_can_be_taken_back_and_done_again(empty_database_url: str) -> None:
    database = Database(empty_database_url)
    with database.engine.connect() as connection:
        upgrade(connection)
        command.downgrade(alembic_config(connection), "base")
        assert set(inspect(connection).get_table_names()) <= {"alembic_version"}
        upgrade(connection)
        connection.commit()
        assert "visit" in inspect(connection).get_table_names()
    database.engine.dispose()


def test_the_log_is_numbered_by_receipt_and_stays_protected(
    app: Flask, people: People, session: Session
) -> None:
    """From a log that has no numbers yet, with rows in it."""
    chain = Chain.begin(session, people)
    values = (("greeting", "answer", "good"), ("seated", "answer", "yes"), ("greeting", "answer", "late"))
    for minute, value in enumerate(values):
        with frozen_at(NOON - timedelta(minutes=minute)):
            chain.record(value)
    session.close()
    with app.extensions["auditapp.database"].engine.connect() as connection:
        command.downgrade(alembic_config(connection), "0003")
        upgrade(connection)
        connection.commit()
        rows = connection.execute(select(OperationRow).order_by(col(OperationRow.counter))).all()
        assert [row.sequence for row in rows] == [3, 2, 1]
        assert [row.base for row in rows] == [None, None, rows[0].id]
        for act in ("UPDATE operation SET counter = 9", "DELETE FROM operation"):
            with pytest.raises(IntegrityError, match="never changes"):
                connection.execute(text(act))
            connection.rollback()
