"""The database itself refuses to change published checklist versions, the operation log and the audit log (C5, V2)."""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

APPEND_ONLY = ("operation", "audit_entry", "visit_transition")
VERSION_CHANGED = (
    "NEW.checklist_id IS DISTINCT FROM OLD.checklist_id OR NEW.number IS DISTINCT FROM OLD.number"
    " OR NEW.content IS DISTINCT FROM OLD.content OR NEW.digest IS DISTINCT FROM OLD.digest"
    " OR NEW.published_at IS DISTINCT FROM OLD.published_at"
    " OR NOT (NEW.state = OLD.state OR (OLD.state = 'published' AND NEW.state = 'retired'))"
)


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        _protect_on_postgresql()
    else:
        _protect_on_sqlite()


def downgrade() -> None:
    on_postgresql = op.get_bind().dialect.name == "postgresql"
    for table in (*APPEND_ONLY, "checklist_version"):
        for act in ("update", "delete"):
            where = f' ON "{table}"' if on_postgresql else ""
            op.execute(f"DROP TRIGGER {table}_{act}{where}")
    if on_postgresql:
        op.execute("DROP FUNCTION refuse_change")


def _protect_on_postgresql() -> None:
    op.execute(
        "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$"
        " BEGIN RAISE EXCEPTION '% never changes', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation'; END $$"
    )
    for table in APPEND_ONLY:
        for act in ("update", "delete"):
            _trigger_on_postgresql(table, act, "true")
    _trigger_on_postgresql("checklist_version", "update", f"OLD.state <> 'draft' AND ({VERSION_CHANGED})")
    _trigger_on_postgresql("checklist_version", "delete", "OLD.state <> 'draft'")


def _trigger_on_postgresql(table: str, act: str, condition: str) -> None:
    op.execute(
        f'CREATE TRIGGER {table}_{act} BEFORE {act.upper()} ON "{table}" FOR EACH ROW'
        f" WHEN ({condition}) EXECUTE FUNCTION refuse_change()"
    )


def _protect_on_sqlite() -> None:
    for table in APPEND_ONLY:
        for act in ("update", "delete"):
            _trigger_on_sqlite(table, act, "true")
    changed = VERSION_CHANGED.replace("IS DISTINCT FROM", "IS NOT")
    _trigger_on_sqlite("checklist_version", "update", f"OLD.state <> 'draft' AND ({changed})")
    _trigger_on_sqlite("checklist_version", "delete", "OLD.state <> 'draft'")


def _trigger_on_sqlite(table: str, act: str, condition: str) -> None:
    op.execute(
        f'CREATE TRIGGER {table}_{act} BEFORE {act.upper()} ON "{table}" FOR EACH ROW WHEN {condition}'
        f" BEGIN SELECT RAISE(ABORT, '{table} never changes'); END"
    )
