"""For administrators: how the bot is, content read again, a request tried again."""

from dataclasses import dataclass
from datetime import datetime

from community.context import Context, Event
from community.post import inbox, leases, outbox, statuses
from community.post.outbox import DeliveryStatus
from community.words import Reply, Request

RETRIES_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Sign:
    """The last sign of life of a door or a job, at the reader's time."""

    name: str
    at: datetime
    detail: str


@dataclass(frozen=True, slots=True)
class Held:
    """Who leads a door or keeps the time: the living processes, numbered."""

    name: str
    holder: int


async def state(_: Request, ctx: Context) -> Reply:
    """`/etat`: doors, what waits, what was put aside, who does what, disk and version."""
    waiting, _shelved = await inbox.counts(ctx.db)
    shelved = await inbox.shelved(ctx.db)
    counted = await outbox.counts(ctx.db)
    retries = [
        ctx.choice("state.retry", f"/reprendre_demande {row}", id=row)
        for row in shelved[:RETRIES_SHOWN]
    ]
    return ctx.reply(
        "state.state",
        *retries,
        ctx.choice("state.reload", "/recharger"),
        ctx.choice("state.help", "/aide"),
        report=ctx.report(),
        signs=await _signs(ctx),
        leases=await _leases(ctx),
        waiting=waiting,
        shelved=shelved,
        deliveries={status.value: counted.get(status, 0) for status in DeliveryStatus},
    )


async def reload(_: Request, ctx: Context) -> Reply:
    """`/recharger`: have the content read again; how it went is told in a message of its own."""
    ctx.after(Event.CONTENT_CHANGED)
    return ctx.reply("state.reloading", ctx.choice("state.state", "/etat"))


async def retry(request: Request, ctx: Context) -> Reply:
    """`/reprendre_demande ID`: give a request that was put aside its three tries again."""
    number = int(request.text) if request.text.isdecimal() and len(request.text) < 10 else 0
    back = ctx.choice("state.state", "/etat")
    if not await inbox.restart_tries(ctx.db, number):
        return ctx.reply("state.not_shelved", back)
    return ctx.reply("state.restarted", back, id=number)


async def _signs(ctx: Context) -> list[Sign]:
    found = await statuses.all_statuses(ctx.db)
    return [Sign(one.name, one.at.astimezone(ctx.zone), one.detail) for one in found]


async def _leases(ctx: Context) -> list[Held]:
    found = await leases.living(ctx.db, ctx.now)
    holders = list(dict.fromkeys(one.holder for one in found))
    return [
        Held(one.name.removeprefix("door:"), holders.index(one.holder) + 1)
        for one in found
        if not one.name.startswith("alive:")
    ]
