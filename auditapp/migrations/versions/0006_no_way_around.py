"""No way around: not by replacing or emptying either, a published version and the logs never change (C5, V2).

SQLite's OR REPLACE takes rows away without asking the triggers on deletion, and TRUNCATE asks no trigger for rows. And of a
version nothing is left that could still change but its one step to retired.
"""

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

VERSION = "checklist_version"
UNIQUE = {
    "audit_entry": ("kept.id = NEW.id",),
    "visit_transition": ("kept.id = NEW.id",),
    "operation": (
        "kept.id = NEW.id",
        "(kept.visit_id = NEW.visit_id AND kept.device = NEW.device AND kept.counter = NEW.counter)",
        "(kept.visit_id = NEW.visit_id AND kept.sequence = NEW.sequence)",
    ),
    VERSION: ("kept.id = NEW.id", "(kept.checklist_id = NEW.checklist_id AND kept.number = NEW.number)"),
}
"""What must differ between any two rows of a table: where it does not, OR REPLACE would take the older row away."""
MADE = ("checklist_id", "number", "content", "digest", "note", "based_on_id", "revision")
BEFORE = (*MADE, "published_at", "published_by_id", "acknowledged")
FIXED = (*BEFORE, "id", "created_at", "created_by_id", "edited_at", "edited_by_id")
END = ("state", "retired_at", "retired_by_id", "retired_because")


def upgrade() -> None:
    on_postgresql = op.get_bind().dialect.name == "postgresql"
    _drop(f"{VERSION}_update", VERSION, on_postgresql=on_postgresql)
    stays = f"({_changed(FIXED)}) OR ({_changed(END)}) AND NOT (OLD.state = 'published' AND NEW.state = 'retired')"
    _protect_version(f"OLD.state <> 'draft' AND ({stays})", on_postgresql=on_postgresql)
    for table in UNIQUE:
        if on_postgresql:
            _refuse_emptying(table)
        else:
            _refuse_replacing(table)


def downgrade() -> None:
    on_postgresql = op.get_bind().dialect.name == "postgresql"
    for table in UNIQUE:
        _drop(f"{table}_{'truncate' if on_postgresql else 'insert'}", table, on_postgresql=on_postgresql)
    if not on_postgresql:
        _drop(f"{VERSION}_overwrite", VERSION, on_postgresql=False)
    _drop(f"{VERSION}_update", VERSION, on_postgresql=on_postgresql)
    stays = "NEW.state = OLD.state OR (OLD.state = 'published' AND NEW.state = 'retired')"
    when = f"OLD.state <> 'draft' AND ({_changed(BEFORE)} OR NOT ({stays}))"
    _protect_version(when, on_postgresql=on_postgresql)


def _changed(columns: tuple[str, ...]) -> str:
    return " OR ".join(f"NEW.{column} IS DISTINCT FROM OLD.{column}" for column in columns)


def _protect_version(when: str, *, on_postgresql: bool) -> None:
    if on_postgresql:
        begin = f"CREATE TRIGGER {VERSION}_update BEFORE UPDATE ON {VERSION} FOR EACH ROW"
        op.execute(f"{begin} WHEN ({when}) EXECUTE FUNCTION refuse_change()")
    else:
        _trigger_on_sqlite(f"{VERSION}_update", VERSION, "UPDATE", when.replace("IS DISTINCT FROM", "IS NOT"))


def _refuse_emptying(table: str) -> None:
    op.execute(
        f'CREATE TRIGGER {table}_truncate BEFORE TRUNCATE ON "{table}"'
        " FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )


def _refuse_replacing(table: str) -> None:
    same = f"({' OR '.join(UNIQUE[table])})"
    if table == VERSION:
        same += " AND kept.state <> 'draft'"
        _trigger_on_sqlite(
            f"{table}_overwrite", table, "UPDATE", _taken(table, f"{same} AND kept.id <> OLD.id")
        )
    _trigger_on_sqlite(f"{table}_insert", table, "INSERT", _taken(table, same))


def _taken(table: str, same: str) -> str:
    return f"EXISTS (SELECT 1 FROM {table} AS kept WHERE {same})"  # noqa: S608 - of names that stand above


def _trigger_on_sqlite(name: str, table: str, act: str, when: str) -> None:
    op.execute(
        f"CREATE TRIGGER {name} BEFORE {act} ON {table} FOR EACH ROW WHEN {when}"
        f" BEGIN SELECT RAISE(ABORT, '{table} never changes'); END"
    )


def _drop(trigger: str, table: str, *, on_postgresql: bool) -> None:
    op.execute(f"DROP TRIGGER {trigger}" + (f' ON "{table}"' if on_postgresql else ""))
