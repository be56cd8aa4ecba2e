"""What a community planned: to come, begun, next, and still in draft."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

from community.db.base import Moment
from community.db.tables import Exchange
from community.exchanges import ExchangeStatus, local

TOLD_OF = timedelta(days=365)


async def coming_exchanges(
    session: AsyncSession,
    now: datetime,
    themes: Collection[str],
    *,
    limit: int | None = None,
    offset: int = 0,
) -> list[Exchange]:
    """The published exchanges of these themes that have not begun, the next first."""
    query = (
        select(Exchange)
        .where(
            Exchange.starts_at >= now,
            Exchange.theme.in_(themes),
            Exchange.status == ExchangeStatus.PUBLISHED,
        )
        .order_by(Exchange.starts_at, Exchange.id)
        .limit(limit)
        .offset(offset)
    )
    return list(await session.scalars(query))


async def begun_exchanges(
    session: AsyncSession, now: datetime, themes: Collection[str]
) -> list[Exchange]:
    """The real exchanges of these themes that began within a year, the last first."""
    query = (
        select(Exchange)
        .where(
            Exchange.starts_at.between(now - TOLD_OF, now),
            Exchange.theme.in_(themes),
            Exchange.status == ExchangeStatus.PUBLISHED,
            ~Exchange.sample,
        )
        .order_by(Exchange.starts_at.desc(), Exchange.id)
    )
    return list(await session.scalars(query))


@dataclass(frozen=True, slots=True)
class Next:
    """The next exchange of a theme, at its own local time."""

    title: str
    at: datetime


async def next_exchange(session: AsyncSession, now: datetime, theme: str) -> Next | None:
    """The first real exchange of a theme that has not begun."""
    connection = await session.connection()
    row = (await connection.execute(NEXT, {"now": now, "whose": theme})).one_or_none()
    return Next(row.title, local(row.starts, row.zone)) if row else None


NEXT = (
    select(Exchange.title, Exchange.starts, Exchange.zone)
    .where(
        Exchange.starts_at >= bindparam("now", type_=Moment),
        Exchange.theme == bindparam("whose"),
        Exchange.status == ExchangeStatus.PUBLISHED,
        ~Exchange.sample,
    )
    .order_by(Exchange.starts_at, Exchange.id)
    .limit(1)
)


async def drafts(session: AsyncSession, themes: Collection[str]) -> list[Exchange]:
    """The exchanges of these themes that are planned and not shown yet, the first first."""
    query = (
        select(Exchange)
        .where(Exchange.theme.in_(themes), Exchange.status == ExchangeStatus.DRAFT)
        .order_by(Exchange.starts_at, Exchange.id)
    )
    return list(await session.scalars(query))
