"""A pass over a reminder: who lives where its moment has come, some at a time, each once."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from community.db.base import Moment
from community.db.tables import Exchange, Poll, Reminder
from community.exchanges import ends_at, in_utc, lock_exchange
from community.polls import lock_poll
from community.reminders import ReminderStatus, zones
from community.timing import QUIET, Kind, useful_until

# Written out: SQLite uses a partial index for the very words of its condition alone.
PENDING = text("status = 'pending'")


@dataclass(frozen=True, slots=True)
class Pass:
    """A reminder that is due in these zones (none: everywhere), its exchange and poll, locked.

    It is of use `until` then; `later` is when the next zones have theirs.
    """

    reminder: Reminder
    exchange: Exchange | None
    poll: Poll | None
    zones: frozenset[str] | None
    later: datetime | None
    until: datetime

    @property
    def kind(self) -> Kind:
        """What is said."""
        return Kind(self.reminder.kind)

    @property
    def name(self) -> str:
        """What keys call it: nobody is told twice under one name."""
        row = self.reminder
        if self.kind is Kind.MESSAGE:
            return f"{self.kind}/{row.id}"
        if row.exchange_id is None:
            return f"{self.kind}/poll-{row.poll_id}"
        return f"{self.kind}/{row.exchange_id}/{row.revision}"


async def due(
    session: AsyncSession, kinds: Collection[Kind], now: datetime, *, but: Collection[int] = ()
) -> int | None:
    """The number of the reminder of these kinds that is due first, if any is, `but` those."""
    values = {"kinds": list(kinds), "now": now, "but": list(but)}
    found: int | None = await (await session.connection()).scalar(FIRST_DUE, values)
    return found


# Built once: it is asked at each tick.
FIRST_DUE = (
    select(Reminder.id)
    .where(
        PENDING,
        Reminder.due_at <= bindparam("now", type_=Moment),
        Reminder.kind.in_(bindparam("kinds", expanding=True)),
        Reminder.id.not_in(bindparam("but", expanding=True)),
    )
    .order_by(Reminder.due_at, Reminder.id)
    .limit(1)
)


async def begin(session: AsyncSession, reminder_id: int, now: datetime) -> Pass | None:
    """Begin or go on with a pass; None when the reminder is not due any more.

    Its exchange or poll is locked first, as by whoever moves it or answers: what they do to
    deliveries they do to all that were made.
    """
    found = await (await session.connection()).execute(ABOUT, {"number": reminder_id})
    exchange_id, poll_id = found.one_or_none() or (None, None)
    exchange = await lock_exchange(session, exchange_id) if exchange_id is not None else None
    poll = await lock_poll(session, poll_id) if poll_id is not None else None
    query = (
        select(Reminder)
        .where(Reminder.id == reminder_id, PENDING, Reminder.due_at <= now)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    row = (await session.scalars(query)).one_or_none()
    if row is None:
        return None
    if row.nominal_at is None:
        return Pass(row, exchange, poll, None, None, _until(row, exchange, poll))
    shift = QUIET[Kind(row.kind)]
    moments = {zone: shift(row.nominal_at, zone) for zone in await zones(session)}
    return Pass(
        row,
        exchange,
        poll,
        zones=frozenset(zone for zone, moment in moments.items() if moment == row.due_at),
        later=min((moment for moment in moments.values() if moment > row.due_at), default=None),
        until=_until(row, exchange, poll),
    )


ABOUT = select(Reminder.exchange_id, Reminder.poll_id).where(Reminder.id == bindparam("number"))


def _until(row: Reminder, exchange: Exchange | None, poll: Poll | None) -> datetime:
    kind = Kind(row.kind)
    if poll is not None and kind in {Kind.POLL, Kind.POLL_NUDGE}:
        return poll.deadline
    over = ends_at(exchange) if exchange else row.due_at
    until = useful_until(kind, row.nominal_at or row.due_at, exchange, over)
    if kind is Kind.MOVED:  # who counts on the former time must hear of it before that
        before = json.loads(row.body)
        former = in_utc(datetime.fromisoformat(before["starts"]), before["zone"])
        return max(until, former)
    return until


def go_on(current: Pass, after_id: int | None) -> None:
    """Remember how far a pass came, or with None that it is over: the next zones' is due then."""
    row = current.reminder
    row.after_id = after_id or 0
    if after_id is None:
        row.status = ReminderStatus.PENDING if current.later else ReminderStatus.DONE
        row.due_at = current.later or row.due_at


def drop(current: Pass) -> None:
    """Say no more of it: it is too late."""
    current.reminder.status = ReminderStatus.DROPPED
