"""What is said without proof of who says it, until she confirms it."""

import sqlalchemy as sa
from alembic import op

from community.db.base import Moment

revision = "0009"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "pending_requests",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("address_id", sa.Integer(), nullable=False),
        sa.Column("said", sa.String(), nullable=False),
        sa.Column("created_at", Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["address_id"],
            ["addresses.id"],
            name=op.f("fk_pending_requests_address_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pending_requests")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_pending_requests_address_id", "pending_requests", ["address_id"])


def downgrade() -> None:
    op.drop_table("pending_requests")
