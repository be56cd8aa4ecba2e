"""What the minutes of an exchange are found by."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("minutes", sa.Column("searched", sa.String(), server_default="", nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("minutes") as batch_op:
        batch_op.drop_column("searched")
