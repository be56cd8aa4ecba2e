"""Who is told when a fiche changes, and how many found it useful."""

import sqlalchemy as sa
from alembic import op

from community.db.base import Moment

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "fiche_watches",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("fiche", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("parts", sa.String(), nullable=False),
        sa.Column("since", Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"],
            ["members.id"],
            name=op.f("fk_fiche_watches_member_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fiche_watches")),
        sa.UniqueConstraint("member_id", "fiche", name=op.f("uq_fiche_watches_member_id_fiche")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_fiche_watches_fiche", "fiche_watches", ["fiche", "digest"])
    op.create_table(
        "fiche_opinions",
        sa.Column("fiche", sa.String(), nullable=False),
        sa.Column("useful", sa.Integer(), nullable=False),
        sa.Column("not_useful", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("fiche", name=op.f("pk_fiche_opinions")),
    )


def downgrade() -> None:
    op.drop_table("fiche_opinions")
    op.drop_index("ix_fiche_watches_fiche", table_name="fiche_watches")
    op.drop_table("fiche_watches")
