"""Reports of a wave are made together; people are told of reports by e-mail, once."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("client", sa.Column("mail_files", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_table(
        "report_batch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("wave_id", sa.Integer(), nullable=False),
        sa.Column("again", sa.Boolean(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("filled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("completed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["wave_id"], ["wave.id"], name=op.f("fk_report_batch_wave_id_wave")),
        sa.ForeignKeyConstraint(["actor_id"], ["user.id"], name=op.f("fk_report_batch_actor_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_batch")),
    )
    op.create_index("ix_report_batch_wave_id", "report_batch", ["wave_id"])
    at_work = sa.text("completed_at IS NULL")
    op.create_index(
        "uq_report_batch_at_work",
        "report_batch",
        ["wave_id"],
        unique=True,
        sqlite_where=at_work,
        postgresql_where=at_work,
    )
    op.create_table(
        "batch_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("kind", _one_of("kind", "store_report"), nullable=False),
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("job_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["report_batch.id"], name=op.f("fk_batch_item_batch_id_report_batch")
        ),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=op.f("fk_batch_item_visit_id_visit")),
        sa.ForeignKeyConstraint(["job_id"], ["job.id"], name=op.f("fk_batch_item_job_id_job")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_batch_item")),
        sa.UniqueConstraint(
            "batch_id",
            "kind",
            "visit_id",
            "language",
            name=op.f("uq_batch_item_batch_id_kind_visit_id_language"),
        ),
    )
    for column in ("batch_id", "visit_id", "job_id"):
        op.create_index(f"ix_batch_item_{column}", "batch_item", [column])
    _create_mails()


def _create_mails() -> None:
    op.create_table(
        "mail_subscription",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("choice", _one_of("choice", "each", "wave"), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_mail_subscription_user_id_user")),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_mail_subscription")),
    )
    op.create_table(
        "delivery",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("visit_id", sa.Integer(), nullable=True),
        sa.Column("batch_id", sa.Integer(), nullable=True),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column(
            "state",
            _one_of("state", "waiting", "sending", "sent", "uncertain", "failed", "withdrawn"),
            nullable=False,
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(visit_id IS NULL) <> (batch_id IS NULL)", name=op.f("ck_delivery_one_subject")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_delivery_user_id_user")),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=op.f("fk_delivery_visit_id_visit")),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["report_batch.id"], name=op.f("fk_delivery_batch_id_report_batch")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery")),
        sa.UniqueConstraint("user_id", "visit_id", name=op.f("uq_delivery_user_id_visit_id")),
        sa.UniqueConstraint("user_id", "batch_id", name=op.f("uq_delivery_user_id_batch_id")),
    )
    for column in ("visit_id", "batch_id"):
        op.create_index(f"ix_delivery_{column}", "delivery", [column])


def downgrade() -> None:
    for table in ("delivery", "mail_subscription", "batch_item", "report_batch"):
        op.drop_table(table)
    op.drop_column("client", "mail_files")


def _one_of(name: str, *choices: str) -> sa.Enum:
    return sa.Enum(*choices, name=name, native_enum=False, create_constraint=True, length=32)
