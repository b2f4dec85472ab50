"""A reviewer may have made faces in a photo unrecognizable: where, and the files that everybody but the agency gets."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(JSONB(), "postgresql")
COLUMNS = ("areas", "covered_key", "covered_thumbnail_key", "coverings")


def upgrade() -> None:
    op.add_column("photo", sa.Column("areas", JSON, nullable=False, server_default="[]"))
    op.add_column("photo", sa.Column("covered_key", sa.String(length=128), nullable=True))
    op.add_column("photo", sa.Column("covered_thumbnail_key", sa.String(length=128), nullable=True))
    op.add_column("photo", sa.Column("coverings", sa.Integer(), nullable=False, server_default="0"))


def downgrade() -> None:
    for column in reversed(COLUMNS):
        op.drop_column("photo", column)
