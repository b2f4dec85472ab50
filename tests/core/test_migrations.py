"""The migrations make the tables that the models describe, forward and back, on both databases."""

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from sqlalchemy import inspect

from auditapp.core.db import Database, metadata
from auditapp.migrations.cli import alembic_config, upgrade


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
