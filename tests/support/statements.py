"""Statements as they were compiled once: each engine of a process would compile all that it says again."""

from typing import Any

from flask import Flask
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.engine.interfaces import CompiledCacheType

from auditapp.core.db import Database

_COMPILED: CompiledCacheType = {}


def share_statements() -> None:
    """Let what was compiled for one dialect serve the others of its kind: they are all made alike."""
    for dialect in (SQLiteDialect_pysqlite, PGDialect_psycopg):
        dialect.__hash__ = _hash  # type: ignore[assignment]  # caches of statements have the dialect in their keys
        dialect.__eq__ = _is_equal  # type: ignore[method-assign]


def share_statements_of(app: Flask) -> None:
    """Let `app` use what other apps of this process have compiled."""
    database: Database = app.extensions["auditapp.database"]
    database.engine._compiled_cache = _COMPILED


def _hash(dialect: Any) -> int:  # noqa: ANN401 - a dialect of either kind
    return hash(type(dialect))


def _is_equal(dialect: Any, other: object) -> bool:  # noqa: ANN401 - the same
    return type(dialect) is type(other)
