"""Whose menu is to be shown anew, because what they may ask for changed."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from community.db.tables import AddressRow
from community.roles import Role, rights_of, role_of
from community.words import Address

AT_ONCE = 20
LATER = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class DueMenu:
    """A menu to show: where, and for which role. `due_at` tells whether it changed meanwhile."""

    address_id: int
    to: Address
    role: Role
    due_at: datetime


async def due_menus(session: AsyncSession, doors: Collection[str], now: datetime) -> list[DueMenu]:
    """The menus to show now at these doors; each is tried again in a minute, unless `shown`.

    Whoever cannot be reached is shown hers once she speaks.
    """
    query = (
        select(AddressRow)
        .where(AddressRow.menu_due <= now, AddressRow.door.in_(doors))
        .where(AddressRow.closed_at.is_(None))
        .order_by(AddressRow.menu_due)
        .limit(AT_ONCE)
    )
    due = []
    for row in (await session.scalars(query)).all():
        role = role_of(await rights_of(session, row), member=row.member_id is not None)
        row.menu_due = now + LATER
        due.append(DueMenu(row.id, Address(row.door, row.value), role, row.menu_due))
    return due


async def menu_shown(session: AsyncSession, shown: DueMenu) -> None:
    """Leave it until the next change."""
    await session.execute(
        update(AddressRow)
        .where(AddressRow.id == shown.address_id, AddressRow.menu_due == shown.due_at)
        .values(menu_due=None)
    )
