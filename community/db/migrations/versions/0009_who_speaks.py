"""What is said without proof of who says it; what proves that two addresses are one person's."""

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
    op.create_table(
        "link_codes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("address_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("created_at", Moment(timezone=True), nullable=False),
        sa.Column("target_id", sa.Integer(), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("proven_at", Moment(timezone=True), nullable=True),
        *(
            sa.ForeignKeyConstraint(
                [name], ["addresses.id"], name=op.f(f"fk_link_codes_{name}"), ondelete="CASCADE"
            )
            for name in ("address_id", "target_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_link_codes")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_link_codes_address_id", "link_codes", ["address_id"])
    op.create_index("ix_link_codes_target_id", "link_codes", ["target_id"])


def downgrade() -> None:
    op.drop_table("link_codes")
    op.drop_table("pending_requests")
