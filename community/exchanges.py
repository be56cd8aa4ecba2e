"""Meetings of a theme. For now they are read, and the sample agenda is loaded."""

from collections.abc import Collection, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from community.db.tables import Exchange


async def coming_exchanges(
    session: AsyncSession, now: datetime, themes: Collection[str]
) -> list[Exchange]:
    """The exchanges of these themes that have not begun, the next first."""
    query = (
        select(Exchange)
        .where(Exchange.starts_at >= now, Exchange.theme.in_(themes))
        .order_by(Exchange.starts_at, Exchange.id)
    )
    return list(await session.scalars(query))


async def find_exchange(session: AsyncSession, exchange_id: int) -> Exchange | None:
    """One exchange by its number."""
    return await session.get(Exchange, exchange_id)


async def load_sample(session: AsyncSession, exchanges: Sequence[Exchange]) -> bool:
    """Fill an empty agenda with the sample one. False when there are exchanges already."""
    if (await session.scalars(select(Exchange.id).limit(1))).first() is not None:
        return False
    session.add_all(exchanges)
    return True


def local(moment: str, zone: str) -> datetime:
    """Read an exchange's local time with its zone."""
    return datetime.fromisoformat(moment).replace(tzinfo=ZoneInfo(zone))
