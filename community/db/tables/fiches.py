"""What people make of fiches: who wants to hear when one changes, how many found it useful."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from community.db.base import Table


class FicheWatch(Table):
    """A member who asked to be told when a fiche changes.

    `parts` is what each part of it said when she was last told, as digests in JSON; `digest` is
    that of them all.
    """

    __tablename__ = "fiche_watches"
    __table_args__ = (
        UniqueConstraint("member_id", "fiche"),
        Index("ix_fiche_watches_fiche", "fiche", "digest"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id", ondelete="CASCADE"))
    fiche: Mapped[str]
    digest: Mapped[str]
    parts: Mapped[str]
    since: Mapped[datetime]


class FicheOpinion(Table):
    """How many times a fiche was said to be useful, or not: nobody's name goes with it."""

    __tablename__ = "fiche_opinions"

    fiche: Mapped[str] = mapped_column(primary_key=True)
    useful: Mapped[int] = mapped_column(default=0)
    not_useful: Mapped[int] = mapped_column(default=0)
