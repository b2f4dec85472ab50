"""What published visits came to by section and question is kept; a job works it out for those that are published."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

_JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
_ASK_FOR_THE_REST = """
    INSERT INTO job (kind, key, payload, state, reason, reason_text, attempts, progress, label, claim, created_at)
    SELECT 'visit.results', 'visit.results', '{}', 'queued', '', '', 0, 0, '', '', CURRENT_TIMESTAMP
    WHERE EXISTS (SELECT 1 FROM visit WHERE state = 'published')
"""


def upgrade() -> None:
    op.create_table(
        "visit_result",
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.Column("sections", _JSON, nullable=False),
        sa.Column("lost", _JSON, nullable=False),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=op.f("fk_visit_result_visit_id_visit")),
        sa.PrimaryKeyConstraint("visit_id", name=op.f("pk_visit_result")),
    )
    op.execute(_ASK_FOR_THE_REST)


def downgrade() -> None:
    op.execute("DELETE FROM job WHERE kind = 'visit.results'")
    op.drop_table("visit_result")
