"""Copies of a PostgreSQL database that serve test after test: emptying one is a fraction of the work of making one."""

from typing import Any

import psycopg
from psycopg import sql

STRUCTURE = """
SELECT md5(string_agg(part, ';' ORDER BY part)) FROM (
    SELECT concat_ws(' ', oid, relname, relnatts, relchecks) FROM pg_class WHERE relnamespace = 'public'::regnamespace
    UNION ALL SELECT concat_ws(' ', oid, tgname, tgenabled) FROM pg_trigger
) AS parts(part)
"""
TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
SEQUENCES = "SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = 'public'"
STRANGERS = """
SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()
"""
"""Whatever a test left connected ends before its work is undone."""


class Copy:
    """A database at `url`, which is as it was made each time that `restore` has answered True."""

    def __init__(self, url: str) -> None:
        self.url = url
        with self._connected() as connection:
            self._structure = _one(connection, STRUCTURE)
            self._tables = [sql.Identifier(name) for (name,) in connection.execute(TABLES)]
            texts = [(table, _text_of(connection, table)) for table in self._tables]
            self._filled = [(table, text) for table, text in texts if text]
            self._sequences = connection.execute(SEQUENCES).fetchall()

    def restore(self) -> bool:
        """Undo what was done to the rows; False where the structure was changed, which is not undone."""
        with self._connected() as connection:
            connection.execute(STRANGERS)
            if _one(connection, STRUCTURE) != self._structure:
                return False
            with connection.transaction():
                # Rows that never change may go here, and so may those that others refer to.
                connection.execute("SET LOCAL session_replication_role = replica")
                connection.execute(self._emptying())
                for table, text in self._filled:
                    with connection.cursor().copy(sql.SQL("COPY {} FROM STDIN").format(table)) as copy:
                        copy.write(text)
                connection.execute(self._rewinding())
        return True

    def _connected(self) -> "psycopg.Connection[tuple[Any, ...]]":
        return psycopg.connect(self.url, autocommit=True)

    def _emptying(self) -> sql.Composed:
        return sql.SQL(";").join(sql.SQL("DELETE FROM {}").format(table) for table in self._tables)

    def _rewinding(self) -> sql.Composed:
        rewound = sql.SQL("setval({}, {}, {})")
        return sql.SQL("SELECT ") + sql.SQL(",").join(
            rewound.format(sql.Literal(name), sql.Literal(last or 1), sql.Literal(last is not None))
            for name, last in self._sequences
        )


def _one(connection: "psycopg.Connection[tuple[Any, ...]]", query: str) -> object:
    row = connection.execute(query).fetchone()
    assert row is not None
    return row[0]


def _text_of(connection: "psycopg.Connection[tuple[Any, ...]]", table: sql.Identifier) -> bytes:
    with connection.cursor().copy(sql.SQL("COPY {} TO STDOUT").format(table)) as copy:
        return b"".join(copy)
