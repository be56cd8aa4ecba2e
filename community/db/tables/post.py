"""What was received and what is to be sent, until it is done; who does it; how it goes."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from community.db.base import Table


class Inbox(Table):
    """A request received, unique at its door. `payload` is emptied once it is handled."""

    __tablename__ = "inbox"
    __table_args__ = (
        UniqueConstraint("door", "request_id"),
        Index("ix_inbox_address_id_id", "address_id", "id"),
        Index(
            "ix_inbox_unhandled",
            "address_id",
            sqlite_where=text("handled_at IS NULL"),
            postgresql_where=text("handled_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    door: Mapped[str]
    request_id: Mapped[str]
    address_id: Mapped[int] = mapped_column(ForeignKey("addresses.id", ondelete="CASCADE"))
    payload: Mapped[str | None]
    received_at: Mapped[datetime] = mapped_column(index=True)
    attempts: Mapped[int] = mapped_column(default=0)
    handled_at: Mapped[datetime | None] = mapped_column(default=None)
    outcome: Mapped[str] = mapped_column(default="")


class Delivery(Table):
    """A message to send. `key` says what it is, so that it exists once; `token` is its secret name.

    `priority` 0 answers someone who waits, 1 is a notification. Once sent, `reply` is emptied and
    `choices` stays, so that old messages can still be answered. `quoted_id` is the member whose
    words or name the message carries to somebody else. `card` names the live message this is a
    render of, `digest` what it shows, `edits` the message that it takes the place of; `ref` is
    what the door called it and, while it is pending, the pieces of it that went already. `kind`
    is the reminder's and `exchange_id` what it is about (without a foreign key, see Exchange).
    `answers` is the id of the request it answers and `subject` what that was said under; `theme` is
    that of what is said to its members.
    """

    __tablename__ = "deliveries"
    __table_args__ = (
        Index("ix_deliveries_address_id_id", "address_id", "id"),
        Index(
            "ix_deliveries_pending",
            "due_at",
            sqlite_where=text("status = 'pending'"),
            postgresql_where=text("status = 'pending'"),
        ),
        Index(
            "ix_deliveries_exchange_id",
            "exchange_id",
            sqlite_where=text("exchange_id IS NOT NULL"),
            postgresql_where=text("exchange_id IS NOT NULL"),
        ),
        Index(
            "ix_deliveries_next",
            "priority",
            "id",
            sqlite_where=text("status = 'pending'"),
            postgresql_where=text("status = 'pending'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    key: Mapped[str] = mapped_column(unique=True)
    token: Mapped[str] = mapped_column(unique=True)
    address_id: Mapped[int] = mapped_column(ForeignKey("addresses.id", ondelete="CASCADE"))
    reply: Mapped[str | None]
    choices: Mapped[str | None]
    priority: Mapped[int]
    created_at: Mapped[datetime]
    due_at: Mapped[datetime]
    expires_at: Mapped[datetime | None] = mapped_column(default=None)
    status: Mapped[str] = mapped_column(default="pending")
    attempts: Mapped[int] = mapped_column(default=0)
    holder: Mapped[str | None] = mapped_column(default=None)
    leased_until: Mapped[datetime | None] = mapped_column(default=None)
    sent_at: Mapped[datetime | None] = mapped_column(default=None)
    ref: Mapped[str] = mapped_column(default="")
    quoted_id: Mapped[int | None] = mapped_column(
        ForeignKey("members.id", ondelete="SET NULL"), index=True, default=None
    )
    card: Mapped[str] = mapped_column(default="", server_default="")
    digest: Mapped[str] = mapped_column(default="", server_default="")
    edits: Mapped[str] = mapped_column(default="", server_default="")
    kind: Mapped[str] = mapped_column(default="", server_default="")
    exchange_id: Mapped[int | None] = mapped_column(default=None)
    answers: Mapped[str] = mapped_column(default="", server_default="")
    subject: Mapped[str] = mapped_column(default="", server_default="")
    theme: Mapped[str] = mapped_column(default="", server_default="")


class ThreadRow(Table):
    """All that a member is told of one exchange, where a door keeps threads.

    `token` makes its address, `root` is the token of its first message; `title` and `day` (ISO) are
    what the exchange was then: its subject for ever. `address_id` is where it goes to.
    """

    __tablename__ = "threads"
    __table_args__ = (
        UniqueConstraint("exchange_id", "member_id"),
        Index("ix_threads_member_id", "member_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    exchange_id: Mapped[int] = mapped_column(ForeignKey("exchanges.id", ondelete="CASCADE"))
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id", ondelete="CASCADE"))
    begun_at: Mapped[datetime]
    token: Mapped[str] = mapped_column(unique=True)
    root: Mapped[str]
    title: Mapped[str]
    day: Mapped[str]
    address_id: Mapped[int | None] = mapped_column(
        ForeignKey("addresses.id", ondelete="SET NULL"), index=True
    )


class Lease(Table):
    """Who does a job that only one process may do, and until when without a sign of life."""

    __tablename__ = "leases"

    name: Mapped[str] = mapped_column(primary_key=True)
    holder: Mapped[str]
    expires_at: Mapped[datetime]


class Status(Table):
    """The last sign of life of a door or a job, for /etat."""

    __tablename__ = "statuses"

    name: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    detail: Mapped[str] = mapped_column(default="")
