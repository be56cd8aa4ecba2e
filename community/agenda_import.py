"""An agenda kept elsewhere, taken as exchanges: each once by its name, whole or not at all."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from community.calendar.entries import Entry, Status
from community.calendar.prose import clean, one_line
from community.calendar.remarks import Reason, Remark
from community.db.tables import Exchange, Registration
from community.exchanges import (
    KINDS,
    ExchangeStatus,
    Plan,
    change_exchange,
    find_by_uid,
    in_utc,
    plan_exchange,
    plan_of,
    publish_exchange,
)
from community.replanning import call_off, replan
from community.roles import EVERYTHING
from french.folding import fold

# What kind of exchange a title tells, when nothing else does.
TOLD = {
    "visite": "visite_apprenante",
    "atelier": "atelier",
    "webinaire": "webinaire",
    "journee": "journee",
}
UNTOLD = "echange_de_pratiques"


@dataclass(slots=True)
class Taken:
    """What an agenda made, changed and cancelled, how much was so already, and what to say of it.

    `seated` is who got a seat by a change. With a fault among the remarks nothing was done.
    """

    made: list[Exchange] = field(default_factory=list)
    changed: list[Exchange] = field(default_factory=list)
    cancelled: list[Exchange] = field(default_factory=list)
    same: int = 0
    seated: list[tuple[Exchange, tuple[Registration, ...]]] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Step:
    """What one entry asks: how an exchange is to be, and the one that has its name."""

    entry: Entry
    plan: Plan
    known: Exchange | None

    @property
    def cancels(self) -> bool:
        return self.entry.status is Status.CANCELLED

    def remark(self, reason: Reason, value: str = "") -> Remark:
        return Remark(reason, self.entry.line, self.plan.title, value)


async def take(
    session: AsyncSession,
    entries: Iterable[Entry],
    themes: Mapping[str, str],
    now: datetime,
    *,
    theme: str = "",
    invites: bool = False,
) -> Taken:
    """Make, change or cancel exchanges as an agenda has them.

    `themes` gives slugs by folded names; `theme` is for entries that name none. Those who answered
    are told of changes as ever; a new exchange invites its theme only if `invites`.
    """
    taken, steps = Taken(), []
    for entry in entries:
        known = await find_by_uid(session, entry.uid)
        step = _Step(entry, _plan(entry, known, themes, theme), known)
        taken.remarks.extend(_asides(step, themes))
        if _is_same(step):
            taken.same += 1
        elif reason := _hindrance(step, now):
            taken.remarks.append(step.remark(reason, _written(step, reason)))
        else:
            steps.append(step)
    if not any(remark.fault for remark in taken.remarks):
        for step in steps:
            await _do(session, step, taken, now, invites=invites)
    return taken


# How an exchange is to be


def _plan(entry: Entry, known: Exchange | None, themes: Mapping[str, str], theme: str) -> Plan:
    """What calendars have no word for stays as it is, or is what the title tells."""
    plan = _cleaned(entry.plan)
    before = plan_of(known) if known is not None else None
    named = (themes.get(fold(name), "") for name in (plan.theme, *entry.categories))
    theme = before.theme if before else next(filter(None, named), theme)
    if before is not None and not entry.whole:
        before = _cleaned(before)
        plan = replace(
            plan,
            kind=before.kind,
            programme=before.programme,
            question=before.question,
            meal=before.meal,
            capacity=before.capacity,
        )
    kind = before.kind if before is not None else _told_kind(plan.title)
    return replace(plan, theme=theme, kind=plan.kind or kind)


def _told_kind(title: str) -> str:
    words = fold(title).split()
    return next((kind for word, kind in TOLD.items() if word in words), UNTOLD)


def _cleaned(plan: Plan) -> Plan:
    """A plan as it comes back from a calendar file."""
    values: dict[str, Any] = {one.name: getattr(plan, one.name) for one in fields(plan)}
    texts = {name: clean(text).strip() for name, text in values.items() if isinstance(text, str)}
    return Plan(**values | texts | {"title": one_line(plan.title)})


# What to do of it


def _is_same(step: _Step) -> bool:
    known = step.known
    if known is None or known.status == ExchangeStatus.DRAFT:
        return False
    if step.cancels or known.status == ExchangeStatus.CANCELLED:
        return step.cancels and known.status == ExchangeStatus.CANCELLED
    return _cleaned(plan_of(known)) == step.plan


def _asides(step: _Step, themes: Mapping[str, str]) -> Iterator[Remark]:
    """What is not followed of an entry that is taken."""
    named = step.entry.plan.theme
    if step.known is not None and named and themes.get(fold(named)) != step.known.theme:
        yield step.remark(Reason.OTHER_THEME, step.known.theme)


def _hindrance(step: _Step, now: datetime) -> Reason | None:
    """Why an entry is not taken."""
    checks = _of_unknown(step) if step.known is None else _of_known(step, step.known, now)
    past = in_utc(step.plan.starts, step.plan.zone) <= now
    checks |= {
        Reason.PAST: past and not step.cancels,
        Reason.NO_THEME: not step.plan.theme,
        Reason.BAD_KIND: step.plan.kind not in KINDS,
    }
    return next((reason for reason, hinders in checks.items() if hinders), None)


def _written(step: _Step, reason: Reason) -> str:
    """What the file says that hinders."""
    named = {Reason.NO_THEME: step.entry.plan.theme, Reason.BAD_KIND: step.plan.kind}
    return named.get(reason, "")


def _of_unknown(step: _Step) -> dict[Reason, bool]:
    return {Reason.NEVER_KNOWN: step.cancels, Reason.SAMPLE: step.entry.sample}


def _of_known(step: _Step, known: Exchange, now: datetime) -> dict[Reason, bool]:
    return {
        Reason.NEVER_KNOWN: known.status == ExchangeStatus.DRAFT and step.cancels,
        Reason.CANCELLED_HERE: known.status == ExchangeStatus.CANCELLED,
        Reason.STARTED: known.starts_at <= now,
        Reason.OLDER: _is_older(step.entry, known),
    }


def _is_older(entry: Entry, known: Exchange) -> bool:
    """Whether a file tells what was before the last change made here."""
    if entry.changed_at is not None and known.changed_at is not None:
        return entry.changed_at < known.changed_at.replace(microsecond=0)
    return entry.sequence is not None and entry.sequence < known.sequence


async def _do(
    session: AsyncSession, step: _Step, taken: Taken, now: datetime, *, invites: bool
) -> None:
    changed_at = _changed_at(step, now)
    if step.known is None or step.known.status == ExchangeStatus.DRAFT:
        exchange = await _make(session, step, now, invites=invites)
        taken.made.append(exchange)
    elif step.cancels:
        await _count(session, step.known, step.entry)
        exchange = await call_off(session, EVERYTHING, step.known.id, now)
        taken.cancelled.append(exchange)
    else:
        await _count(session, step.known, step.entry)
        change, seated = await replan(session, EVERYTHING, step.known.id, step.plan, now)
        exchange = change.exchange
        taken.changed.append(exchange)
        taken.seated.append((exchange, seated))
    exchange.changed_at = changed_at


def _changed_at(step: _Step, now: datetime) -> datetime:
    """When an exchange changed: as the file says, unless it says what we knew already."""
    said, known = step.entry.changed_at, step.known
    if said is None or (known is not None and known.changed_at and said <= known.changed_at):
        return now
    return said


async def _make(session: AsyncSession, step: _Step, now: datetime, *, invites: bool) -> Exchange:
    """Publish an exchange, under the name that calendars know it by."""
    if step.known is not None:
        change = await change_exchange(session, EVERYTHING, step.known.id, step.plan, now)
        exchange = change.exchange
    else:
        exchange = await plan_exchange(session, EVERYTHING, step.plan, now, uid=step.entry.uid)
    exchange.sequence = max(exchange.sequence, step.entry.sequence or 0)
    await session.flush()
    return await publish_exchange(session, EVERYTHING, exchange.id, now, invites=invites)


async def _count(session: AsyncSession, known: Exchange, entry: Entry) -> None:
    """Have the change that follows count at least as far as the file does."""
    known.sequence = max(known.sequence, (entry.sequence or 0) - 1)
    await session.flush()
