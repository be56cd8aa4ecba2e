"""Meetings of a theme, who comes, what is said of them and when."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column

from community.db.base import Table


class Series(Table):
    """A rule that makes exchanges (RFC 5545, RRULE) from a local start in a zone, until it ends."""

    __tablename__ = "series"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    theme: Mapped[str] = mapped_column(ForeignKey("themes.slug"))
    rule: Mapped[str]
    starts: Mapped[str]
    zone: Mapped[str]
    created_at: Mapped[datetime]
    ended_at: Mapped[datetime | None] = mapped_column(default=None)


class Exchange(Table):
    """A meeting of a theme. Local time and zone are what was promised; UTC is for queries.

    `starts` and `ends` are ISO local times without offset; `programme` is one "hour: what" a line.
    `sequence` counts what calendars must learn (RFC 5545), `revision` the changes of time alone.
    `question` is asked to those who come. `erased` counts those who came and were erased since.
    `series_id` has no foreign key: SQLite would copy the whole table to add one.
    """

    __tablename__ = "exchanges"
    __table_args__ = (
        Index("ix_exchanges_theme_starts_at", "theme", "starts_at"),
        Index("ix_exchanges_series_id_starts_at", "series_id", "starts_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    uid: Mapped[str] = mapped_column(unique=True)
    theme: Mapped[str] = mapped_column(ForeignKey("themes.slug"))
    kind: Mapped[str]
    title: Mapped[str]
    starts: Mapped[str]
    zone: Mapped[str]
    starts_at: Mapped[datetime]
    ends: Mapped[str] = mapped_column(default="")
    place: Mapped[str] = mapped_column(default="")
    visio: Mapped[str] = mapped_column(default="")
    description: Mapped[str] = mapped_column(default="")
    programme: Mapped[str] = mapped_column(default="")
    meal: Mapped[str] = mapped_column(default="")
    capacity: Mapped[int | None] = mapped_column(default=None)
    sample: Mapped[bool] = mapped_column(default=False)
    status: Mapped[str] = mapped_column(default="published", server_default="published")
    question: Mapped[str] = mapped_column(default="", server_default="")
    sequence: Mapped[int] = mapped_column(default=0, server_default="0")
    revision: Mapped[int] = mapped_column(default=0, server_default="0")
    changed_at: Mapped[datetime | None] = mapped_column(default=None)
    erased: Mapped[int] = mapped_column(default=0, server_default="0")
    series_id: Mapped[int | None] = mapped_column(default=None)


class Registration(Table):
    """What a member answered to an exchange, in words of PARTSTAT (RFC 5545), or `waitlisted`.

    A seat is the member and her `guests`; `waits_since` orders the waiting list. `note` is what
    she adds ("en retard"), `answer` what she says to the exchange's question; `attended` is the
    roll-call's.
    """

    __tablename__ = "registrations"
    __table_args__ = (
        UniqueConstraint("exchange_id", "member_id"),
        Index("ix_registrations_exchange_id_status", "exchange_id", "status"),
        Index("ix_registrations_member_id", "member_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    exchange_id: Mapped[int] = mapped_column(ForeignKey("exchanges.id", ondelete="CASCADE"))
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id", ondelete="CASCADE"))
    status: Mapped[str]
    answered_at: Mapped[datetime]
    guests: Mapped[int] = mapped_column(default=0)
    note: Mapped[str] = mapped_column(default="")
    answer: Mapped[str] = mapped_column(default="")
    waits_since: Mapped[datetime | None] = mapped_column(default=None)
    attended: Mapped[bool | None] = mapped_column(default=None)


class Reminder(Table):
    """Something to say to many at a moment: it becomes deliveries, some at each tick.

    `kind` says what and to whom; `revision` is the exchange's `sequence`. `due_at` is when the next
    of them is due; `after_id` the last member reached of this pass. `nominal_at` is when all are
    due before anybody's quiet hours are thought of, none when they do not matter. `body` is what a
    kind needs to be said (the words of a message, what an exchange was before a change),
    `audience` whom a message is for.
    """

    __tablename__ = "reminders"
    __table_args__ = (
        Index(
            "uq_reminders_exchange_id_kind",
            "exchange_id",
            "kind",
            unique=True,
            sqlite_where=text("kind <> 'message'"),
            postgresql_where=text("kind <> 'message'"),
        ),
        Index(
            "ix_reminders_pending",
            "due_at",
            sqlite_where=text("status = 'pending'"),
            postgresql_where=text("status = 'pending'"),
        ),
        Index("ix_reminders_poll_id", "poll_id"),
        Index("ix_reminders_author_id", "author_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    kind: Mapped[str]
    theme: Mapped[str] = mapped_column(ForeignKey("themes.slug"))
    due_at: Mapped[datetime]
    exchange_id: Mapped[int | None] = mapped_column(
        ForeignKey("exchanges.id", ondelete="CASCADE"), default=None
    )
    poll_id: Mapped[int | None] = mapped_column(
        ForeignKey("polls.id", ondelete="CASCADE"), default=None
    )
    author_id: Mapped[int | None] = mapped_column(
        ForeignKey("members.id", ondelete="SET NULL"), default=None
    )
    status: Mapped[str] = mapped_column(default="pending")
    revision: Mapped[int] = mapped_column(default=0)
    after_id: Mapped[int] = mapped_column(default=0)
    audience: Mapped[str] = mapped_column(default="")
    body: Mapped[str] = mapped_column(default="")
    nominal_at: Mapped[datetime | None] = mapped_column(default=None)


class GroupCard(Table):
    """The live card of an exchange in a group; `dirty_at` is set when it no longer says what is."""

    __tablename__ = "group_cards"
    __table_args__ = (
        Index(
            "ix_group_cards_dirty_at",
            "dirty_at",
            sqlite_where=text("dirty_at IS NOT NULL"),
            postgresql_where=text("dirty_at IS NOT NULL"),
        ),
    )

    address_id: Mapped[int] = mapped_column(
        ForeignKey("addresses.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    exchange_id: Mapped[int] = mapped_column(
        ForeignKey("exchanges.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    dirty_at: Mapped[datetime | None] = mapped_column(default=None)
    edited_at: Mapped[datetime | None] = mapped_column(default=None)


class Feedback(Table):
    """What a participant says of an exchange afterwards: a score of 1 to 5, words, an idea."""

    __tablename__ = "feedbacks"
    __table_args__ = (UniqueConstraint("exchange_id", "member_id"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    exchange_id: Mapped[int] = mapped_column(ForeignKey("exchanges.id", ondelete="CASCADE"))
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id", ondelete="CASCADE"), index=True)
    given_at: Mapped[datetime]
    score: Mapped[int | None] = mapped_column(default=None)
    words: Mapped[str] = mapped_column(default="")
    idea: Mapped[str] = mapped_column(default="")


class Minutes(Table):
    """What was learned at an exchange, as its animator keeps it; members read it once published.

    `searched` holds the stems it is found by, each between two spaces.
    """

    __tablename__ = "minutes"

    exchange_id: Mapped[int] = mapped_column(
        ForeignKey("exchanges.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    drafted_at: Mapped[datetime]
    ideas: Mapped[str] = mapped_column(default="")
    decisions: Mapped[str] = mapped_column(default="")
    links: Mapped[str] = mapped_column(default="")
    present: Mapped[int] = mapped_column(default=0)
    searched: Mapped[str] = mapped_column(default="", server_default="")
    published_at: Mapped[datetime | None] = mapped_column(default=None)
    author_id: Mapped[int | None] = mapped_column(
        ForeignKey("members.id", ondelete="SET NULL"), index=True, default=None
    )


class Document(Table):
    """Something joined to an exchange: a link (`url`), or a file kept here.

    A file is `awaited` until its bytes are here; they are read when they are asked for alone.
    `size` is in bytes; `media_type` is what was said of it, and serves as a label.
    """

    __tablename__ = "documents"
    __table_args__ = (Index("ix_documents_exchange_id", "exchange_id"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    exchange_id: Mapped[int] = mapped_column(ForeignKey("exchanges.id", ondelete="CASCADE"))
    title: Mapped[str]
    added_at: Mapped[datetime]
    url: Mapped[str] = mapped_column(default="")
    media_type: Mapped[str] = mapped_column(default="")
    content: Mapped[bytes | None] = mapped_column(default=None, deferred=True)
    filename: Mapped[str] = mapped_column(default="", server_default="")
    size: Mapped[int] = mapped_column(default=0, server_default="0")
    photo: Mapped[bool] = mapped_column(default=False, server_default=false())
    awaited: Mapped[bool] = mapped_column(default=False, server_default=false())
    added_by: Mapped[int | None] = mapped_column(
        ForeignKey("members.id", ondelete="SET NULL"), index=True, default=None
    )


class SentFile(Table):
    """A file that an animator sent: its door has it under `ref`, and it is to be fetched there.

    Without a `document_id` it waits until she says for which exchange. `due_at` is when it is to be
    fetched, none once it was; `album` tells what was sent together.
    """

    __tablename__ = "sent_files"
    __table_args__ = (
        Index("ix_sent_files_address_id", "address_id"),
        Index("ix_sent_files_document_id", "document_id"),
        Index(
            "ix_sent_files_due_at",
            "due_at",
            sqlite_where=text("due_at IS NOT NULL"),
            postgresql_where=text("due_at IS NOT NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    address_id: Mapped[int] = mapped_column(ForeignKey("addresses.id", ondelete="CASCADE"))
    ref: Mapped[str]
    title: Mapped[str]
    filename: Mapped[str]
    media_type: Mapped[str]
    size: Mapped[int]
    photo: Mapped[bool]
    album: Mapped[str]
    sent_at: Mapped[datetime]
    document_id: Mapped[int | None] = mapped_column(
        ForeignKey("documents.id", ondelete="CASCADE"), default=None
    )
    tries: Mapped[int] = mapped_column(default=0)
    due_at: Mapped[datetime | None] = mapped_column(default=None)
