"""What was learned at an exchange: drafted from what is known, corrected, published once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from community import recall, reminders
from community.attendance import held, roll_call
from community.db.tables import Exchange, Feedback, Member, Minutes, Registration
from community.errors import NoMinutes, NotMember
from community.roles import Rights
from community.timing import Kind


@dataclass(frozen=True, slots=True)
class Contents:
    """What an animator writes in minutes, one thing a line."""

    ideas: str = ""
    decisions: str = ""
    links: str = ""


async def draft_minutes(
    session: AsyncSession, rights: Rights, exchange_id: int, now: datetime
) -> Minutes:
    """The minutes of an exchange; until they are published, with what came in since.

    Raises UnknownExchange, NotAnimator, ExchangeCancelled, ExchangeNotStarted.
    """
    exchange = await held(session, rights, exchange_id, now)
    minutes = await session.get(Minutes, exchange_id)
    if minutes is None:
        minutes = Minutes(exchange_id=exchange_id, drafted_at=now)
        session.add(minutes)
        fresh = await _ideas(session, exchange_id, None)
    elif minutes.published_at is None:
        fresh = await _ideas(session, exchange_id, minutes.drafted_at)
    else:
        return minutes
    lines = minutes.ideas.splitlines()
    minutes.ideas = "\n".join([*lines, *(idea for idea in fresh if idea not in lines)])
    minutes.present = (await roll_call(session, rights, exchange)).present
    minutes.drafted_at = now
    await session.flush()
    return minutes


async def _ideas(session: AsyncSession, exchange_id: int, since: datetime | None) -> Sequence[str]:
    """The ideas that people keep of an exchange, without their names, each on one line."""
    query = select(Feedback.idea).where(Feedback.exchange_id == exchange_id, Feedback.idea != "")
    if since is not None:
        query = query.where(Feedback.given_at > since)
    found = await session.scalars(query.order_by(func.lower(Feedback.idea)))
    return list(dict.fromkeys(" ".join(idea.split()) for idea in found))


async def write_minutes(
    session: AsyncSession, rights: Rights, exchange_id: int, contents: Contents, now: datetime
) -> Minutes:
    """Have the minutes say so; what is published is corrected where it stands.

    Raises as `draft_minutes`.
    """
    minutes = await draft_minutes(session, rights, exchange_id, now)
    minutes.ideas = contents.ideas
    minutes.decisions = contents.decisions
    minutes.links = contents.links
    await recall.index(session, minutes)
    return minutes


async def publish_minutes(
    session: AsyncSession,
    rights: Rights,
    exchange_id: int,
    author: Member | None,
    now: datetime,
) -> bool:
    """Have all members of the theme read the minutes; False when they were published before.

    Raises as `draft_minutes`.
    """
    minutes = await draft_minutes(session, rights, exchange_id, now)
    if minutes.published_at is not None:
        return False
    exchange = await session.get_one(Exchange, exchange_id)
    minutes.published_at = now
    minutes.author_id = author.id if author else None
    await recall.index(session, minutes)
    await reminders.announce(session, exchange, Kind.MINUTES, now)
    return True


async def withdraw_minutes(
    session: AsyncSession, rights: Rights, exchange_id: int, now: datetime
) -> None:
    """Make a draft of the minutes again, which nobody else reads nor finds.

    Raises as `draft_minutes`.
    """
    minutes = await draft_minutes(session, rights, exchange_id, now)
    minutes.published_at = None
    await recall.index(session, minutes)
    await reminders.take_back(session, exchange_id, Kind.MINUTES)


async def read_minutes(session: AsyncSession, member: Member | None, exchange_id: int) -> Minutes:
    """The minutes that members alone read. Raises NotMember, NoMinutes."""
    if member is None:
        raise NotMember
    minutes = await session.get(Minutes, exchange_id)
    if minutes is None or minutes.published_at is None:
        raise NoMinutes
    return minutes


async def are_published(session: AsyncSession, exchange_id: int) -> bool:
    """Whether there are minutes to read."""
    query = select(Minutes.exchange_id).where(
        Minutes.exchange_id == exchange_id, Minutes.published_at.is_not(None)
    )
    return await session.scalar(query) is not None


async def is_drafted(session: AsyncSession, exchange_id: int) -> bool:
    """Whether an animator began the minutes."""
    return await session.get(Minutes, exchange_id) is not None


async def is_called(session: AsyncSession, exchange_id: int) -> bool:
    """Whether the roll of an exchange was called."""
    query = select(Registration.id).where(
        Registration.exchange_id == exchange_id, Registration.attended.is_not(None)
    )
    return await session.scalar(query.limit(1)) is not None
