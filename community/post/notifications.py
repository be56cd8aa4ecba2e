"""What nobody asked for and is not sent yet: dropped, held, or given another address."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import ColumnElement, and_, delete, update
from sqlalchemy.ext.asyncio import AsyncSession

from community.db.tables import Delivery
from community.post.outbox import PENDING, Priority


def _unsent(address_ids: Iterable[int]) -> ColumnElement[bool]:
    return and_(
        Delivery.address_id.in_(list(address_ids)),
        Delivery.status == PENDING,
        Delivery.priority == Priority.NOTIFICATION,
    )


async def drop_notifications(session: AsyncSession, address_ids: Iterable[int]) -> None:
    """Drop them (someone said STOP)."""
    await session.execute(delete(Delivery).where(_unsent(address_ids)))


async def postpone_notifications(
    session: AsyncSession, address_ids: Iterable[int], until: datetime
) -> None:
    """Hold them until then (someone said PAUSE)."""
    await session.execute(
        update(Delivery).where(_unsent(address_ids), Delivery.due_at < until).values(due_at=until)
    )


async def hand_over(session: AsyncSession, address_id: int, to_id: int) -> None:
    """Send them to another address, which gets those that this one did not."""
    await session.execute(
        update(Delivery)
        .where(_unsent([address_id]))
        .values(address_id=to_id, holder=None, leased_until=None, attempts=0, ref="", edits="")
    )
