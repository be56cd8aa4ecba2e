"""Who comes to an exchange: seats, the waiting list, and who gets a seat that is freed."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from sqlalchemy import func, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncSession

from community import reminders
from community.db.tables import Exchange, GroupCard, Member, Registration
from community.errors import (
    ExchangeCancelled,
    ExchangeStarted,
    NoRoomForGuests,
    NotRegistered,
    TooManyGuests,
    UnknownExchange,
)
from community.exchanges import ExchangeStatus, lock_exchange
from community.roles import Rights

MOST_GUESTS = 20
MOST_NOTES = 2_000  # characters


class Partstat(StrEnum):
    """What somebody answered: PARTSTAT (RFC 5545, 3.2.12), and `waitlisted` for who has no seat."""

    ACCEPTED = "accepted"
    WAITLISTED = "waitlisted"
    TENTATIVE = "tentative"
    DECLINED = "declined"
    NEEDS_ACTION = "needs-action"


AWAITED = (Partstat.ACCEPTED, Partstat.WAITLISTED, Partstat.TENTATIVE)


@dataclass(frozen=True, slots=True)
class Answered:
    """How an answer was taken: her registration, her rank when she waits, who got freed seats."""

    registration: Registration
    rank: int | None = None
    seated: tuple[Registration, ...] = ()


@dataclass(frozen=True, slots=True)
class Standing:
    """How full an exchange is: seats taken (members and guests), and people by answer."""

    seats: int = 0
    people: dict[Partstat, int] = field(default_factory=dict)

    def count(self, status: Partstat) -> int:
        """How many members answered so."""
        return self.people.get(status, 0)


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody who answered, as the animator sees her."""

    member_id: int
    name: str
    structure: str
    territory: str
    status: Partstat
    guests: int
    note: str
    answer: str
    attended: bool | None


async def answer(
    session: AsyncSession,
    exchange_id: int,
    member: Member,
    status: Partstat,
    now: datetime,
    *,
    guests: int = 0,
) -> Answered:
    """Take an answer, changeable until the start. A party that finds no room waits whole.

    `accepted` becomes `waitlisted` without a seat; who has one keeps it when her guests find none.
    Raises UnknownExchange, ExchangeCancelled, ExchangeStarted, TooManyGuests, NoRoomForGuests.
    """
    exchange = await _open_exchange(session, exchange_id, now)
    if not 0 <= guests <= MOST_GUESTS:
        raise TooManyGuests(most=MOST_GUESTS)
    hers = await _hers(session, exchange, member, now)
    hers.answered_at = now
    if status is Partstat.ACCEPTED:
        await _ask_seats(session, exchange, hers, 1 + guests, now)
    else:
        hers.status, hers.guests, hers.waits_since = status, 0, None
    comes = hers.status in {Partstat.ACCEPTED, Partstat.WAITLISTED}
    await reminders.answered(session, exchange.id, member, comes=comes)
    seated = await fill(session, exchange, now)
    others = tuple(party for party in seated if party is not hers)
    await mark_cards(session, exchange.id, now)
    return Answered(hers, await rank_of(session, hers), others)


async def _open_exchange(session: AsyncSession, exchange_id: int, now: datetime) -> Exchange:
    exchange = await lock_exchange(session, exchange_id)
    if exchange.status == ExchangeStatus.DRAFT:
        raise UnknownExchange
    if exchange.status == ExchangeStatus.CANCELLED:
        raise ExchangeCancelled(title=exchange.title)
    if exchange.starts_at <= now:
        raise ExchangeStarted(title=exchange.title)
    return exchange


async def _hers(
    session: AsyncSession, exchange: Exchange, member: Member, now: datetime
) -> Registration:
    found = await find_registration(session, exchange.id, member.id)
    if found is None:
        found = Registration(
            exchange_id=exchange.id,
            member_id=member.id,
            status=Partstat.NEEDS_ACTION,
            answered_at=now,
        )
        session.add(found)
        await session.flush()
    return found


async def _ask_seats(
    session: AsyncSession, exchange: Exchange, hers: Registration, seats: int, now: datetime
) -> None:
    """Keep or change her seats, or have her wait at her place; `fill` seats who fits."""
    if hers.status == Partstat.ACCEPTED:
        free = await _free(session, exchange)
        if free is not None and seats - 1 - hers.guests > free:
            raise NoRoomForGuests(free=free)
    else:
        hers.status, hers.waits_since = Partstat.WAITLISTED, hers.waits_since or now
    hers.guests = seats - 1


async def fill(
    session: AsyncSession, exchange: Exchange, now: datetime
) -> tuple[Registration, ...]:
    """Give free seats to those who wait, in order, each party that fits; give who got one."""
    if exchange.status != ExchangeStatus.PUBLISHED or exchange.starts_at <= now:
        return ()
    free = await _free(session, exchange)
    seated = []
    for party in await waiting(session, exchange.id):
        if free is None or 1 + party.guests <= free:
            free = None if free is None else free - 1 - party.guests
            party.status, party.waits_since = Partstat.ACCEPTED, None
            seated.append(party)
    await session.flush()
    return tuple(seated)


async def _free(session: AsyncSession, exchange: Exchange) -> int | None:
    """How many seats nobody has; None when there is no limit, never less than 0."""
    if exchange.capacity is None:
        return None
    await session.flush()
    return max(0, exchange.capacity - (await standing(session, exchange.id)).seats)


async def waiting(session: AsyncSession, exchange_id: int) -> list[Registration]:
    """Who waits for a seat, the first first."""
    query = (
        select(Registration)
        .where(Registration.exchange_id == exchange_id, Registration.status == Partstat.WAITLISTED)
        .order_by(Registration.waits_since, Registration.id)
    )
    return list(await session.scalars(query))


async def rank_of(session: AsyncSession, hers: Registration) -> int | None:
    """Her place among those who wait, from 1; None when she does not."""
    if hers.status != Partstat.WAITLISTED:
        return None
    before = select(func.count()).where(
        Registration.exchange_id == hers.exchange_id,
        Registration.status == Partstat.WAITLISTED,
        tuple_(Registration.waits_since, Registration.id) <= (hers.waits_since, hers.id),
    )
    return await session.scalar(before)


async def standing(session: AsyncSession, exchange_id: int) -> Standing:
    """How full an exchange is, and how many answered what."""
    query = (
        select(Registration.status, func.count(), func.sum(1 + Registration.guests))
        .where(Registration.exchange_id == exchange_id)
        .group_by(Registration.status)
    )
    rows = (await session.execute(query)).all()
    seats = {status: int(taken) for status, _, taken in rows}
    return Standing(
        seats.get(Partstat.ACCEPTED, 0), {Partstat(status): count for status, count, _ in rows}
    )


async def find_registration(
    session: AsyncSession, exchange_id: int, member_id: int
) -> Registration | None:
    """What a member answered to an exchange, if she did."""
    query = select(Registration).where(
        Registration.exchange_id == exchange_id, Registration.member_id == member_id
    )
    return (await session.scalars(query)).one_or_none()


async def registrations_of(
    session: AsyncSession, member_id: int, exchange_ids: Collection[int]
) -> dict[int, Registration]:
    """What a member answered to these exchanges, by exchange."""
    query = select(Registration).where(
        Registration.member_id == member_id, Registration.exchange_id.in_(exchange_ids)
    )
    return {one.exchange_id: one for one in await session.scalars(query)}


async def awaited(
    session: AsyncSession,
    member_id: int,
    now: datetime,
    *,
    limit: int | None = None,
    offset: int = 0,
) -> list[Exchange]:
    """The exchanges to come to which a member says yes or maybe, or waits; the next first."""
    query = (
        select(Exchange)
        .join(Registration, Registration.exchange_id == Exchange.id)
        .where(
            Registration.member_id == member_id,
            Registration.status.in_(AWAITED),
            Exchange.starts_at >= now,
            Exchange.status == ExchangeStatus.PUBLISHED,
        )
        .order_by(Exchange.starts_at, Exchange.id)
        .limit(limit)
        .offset(offset)
    )
    return list(await session.scalars(query))


async def add_note(
    session: AsyncSession, exchange_id: int, member: Member, note: str, now: datetime
) -> Registration:
    """Add a word that the animator reads to those before. Raises NotRegistered.

    What is said twice is kept once, and the oldest goes where there is too much.
    """
    hers = await _answered(session, exchange_id, member)
    if not hers.note.endswith(note):
        before = hers.note if not hers.note or hers.note[-1] in ".!?…»" else f"{hers.note}."
        hers.note = f"{before} {note}".strip()[-MOST_NOTES:]
    hers.answered_at = now
    return hers


async def change_note(
    session: AsyncSession, exchange_id: int, member: Member, note: str, now: datetime
) -> Registration:
    """Put a word in the place of all those before. Raises NotRegistered."""
    hers = await _answered(session, exchange_id, member)
    hers.note, hers.answered_at = note, now
    return hers


async def answer_question(
    session: AsyncSession, exchange_id: int, member: Member, said: str, now: datetime
) -> Registration:
    """Answer what the exchange asks of those who come. Raises NotRegistered."""
    hers = await _answered(session, exchange_id, member)
    hers.answer, hers.answered_at = said, now
    return hers


async def _answered(session: AsyncSession, exchange_id: int, member: Member) -> Registration:
    hers = await find_registration(session, exchange_id, member.id)
    if hers is None:
        raise NotRegistered
    return hers


async def guests_of(session: AsyncSession, rights: Rights, exchange: Exchange) -> list[Guest]:
    """Everybody who answered, for who animates: who comes first, then by name.

    Raises NotAnimator.
    """
    rights.require_animator(exchange.theme)
    query = (
        select(Member, Registration)
        .join(Registration, Registration.member_id == Member.id)
        .where(Registration.exchange_id == exchange.id)
        .order_by(Registration.waits_since, Member.name, Member.id)
    )
    order = list(Partstat)
    guests = [_guest(member, hers) for member, hers in await session.execute(query)]
    return sorted(guests, key=lambda guest: order.index(guest.status))


def _guest(member: Member, hers: Registration) -> Guest:
    return Guest(
        member_id=member.id,
        name=member.name,
        structure=member.structure,
        territory=member.territory,
        status=Partstat(hers.status),
        guests=hers.guests,
        note=hers.note,
        answer=hers.answer,
        attended=hers.attended,
    )


async def mark_cards(session: AsyncSession, exchange_id: int, now: datetime) -> None:
    """Have the live cards of an exchange say what is so now.

    One that is marked already is marked again: who renders it meanwhile may not have seen this.
    """
    await session.execute(
        update(GroupCard).where(GroupCard.exchange_id == exchange_id).values(dirty_at=now)
    )
