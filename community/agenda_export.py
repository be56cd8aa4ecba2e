"""The exchanges of a community as entries of a calendar; `agenda_import` takes them back."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from community.calendar.entries import Entry, Status
from community.db.tables import Exchange
from community.exchanges import ExchangeStatus, plan_of


def entry_of(exchange: Exchange) -> Entry:
    """An exchange as calendars hold it, stamped by its last change."""
    cancelled = exchange.status == ExchangeStatus.CANCELLED
    return Entry(
        uid=exchange.uid,
        plan=plan_of(exchange),
        stamp=exchange.changed_at or exchange.starts_at,
        sequence=exchange.sequence,
        changed_at=exchange.changed_at,
        status=Status.CANCELLED if cancelled else Status.CONFIRMED,
        sample=exchange.sample,
        whole=True,
    )


async def all_entries(session: AsyncSession) -> list[Entry]:
    """Every exchange that was shown to its theme, the first first."""
    query = (
        select(Exchange)
        .where(Exchange.status != ExchangeStatus.DRAFT)
        .order_by(Exchange.starts_at, Exchange.id)
    )
    return [entry_of(exchange) for exchange in await session.scalars(query)]
