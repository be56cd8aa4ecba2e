"""What people gather around: themes, and who is in them."""

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


class KnownFiche(Table):
    """A fiche of the content, and since when it is there; those of the start always were."""

    __tablename__ = "known_fiches"

    slug: Mapped[str] = mapped_column(primary_key=True)
    known_at: Mapped[datetime]


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
