"""What was said without proof of who said it, kept until who has the address confirms it."""

from datetime import datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from community.db.tables import PendingRequest

KEPT = timedelta(days=7)
MOST = 5  # an address is asked so many times in an hour: somebody else may be writing in her name
WITHIN = timedelta(hours=1)


async def keep(session: AsyncSession, address_id: int, said: str, now: datetime) -> int | None:
    """Keep what is to be confirmed by an address and give its number; None after too many."""
    recent = select(func.count()).where(
        PendingRequest.address_id == address_id, PendingRequest.created_at > now - WITHIN
    )
    if (await session.scalar(recent) or 0) >= MOST:
        return None
    row = PendingRequest(address_id=address_id, said=said, created_at=now)
    session.add(row)
    await session.flush()
    return row.id


async def take(session: AsyncSession, number: str, address_id: int, now: datetime) -> str | None:
    """What is kept under a number for this address, which is forgotten; None when it is gone."""
    if not number.isdecimal() or len(number) > 9:
        return None
    gone = await session.execute(
        delete(PendingRequest)
        .where(
            PendingRequest.id == int(number),
            PendingRequest.address_id == address_id,
            PendingRequest.created_at > now - KEPT,
        )
        .returning(PendingRequest.said)
    )
    return gone.scalar_one_or_none()


async def purge(session: AsyncSession, now: datetime) -> None:
    """Forget what nobody confirmed for a week."""
    await session.execute(delete(PendingRequest).where(PendingRequest.created_at < now - KEPT))
