"""The exact score of a published visit as a text: its parts grow beyond what a number of the database holds.

A column that holds whole numbers stays one on SQLite, so there is a new one.
"""

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

PARTS = ("score_numerator", "score_denominator")


def upgrade() -> None:
    op.execute("ALTER TABLE visit ADD COLUMN score VARCHAR")
    op.execute(
        "UPDATE visit SET score = CAST(score_numerator AS VARCHAR) || '/' || CAST(score_denominator AS VARCHAR)"
        " WHERE score_denominator IS NOT NULL"
    )
    for part in PARTS:
        op.execute(f"ALTER TABLE visit DROP COLUMN {part}")


def downgrade() -> None:
    """Back to two numbers. PostgreSQL refuses those that are too long."""
    for part in PARTS:
        op.execute(f"ALTER TABLE visit ADD COLUMN {part} INTEGER")
    if op.get_bind().dialect.name == "postgresql":
        halves = ("split_part(score, '/', 1)", "split_part(score, '/', 2)")
    else:
        halves = ("substr(score, 1, instr(score, '/') - 1)", "substr(score, instr(score, '/') + 1)")
    for part, half in zip(PARTS, halves, strict=True):
        op.execute(f"UPDATE visit SET {part} = CAST({half} AS INTEGER) WHERE score IS NOT NULL")  # noqa: S608 - our own names
    op.execute("ALTER TABLE visit DROP COLUMN score")
