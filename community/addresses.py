"""Where people can be reached: known from the first word, a member's once she consented."""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from sqlalchemy import bindparam, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncSession

from community import channels
from community.db.conflict import insert_once
from community.db.tables import AddressRow, Member
from community.post.notifications import drop_notifications, hand_over
from community.words import Address

MOST_BOUNCES = 3
FORGIVEN = timedelta(days=30)


async def keep_addresses(
    session: AsyncSession, addresses: Iterable[Address], now: datetime
) -> dict[Address, int]:
    """Give the row id of each address, making those not seen before."""
    wanted = sorted(set(addresses))
    if not wanted:
        return {}
    known = await _ids(session, wanted)
    missing = [address for address in wanted if address not in known]
    if missing:
        rows = [
            {"door": a.door, "value": a.value, "created_at": now, "leaving": False} for a in missing
        ]
        await session.execute(insert_once(session, AddressRow), rows)
        known |= await _ids(session, missing)
    return known


async def _ids(session: AsyncSession, addresses: list[Address]) -> dict[Address, int]:
    connection = await session.connection()
    rows = await connection.execute(KNOWN, {"wanted": [(a.door, a.value) for a in addresses]})
    return {Address(door, value): id_ for door, value, id_ in rows}


KNOWN = select(AddressRow.door, AddressRow.value, AddressRow.id).where(
    tuple_(AddressRow.door, AddressRow.value).in_(bindparam("wanted", expanding=True))
)


async def find_address(session: AsyncSession, address: Address) -> AddressRow | None:
    """Find the row of an address, if it was ever seen."""
    query = select(AddressRow).where(
        AddressRow.door == address.door, AddressRow.value == address.value
    )
    return (await session.scalars(query)).one_or_none()


async def addresses_of(session: AsyncSession, member_id: int) -> list[AddressRow]:
    """All addresses of a member, the first known first."""
    query = select(AddressRow).where(AddressRow.member_id == member_id).order_by(AddressRow.id)
    return list(await session.scalars(query))


async def close_address(session: AsyncSession, address_id: int, now: datetime) -> int | None:
    """Remember that a door no longer reaches this address; give her other one, if she has any.

    It takes over what this one was to be told, and she is told of it once. Without another it is
    dropped: were the person to return, it should not all come at once.
    """
    lost = await session.get_one(AddressRow, address_id, populate_existing=True)
    if lost.closed_at is None and lost.member_id is not None:
        lost.lost_due = now
    lost.closed_at = now
    await session.flush()
    other = await channels.reach(session, lost.member_id) if lost.member_id else None
    if other is None:
        await drop_notifications(session, [address_id])
    else:
        await hand_over(session, address_id, other)
    return other


async def bounced(session: AsyncSession, address_id: int, *, hard: bool, now: datetime) -> bool:
    """A message did not arrive at an address: for good (`hard`), or for now.

    For good once, or for now three times within a month, closes it: True then.
    """
    row = await session.get(AddressRow, address_id)
    if row is None or row.closed_at is not None:
        return False
    recent = row.bounced_at is not None and row.bounced_at > now - FORGIVEN
    row.bounces = row.bounces + 1 if recent else 1
    row.bounced_at = now
    if not hard and row.bounces < MOST_BOUNCES:
        return False
    await close_address(session, row.id, now)
    return True


async def reopen_address(session: AsyncSession, address_id: int) -> None:
    """Somebody spoke there: a door reaches this address again."""
    await session.execute(
        update(AddressRow)
        .where(AddressRow.id == address_id, AddressRow.closed_at.is_not(None))
        .values(closed_at=None, lost_due=None, bounces=0)
    )


async def show_menu(session: AsyncSession, address_ids: Collection[int], now: datetime) -> None:
    """Have the doors of these addresses show anew what can be asked for there."""
    await session.execute(
        update(AddressRow).where(AddressRow.id.in_(address_ids)).values(menu_due=now)
    )


async def zones_of(session: AsyncSession, address_ids: Collection[int]) -> dict[int, str]:
    """The time zones of the members that have these addresses."""
    query = select(AddressRow.id, Member.zone).join(Member, Member.id == AddressRow.member_id)
    found = await session.execute(query.where(AddressRow.id.in_(address_ids)))
    return {number: zone for number, zone in found}  # noqa: C416 - as mypy reads a row
