"""Who does a job that only one process may do; it keeps it by showing that it is alive."""

from datetime import datetime, timedelta

from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from community.db.base import Moment
from community.db.conflict import insert_once
from community.db.tables import Lease

LIFE = timedelta(seconds=20)


async def hold(session: AsyncSession, name: str, holder: str, now: datetime) -> bool:
    """Take or keep a lease. True while it is ours."""
    connection = await session.connection()
    values = {"lease": name, "ours": holder, "since": now, "until": now + LIFE}
    if await connection.scalar(TAKE, values) is not None:
        return True
    row = {"name": name, "holder": holder, "expires_at": now + LIFE}
    made = await connection.scalar(insert_once(session, Lease).returning(Lease.name), row)
    return made is not None


# Built once: a process holds several at each of its ticks.
TAKE = (
    update(Lease)
    .where(
        Lease.name == bindparam("lease"),
        (Lease.holder == bindparam("ours")) | (Lease.expires_at < bindparam("since", type_=Moment)),
    )
    .values(holder=bindparam("ours"), expires_at=bindparam("until", type_=Moment))
    .returning(Lease.name)
)


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
