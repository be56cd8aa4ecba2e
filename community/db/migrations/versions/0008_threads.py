"""What a delivery answers, and the thread of each exchange for each member."""

import sqlalchemy as sa
from alembic import op

from community.db.base import Moment

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

COLUMNS = ("answers", "subject", "theme")


def upgrade() -> None:
    for name in COLUMNS:
        op.add_column("deliveries", sa.Column(name, sa.String(), server_default="", nullable=False))
    op.create_table(
        "threads",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("exchange_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("begun_at", Moment(timezone=True), nullable=False),
        sa.Column("token", sa.String(), nullable=False),
        sa.Column("root", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("day", sa.String(), nullable=False),
        sa.Column("address_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["address_id"],
            ["addresses.id"],
            name=op.f("fk_threads_address_id"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["exchange_id"],
            ["exchanges.id"],
            name=op.f("fk_threads_exchange_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_threads_member_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_threads")),
        sa.UniqueConstraint(
            "exchange_id", "member_id", name=op.f("uq_threads_exchange_id_member_id")
        ),
        sa.UniqueConstraint("token", name=op.f("uq_threads_token")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_threads_member_id", "threads", ["member_id"])
    op.create_index("ix_threads_address_id", "threads", ["address_id"])


def downgrade() -> None:
    op.drop_table("threads")
    with op.batch_alter_table("deliveries") as batch_op:
        for name in COLUMNS:
            batch_op.drop_column(name)
