"""Live messages, menus and groups."""

import sqlalchemy as sa
from alembic import op

from community.db.base import Moment

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

PENDING = sa.text("status = 'pending'")
DUE = sa.text("menu_due IS NOT NULL")


def upgrade() -> None:
    for name in ("card", "digest", "edits"):
        op.add_column("deliveries", sa.Column(name, sa.String(), nullable=False, server_default=""))
    op.create_index(
        "ix_deliveries_next",
        "deliveries",
        ["priority", "id"],
        sqlite_where=PENDING,
        postgresql_where=PENDING,
    )
    op.add_column("addresses", sa.Column("menu_due", Moment(timezone=True), nullable=True))
    op.create_index(
        "ix_addresses_menu_due",
        "addresses",
        ["menu_due"],
        sqlite_where=DUE,
        postgresql_where=DUE,
    )
    op.create_table(
        "groups",
        sa.Column("address_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("theme", sa.String(), nullable=False),
        sa.Column("since", Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["address_id"],
            ["addresses.id"],
            name=op.f("fk_groups_address_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["theme"], ["themes.slug"], name=op.f("fk_groups_theme")),
        sa.PrimaryKeyConstraint("address_id", name=op.f("pk_groups")),
    )


def downgrade() -> None:
    op.drop_table("groups")
    op.drop_index("ix_addresses_menu_due", "addresses")
    op.drop_index("ix_deliveries_next", "deliveries")
    with op.batch_alter_table("addresses") as batch_op:
        batch_op.drop_column("menu_due")
    with op.batch_alter_table("deliveries") as batch_op:
        for name in ("card", "digest", "edits"):
            batch_op.drop_column(name)
