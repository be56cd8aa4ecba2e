"""Which exchange an animator means: by its number, words of its title, or from the list."""

from collections.abc import Collection

from community.agenda import begun_exchanges, coming_exchanges, drafts
from community.context import Context
from community.db.tables import Exchange
from community.errors import ExchangeCancelled, NotAnimator, UnknownExchange
from community.exchanges import ExchangeStatus, find_exchange, local
from community.words import Choice, Reply
from french.dates import day_and_month
from french.folding import essence
from french.typography import typeset
from handlers.paging import page_of, split_page

PAGE = 8


def hers(ctx: Context) -> list[str]:
    """The slugs of the themes she animates."""
    return [slug for slug in ctx.library.themes if ctx.rights.may_animate(slug)]


async def by_number(text: str, ctx: Context) -> Exchange:
    """The exchange of that number, if it is hers. Raises UnknownExchange, NotAnimator."""
    number = text.strip()
    one = None
    if number.isdecimal() and len(number) < 10:
        one = await find_exchange(ctx.db, int(number))
    if one is None:
        raise UnknownExchange
    ctx.rights.require_animator(one.theme)
    return one


async def exchange_of(
    text: str, command: str, ctx: Context, *, with_drafts: bool = False, begun: bool = False
) -> Exchange | Reply:
    """The exchange that `/command TEXT` is about, or those to choose from.

    They are those to come, or those that have `begun`.
    Raises NotAnimator, UnknownExchange, ExchangeCancelled.
    """
    if text.isdecimal():
        one = await by_number(text, ctx)
        if one.status == ExchangeStatus.CANCELLED:
            raise ExchangeCancelled(title=one.title)
        return one
    asked, page = split_page(text)
    themes = hers(ctx)
    if not themes:
        raise NotAnimator
    known = await (begun_exchanges if begun else coming_exchanges)(ctx.db, ctx.now, themes)
    if begun and not known:
        return ctx.reply(
            "which_exchange.none_begun", ctx.choice("which_exchange.agenda", "/agenda")
        )
    known = [*(await drafts(ctx.db, themes) if with_drafts else []), *known]
    meant = _named(asked, known) if asked else known
    if len(meant) == 1 and (asked or len(known) == 1):
        return meant[0]
    missed = asked if known and not meant else ""
    return which(meant or known, page, f"{command} {asked}" if meant else command, ctx, missed)


def _named(text: str, known: Collection[Exchange]) -> list[Exchange]:
    """The exchanges whose day and title hold all the words said."""
    said = set(essence(text).split())
    return [one for one in known if said <= set(essence(label_of(one)).split())]


def which(known: list[Exchange], page: int, command: str, ctx: Context, missed: str = "") -> Reply:
    """Exchanges to choose from for `/command`, a page at a time, below words that are of none."""
    if not known:
        return ctx.reply("which_exchange.none", ctx.choice("which_exchange.plan", "/planifier"))
    listed, more = page_of(known, page, PAGE)
    name = command.split(maxsplit=1)[0]
    choices = [Choice(label_of(one), f"/{name} {one.id}") for one in listed]
    following = f"/{command.strip()} p{page + 1}"
    if more and len(following.encode()) <= 64:
        choices.append(ctx.choice("which_exchange.next", following))
    return ctx.reply("which_exchange.which", *choices, missed=missed)


def label_of(one: Exchange) -> str:
    """« 18 décembre : Visite apprenante », short enough for a button."""
    return typeset(f"{day_and_month(local(one.starts, one.zone))} : {one.title}")
