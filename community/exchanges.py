"""Meetings of a theme: planned as a draft, published, changed, cancelled. `agenda` lists them."""

import json
import uuid
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from community import reminders
from community.db.tables import Exchange, Series
from community.errors import (
    EndsBeforeStart,
    ExchangeCancelled,
    ExchangeStarted,
    PastExchange,
    UnknownExchange,
)
from community.roles import Rights
from community.timing import Kind

KINDS = ("echange_de_pratiques", "visite_apprenante", "atelier", "webinaire", "journee")
TIME = frozenset({"starts", "ends", "zone"})
PLACE = frozenset({"place", "visio"})
UNTOLD_LENGTH = timedelta(hours=2)  # what an exchange is taken to last whose end nobody said


class ExchangeStatus(StrEnum):
    """Where an exchange stands. Only its animators see a draft."""

    DRAFT = "draft"
    PUBLISHED = "published"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Plan:
    """What an animator says of an exchange. Times are local and naive; `zone` is an IANA name.

    `programme` is one "hour: what" a line; `question` is asked to those who come.
    """

    theme: str
    kind: str
    title: str
    starts: datetime
    zone: str
    ends: datetime | None = None
    place: str = ""
    visio: str = ""
    description: str = ""
    programme: str = ""
    question: str = ""
    meal: str = ""
    capacity: int | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """What changed of an exchange: the names of a plan's fields, and the plan before."""

    exchange: Exchange
    names: frozenset[str]
    before: Plan

    @property
    def concerns(self) -> bool:
        """Whether those who come must hear of it: another time, another place."""
        return bool(self.names & (TIME | PLACE))


async def plan_exchange(
    session: AsyncSession, rights: Rights, plan: Plan, now: datetime, *, uid: str = ""
) -> Exchange:
    """Keep a new exchange as a draft; `uid` is its name in calendars that had it before.

    Raises NotAnimator, PastExchange, EndsBeforeStart.
    """
    rights.require_animator(plan.theme)
    _check(plan, now)
    exchange = new_exchange(plan, uid or f"echange-{uuid.uuid4()}", now)
    session.add(exchange)
    await session.flush()
    return exchange


def new_exchange(plan: Plan, uid: str, now: datetime, *, series_id: int | None = None) -> Exchange:
    """An exchange as planned, still a draft, which no session knows yet."""
    exchange = Exchange(
        uid=uid,
        theme=plan.theme,
        kind=plan.kind,
        title=plan.title,
        starts=plan.starts.isoformat(),
        zone=plan.zone,
        starts_at=in_utc(plan.starts, plan.zone),
        status=ExchangeStatus.DRAFT,
        changed_at=now,
        series_id=series_id,
    )
    _write(exchange, plan)
    return exchange


def _check(plan: Plan, now: datetime) -> None:
    if in_utc(plan.starts, plan.zone) <= now:
        raise PastExchange
    if plan.ends is not None and plan.ends <= plan.starts:
        raise EndsBeforeStart


def _write(exchange: Exchange, plan: Plan) -> None:
    for name in _names():
        if name not in TIME:
            setattr(exchange, name, getattr(plan, name))
    exchange.starts = plan.starts.isoformat()
    exchange.ends = plan.ends.isoformat() if plan.ends else ""
    exchange.zone = plan.zone
    exchange.starts_at = in_utc(plan.starts, plan.zone)


def plan_of(exchange: Exchange) -> Plan:
    """An exchange as it was planned."""
    values = {name: getattr(exchange, name) for name in _names()}
    return Plan(
        **values
        | {
            "starts": datetime.fromisoformat(exchange.starts),
            "ends": datetime.fromisoformat(exchange.ends) if exchange.ends else None,
        }
    )


def _names() -> list[str]:
    return [field.name for field in fields(Plan)]


async def publish_exchange(
    session: AsyncSession,
    rights: Rights,
    exchange_id: int,
    now: datetime,
    *,
    invites: bool = True,
) -> Exchange:
    """Show an exchange to its theme, invite to it unless told not to, and plan its reminders; once.

    Raises UnknownExchange, NotAnimator, ExchangeCancelled, PastExchange.
    """
    exchange = await _mine(session, rights, exchange_id)
    if exchange.status == ExchangeStatus.PUBLISHED:
        return exchange
    _check(plan_of(exchange), now)
    exchange.status = ExchangeStatus.PUBLISHED
    exchange.changed_at = now
    await reminders.plan(session, exchange, ends_at(exchange), now, invites=invites)
    return exchange


async def change_exchange(
    session: AsyncSession, rights: Rights, exchange_id: int, plan: Plan, now: datetime
) -> Change:
    """Have an exchange be as planned now. What hangs on its time follows.

    A new time or place raises `sequence` and is told once to those who answered; a new time
    raises `revision` too: what was to be sent for the old one is not sent, and reminders are
    planned anew. Raises UnknownExchange, NotAnimator, ExchangeCancelled, ExchangeStarted,
    PastExchange, EndsBeforeStart.
    """
    exchange = await _mine(session, rights, exchange_id)
    before = plan_of(exchange)
    if exchange.starts_at <= now and exchange.status == ExchangeStatus.PUBLISHED:
        raise ExchangeStarted(title=exchange.title)
    plan = replace(plan, theme=before.theme)
    names = frozenset(n for n in _names() if getattr(before, n) != getattr(plan, n))
    change = Change(exchange, names, before)
    if not names:
        return change
    if names & TIME:
        _check(plan, now)
    _write(exchange, plan)
    exchange.changed_at = now
    exchange.sequence += change.concerns
    exchange.revision += bool(names & TIME)
    if exchange.status == ExchangeStatus.PUBLISHED:
        await _follow(session, change, now)
    return change


async def _follow(session: AsyncSession, change: Change, now: datetime) -> None:
    """Reminders go with the time; those who answered hear of another time or place."""
    over = ends_at(change.exchange)
    if change.names & TIME:
        await reminders.plan(session, change.exchange, over, now, invites=False)
    elif change.names & PLACE:
        await reminders.change_place(session, change.exchange, over, now)
    if change.concerns:
        await reminders.announce(
            session, change.exchange, Kind.MOVED, now, body=_told(change.before)
        )


def _told(before: Plan) -> str:
    """What a notice of change says an exchange was."""
    return json.dumps(
        {
            "starts": before.starts.isoformat(),
            "ends": before.ends.isoformat() if before.ends else "",
            "zone": before.zone,
            "place": before.place,
            "visio": before.visio,
        }
    )


async def cancel_exchange(
    session: AsyncSession, rights: Rights, exchange_id: int, now: datetime
) -> Exchange:
    """Call an exchange off; those who answered hear of it once, and nothing else is sent.

    Raises UnknownExchange, NotAnimator, ExchangeCancelled, ExchangeStarted.
    """
    exchange = await _mine(session, rights, exchange_id)
    if exchange.starts_at <= now:
        raise ExchangeStarted(title=exchange.title)
    told = exchange.status == ExchangeStatus.PUBLISHED
    exchange.status = ExchangeStatus.CANCELLED
    exchange.sequence += 1
    exchange.changed_at = now
    await reminders.drop(session, exchange)
    if told:
        await reminders.announce(session, exchange, Kind.CANCELLED, now)
    return exchange


async def drop_draft(session: AsyncSession, rights: Rights, exchange_id: int) -> None:
    """Forget an exchange nobody saw, and its series. Raises UnknownExchange, NotAnimator."""
    exchange = await _mine(session, rights, exchange_id)
    if exchange.status == ExchangeStatus.DRAFT:
        await session.execute(delete(Series).where(Series.id == exchange.series_id))
        await session.execute(delete(Exchange).where(Exchange.id == exchange.id))


async def _mine(session: AsyncSession, rights: Rights, exchange_id: int) -> Exchange:
    """An exchange to change, locked. Raises UnknownExchange, NotAnimator, ExchangeCancelled."""
    exchange = await lock_exchange(session, exchange_id)
    rights.require_animator(exchange.theme)
    if exchange.status == ExchangeStatus.CANCELLED:
        raise ExchangeCancelled(title=exchange.title)
    return exchange


async def lock_exchange(session: AsyncSession, exchange_id: int) -> Exchange:
    """One exchange, which nobody else changes or registers for meanwhile. Raises UnknownExchange.

    PostgreSQL locks its row; SQLite has one writer.
    """
    query = (
        select(Exchange)
        .where(Exchange.id == exchange_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    exchange = (await session.scalars(query)).one_or_none()
    if exchange is None:
        raise UnknownExchange
    return exchange


async def find_exchange(session: AsyncSession, exchange_id: int) -> Exchange | None:
    """One exchange by its number."""
    return await session.get(Exchange, exchange_id)


async def find_by_uid(session: AsyncSession, uid: str) -> Exchange | None:
    """One exchange by its name in calendars."""
    return (await session.scalars(select(Exchange).where(Exchange.uid == uid))).one_or_none()


def local(moment: str, zone: str) -> datetime:
    """Read an exchange's local time with its zone."""
    return datetime.fromisoformat(moment).replace(tzinfo=ZoneInfo(zone))


def in_utc(moment: datetime, zone: str) -> datetime:
    """When a local, naive time is, in UTC."""
    return moment.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def ends_at(exchange: Exchange) -> datetime:
    """When an exchange is over, in UTC; two hours after its start when nobody said."""
    if not exchange.ends:
        return exchange.starts_at + UNTOLD_LENGTH
    return local(exchange.ends, exchange.zone).astimezone(UTC)
