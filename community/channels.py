"""By which door a member hears what: the one she chose, while it reaches her, else another."""

from collections.abc import Collection
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, ScalarSelect, and_, case, select
from sqlalchemy.ext.asyncio import AsyncSession

from community.db.tables import AddressRow, Channel, Member


class About(StrEnum):
    """What is said, as she can choose a door for it."""

    INVITATIONS = "invitations"
    REMINDERS = "reminders"
    DIGESTS = "digests"
    PERSONAL = "personal"


def address_for(about: About) -> ScalarSelect[int]:
    """The address of a `Member` of the enclosing query, for what is about that; none when lost."""
    hers = and_(Channel.member_id == AddressRow.member_id, Channel.about == about)
    return (
        select(AddressRow.id)
        .outerjoin(Channel, hers)
        .where(
            AddressRow.member_id == Member.id, AddressRow.closed_at.is_(None), ~AddressRow.leaving
        )
        .order_by(case(*_first(about), else_=2), AddressRow.id)
        .limit(1)
        .correlate(Member)
        .scalar_subquery()
    )


def _first(about: About) -> list[tuple[ColumnElement[bool], int]]:
    """Which addresses come first: of the door she chose; a digest is a mail unless she says."""
    chosen = (AddressRow.door == Channel.door, 0)
    mailed = (and_(Channel.door.is_(None), AddressRow.door == "mail"), 1)
    return [chosen, mailed] if about is About.DIGESTS else [chosen]


async def reach(session: AsyncSession, member_id: int, about: About = About.PERSONAL) -> int | None:
    """The address by which a member hears of that; None when every door lost her."""
    found: int | None = await session.scalar(
        select(address_for(about)).select_from(Member).where(Member.id == member_id)
    )
    return found


async def doors_of(session: AsyncSession, member_id: int) -> dict[About, str]:
    """The door by which she hears of each thing now; none is named when every door lost her."""
    doors = {}
    for about in About:
        address_id = await reach(session, member_id, about)
        row = await session.get(AddressRow, address_id) if address_id is not None else None
        doors[about] = row.door if row else ""
    return doors


async def choose(
    session: AsyncSession, member: Member, abouts: Collection[About], door: str, now: datetime
) -> None:
    """Have her hear of these by a door."""
    query = select(Channel).where(Channel.member_id == member.id, Channel.about.in_(abouts))
    known = {row.about: row for row in await session.scalars(query)}
    for about in abouts:
        if about in known:
            known[about].door, known[about].chosen_at = door, now
        else:
            session.add(Channel(member_id=member.id, about=about, door=door, chosen_at=now))
    await session.flush()
