"""Every report that was handed out is known by its code; failed tries are counted for more than logins."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "issued_report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=16), nullable=False),
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("published_on", sa.Date(), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=op.f("fk_issued_report_visit_id_visit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_issued_report")),
        sa.UniqueConstraint("code", name=op.f("uq_issued_report_code")),
    )
    op.create_index("ix_issued_report_visit_id", "issued_report", ["visit_id"])
    op.drop_table("login_attempt")
    _create_attempts("attempt")


def downgrade() -> None:
    op.drop_table("attempt")
    _create_attempts("login_attempt")
    op.drop_table("issued_report")


def _create_attempts(name: str) -> None:
    """The failures of the last quarter of an hour need not be kept."""
    op.create_table(
        name,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
    )
    op.create_index(f"ix_{name}_subject_at", name, ["subject", "at"])
