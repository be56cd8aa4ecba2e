"""What the bot did not know, what a person answered, and how often answers helped."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from community.db.base import Table


class Question(Table):
    """What somebody asked that was not known, or what did not help her.

    `text` is empty where only the answer is known that did not help, which `entry` names; `guess`
    is the nearest document. Who sent it herself (`sent_at`) hears what a person answers.
    """

    __tablename__ = "questions"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    address_id: Mapped[int] = mapped_column(
        ForeignKey("addresses.id", ondelete="CASCADE"), index=True
    )
    text: Mapped[str]
    entry: Mapped[str]
    guess: Mapped[str]
    status: Mapped[str] = mapped_column(index=True)
    asked_at: Mapped[datetime]
    sent_at: Mapped[datetime | None] = mapped_column(default=None)
    answer_id: Mapped[int | None] = mapped_column(
        ForeignKey("answers.id", ondelete="SET NULL"), index=True, default=None
    )


class Answer(Table):
    """What a person answered: her words, or the `document` that she sent.

    `asked_at` is since when somebody waited for it; `question` is what it answers once it is
    published for everybody, `signed` whether it bears her name there.
    """

    __tablename__ = "answers"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    by_id: Mapped[int | None] = mapped_column(
        ForeignKey("members.id", ondelete="SET NULL"), index=True
    )
    text: Mapped[str]
    document: Mapped[str]
    answered_at: Mapped[datetime]
    asked_at: Mapped[datetime | None] = mapped_column(default=None)
    question: Mapped[str] = mapped_column(default="")
    published_at: Mapped[datetime | None] = mapped_column(default=None)
    signed: Mapped[bool] = mapped_column(default=False)


class Tally(Table):
    """How often something was said of an answer, or happened to a question, in a month: no name."""

    __tablename__ = "tallies"
    __table_args__ = (UniqueConstraint("what", "entry", "month"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    what: Mapped[str]
    entry: Mapped[str]
    month: Mapped[str]
    count: Mapped[int]


class Version(Table):
    """Which version of something all processes must know: they look, and read it again."""

    __tablename__ = "versions"

    name: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[int]
