"""flask db …"""

from pathlib import Path

import click
from alembic import command
from alembic.config import Config
from flask.cli import AppGroup
from sqlalchemy import Connection

from auditapp.web.session import database

group = AppGroup("db", help="Keep the database's structure.")


def alembic_config(connection: Connection) -> Config:
    """Alembic's settings, with the connection to work on."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.attributes["connection"] = connection
    return config


def upgrade(connection: Connection) -> None:
    """Bring the database behind `connection` to the newest structure."""
    command.upgrade(alembic_config(connection), "head")


@group.command("upgrade")
def upgrade_command() -> None:
    """Bring the database to the newest structure; nothing happens where it is."""
    with database().engine.connect() as connection:
        upgrade(connection)
        connection.commit()


@group.command("revision")
@click.argument("message")
def revision_command(message: str) -> None:
    """Write a new migration from the difference between the models and the database (for developers)."""
    with database().engine.connect() as connection:
        command.revision(alembic_config(connection), message=message, autogenerate=True)
