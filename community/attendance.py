"""Who came to an exchange: the roll-call of who animates it, and what is left of it to count."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from community.db.tables import Exchange, Member, Membership, Registration
from community.errors import (
    ExchangeCancelled,
    ExchangeNotStarted,
    NotInTheme,
    UnknownExchange,
    UnknownMember,
)
from community.exchanges import ExchangeStatus, lock_exchange
from community.registrations import Partstat, find_registration
from community.roles import Rights


@dataclass(frozen=True, slots=True)
class Attendee:
    """Somebody of the roll-call; `attended` is None until she is called."""

    member_id: int
    name: str
    structure: str
    territory: str
    attended: bool | None


@dataclass(frozen=True, slots=True)
class RollCall:
    """Those who were awaited or came, by name; `erased` counts who came and was erased since."""

    people: tuple[Attendee, ...]
    erased: int

    def count(self, attended: bool | None) -> int:
        """How many came (True), did not (False), were not called (None)."""
        return sum(one.attended is attended for one in self.people)

    @property
    def present(self) -> int:
        """How many came, those erased since among them."""
        return self.count(True) + self.erased


async def roll_call(session: AsyncSession, rights: Rights, exchange: Exchange) -> RollCall:
    """Who was awaited at an exchange or came to it. Raises NotAnimator."""
    rights.require_animator(exchange.theme)
    query = (
        select(Member.id, Member.name, Member.structure, Member.territory, Registration.attended)
        .join(Registration, Registration.member_id == Member.id)
        .where(Registration.exchange_id == exchange.id, Registration.status == Partstat.ACCEPTED)
        .order_by(Member.name, Member.id)
    )
    rows = (await session.execute(query)).all()
    return RollCall(tuple(Attendee(*row) for row in rows), exchange.erased)


async def not_called(session: AsyncSession, rights: Rights, exchange: Exchange) -> list[Attendee]:
    """The members of the theme who are not on the roll, by name. Raises NotAnimator."""
    rights.require_animator(exchange.theme)
    awaited = exists().where(
        Registration.member_id == Member.id,
        Registration.exchange_id == exchange.id,
        Registration.status == Partstat.ACCEPTED,
    )
    query = (
        select(Member.id, Member.name, Member.structure, Member.territory)
        .join(Membership, Membership.member_id == Member.id)
        .where(Membership.theme == exchange.theme, ~awaited)
        .order_by(Member.name, Member.id)
    )
    return [Attendee(*row, attended=None) for row in (await session.execute(query)).all()]


async def mark(
    session: AsyncSession,
    rights: Rights,
    exchange_id: int,
    member_id: int,
    now: datetime,
    *,
    present: bool,
) -> None:
    """Say that somebody came or did not; a member of the theme who was not awaited may have come.

    Raises UnknownExchange, NotAnimator, ExchangeCancelled, ExchangeNotStarted, UnknownMember,
    NotInTheme.
    """
    exchange = await held(session, rights, exchange_id, now)
    hers = await find_registration(session, exchange.id, member_id)
    if hers is None:
        await _require_member(session, exchange, member_id)
        hers = Registration(
            exchange_id=exchange.id,
            member_id=member_id,
            status=Partstat.ACCEPTED,
            answered_at=now,
        )
        session.add(hers)
    hers.status, hers.waits_since, hers.attended = Partstat.ACCEPTED, None, present
    await session.flush()


async def _require_member(session: AsyncSession, exchange: Exchange, member_id: int) -> None:
    if await session.get(Member, member_id) is None:
        raise UnknownMember
    query = select(Membership.id).where(
        Membership.member_id == member_id, Membership.theme == exchange.theme
    )
    if await session.scalar(query) is None:
        raise NotInTheme(theme=exchange.theme)


async def mark_rest(
    session: AsyncSession, rights: Rights, exchange_id: int, now: datetime, *, present: bool
) -> None:
    """Say that all who were awaited and not called yet came, or did not. Raises as `held`."""
    exchange = await held(session, rights, exchange_id, now)
    await session.execute(
        update(Registration)
        .where(
            Registration.exchange_id == exchange.id,
            Registration.status == Partstat.ACCEPTED,
            Registration.attended.is_(None),
        )
        .values(attended=present)
    )


async def held(session: AsyncSession, rights: Rights, exchange_id: int, now: datetime) -> Exchange:
    """An exchange of hers that began, locked.

    Raises UnknownExchange, NotAnimator, ExchangeCancelled, ExchangeNotStarted.
    """
    exchange = await lock_exchange(session, exchange_id)
    rights.require_animator(exchange.theme)
    if exchange.status == ExchangeStatus.DRAFT:
        raise UnknownExchange
    if exchange.status == ExchangeStatus.CANCELLED:
        raise ExchangeCancelled(title=exchange.title)
    if exchange.starts_at > now:
        raise ExchangeNotStarted(title=exchange.title)
    return exchange


async def count_erased(session: AsyncSession, member_id: int) -> None:
    """Keep a member who is about to be erased in the numbers of the exchanges she came to."""
    hers = select(Registration.exchange_id).where(
        Registration.member_id == member_id, Registration.attended.is_(True)
    )
    await session.execute(
        update(Exchange).where(Exchange.id.in_(hers)).values(erased=Exchange.erased + 1)
    )
