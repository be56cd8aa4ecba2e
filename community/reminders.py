"""What is to be said of an exchange: a row per kind, made deliveries in time.

People of one exchange live in several zones, so a row is passed over once a moment at which some
of them may be written to: `due_at` is the next one.
"""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import BindParameter, ColumnElement, bindparam, delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from community import quiet
from community.addresses import addresses_of
from community.cards import open_cards
from community.db.base import Moment
from community.db.tables import AddressRow, Delivery, Exchange, Member, Reminder
from community.post.outbox import PENDING, DeliveryStatus, Priority
from community.roles import Rights
from community.timing import QUIET, SCHEDULE, Kind
from content.places import OVERSEAS, PARIS

URGENT = timedelta(days=1)
INVITING = frozenset({Kind.INVITATION, Kind.NUDGE})
OF_POLLS = (Kind.POLL, Kind.POLL_NUDGE, Kind.POLL_CLOSED)
ATTENDING = frozenset(
    {
        Kind.WEEK,
        Kind.EVE,
        Kind.HOUR,
        Kind.STARTING,
        Kind.THANKS,
        Kind.CHOSEN,
        Kind.CHOSEN_MAYBE,
    }
)


class ReminderStatus(StrEnum):
    """Where a reminder stands: `off` when its animator does not want it."""

    PENDING = "pending"
    DONE = "done"
    DROPPED = "dropped"
    OFF = "off"


class Audience(StrEnum):
    """Whom a message is for: everybody in the theme, or by what they answered to an exchange."""

    THEME = "theme"
    COMING = "coming"
    NOT_COMING = "not-coming"
    SILENT = "silent"


async def plan(
    session: AsyncSession, exchange: Exchange, ends_at: datetime, now: datetime, *, invites: bool
) -> None:
    """Plan what is to be said of a published exchange, in place of what was planned before.

    What would have been due already is not said: whoever publishes or moves an exchange so late
    tells people by that. What was to be sent for another time is not sent. `invites` plans the
    invitation too, once. Who was not invited yet is not nudged.
    """
    unsent = await expire_unsent(session, exchange.id)
    if invites or Kind.INVITATION in unsent:
        await announce(session, exchange, Kind.INVITATION, now)
    invited = await find(session, exchange.id, Kind.INVITATION) is not None
    for kind in SCHEDULE:
        if kind is not Kind.NUDGE or invited:
            await _schedule(session, exchange, kind, ends_at, now)


async def change_place(
    session: AsyncSession, exchange: Exchange, ends_at: datetime, now: datetime
) -> None:
    """Follow an exchange to another place: who was not invited to the former one is to this one."""
    if Kind.INVITATION in await expire_unsent(session, exchange.id):
        await announce(session, exchange, Kind.INVITATION, now)
    await _schedule(session, exchange, Kind.STARTING, ends_at, now)


async def invite(
    session: AsyncSession, exchange: Exchange, ends_at: datetime, now: datetime
) -> None:
    """Invite to an exchange that was published without, once; who says nothing is nudged later."""
    if await find(session, exchange.id, Kind.INVITATION) is None:
        await announce(session, exchange, Kind.INVITATION, now)
        await _schedule(session, exchange, Kind.NUDGE, ends_at, now)


async def announce(
    session: AsyncSession, exchange: Exchange, kind: Kind, now: datetime, *, body: str = ""
) -> None:
    """Have something said from now on to all whom it is for, in place of the same said before.

    Who is invited is so in the theme's groups too.
    """
    if kind is Kind.INVITATION:
        await open_cards(session, exchange, now)
    await _put(session, exchange, kind, now, now, body=body)


async def send_message(
    session: AsyncSession,
    *,
    theme: str,
    exchange: Exchange | None,
    audience: Audience,
    body: str,
    author_id: int | None,
    now: datetime,
) -> None:
    """Have an animator's words sent as they are: `body` is plain text that says who speaks.

    They wait for the end of a quiet hour, unless an exchange begins within a day and they are for
    those who come.
    """
    near = exchange is not None and timedelta(0) <= exchange.starts_at - now < URGENT
    urgent = near and audience is Audience.COMING
    moments = [now] if urgent else await _moments(session, Kind.MESSAGE, now)
    session.add(
        Reminder(
            kind=Kind.MESSAGE,
            theme=theme,
            due_at=min(moments),
            nominal_at=None if urgent else now,
            exchange_id=exchange.id if exchange else None,
            audience=audience,
            body=body,
            author_id=author_id,
        )
    )


async def _schedule(
    session: AsyncSession, exchange: Exchange, kind: Kind, ends_at: datetime, now: datetime
) -> None:
    at = SCHEDULE[kind].of(exchange, ends_at)
    useful = at > now and (kind is not Kind.STARTING or bool(exchange.visio))
    await _put(session, exchange, kind, at, now, useful=useful)


async def _put(
    session: AsyncSession,
    exchange: Exchange,
    kind: Kind,
    at: datetime,
    now: datetime,
    *,
    useful: bool = True,
    body: str = "",
) -> None:
    row = await find(session, exchange.id, kind)
    if row is not None and row.status == ReminderStatus.OFF:
        return
    if row is None:
        row = Reminder(kind=kind, theme=exchange.theme, due_at=at, exchange_id=exchange.id)
        session.add(row)
    coming = [moment for moment in await _moments(session, kind, at) if moment >= now]
    row.status = ReminderStatus.PENDING if useful and coming else ReminderStatus.DROPPED
    row.due_at = min(coming, default=at)
    row.nominal_at = at if kind in QUIET else None
    row.after_id, row.body, row.revision = 0, body, exchange.sequence
    await session.flush()


async def _moments(session: AsyncSession, kind: Kind, at: datetime) -> Iterable[datetime]:
    """When people are told what is due at a moment, each in her zone."""
    if kind not in QUIET:
        return [at]
    return [QUIET[kind](at, zone) for zone in await zones(session)]


async def zones(session: AsyncSession) -> Collection[str]:
    """The zones that members live in or may come to live in."""
    return {PARIS, *OVERSEAS.values(), *await session.scalars(select(Member.zone).distinct())}


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
    await _expire(session, Delivery.exchange_id == exchange.id)


async def take_back(session: AsyncSession, exchange_id: int, kind: Kind) -> None:
    """Say no more of a kind what was to be said; who has not got it yet gets it if said again."""
    row = await find(session, exchange_id, kind)
    if row is not None and row.status == ReminderStatus.PENDING:
        row.status = ReminderStatus.DROPPED
    await session.execute(
        delete(Delivery).where(
            Delivery.exchange_id == exchange_id,
            Delivery.kind == kind,
            Delivery.status == PENDING,
        )
    )


async def expire_unsent(session: AsyncSession, exchange_id: int) -> frozenset[Kind]:
    """Give up what was to be sent of an exchange that changes, but people's own messages.

    Give the kinds of it.
    """
    return await _expire(
        session, Delivery.exchange_id == exchange_id, Delivery.kind != Kind.MESSAGE
    )


async def answered(session: AsyncSession, exchange_id: int, member: Member, *, comes: bool) -> None:
    """Give up what was to be sent to a member of an exchange which her answer makes useless."""
    hers = [address.id for address in await addresses_of(session, member.id)]
    kinds = INVITING if comes else INVITING | ATTENDING
    await _expire(
        session,
        Delivery.exchange_id == exchange_id,
        Delivery.address_id.in_(hers),
        Delivery.kind.in_(kinds),
    )


async def keep_quiet(session: AsyncSession, now: datetime) -> None:
    """Put off until the morning what a stop or a door kept until a quiet hour."""
    late = (await session.connection()).scalars(LATE_ZONES, {"now": now})
    for zone in (await late).all():
        if not quiet.allowed(now, zone):
            there = select(AddressRow.id).join(Member, Member.id == AddressRow.member_id)
            await session.execute(
                update(Delivery)
                .where(*_late(now), Delivery.address_id.in_(there.where(Member.zone == zone)))
                .values(due_at=quiet.after(now, zone))
            )


def _late(now: datetime | BindParameter[datetime]) -> tuple[ColumnElement[bool], ...]:
    return (
        Delivery.status == PENDING,
        Delivery.kind.in_(QUIET),
        Delivery.due_at <= now,
        Delivery.holder.is_(None),
    )


# Built once: it is asked at each tick.
LATE_ZONES = (
    select(Member.zone)
    .join(AddressRow, AddressRow.member_id == Member.id)
    .join(Delivery, Delivery.address_id == AddressRow.id)
    .where(*_late(bindparam("now", type_=Moment)))
    .distinct()
)


async def expire_keys(session: AsyncSession, keys: Collection[str]) -> None:
    """Give up the deliveries of these keys, if they did not go."""
    await _expire(session, Delivery.key.in_(keys))


async def drop_poll(session: AsyncSession, poll_id: int) -> None:
    """Say nothing more of a poll."""
    await session.execute(
        update(Reminder)
        .where(Reminder.poll_id == poll_id, Reminder.status == ReminderStatus.PENDING)
        .values(status=ReminderStatus.DROPPED)
    )
    named = [Delivery.key.startswith(f"{kind}/poll-{poll_id}/") for kind in OF_POLLS]
    await _expire(session, or_(*named))


async def _expire(session: AsyncSession, *which: ColumnElement[bool]) -> frozenset[Kind]:
    gone = await session.execute(
        update(Delivery)
        .where(
            Delivery.status == PENDING,
            Delivery.priority == Priority.NOTIFICATION,
            Delivery.kind != "",
            *which,
        )
        .values(status=DeliveryStatus.EXPIRED, reply=None, holder=None, leased_until=None)
        .returning(Delivery.kind)
    )
    return frozenset(Kind(kind) for kind in gone.scalars())
