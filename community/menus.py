"""Whose menu is to be shown anew, because what they may ask for changed."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from community.db.base import Moment
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
    values = {"doors": list(doors), "now": now}
    ids = (await (await session.connection()).scalars(DUE, values)).all()
    due = []
    for id_ in ids:
        row = await session.get_one(AddressRow, id_)
        role = role_of(await rights_of(session, row), member=row.member_id is not None)
        row.menu_due = now + LATER
        due.append(DueMenu(row.id, Address(row.door, row.value), role, row.menu_due))
    return due


# Built once: it is asked at each tick.
DUE = (
    select(AddressRow.id)
    .where(
        AddressRow.menu_due <= bindparam("now", type_=Moment),
        # behind a function, or SQLite reads all the addresses of these doors
        func.coalesce(AddressRow.door, "").in_(bindparam("doors", expanding=True)),
        AddressRow.closed_at.is_(None),
    )
    .order_by(AddressRow.menu_due)
    .limit(AT_ONCE)
)


async def menu_shown(session: AsyncSession, shown: DueMenu) -> None:
    """Leave it until the next change."""
    await session.execute(
        update(AddressRow)
        .where(AddressRow.id == shown.address_id, AddressRow.menu_due == shown.due_at)
        .values(menu_due=None)
    )
