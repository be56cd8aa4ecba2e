"""What is said without proof of who says it; what proves that two addresses are one person's.

The door she chose for each sort of messages, and what came back from an address.
"""

import sqlalchemy as sa
from alembic import op

from community.db.base import Moment

revision = "0009"
down_revision = "0008"
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
    op.create_table(
        "channels",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("door", sa.String(), nullable=False),
        sa.Column("chosen_at", Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_channels_member_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_channels")),
        sa.UniqueConstraint("member_id", "about", name=op.f("uq_channels_member_id_about")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "known_fiches",
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("known_at", Moment(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("slug", name=op.f("pk_known_fiches")),
    )
    digest = sa.Column("digest", sa.String(), server_default="", nullable=False)
    op.add_column("members", digest)
    op.add_column("members", sa.Column("digested_at", Moment(timezone=True), nullable=True))
    bounces = sa.Column("bounces", sa.Integer(), server_default="0", nullable=False)
    op.add_column("addresses", bounces)
    for name in ("bounced_at", "lost_due"):
        op.add_column("addresses", sa.Column(name, Moment(timezone=True), nullable=True))
    op.create_index(
        "ix_addresses_lost_due",
        "addresses",
        ["lost_due"],
        sqlite_where=sa.text("lost_due IS NOT NULL"),
        postgresql_where=sa.text("lost_due IS NOT NULL"),
    )


def downgrade() -> None:
    op.drop_index("ix_addresses_lost_due", "addresses")
    with op.batch_alter_table("addresses") as batch_op:
        for name in ("lost_due", "bounced_at", "bounces"):
            batch_op.drop_column(name)
    with op.batch_alter_table("members") as batch_op:
        for name in ("digested_at", "digest"):
            batch_op.drop_column(name)
    op.drop_table("known_fiches")
    op.drop_table("channels")
    op.drop_table("link_codes")
    op.drop_table("pending_requests")
