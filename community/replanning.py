"""An exchange that changes after people answered: seats and live cards follow."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from community.db.tables import Exchange, Registration, ThreadRow
from community.exchanges import Change, Plan, cancel_exchange, change_exchange
from community.registrations import Partstat, fill, mark_cards
from community.roles import Rights

CONCERNED = (Partstat.ACCEPTED, Partstat.WAITLISTED, Partstat.TENTATIVE)


async def concerned(session: AsyncSession, exchange_ids: Collection[int]) -> int:
    """How many members count on these exchanges, each once: those who come, wait or may come."""
    query = select(func.count(Registration.member_id.distinct())).where(
        Registration.exchange_id.in_(exchange_ids), Registration.status.in_(CONCERNED)
    )
    return (await session.scalars(query)).one()


async def holding(session: AsyncSession, exchange_ids: Collection[int]) -> int:
    """How many members count on none of these exchanges, but said nothing of one they hold.

    Their calendars are brought up to date when it changes.
    """
    counting = select(Registration.member_id).where(
        Registration.exchange_id.in_(exchange_ids), Registration.status.in_(CONCERNED)
    )
    said = exists().where(
        Registration.exchange_id == ThreadRow.exchange_id,
        Registration.member_id == ThreadRow.member_id,
        Registration.status != Partstat.NEEDS_ACTION,
    )
    query = select(func.count(ThreadRow.member_id.distinct())).where(
        ThreadRow.exchange_id.in_(exchange_ids), ~said, ThreadRow.member_id.not_in(counting)
    )
    return (await session.scalars(query)).one()


async def reached(session: AsyncSession, exchange_ids: Collection[int]) -> tuple[int, int]:
    """How many count on these exchanges, and how many others have one in their calendar."""
    return await concerned(session, exchange_ids), await holding(session, exchange_ids)


async def replan(
    session: AsyncSession, rights: Rights, exchange_id: int, plan: Plan, now: datetime
) -> tuple[Change, tuple[Registration, ...]]:
    """Have an exchange be as planned now; give what changed, and who got a seat by it.

    Raises what `change_exchange` does.
    """
    change = await change_exchange(session, rights, exchange_id, plan, now)
    seated = await fill(session, change.exchange, now)
    await mark_cards(session, exchange_id, now)
    return change, seated


async def call_off(
    session: AsyncSession, rights: Rights, exchange_id: int, now: datetime
) -> Exchange:
    """Call an exchange off. Raises what `cancel_exchange` does."""
    exchange = await cancel_exchange(session, rights, exchange_id, now)
    await mark_cards(session, exchange_id, now)
    return exchange
