"""What is to be said of an exchange and when: a row per exchange and kind, made deliveries in time.

Days before or after are counted on the wall clock of the exchange (9 h 30 stays 9 h 30 when clocks
change), hours as they pass.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from community.cards import open_cards
from community.db.tables import Delivery, Exchange, Reminder
from community.post.outbox import DeliveryStatus, Priority
from community.roles import Rights


class Kind(StrEnum):
    """What is said, each with its own text and its own people."""

    INVITATION = "invitation"
    NUDGE = "nudge"
    WEEK = "week"
    BRIEF = "brief"
    EVE = "eve"
    HOUR = "hour"
    STARTING = "starting"
    THANKS = "thanks"
    MINUTES = "minutes"
    MOVED = "moved"
    CANCELLED = "cancelled"
    MESSAGE = "message"
    POLL = "poll"
    POLL_NUDGE = "poll-nudge"


class ReminderStatus(StrEnum):
    """Where a reminder stands: `off` when its animator does not want it."""

    PENDING = "pending"
    DONE = "done"
    DROPPED = "dropped"
    OFF = "off"


@dataclass(frozen=True, slots=True)
class Moment:
    """When a kind is due: so many days from the start on the wall clock, or hours as they pass.

    `at` sets the hour of that day; `from_end` counts from the end.
    """

    days: int = 0
    hours: float = 0
    at: time | None = None
    from_end: bool = False


SCHEDULE: Mapping[Kind, Moment] = {
    Kind.NUDGE: Moment(days=-10),
    Kind.WEEK: Moment(days=-7),
    Kind.BRIEF: Moment(days=-1, at=time(18)),
    Kind.EVE: Moment(days=-1),
    Kind.HOUR: Moment(hours=-1),
    Kind.STARTING: Moment(),
    Kind.THANKS: Moment(hours=1, from_end=True),
}


def nominal(exchange: Exchange, kind: Kind, ends_at: datetime) -> datetime:
    """When a kind is due before anybody's quiet hours are thought of, in UTC."""
    moment = SCHEDULE[kind]
    start = ends_at if moment.from_end else exchange.starts_at
    local = start.astimezone(ZoneInfo(exchange.zone)) + timedelta(days=moment.days)
    if moment.at is not None:
        local = local.replace(hour=moment.at.hour, minute=moment.at.minute, second=0)
    return local.astimezone(UTC) + timedelta(hours=moment.hours)


async def plan(
    session: AsyncSession, exchange: Exchange, ends_at: datetime, now: datetime, *, invites: bool
) -> None:
    """Plan what is to be said of a published exchange, in place of what was planned before.

    What would have been due already is not said: whoever publishes or moves an exchange so late
    tells people by that. What was to be sent for another time is not sent. `invites` plans the
    invitation too, once. Who was not invited yet is not nudged.
    """
    await expire_unsent(session, exchange.id)
    if invites:
        await announce(session, exchange, Kind.INVITATION, now)
    invited = await find(session, exchange.id, Kind.INVITATION) is not None
    for kind in SCHEDULE:
        if kind is not Kind.NUDGE or invited:
            await _schedule(session, exchange, kind, ends_at, now)


async def invite(
    session: AsyncSession, exchange: Exchange, ends_at: datetime, now: datetime
) -> None:
    """Invite to an exchange that was published without, once; who says nothing is nudged later."""
    if await find(session, exchange.id, Kind.INVITATION) is None:
        await announce(session, exchange, Kind.INVITATION, now)
        await _schedule(session, exchange, Kind.NUDGE, ends_at, now)


async def _schedule(
    session: AsyncSession, exchange: Exchange, kind: Kind, ends_at: datetime, now: datetime
) -> None:
    due_at = nominal(exchange, kind, ends_at)
    useful = due_at > now and (kind is not Kind.STARTING or bool(exchange.visio))
    status = ReminderStatus.PENDING if useful else ReminderStatus.DROPPED
    await _put(session, exchange, kind, due_at, status)


async def announce(
    session: AsyncSession, exchange: Exchange, kind: Kind, now: datetime, *, body: str = ""
) -> None:
    """Have something said at once to all whom it is for, in place of the same said before.

    Who is invited is so in the theme's groups too.
    """
    if kind is Kind.INVITATION:
        await open_cards(session, exchange, now)
    await _put(session, exchange, kind, now, ReminderStatus.PENDING, body)


async def _put(
    session: AsyncSession,
    exchange: Exchange,
    kind: Kind,
    due_at: datetime,
    status: ReminderStatus,
    body: str = "",
) -> None:
    row = await find(session, exchange.id, kind)
    if row is None:
        row = Reminder(
            kind=kind, theme=exchange.theme, due_at=due_at, exchange_id=exchange.id, status=status
        )
        session.add(row)
    elif row.status == ReminderStatus.OFF:
        return
    row.status, row.due_at, row.after_id, row.body = status, due_at, 0, body
    row.revision = exchange.sequence
    await session.flush()


async def find(session: AsyncSession, exchange_id: int, kind: Kind) -> Reminder | None:
    """The reminder of a kind, if it was ever planned."""
    query = select(Reminder).where(Reminder.exchange_id == exchange_id, Reminder.kind == kind)
    return (await session.scalars(query)).one_or_none()


async def switch(
    session: AsyncSession,
    rights: Rights,
    exchange: Exchange,
    kind: Kind,
    ends_at: datetime,
    now: datetime,
    *,
    on: bool,
) -> None:
    """Have a kind said of an exchange, or not. What was said stays said. Raises NotAnimator."""
    rights.require_animator(exchange.theme)
    row = await find(session, exchange.id, kind)
    if on and row is not None and row.status == ReminderStatus.OFF:
        row.status = ReminderStatus.DROPPED
        await _schedule(session, exchange, kind, ends_at, now)
    elif not on and row is not None and row.status == ReminderStatus.PENDING:
        row.status = ReminderStatus.OFF


async def of_exchange(session: AsyncSession, exchange_id: int) -> dict[Kind, Reminder]:
    """What is planned or was said of an exchange, by kind."""
    query = select(Reminder).where(Reminder.exchange_id == exchange_id, Reminder.kind.in_(SCHEDULE))
    return {Kind(row.kind): row for row in await session.scalars(query)}


async def drop(session: AsyncSession, exchange: Exchange) -> None:
    """Say nothing more of an exchange: it is called off."""
    await session.execute(
        update(Reminder)
        .where(Reminder.exchange_id == exchange.id, Reminder.status == ReminderStatus.PENDING)
        .values(status=ReminderStatus.DROPPED)
    )
    await expire_unsent(session, exchange.id)


async def expire_unsent(
    session: AsyncSession, exchange_id: int, address_ids: list[int] | None = None
) -> None:
    """Give up what was to be sent of an exchange, to everybody or to these addresses alone."""
    query = update(Delivery).where(
        Delivery.exchange_id == exchange_id,
        Delivery.status == DeliveryStatus.PENDING,
        Delivery.priority == Priority.NOTIFICATION,
    )
    if address_ids is not None:
        query = query.where(Delivery.address_id.in_(address_ids))
    await session.execute(
        query.values(status=DeliveryStatus.EXPIRED, reply=None, holder=None, leased_until=None)
    )
