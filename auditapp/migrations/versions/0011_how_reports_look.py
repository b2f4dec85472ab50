"""A client's logo, colour, contact and paper; a visit keeps those that it was published with.

A brand never changes: another look is another row, so reports that were made stay as they are. The visit's column is
added, never by making the table anew: much refers to it.
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

ACTS = ("UPDATE", "DELETE")


def upgrade() -> None:
    op.create_table(
        "brand",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("logo_key", sa.String(length=128), nullable=True),
        sa.Column("colour", sa.String(length=7), nullable=False),
        sa.Column("contact", sa.String(length=400), nullable=False),
        sa.Column("paper", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("paper IN ('a4', 'letter')", name=op.f("ck_brand_paper")),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name=op.f("fk_brand_client_id_client")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_brand")),
    )
    op.create_index("ix_brand_client_id", "brand", ["client_id"])
    op.execute(
        "ALTER TABLE visit ADD COLUMN brand_id INTEGER"
        " CONSTRAINT fk_visit_brand_id_brand REFERENCES brand (id)"
    )
    on_postgresql = op.get_bind().dialect.name == "postgresql"
    for act in ACTS:
        _refuse(act, on_postgresql=on_postgresql)


def downgrade() -> None:
    op.execute("ALTER TABLE visit DROP COLUMN brand_id")
    op.drop_table("brand")


def _refuse(act: str, *, on_postgresql: bool) -> None:
    begin = f"CREATE TRIGGER brand_{act.lower()} BEFORE {act} ON brand FOR EACH ROW"
    if on_postgresql:
        op.execute(f"{begin} EXECUTE FUNCTION refuse_change()")
    else:
        op.execute(f"{begin} BEGIN SELECT RAISE(ABORT, 'brand never changes'); END")
