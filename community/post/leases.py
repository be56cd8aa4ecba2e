"""Who does a job that only one process may do; it keeps it by showing that it is alive."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

from sqlalchemy import Insert, bindparam, delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from community.db.base import Moment
from community.db.conflict import once
from community.db.tables import Lease

LIFE = timedelta(seconds=20)


@dataclass(frozen=True, slots=True)
class Held:
    """A lease that is alive, and the process that has it."""

    name: str
    holder: str


async def hold(session: AsyncSession, name: str, holder: str, now: datetime) -> bool:
    """Take or keep a lease. True while it is ours."""
    return name in await hold_all(session, [name], holder, now)


async def hold_all(
    session: AsyncSession, names: Sequence[str], holder: str, now: datetime
) -> set[str]:
    """Take or keep leases, and give those that are ours."""
    connection = await session.connection()
    values = {"names": names, "ours": holder, "since": now, "until": now + LIFE}
    held = set(await connection.scalars(TAKE, values))
    for name in names:
        if name not in held:
            row = {"name": name, "holder": holder, "expires_at": now + LIFE}
            held.update(await connection.scalars(_take_new(connection.dialect.name), row))
    return held


@cache
def _take_new(dialect: str) -> Insert:
    return once(dialect, Lease).returning(Lease.name)


# Built once: a process holds several at each of its ticks.
TAKE = (
    update(Lease)
    .where(
        Lease.name.in_(bindparam("names", expanding=True)),
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


async def living(session: AsyncSession, now: datetime) -> list[Held]:
    """The leases that are alive, by name."""
    rows = await (await session.connection()).execute(LIVING, {"now": now})
    return [Held(*row) for row in rows]


LIVING = (
    select(Lease.name, Lease.holder)
    .where(Lease.expires_at >= bindparam("now", type_=Moment))
    .order_by(Lease.name)
)
