"""What somebody waits for at a page is done before what nobody looks at."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("job", sa.Column("urgent", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.drop_index("ix_job_state_due_at", table_name="job")
    op.create_index("ix_job_state_urgent_due_at", "job", ["state", "urgent", "due_at"])


def downgrade() -> None:
    op.drop_index("ix_job_state_urgent_due_at", table_name="job")
    op.create_index("ix_job_state_due_at", "job", ["state", "due_at"])
    op.drop_column("job", "urgent")
