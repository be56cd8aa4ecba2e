"""What members tell of a pole: proposals that an animator reads, and stories that are published."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from community.db.base import Table


class Proposal(Table):
    """A member's words about a pole, as JSON by question of the grid, until they are published.

    `pole` is a fiche of the content or, with a `name`, a pole that the content does not know, in a
    commune (its INSEE code). `version` is the story it was written from, 0 for none.
    """

    __tablename__ = "proposals"
    __table_args__ = (Index("ix_proposals_member_id", "member_id"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id", ondelete="CASCADE"))
    pole: Mapped[str]
    name: Mapped[str]
    commune: Mapped[str]
    told: Mapped[str]
    credited: Mapped[bool]
    version: Mapped[int]
    status: Mapped[str]
    sent_at: Mapped[datetime]
    word: Mapped[str] = mapped_column(default="", server_default="")
    corrected: Mapped[bool] = mapped_column(default=False, server_default=false())
    handled_by: Mapped[int | None] = mapped_column(
        ForeignKey("members.id", ondelete="SET NULL"), default=None
    )
    handled_at: Mapped[datetime | None] = mapped_column(default=None)


class Story(Table):
    """A published version of what the community tells of a pole; the latest is shown.

    Its author is forgotten with her, its words stay. One that `continues` was written from the
    version before, whose author is credited too. `checked_at` says when it was last known to hold.
    """

    __tablename__ = "stories"
    __table_args__ = (
        UniqueConstraint("pole", "version"),
        Index("ix_stories_author_id", "author_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    pole: Mapped[str]
    version: Mapped[int]
    name: Mapped[str]
    commune: Mapped[str]
    told: Mapped[str]
    credited: Mapped[bool]
    continues: Mapped[bool]
    published_at: Mapped[datetime]
    checked_at: Mapped[datetime]
    author_id: Mapped[int | None] = mapped_column(
        ForeignKey("members.id", ondelete="SET NULL"), default=None
    )
    published_by: Mapped[int | None] = mapped_column(
        ForeignKey("members.id", ondelete="SET NULL"), default=None
    )
    asked_at: Mapped[datetime | None] = mapped_column(default=None)
    withdrawn_at: Mapped[datetime | None] = mapped_column(default=None)
    taken_back: Mapped[bool] = mapped_column(default=False, server_default=false())
    searched: Mapped[str] = mapped_column(default="", server_default="")
