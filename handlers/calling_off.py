"""Calling an exchange off, alone or with those of its series that follow."""

from community import series
from community.context import Context
from community.db.tables import Exchange
from community.exchanges import local
from community.replanning import call_off as cancel
from community.replanning import concerned, reached
from community.words import Reply, Request
from handlers.which_exchange import by_number, exchange_of


async def call_off(request: Request, ctx: Context) -> Reply:
    """`/annuler_echange [exchange]`: ask once more, with the number of people who will be told."""
    one = await exchange_of(request.text, "annuler_echange", ctx)
    if isinstance(one, Reply):
        return one
    following = await series.following(ctx.db, one)
    choices = [ctx.choice("calling_off.yes", f"/annuler_echange_oui {one.id}")]
    if following:
        choices.append(ctx.choice("calling_off.all", f"/annuler_suite_oui {one.id}"))
    return ctx.reply(
        "calling_off.sure",
        *choices,
        ctx.choice("calling_off.no", f"/echange {one.id}"),
        title=one.title,
        starts=local(one.starts, one.zone),
        people=await concerned(ctx.db, [one.id]),
        following=len(following),
        people_of_all=await concerned(ctx.db, [one.id, *(other.id for other in following)]),
    )


async def called_off(request: Request, ctx: Context) -> Reply:
    """`/annuler_echange_oui ID`: it will not take place."""
    one = await by_number(request.text, ctx)
    told = await reached(ctx.db, [one.id])
    await cancel(ctx.db, ctx.rights, one.id, ctx.now)
    return _done(one, 1, told, ctx)


async def ended(request: Request, ctx: Context) -> Reply:
    """`/annuler_suite_oui ID`: neither it nor those that follow will take place."""
    one = await by_number(request.text, ctx)
    everything = [one.id, *(other.id for other in await series.following(ctx.db, one))]
    told = await reached(ctx.db, everything)
    off = await series.end(ctx.db, ctx.rights, one, ctx.now)
    return _done(one, len(off), told, ctx)


def _done(one: Exchange, count: int, told: tuple[int, int], ctx: Context) -> Reply:
    people, agendas = told
    return ctx.reply(
        "calling_off.done",
        ctx.choice("calling_off.plan", "/planifier"),
        ctx.choice("calling_off.agenda", "/agenda"),
        title=one.title,
        count=count,
        people=people,
        agendas=agendas,
    )
