"""When a reminder is due before anybody's quiet hours are thought of."""

import sqlalchemy as sa
from alembic import op

from community.db.base import Moment

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("reminders", sa.Column("nominal_at", Moment(timezone=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("reminders") as batch_op:
        batch_op.drop_column("nominal_at")
