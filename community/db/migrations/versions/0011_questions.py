"""What was not known, what persons answered, and how often answers helped."""

import sqlalchemy as sa
from alembic import op

from community.db.base import Moment

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "tallies",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("entry", sa.String(), nullable=False),
        sa.Column("month", sa.String(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tallies")),
        sa.UniqueConstraint("what", "entry", "month", name=op.f("uq_tallies_what_entry_month")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "versions",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_versions")),
    )
    op.create_table(
        "answers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("document", sa.String(), nullable=False),
        sa.Column("answered_at", Moment(timezone=True), nullable=False),
        sa.Column("asked_at", Moment(timezone=True), nullable=True),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("published_at", Moment(timezone=True), nullable=True),
        sa.Column("signed", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["by_id"], ["members.id"], name=op.f("fk_answers_by_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answers")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_answers_by_id", "answers", ["by_id"])
    op.create_table(
        "questions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("address_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("entry", sa.String(), nullable=False),
        sa.Column("guess", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("asked_at", Moment(timezone=True), nullable=False),
        sa.Column("sent_at", Moment(timezone=True), nullable=True),
        sa.Column("answer_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["address_id"],
            ["addresses.id"],
            name=op.f("fk_questions_address_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["answer_id"],
            ["answers.id"],
            name=op.f("fk_questions_answer_id"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_questions")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_questions_address_id", "questions", ["address_id"])
    op.create_index("ix_questions_answer_id", "questions", ["answer_id"])
    op.create_index("ix_questions_status", "questions", ["status"])


def downgrade() -> None:
    for table in ("questions", "answers", "versions", "tallies"):
        op.drop_table(table)
