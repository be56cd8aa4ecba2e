"""When shall we meet? Slots are offered, members say which suit them, one becomes the exchange."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from community.db.base import Table


class Poll(Table):
    """A question about a date, open until its deadline or until a slot is chosen."""

    __tablename__ = "polls"
    __table_args__ = (Index("ix_polls_theme_status", "theme", "status"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    theme: Mapped[str] = mapped_column(ForeignKey("themes.slug"))
    kind: Mapped[str]
    title: Mapped[str]
    zone: Mapped[str]
    deadline: Mapped[datetime]
    created_at: Mapped[datetime]
    status: Mapped[str] = mapped_column(default="open")
    place: Mapped[str] = mapped_column(default="")
    visio: Mapped[str] = mapped_column(default="")
    exchange_id: Mapped[int | None] = mapped_column(
        ForeignKey("exchanges.id", ondelete="SET NULL"), default=None
    )
    created_by: Mapped[int | None] = mapped_column(
        ForeignKey("members.id", ondelete="SET NULL"), index=True, default=None
    )


class Slot(Table):
    """A time a poll offers, as ISO local times; `position` counts from 1."""

    __tablename__ = "slots"
    __table_args__ = (UniqueConstraint("poll_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    poll_id: Mapped[int] = mapped_column(ForeignKey("polls.id", ondelete="CASCADE"))
    position: Mapped[int]
    starts: Mapped[str]
    ends: Mapped[str] = mapped_column(default="")


class Vote(Table):
    """What a member says of a slot, in words of PARTSTAT; `tentative` is "if need be"."""

    __tablename__ = "votes"
    __table_args__ = (UniqueConstraint("slot_id", "member_id"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    slot_id: Mapped[int] = mapped_column(ForeignKey("slots.id", ondelete="CASCADE"))
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id", ondelete="CASCADE"), index=True)
    status: Mapped[str]
    answered_at: Mapped[datetime]
