"""How often things were said or happened, by month: counts alone, of nobody."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from community.db.conflict import insert_once
from community.db.tables import Tally


class What(StrEnum):
    """What is counted: of an answer, that it helped or not; of questions, what became of them."""

    HELPED = "helped"
    FAILED = "failed"
    UNKNOWN = "unknown"
    SENT = "sent"
    ANSWERED = "answered"


async def count(session: AsyncSession, what: What, now: datetime, entry: str = "") -> None:
    """Count one more."""
    of_it = {"what": what.value, "entry": entry, "month": f"{now:%Y-%m}"}
    await session.execute(insert_once(session, Tally).values(**of_it, count=0))
    more = update(Tally).filter_by(**of_it).values(count=Tally.count + 1)
    await session.execute(more)


async def counted(session: AsyncSession, year: int) -> Mapping[What, int]:
    """How many of each in a year, whatever the answer."""
    query = (
        select(Tally.what, func.sum(Tally.count))
        .where(Tally.month.startswith(f"{year}-"))
        .group_by(Tally.what)
    )
    return {What(what): int(number) for what, number in await session.execute(query)}


async def of_entry(session: AsyncSession, entry: str) -> tuple[int, int]:
    """How often an answer helped, and how often it did not."""
    query = (
        select(Tally.what, func.sum(Tally.count)).where(Tally.entry == entry).group_by(Tally.what)
    )
    of_it = {what: int(number) for what, number in await session.execute(query)}
    return of_it.get(What.HELPED, 0), of_it.get(What.FAILED, 0)
