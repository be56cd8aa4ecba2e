"""What people gather around: themes, who is in them, and their exchanges."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from community.db.base import Table


class ThemeRow(Table):
    """A theme that content named once; `closed_at` is set when its file vanished."""

    __tablename__ = "themes"

    slug: Mapped[str] = mapped_column(primary_key=True)
    opened_at: Mapped[datetime]
    closed_at: Mapped[datetime | None] = mapped_column(default=None)


class Membership(Table):
    """A member in a theme."""

    __tablename__ = "memberships"
    __table_args__ = (
        UniqueConstraint("member_id", "theme"),
        Index("ix_memberships_theme", "theme"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id", ondelete="CASCADE"))
    theme: Mapped[str] = mapped_column(ForeignKey("themes.slug"))
    since: Mapped[datetime]


class Group(Table):
    """A group, or a topic of one, that an animator gave to a theme."""

    __tablename__ = "groups"

    address_id: Mapped[int] = mapped_column(
        ForeignKey("addresses.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    theme: Mapped[str] = mapped_column(ForeignKey("themes.slug"))
    since: Mapped[datetime]


class Exchange(Table):
    """A meeting of a theme. Local time and zone are what was promised; UTC is for queries.

    `starts` and `ends` are ISO local times without offset; `programme` is one "hour: what" a line.
    """

    __tablename__ = "exchanges"
    __table_args__ = (Index("ix_exchanges_theme_starts_at", "theme", "starts_at"),)

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
