"""What the bot will say of an exchange, and what its animator does not want said."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from community import reminders as rows
from community.context import Context
from community.db.tables import Exchange, Reminder
from community.exchanges import ExchangeStatus, ends_at
from community.reminders import ReminderStatus
from community.timing import SCHEDULE, Kind
from community.words import Choice, Reply, Request
from handlers.planning import preview
from handlers.which_exchange import by_number, exchange_of

SETTLED = (
    *(Kind.NUDGE, Kind.WEEK, Kind.EVE, Kind.BRIEF),
    *(Kind.HOUR, Kind.STARTING, Kind.THANKS, Kind.WRAP_UP),
)
OFF = "sans"


@dataclass(frozen=True, slots=True)
class Line:
    """A kind, when it is due in the exchange's time, and where it stands."""

    kind: Kind
    at: datetime
    status: str


async def reminders(request: Request, ctx: Context) -> Reply:
    """`/rappels [exchange]`: what will be said, and when; `ID avec|sans KIND` changes it."""
    number, _, change = request.text.partition(" ")
    how, _, name = change.partition(" ")
    if number.isdecimal() and name in SETTLED:
        one = await by_number(number, ctx)
        await rows.switch(ctx.db, ctx.rights, one, Kind(name), ends_at(one), ctx.now, on=how != OFF)
    else:
        found = await exchange_of(request.text, "rappels", ctx)
        if isinstance(found, Reply):
            return found
        one = found
    if one.status == ExchangeStatus.DRAFT:
        return await preview(one, ctx, ctx.say("reminding.draft"))
    return await _card(one, ctx)


async def _card(one: Exchange, ctx: Context) -> Reply:
    planned = await rows.of_exchange(ctx.db, one.id)
    kinds = (kind for kind in SETTLED if kind is not Kind.STARTING or one.visio)
    lines = [_line(kind, planned[kind], one) for kind in kinds if kind in planned]
    choices = [choice for line in lines if (choice := _switch(line, one, ctx))]
    back = ctx.choice("reminding.back", f"/echange {one.id}")
    return ctx.card(
        f"reminders/{one.id}", "reminding.card", *choices, back, title=one.title, lines=lines
    )


def _line(kind: Kind, row: Reminder, one: Exchange) -> Line:
    at = SCHEDULE[kind].of(one, ends_at(one)).astimezone(ZoneInfo(one.zone))
    return Line(kind, at, row.status)


def _switch(line: Line, one: Exchange, ctx: Context) -> Choice | None:
    """The choice to have a kind said no more, or again; none for what was said."""
    what = ctx.library.texts.label(f"reminding.{line.kind}")
    if line.status == ReminderStatus.PENDING:
        return ctx.choice("reminding.without", f"/rappels {one.id} {OFF} {line.kind}", what=what)
    if line.status == ReminderStatus.OFF:
        return ctx.choice("reminding.with", f"/rappels {one.id} avec {line.kind}", what=what)
    return None
