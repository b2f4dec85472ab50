"""Who has a draft of a checklist open, so that two admins know of each other."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "draft_editor",
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["version_id"], ["checklist_version.id"], name="fk_draft_editor_version_id_checklist_version"
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name="fk_draft_editor_user_id_user"),
        sa.PrimaryKeyConstraint("version_id", "user_id", name="pk_draft_editor"),
    )


def downgrade() -> None:
    op.drop_table("draft_editor")
