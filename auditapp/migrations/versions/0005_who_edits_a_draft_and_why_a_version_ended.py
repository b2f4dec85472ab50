"""A draft knows how often it was saved, by whom and from which version it was made; a version why and when it was retired.

Columns are added one by one, never by making the table anew: visits refer to it.
"""

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

TABLE = "checklist_version"
REFERENCES = {"based_on_id": TABLE, "edited_by_id": "user", "retired_by_id": "user"}
COLUMNS = (
    "based_on_id INTEGER",
    "revision INTEGER NOT NULL DEFAULT 1",
    "edited_at {moment}",
    "edited_by_id INTEGER",
    "acknowledged VARCHAR(1000) NOT NULL DEFAULT ''",
    "retired_at {moment}",
    "retired_by_id INTEGER",
    "retired_because VARCHAR(1000) NOT NULL DEFAULT ''",
)
ALWAYS_FIXED = ("checklist_id", "number", "content", "digest", "published_at")
NEWLY_FIXED = ("published_by_id", "note", "based_on_id", "revision", "acknowledged")


def upgrade() -> None:
    on_postgresql = op.get_bind().dialect.name == "postgresql"
    _unprotect(on_postgresql=on_postgresql)
    for column in COLUMNS:
        name = column.split()[0]
        written = column.format(moment="TIMESTAMP WITH TIME ZONE" if on_postgresql else "DATETIME")
        other = REFERENCES.get(name)
        key = f' CONSTRAINT fk_{TABLE}_{name}_{other} REFERENCES "{other}" (id)' if other else ""
        op.execute(f"ALTER TABLE {TABLE} ADD COLUMN {written}{key}")
    op.execute("UPDATE checklist_version SET retired_at = published_at WHERE state = 'retired'")
    _protect(ALWAYS_FIXED + NEWLY_FIXED, on_postgresql=on_postgresql)


def downgrade() -> None:
    on_postgresql = op.get_bind().dialect.name == "postgresql"
    _unprotect(on_postgresql=on_postgresql)
    for column in reversed(COLUMNS):
        op.execute(f"ALTER TABLE {TABLE} DROP COLUMN {column.split()[0]}")
    _protect(ALWAYS_FIXED, on_postgresql=on_postgresql)


def _unprotect(*, on_postgresql: bool) -> None:
    op.execute(f"DROP TRIGGER {TABLE}_update" + (f" ON {TABLE}" if on_postgresql else ""))


def _protect(fixed: tuple[str, ...], *, on_postgresql: bool) -> None:
    """Refuse changes of what was published; its state may go on to retired, once."""
    changed = " OR ".join(f"NEW.{column} IS DISTINCT FROM OLD.{column}" for column in fixed)
    stays = "NEW.state = OLD.state OR (OLD.state = 'published' AND NEW.state = 'retired')"
    when = f"OLD.state <> 'draft' AND ({changed} OR NOT ({stays}))"
    begin = f"CREATE TRIGGER {TABLE}_update BEFORE UPDATE ON {TABLE} FOR EACH ROW WHEN"
    if on_postgresql:
        op.execute(f"{begin} ({when}) EXECUTE FUNCTION refuse_change()")
    else:
        condition = when.replace("IS DISTINCT FROM", "IS NOT")
        op.execute(f"{begin} {condition} BEGIN SELECT RAISE(ABORT, '{TABLE} never changes'); END")
