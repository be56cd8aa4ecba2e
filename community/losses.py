"""Addresses that no door reaches any more, until who must know was told."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from community import roles
from community.addresses import addresses_of
from community.channels import reach
from community.db.tables import AddressRow, Member
from community.members import find_member
from community.themes import themes_of
from community.words import Address

BATCH = 50


@dataclass(frozen=True, slots=True)
class Loss:
    """A member's address that was lost; where she is told (None: nowhere), and her animators."""

    id: int
    address: Address
    at: datetime
    member: Member
    other_id: int | None
    animator_ids: tuple[int, ...]


async def take_losses(session: AsyncSession) -> list[Loss]:
    """The losses that nobody was told of yet; they are told once."""
    ids = (await (await session.connection()).scalars(LOST)).all()
    return [await _take(session, id_) for id_ in ids]


# Built once: it is asked at each tick.
LOST = (
    select(AddressRow.id)
    .where(AddressRow.lost_due.is_not(None), AddressRow.member_id.is_not(None))
    .order_by(AddressRow.lost_due)
    .limit(BATCH)
)


async def _take(session: AsyncSession, id_: int) -> Loss:
    row = await session.get_one(AddressRow, id_)
    member = await find_member(session, row.member_id or 0)
    at, row.lost_due = row.lost_due, None
    assert at is not None
    return Loss(
        id=row.id,
        address=Address(row.door, row.value),
        at=at,
        member=member,
        other_id=await reach(session, member.id),
        animator_ids=await _animators(session, member),
    )


async def _animators(session: AsyncSession, member: Member) -> tuple[int, ...]:
    """Who animates her themes, but herself."""
    hers = {address.id for address in await addresses_of(session, member.id)}
    found: set[int] = set()
    for membership in await themes_of(session, member.id):
        found |= set(await roles.animators(session, membership.theme))
    return tuple(sorted(found - hers))
