"""The exchanges to come: the list, and the card of one."""

from community.context import Context
from community.db.tables import Exchange
from community.exchanges import coming_exchanges, find_exchange
from community.themes import themes_of
from community.words import Choice, Reply, Request
from french.folding import fold
from french.typography import typeset
from handlers.exchange_card import card, shown
from handlers.minutes import minutes_of
from handlers.paging import page_of, split_page

PAGE = 5
ALL = frozenset({"all", "tout", "tous", "toutes"})
LARGEST = 2**31  # what a number of the database can be


async def agenda(request: Request, ctx: Context) -> Reply:
    """`/agenda [mine|all] [pN]`: what is coming, in her themes for a member, else in all."""
    asked, page = split_page(request.text)
    mine = await _my_themes(ctx)
    everything = not mine or fold(asked) in ALL
    this, other = ("all", "mine") if everything else ("mine", "all")
    coming = await coming_exchanges(ctx.db, ctx.now, ctx.library.themes if everything else mine)
    listed, more = page_of(coming, page, PAGE)
    if not listed:
        return _nothing(everything=everything, ctx=ctx)
    choices = [Choice(typeset(one.title), f"/echange {one.id}") for one in listed]
    if more:
        choices.append(ctx.choice("agenda.next", f"/agenda {this} p{page + 1}"))
    if mine:
        choices.append(ctx.choice(f"agenda.{other}", f"/agenda {other}"))
    else:
        choices.append(ctx.choice("agenda.themes", "/themes"))
    exchanges = [shown(one, ctx) for one in listed]
    return ctx.card("agenda", "agenda.list", *choices, mine=not everything, exchanges=exchanges)


async def exchange(request: Request, ctx: Context) -> Reply:
    """`/echange ID`: everything about one."""
    number = int(request.text) if request.text.isdecimal() and len(request.text) < 10 else LARGEST
    found = await find_exchange(ctx.db, number) if number < LARGEST else None
    if found is None or found.theme not in ctx.library.themes:
        return ctx.reply("agenda.gone", ctx.choice("agenda.back", "/agenda"))
    return card(found, ctx, *await _ways(found, ctx))


async def _ways(found: Exchange, ctx: Context) -> tuple[Choice, ...]:
    """What one can do from the card of an exchange."""
    door = "theme" if found.theme in await _my_themes(ctx) else "join"
    command = {"theme": "/theme", "join": "/rejoindre"}[door]
    return (
        *await minutes_of(found, ctx),
        ctx.choice(f"agenda.{door}", f"{command} {found.theme}"),
        ctx.choice("agenda.back", "/agenda"),
    )


def _nothing(*, everything: bool, ctx: Context) -> Reply:
    if everything:
        return ctx.reply("agenda.none", ctx.choice("agenda.themes", "/themes"))
    return ctx.reply(
        "agenda.none_mine",
        ctx.choice("agenda.all", "/agenda all"),
        ctx.choice("agenda.themes", "/themes"),
    )


async def _my_themes(ctx: Context) -> list[str]:
    """Her themes; in a group, the theme that it was given to."""
    if ctx.place is not None:
        return [ctx.place.theme] if ctx.place.theme else []
    if ctx.member is None:
        return []
    return [membership.theme for membership in await themes_of(ctx.db, ctx.member.id)]
