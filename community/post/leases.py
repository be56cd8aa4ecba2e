"""Who does a job that only one process may do; it keeps it by showing that it is alive."""

from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from community.db.conflict import insert_once
from community.db.tables import Lease

LIFE = timedelta(seconds=20)


async def hold(session: AsyncSession, name: str, holder: str, now: datetime) -> bool:
    """Take or keep a lease. True while it is ours."""
    row = {"name": name, "holder": holder, "expires_at": now + LIFE}
    await session.execute(insert_once(session, Lease).values(row))
    taken = await session.execute(
        update(Lease)
        .where(Lease.name == name, (Lease.holder == holder) | (Lease.expires_at < now))
        .values(holder=holder, expires_at=now + LIFE)
        .returning(Lease.name)
    )
    return taken.one_or_none() is not None


async def purge(session: AsyncSession, now: datetime) -> None:
    """Forget the leases of processes that died."""
    await session.execute(delete(Lease).where(Lease.expires_at < now))


async def clear(session: AsyncSession) -> None:
    """Forget every lease, when this process is known to be alone."""
    await session.execute(delete(Lease))


async def leave(session: AsyncSession, holder: str) -> None:
    """Give up every lease of a process that stops."""
    await session.execute(delete(Lease).where(Lease.holder == holder))


async def living(session: AsyncSession, now: datetime) -> list[Lease]:
    """The leases that are alive, by name."""
    query = select(Lease).where(Lease.expires_at >= now).order_by(Lease.name)
    return list(await session.scalars(query))
