"""Two addresses, one person: what proves it, and parting them again."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from sqlalchemy import ColumnElement, delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from community.addresses import addresses_of, keep_addresses, show_menu
from community.db.tables import AddressRow, DraftRow, LinkCode, Member, RoleRow
from community.post.notifications import drop_notifications
from community.post.tokens import new_token
from community.words import Address

LIFE = timedelta(minutes=15)
LINK_LIFE = timedelta(hours=24)
DIGITS = 6
TRIES = 5
MOST_TO = 3  # codes that an address is sent in an hour
MOST_BY = 6  # and that an address asks for
HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Sent:
    """A code that is to be sent to an address, by its row."""

    code: str
    target_id: int


class Trial(Enum):
    """What became of a code that was said."""

    RIGHT = "right"
    WRONG = "wrong"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Tried:
    """How a trial went: the row that proves it when right, how many are left when wrong."""

    trial: Trial
    id: int = 0
    left: int = 0


async def make_code(
    session: AsyncSession, address_id: int, target: Address, now: datetime
) -> Sent | None:
    """Make a code to be said at an address, in place of the ones before; None after too many."""
    target_id = (await keep_addresses(session, [target], now))[target]
    too_many = (
        await _recent(session, LinkCode.target_id == target_id, now) >= MOST_TO
        or await _recent(session, LinkCode.address_id == address_id, now) >= MOST_BY
    )
    if too_many:
        return None
    code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"
    session.add(LinkCode(address_id=address_id, target_id=target_id, code=code, created_at=now))
    await session.flush()
    return Sent(code, target_id)


async def _recent(session: AsyncSession, whose: ColumnElement[bool], now: datetime) -> int:
    query = select(func.count()).where(
        whose, LinkCode.created_at > now - HOUR, func.length(LinkCode.code) == DIGITS
    )
    return await session.scalar(query) or 0


async def try_code(session: AsyncSession, address_id: int, code: str, now: datetime) -> Tried:
    """Try a code at the address it was asked from: the last one, for 15 minutes, 5 times."""
    query = (
        select(LinkCode)
        .where(LinkCode.address_id == address_id, func.length(LinkCode.code) == DIGITS)
        .order_by(LinkCode.id.desc())
        .limit(1)
    )
    row = (await session.scalars(query)).one_or_none()
    if row is None or row.proven_at or row.created_at < now - LIFE or row.tries >= TRIES:
        return Tried(Trial.OVER)
    row.tries += 1
    if secrets.compare_digest(row.code, code):
        row.proven_at = now
        return Tried(Trial.RIGHT, row.id)
    left = TRIES - row.tries
    return Tried(Trial.WRONG, left=left) if left else Tried(Trial.OVER)


async def make_link(session: AsyncSession, address_id: int, now: datetime) -> str:
    """The token of a link that whoever opens it at another door proves to be her, once."""
    row = LinkCode(address_id=address_id, code=new_token(), created_at=now)
    session.add(row)
    await session.flush()
    return row.code


async def open_link(
    session: AsyncSession, token: str, address_id: int, now: datetime
) -> int | None:
    """Note who opened a link and give its row; None for one that was opened, or is too old."""
    query = select(LinkCode).where(LinkCode.code == token.strip().lower())
    row = (await session.scalars(query)).first()
    if row is None or row.target_id is not None or row.created_at < now - LINK_LIFE:
        return None
    if len(row.code) == DIGITS or row.address_id == address_id:
        return None
    row.target_id, row.proven_at = address_id, now
    return row.id


@dataclass(frozen=True, slots=True)
class Pair:
    """Two addresses proven to be one person's: the one she speaks from, and the other."""

    here: AddressRow
    other: AddressRow


async def proven_pair(
    session: AsyncSession, number: int, address_id: int, now: datetime
) -> Pair | None:
    """What was proven a moment ago by who speaks: who said the code, or opened the link."""
    row = await session.get(LinkCode, number)
    if row is None or row.target_id is None or not row.proven_at or row.proven_at < now - LIFE:
        return None
    said_code = len(row.code) == DIGITS
    here, other = row.address_id, row.target_id
    if not said_code:
        here, other = other, here
    if here != address_id:
        return None
    return Pair(await session.get_one(AddressRow, here), await session.get_one(AddressRow, other))


async def attach(session: AsyncSession, address: AddressRow, member: Member, now: datetime) -> None:
    """Make an address a member's."""
    address.member_id = member.id
    await session.flush()
    await show_menu(session, [one.id for one in await addresses_of(session, member.id)], now)


async def detach(
    session: AsyncSession, member: Member, address_id: int, now: datetime
) -> AddressRow | None:
    """Part an address from a member, who keeps her history and her roles.

    None when it is not hers, or her last one.
    """
    hers = await addresses_of(session, member.id)
    gone = next((one for one in hers if one.id == address_id), None)
    rest = [one for one in hers if one.id != address_id]
    if gone is None or not rest:
        return None
    await move_roles(session, address_id, rest[0].id)
    await session.execute(delete(DraftRow).where(DraftRow.address_id == address_id))
    await drop_notifications(session, [address_id])
    gone.member_id = None
    await session.flush()
    await show_menu(session, [one.id for one in hers], now)
    return gone


async def move_roles(session: AsyncSession, from_id: int, to_id: int) -> None:
    """Give an address the roles of another; what it has already is not given twice."""
    known = select(RoleRow.role, RoleRow.theme).where(RoleRow.address_id == to_id)
    there = {(role, theme) for role, theme in await session.execute(known)}
    roles = await session.scalars(select(RoleRow).where(RoleRow.address_id == from_id))
    for role in roles.all():
        if (role.role, role.theme) in there:
            await session.delete(role)
        else:
            role.address_id = to_id
    await session.flush()


async def use(session: AsyncSession, number: int) -> None:
    """What was proven serves once; that it was asked for still counts."""
    row = await session.get_one(LinkCode, number)
    row.proven_at, row.tries = None, TRIES


async def purge(session: AsyncSession, now: datetime) -> None:
    """Forget codes and links that no longer prove anything."""
    await session.execute(delete(LinkCode).where(LinkCode.created_at < now - LINK_LIFE - HOUR))
