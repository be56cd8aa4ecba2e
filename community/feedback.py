"""What those who came say of an exchange afterwards: a score, a word, an idea they keep."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from community.db.tables import Exchange, Feedback, Member, Registration
from community.errors import ExchangeNotStarted, NotParticipant, UnknownExchange
from community.exchanges import ExchangeStatus, find_exchange
from community.registrations import Partstat
from community.roles import Rights

MEAN_FROM = 5  # below, a mean says what one person answered
ASKED_WITHIN = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Opinions:
    """What was said of an exchange, without names; `mean` is None below five scores."""

    scores: int
    mean: float | None
    words: tuple[str, ...]
    ideas: tuple[str, ...]


async def give_score(
    session: AsyncSession, exchange_id: int, member: Member, score: int, now: datetime
) -> Feedback:
    """Keep how useful an exchange was to her, 1 to 5, in place of what she said before.

    Raises UnknownExchange, ExchangeNotStarted, NotParticipant.
    """
    hers = await _hers(session, exchange_id, member, now)
    hers.score = score
    return hers


async def add_words(
    session: AsyncSession, exchange_id: int, member: Member, words: str, now: datetime
) -> Feedback:
    """Keep what she adds to her score. Raises as `give_score`."""
    hers = await _hers(session, exchange_id, member, now)
    hers.words = words
    return hers


async def keep_idea(
    session: AsyncSession, exchange_id: int, member: Member, idea: str, now: datetime
) -> Feedback:
    """Keep the idea that she takes home. Raises as `give_score`."""
    hers = await _hers(session, exchange_id, member, now)
    hers.idea, hers.given_at = idea, now  # drafts of minutes take in what is new
    return hers


async def _hers(session: AsyncSession, exchange_id: int, member: Member, now: datetime) -> Feedback:
    """Her row; a new one when she said nothing yet."""
    await take_part(session, exchange_id, member, now)
    query = select(Feedback).where(
        Feedback.exchange_id == exchange_id, Feedback.member_id == member.id
    )
    found = (await session.scalars(query)).one_or_none()
    if found is None:
        found = Feedback(exchange_id=exchange_id, member_id=member.id, given_at=now)
        session.add(found)
        await session.flush()
    return found


async def take_part(
    session: AsyncSession, exchange_id: int, member: Member, now: datetime
) -> Exchange:
    """The exchange, when she came to it as far as anybody knows.

    Raises UnknownExchange, ExchangeNotStarted, NotParticipant.
    """
    exchange = await find_exchange(session, exchange_id)
    if exchange is None or exchange.status != ExchangeStatus.PUBLISHED:
        raise UnknownExchange
    if exchange.starts_at > now:
        raise ExchangeNotStarted(title=exchange.title)
    query = select(Registration.id).where(
        Registration.exchange_id == exchange_id, Registration.member_id == member.id, *CAME
    )
    if await session.scalar(query) is None:
        raise NotParticipant(title=exchange.title)
    return exchange


# The same people as those who are thanked: the roll-call may not have been made.
CAME = (Registration.status == Partstat.ACCEPTED, Registration.attended.is_not(False))


async def to_tell_of(session: AsyncSession, member: Member, now: datetime) -> list[Exchange]:
    """The exchanges she came to lately, the last first."""
    query = (
        select(Exchange)
        .join(Registration, Registration.exchange_id == Exchange.id)
        .where(
            Registration.member_id == member.id,
            *CAME,
            Exchange.status == ExchangeStatus.PUBLISHED,
            Exchange.starts_at.between(now - ASKED_WITHIN, now),
        )
        .order_by(Exchange.starts_at.desc(), Exchange.id)
    )
    return list(await session.scalars(query))


async def opinions(session: AsyncSession, rights: Rights, exchange: Exchange) -> Opinions:
    """What was said of an exchange, for who animates it. Raises NotAnimator."""
    rights.require_animator(exchange.theme)
    scores = select(func.count(Feedback.score), func.avg(Feedback.score)).where(
        Feedback.exchange_id == exchange.id
    )
    count, mean = (await session.execute(scores)).one()
    query = (
        select(Feedback.words, Feedback.idea)
        .where(Feedback.exchange_id == exchange.id)
        .order_by(Feedback.id)
    )
    said = (await session.execute(query)).all()
    return Opinions(
        scores=count,
        mean=float(mean) if count >= MEAN_FROM else None,
        words=tuple(words for words, _ in said if words),
        ideas=tuple(idea for _, idea in said if idea),
    )
