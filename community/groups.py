"""Groups where the bot speaks when spoken to, each given to a theme by an animator."""

from datetime import datetime

from sqlalchemy import delete, update
from sqlalchemy.ext.asyncio import AsyncSession

from community.addresses import close_address, find_address, keep_addresses
from community.cards import catch_up
from community.db.tables import Delivery, Group, GroupCard
from community.post.outbox import PENDING
from community.roles import Rights
from community.words import Address


async def bind_group(
    session: AsyncSession, rights: Rights, address_id: int, theme: str, now: datetime
) -> None:
    """Give a group to a theme, in place of the one it had. Raises NotAnimator."""
    rights.require_animator(theme)
    await session.merge(Group(address_id=address_id, theme=theme, since=now))
    await catch_up(session, address_id, theme, now)


async def theme_of_group(session: AsyncSession, address_id: int) -> str | None:
    """The theme of a group, if an animator chose one."""
    group = await session.get(Group, address_id)
    return group.theme if group else None


async def free_group(session: AsyncSession, rights: Rights, address_id: int) -> None:
    """Take a group back from its theme, if it has one. Raises NotAnimator."""
    theme = await theme_of_group(session, address_id)
    if theme is None:
        return
    rights.require_animator(theme)
    await leave_group(session, address_id)


async def leave_group(session: AsyncSession, address_id: int) -> None:
    """Forget whose group it was: the bot is no longer in it."""
    await session.execute(delete(Group).where(Group.address_id == address_id))


async def move_group(session: AsyncSession, old: Address, value: str, now: datetime) -> None:
    """Bring to the new value of a group's address its theme and what it still has to be told."""
    row = await find_address(session, old)
    if row is None:
        return
    ids = await keep_addresses(session, [Address(old.door, value)], now)
    (new_id,) = ids.values()
    theme = await theme_of_group(session, row.id)
    if theme is not None:
        await session.merge(Group(address_id=new_id, theme=theme, since=now))
        await leave_group(session, row.id)
    await session.execute(
        update(GroupCard)
        .where(GroupCard.address_id == row.id)
        .values(address_id=new_id, dirty_at=now)
    )
    await session.execute(
        update(Delivery)
        .where(Delivery.address_id == row.id, Delivery.status == PENDING)
        .values(address_id=new_id)
    )
    await close_address(session, row.id, now)
