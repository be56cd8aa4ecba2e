"""The life of exchanges: who comes, what is said when, what was learned; polls of dates."""

import sqlalchemy as sa
from alembic import op

from community.db.base import Moment

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "series",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("theme", sa.String(), nullable=False),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("starts", sa.String(), nullable=False),
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("created_at", Moment(timezone=True), nullable=False),
        sa.Column("ended_at", Moment(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["theme"], ["themes.slug"], name=op.f("fk_series_theme")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_series")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "documents",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("exchange_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("added_at", Moment(timezone=True), nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("added_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["added_by"], ["members.id"], name=op.f("fk_documents_added_by"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["exchange_id"],
            ["exchanges.id"],
            name=op.f("fk_documents_exchange_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_documents")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("documents") as batch_op:
        batch_op.create_index(batch_op.f("ix_documents_added_by"), ["added_by"], unique=False)
        batch_op.create_index("ix_documents_exchange_id", ["exchange_id"], unique=False)

    op.create_table(
        "feedbacks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("exchange_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("given_at", Moment(timezone=True), nullable=False),
        sa.Column("score", sa.Integer(), nullable=True),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("idea", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["exchange_id"],
            ["exchanges.id"],
            name=op.f("fk_feedbacks_exchange_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_feedbacks_member_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feedbacks")),
        sa.UniqueConstraint(
            "exchange_id", "member_id", name=op.f("uq_feedbacks_exchange_id_member_id")
        ),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("feedbacks") as batch_op:
        batch_op.create_index(batch_op.f("ix_feedbacks_member_id"), ["member_id"], unique=False)

    op.create_table(
        "group_cards",
        sa.Column("address_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("exchange_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("dirty_at", Moment(timezone=True), nullable=True),
        sa.Column("edited_at", Moment(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["address_id"],
            ["addresses.id"],
            name=op.f("fk_group_cards_address_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["exchange_id"],
            ["exchanges.id"],
            name=op.f("fk_group_cards_exchange_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("address_id", "exchange_id", name=op.f("pk_group_cards")),
    )
    with op.batch_alter_table("group_cards") as batch_op:
        batch_op.create_index(
            "ix_group_cards_dirty_at",
            ["dirty_at"],
            unique=False,
            sqlite_where=sa.text("dirty_at IS NOT NULL"),
            postgresql_where=sa.text("dirty_at IS NOT NULL"),
        )

    op.create_table(
        "minutes",
        sa.Column("exchange_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("drafted_at", Moment(timezone=True), nullable=False),
        sa.Column("ideas", sa.String(), nullable=False),
        sa.Column("decisions", sa.String(), nullable=False),
        sa.Column("links", sa.String(), nullable=False),
        sa.Column("present", sa.Integer(), nullable=False),
        sa.Column("published_at", Moment(timezone=True), nullable=True),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["author_id"], ["members.id"], name=op.f("fk_minutes_author_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["exchange_id"],
            ["exchanges.id"],
            name=op.f("fk_minutes_exchange_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("exchange_id", name=op.f("pk_minutes")),
    )
    with op.batch_alter_table("minutes") as batch_op:
        batch_op.create_index(batch_op.f("ix_minutes_author_id"), ["author_id"], unique=False)

    op.create_table(
        "polls",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("theme", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("deadline", Moment(timezone=True), nullable=False),
        sa.Column("created_at", Moment(timezone=True), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("visio", sa.String(), nullable=False),
        sa.Column("exchange_id", sa.Integer(), nullable=True),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["created_by"], ["members.id"], name=op.f("fk_polls_created_by"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["exchange_id"],
            ["exchanges.id"],
            name=op.f("fk_polls_exchange_id"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(["theme"], ["themes.slug"], name=op.f("fk_polls_theme")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_polls")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("polls") as batch_op:
        batch_op.create_index(batch_op.f("ix_polls_created_by"), ["created_by"], unique=False)
        batch_op.create_index("ix_polls_theme_status", ["theme", "status"], unique=False)

    op.create_table(
        "registrations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("exchange_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("answered_at", Moment(timezone=True), nullable=False),
        sa.Column("guests", sa.Integer(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("waits_since", Moment(timezone=True), nullable=True),
        sa.Column("attended", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(
            ["exchange_id"],
            ["exchanges.id"],
            name=op.f("fk_registrations_exchange_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["member_id"],
            ["members.id"],
            name=op.f("fk_registrations_member_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_registrations")),
        sa.UniqueConstraint(
            "exchange_id", "member_id", name=op.f("uq_registrations_exchange_id_member_id")
        ),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("registrations") as batch_op:
        batch_op.create_index(
            "ix_registrations_exchange_id_status", ["exchange_id", "status"], unique=False
        )
        batch_op.create_index("ix_registrations_member_id", ["member_id"], unique=False)

    op.create_table(
        "reminders",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("theme", sa.String(), nullable=False),
        sa.Column("due_at", Moment(timezone=True), nullable=False),
        sa.Column("exchange_id", sa.Integer(), nullable=True),
        sa.Column("poll_id", sa.Integer(), nullable=True),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("after_id", sa.Integer(), nullable=False),
        sa.Column("audience", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["author_id"], ["members.id"], name=op.f("fk_reminders_author_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["exchange_id"],
            ["exchanges.id"],
            name=op.f("fk_reminders_exchange_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["poll_id"], ["polls.id"], name=op.f("fk_reminders_poll_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["theme"], ["themes.slug"], name=op.f("fk_reminders_theme")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminders")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("reminders") as batch_op:
        batch_op.create_index("ix_reminders_author_id", ["author_id"], unique=False)
        batch_op.create_index(
            "ix_reminders_pending",
            ["due_at"],
            unique=False,
            sqlite_where=sa.text("status = 'pending'"),
            postgresql_where=sa.text("status = 'pending'"),
        )
        batch_op.create_index("ix_reminders_poll_id", ["poll_id"], unique=False)
        batch_op.create_index(
            "uq_reminders_exchange_id_kind",
            ["exchange_id", "kind"],
            unique=True,
            sqlite_where=sa.text("kind <> 'message'"),
            postgresql_where=sa.text("kind <> 'message'"),
        )

    op.create_table(
        "slots",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("poll_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("starts", sa.String(), nullable=False),
        sa.Column("ends", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["poll_id"], ["polls.id"], name=op.f("fk_slots_poll_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_slots")),
        sa.UniqueConstraint("poll_id", "position", name=op.f("uq_slots_poll_id_position")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "votes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slot_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("answered_at", Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_votes_member_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["slot_id"], ["slots.id"], name=op.f("fk_votes_slot_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_votes")),
        sa.UniqueConstraint("slot_id", "member_id", name=op.f("uq_votes_slot_id_member_id")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("votes") as batch_op:
        batch_op.create_index(batch_op.f("ix_votes_member_id"), ["member_id"], unique=False)

    op.add_column("deliveries", sa.Column("kind", sa.String(), nullable=False, server_default=""))
    op.add_column("deliveries", sa.Column("exchange_id", sa.Integer(), nullable=True))
    op.create_index(
        "ix_deliveries_exchange_id",
        "deliveries",
        ["exchange_id"],
        sqlite_where=sa.text("exchange_id IS NOT NULL"),
        postgresql_where=sa.text("exchange_id IS NOT NULL"),
    )
    for column in (
        sa.Column("status", sa.String(), nullable=False, server_default="published"),
        sa.Column("question", sa.String(), nullable=False, server_default=""),
        sa.Column("sequence", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("revision", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("erased", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("changed_at", Moment(timezone=True), nullable=True),
        sa.Column("series_id", sa.Integer(), nullable=True),
    ):
        op.add_column("exchanges", column)
    op.create_index("ix_exchanges_series_id_starts_at", "exchanges", ["series_id", "starts_at"])


def downgrade() -> None:
    with op.batch_alter_table("exchanges") as batch_op:
        batch_op.drop_index("ix_exchanges_series_id_starts_at")
        batch_op.drop_column("series_id")
        batch_op.drop_column("erased")
        batch_op.drop_column("changed_at")
        batch_op.drop_column("revision")
        batch_op.drop_column("sequence")
        batch_op.drop_column("question")
        batch_op.drop_column("status")

    with op.batch_alter_table("deliveries") as batch_op:
        batch_op.drop_index(
            "ix_deliveries_exchange_id",
            sqlite_where=sa.text("exchange_id IS NOT NULL"),
            postgresql_where=sa.text("exchange_id IS NOT NULL"),
        )
        batch_op.drop_column("exchange_id")
        batch_op.drop_column("kind")

    with op.batch_alter_table("votes") as batch_op:
        batch_op.drop_index(batch_op.f("ix_votes_member_id"))

    op.drop_table("votes")
    op.drop_table("slots")
    with op.batch_alter_table("reminders") as batch_op:
        batch_op.drop_index(
            "uq_reminders_exchange_id_kind",
            sqlite_where=sa.text("kind <> 'message'"),
            postgresql_where=sa.text("kind <> 'message'"),
        )
        batch_op.drop_index("ix_reminders_poll_id")
        batch_op.drop_index(
            "ix_reminders_pending",
            sqlite_where=sa.text("status = 'pending'"),
            postgresql_where=sa.text("status = 'pending'"),
        )
        batch_op.drop_index("ix_reminders_author_id")

    op.drop_table("reminders")
    with op.batch_alter_table("registrations") as batch_op:
        batch_op.drop_index("ix_registrations_member_id")
        batch_op.drop_index("ix_registrations_exchange_id_status")

    op.drop_table("registrations")
    with op.batch_alter_table("polls") as batch_op:
        batch_op.drop_index("ix_polls_theme_status")
        batch_op.drop_index(batch_op.f("ix_polls_created_by"))

    op.drop_table("polls")
    with op.batch_alter_table("minutes") as batch_op:
        batch_op.drop_index(batch_op.f("ix_minutes_author_id"))

    op.drop_table("minutes")
    with op.batch_alter_table("group_cards") as batch_op:
        batch_op.drop_index(
            "ix_group_cards_dirty_at",
            sqlite_where=sa.text("dirty_at IS NOT NULL"),
            postgresql_where=sa.text("dirty_at IS NOT NULL"),
        )

    op.drop_table("group_cards")
    with op.batch_alter_table("feedbacks") as batch_op:
        batch_op.drop_index(batch_op.f("ix_feedbacks_member_id"))

    op.drop_table("feedbacks")
    with op.batch_alter_table("documents") as batch_op:
        batch_op.drop_index("ix_documents_exchange_id")
        batch_op.drop_index(batch_op.f("ix_documents_added_by"))

    op.drop_table("documents")
    op.drop_table("series")
