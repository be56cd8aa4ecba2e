"""The result of a diagnostic that a member asked to keep."""

import sqlalchemy as sa
from alembic import op

from community.db.base import Moment

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "diagnostics",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("answers", sa.String(), nullable=False),
        sa.Column("territory", sa.String(), nullable=False),
        sa.Column("kept_at", Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"],
            ["members.id"],
            name=op.f("fk_diagnostics_member_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_diagnostics")),
        sa.UniqueConstraint("member_id", name=op.f("uq_diagnostics_member_id")),
        sqlite_autoincrement=True,
    )


def downgrade() -> None:
    op.drop_table("diagnostics")
