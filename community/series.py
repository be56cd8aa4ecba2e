"""Exchanges that come back by a rule: each is its own, made three months ahead, invited in turn.

An exchange that a rule made keeps in its UID the date it had by the rule, so it is made once and
may then be moved or cancelled alone.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from community import reminders
from community.db.tables import Exchange, Series
from community.exchanges import ExchangeStatus, Plan, ends_at, in_utc, new_exchange, plan_of
from community.replanning import call_off
from community.roles import Rights

AHEAD = timedelta(days=92)


async def set_rule(
    session: AsyncSession, rights: Rights, draft: Exchange, rule: str, now: datetime
) -> None:
    """Have a draft come back by a rule (RFC 5545, RRULE), or only once. Raises NotAnimator."""
    rights.require_animator(draft.theme)
    series = await _series_of(session, draft)
    if series is None and rule:
        series = Series(
            theme=draft.theme, rule=rule, starts=draft.starts, zone=draft.zone, created_at=now
        )
        session.add(series)
        await session.flush()
        draft.series_id = series.id
    elif series is not None and rule:
        series.rule, series.starts, series.zone = rule, draft.starts, draft.zone
    elif series is not None:
        draft.series_id = None
        await session.delete(series)


async def rule_of(session: AsyncSession, exchange: Exchange) -> str:
    """The rule an exchange comes back by; empty when it does not, or no more."""
    series = await _series_of(session, exchange)
    return series.rule if series is not None and series.ended_at is None else ""


async def _series_of(session: AsyncSession, exchange: Exchange) -> Series | None:
    return await session.get(Series, exchange.series_id) if exchange.series_id else None


async def dates(session: AsyncSession, exchange: Exchange, now: datetime) -> list[datetime]:
    """When a draft will come back in the three months to come, in its own time."""
    series = await _series_of(session, exchange)
    return list(_coming(series, now)) if series is not None else []


async def extend(session: AsyncSession, now: datetime) -> None:
    """Make the exchanges of every series that are missing in the three months to come."""
    for series in await session.scalars(select(Series).where(Series.ended_at.is_(None))):
        await _make_missing(session, series, now)


async def extend_from(session: AsyncSession, exchange: Exchange, now: datetime) -> None:
    """Make what follows an exchange that was just published."""
    series = await _series_of(session, exchange)
    if series is not None and series.ended_at is None:
        await _make_missing(session, series, now)


async def _make_missing(session: AsyncSession, series: Series, now: datetime) -> None:
    """A series whose first exchange is still a draft waits for it."""
    made = await _made(session, series.id)
    if not made or made[0].status == ExchangeStatus.DRAFT:
        return
    known = {exchange.uid for exchange in made}
    model = plan_of(made[-1])
    for start in _coming(series, now):
        uid = f"{made[0].uid}-{start:%Y%m%dT%H%M}"
        if uid not in known:
            await _make(session, series, _at(model, start), uid, now)


async def _made(session: AsyncSession, series_id: int) -> list[Exchange]:
    """The exchanges of a series as they were made: the first one, then by the rule."""
    query = select(Exchange).where(Exchange.series_id == series_id).order_by(Exchange.id)
    return list(await session.scalars(query))


def _coming(series: Series, now: datetime) -> Iterator[datetime]:
    """The local starts by the rule in the three months to come, without the first of all."""
    first = datetime.fromisoformat(series.starts)
    today = now.astimezone(ZoneInfo(series.zone)).replace(tzinfo=None)
    for start in rrulestr(series.rule, dtstart=first).between(today, today + AHEAD):
        if start != first and in_utc(start, series.zone) > now:
            yield start


def _at(model: Plan, start: datetime) -> Plan:
    length = model.ends - model.starts if model.ends else None
    return replace(model, starts=start, ends=start + length if length else None)


async def _make(session: AsyncSession, series: Series, plan: Plan, uid: str, now: datetime) -> None:
    exchange = new_exchange(plan, uid, now, series_id=series.id)
    exchange.status = ExchangeStatus.PUBLISHED
    session.add(exchange)
    await session.flush()
    await reminders.plan(session, exchange, ends_at(exchange), now, invites=False)


async def invite_next(session: AsyncSession, now: datetime) -> None:
    """Invite to the next exchange of each series, once those before it have begun."""
    query = (
        select(Exchange)
        .where(
            Exchange.series_id.is_not(None),
            Exchange.status == ExchangeStatus.PUBLISHED,
            Exchange.starts_at > now,
        )
        .order_by(Exchange.starts_at, Exchange.id)
    )
    seen: set[int | None] = set()
    for exchange in await session.scalars(query):
        if exchange.series_id not in seen:
            await reminders.invite(session, exchange, ends_at(exchange), now)
        seen.add(exchange.series_id)


async def following(session: AsyncSession, exchange: Exchange) -> list[Exchange]:
    """The published exchanges of a series that come after this one, the next first."""
    if exchange.series_id is None:
        return []
    query = (
        select(Exchange)
        .where(
            Exchange.series_id == exchange.series_id,
            Exchange.status == ExchangeStatus.PUBLISHED,
            Exchange.starts_at > exchange.starts_at,
        )
        .order_by(Exchange.starts_at, Exchange.id)
    )
    return list(await session.scalars(query))


async def end(
    session: AsyncSession, rights: Rights, exchange: Exchange, now: datetime
) -> list[Exchange]:
    """Call off an exchange and those of its series that follow; no more are made.

    Raises NotAnimator, ExchangeCancelled, ExchangeStarted.
    """
    off = [exchange, *await following(session, exchange)]
    for one in off:
        await call_off(session, rights, one.id, now)
    series = await _series_of(session, exchange)
    if series is not None:
        series.ended_at = now
    return off
