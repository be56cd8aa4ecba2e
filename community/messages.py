"""What an animator writes to many: to her theme, or by what people answered to an exchange."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from community.db.tables import Member, Membership, Registration
from community.errors import ExchangeCancelled, NobodyToTell, UnknownExchange
from community.exchanges import ExchangeStatus, find_exchange
from community.registrations import Partstat
from community.reminders import Audience, send_message
from community.roles import Rights


@dataclass(frozen=True, slots=True)
class To:
    """Those to write to: of a theme, or of one of its exchanges."""

    theme: str
    audience: Audience = Audience.THEME
    exchange_id: int | None = None


async def about(session: AsyncSession, exchange_id: int, audience: Audience) -> To:
    """Those who answered so to an exchange. Raises UnknownExchange, ExchangeCancelled."""
    exchange = await find_exchange(session, exchange_id)
    if exchange is None or exchange.status == ExchangeStatus.DRAFT:
        raise UnknownExchange
    if exchange.status == ExchangeStatus.CANCELLED:
        raise ExchangeCancelled(title=exchange.title)
    return To(exchange.theme, audience, exchange_id)


async def how_many(session: AsyncSession, rights: Rights, to: To) -> int:
    """How many people a message would reach, but those who said STOP. Raises NotAnimator."""
    rights.require_animator(to.theme)
    query = select(func.count(Member.id)).where(Member.stopped_at.is_(None), _meant(to))
    return await session.scalar(query) or 0


def _meant(to: To) -> ColumnElement[bool]:
    """Whether a member is among those to write to."""
    in_theme = exists().where(Membership.member_id == Member.id, Membership.theme == to.theme)
    hers = exists().where(
        Registration.member_id == Member.id, Registration.exchange_id == to.exchange_id
    )
    ways: dict[Audience, ColumnElement[bool]] = {
        Audience.THEME: in_theme,
        Audience.COMING: hers.where(Registration.status == Partstat.ACCEPTED),
        Audience.NOT_COMING: hers.where(Registration.status == Partstat.DECLINED),
        Audience.SILENT: in_theme & ~hers.where(Registration.status != Partstat.NEEDS_ACTION),
    }
    return ways[to.audience]


async def send(
    session: AsyncSession, rights: Rights, to: To, body: str, author: Member | None, now: datetime
) -> int:
    """Have plain text sent as it is, and give to how many people.

    Raises NotAnimator, NobodyToTell.
    """
    people = await how_many(session, rights, to)
    if not people:
        raise NobodyToTell
    await send_message(
        session,
        theme=to.theme,
        exchange=await find_exchange(session, to.exchange_id) if to.exchange_id else None,
        audience=to.audience,
        body=body,
        author_id=author.id if author else None,
        now=now,
    )
    return people
