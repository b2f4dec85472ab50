"""What an operation was made upon, the order of receipt, how far the phone's clock was off, and where a photo came from.

Existing operations are numbered in the order of receipt. The page of their time counted on from what it showed, so each
is taken to have been made upon the one before it at the same place.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

SOURCES = ("camera", "gallery")
ACTS = ("update", "delete")
FILL = """
    UPDATE operation SET sequence = numbered.position, base = numbered.before
    FROM (
        SELECT id,
            ROW_NUMBER() OVER (PARTITION BY visit_id ORDER BY received_at, counter, device, id) AS position,
            LAG(id) OVER (PARTITION BY visit_id, question, field, item, late ORDER BY counter, device, id) AS before
        FROM operation
    ) AS numbered
    WHERE numbered.id = operation.id
"""


def upgrade() -> None:
    _unprotect()
    with op.batch_alter_table("operation") as batch_op:
        batch_op.add_column(sa.Column("base", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("sequence", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("clock_offset", sa.Float(), nullable=True))
    op.execute(FILL)
    with op.batch_alter_table("operation") as batch_op:
        batch_op.alter_column("sequence", existing_type=sa.Integer(), nullable=False)
        batch_op.create_unique_constraint(op.f("uq_operation_visit_id_sequence"), ["visit_id", "sequence"])
        batch_op.create_check_constraint(op.f("ck_operation_sequence"), "sequence > 0")
    _protect()
    with op.batch_alter_table("photo") as batch_op:
        source = sa.Enum(*SOURCES, name="source", native_enum=False, create_constraint=True, length=32)
        batch_op.add_column(sa.Column("source", source, nullable=True))
        batch_op.add_column(sa.Column("file_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("picked_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("photo") as batch_op:
        batch_op.drop_constraint(op.f("ck_photo_source"), type_="check")
        for name in ("picked_at", "file_at", "source"):
            batch_op.drop_column(name)
    _unprotect()
    with op.batch_alter_table("operation") as batch_op:
        batch_op.drop_constraint(op.f("ck_operation_sequence"), type_="check")
        batch_op.drop_constraint(op.f("uq_operation_visit_id_sequence"), type_="unique")
        for name in ("clock_offset", "sequence", "base"):
            batch_op.drop_column(name)
    _protect()


def _unprotect() -> None:
    """Take away what refuses changes of the log. SQLite loses it anyway where a table is made anew."""
    where = ' ON "operation"' if op.get_bind().dialect.name == "postgresql" else ""
    for act in ACTS:
        op.execute(f"DROP TRIGGER operation_{act}{where}")


def _protect() -> None:
    """Refuse changes of the log again, exactly as migration 0002 does."""
    for act in ACTS:
        begin = f'CREATE TRIGGER operation_{act} BEFORE {act.upper()} ON "operation" FOR EACH ROW'
        if op.get_bind().dialect.name == "postgresql":
            op.execute(f"{begin} WHEN (true) EXECUTE FUNCTION refuse_change()")
        else:
            op.execute(f"{begin} WHEN true BEGIN SELECT RAISE(ABORT, 'operation never changes'); END")
