"""The exchanges to come: the list, and the card of one."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from community.agenda import coming_exchanges
from community.context import Context
from community.db.tables import Exchange
from community.exchanges import ExchangeStatus, find_exchange, local
from community.registrations import awaited, registrations_of
from community.shown import Shown
from community.themes import themes_of
from community.words import Choice, Reply, Request
from french.folding import fold
from french.typography import typeset
from handlers.exchange_card import answer_of, card, shown
from handlers.minutes import minutes_of
from handlers.opening import files_of
from handlers.paging import split_page

PAGE = 5
LARGEST = 2**31  # what a number of the database can be


class View(StrEnum):
    """Which exchanges: those she answered, those of her themes, or all."""

    MINE = "mine"
    THEMES = "themes"
    ALL = "all"


ASKED = {
    View.ALL: {"all", "tout", "tous", "toutes"},
    View.MINE: {"mine", "moi", "les miens", "mes echanges", "mes reponses"},
    View.THEMES: {"themes", "mes themes"},
}


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the list: an exchange, and what she answered to it."""

    exchange: Shown
    answer: str


async def agenda(request: Request, ctx: Context) -> Reply:
    """`/agenda [mine|themes|all] [pN]`: what is coming, in her themes unless she says."""
    asked, page = split_page(request.text)
    themes = await _my_themes(ctx)
    view = _view(asked, themes, ctx)
    coming = await _coming(view, themes, page, ctx)
    others, whose = _others(view, themes, ctx), _whose(view, ctx)
    discover = ctx.choice("agenda.discover", "/themes")
    if not coming:
        return ctx.reply(f"agenda.none_{whose}", *others, discover)
    listed = coming[:PAGE]
    choices = [Choice(label, f"/echange {one.id}") for label, one in named(listed)]
    if len(coming) > PAGE:
        choices.append(ctx.choice("agenda.next", f"/agenda {view} p{page + 1}"))
    entries = await _entries(listed, ctx)
    ways = (*choices, *(others or [discover]))
    return ctx.card("agenda", "agenda.list", *ways, view=whose, entries=entries)


def _view(asked: str, themes: Sequence[str], ctx: Context) -> View:
    said = next((view for view, ways in ASKED.items() if fold(asked) in ways), View.THEMES)
    if said is View.MINE and not _in_private(ctx):
        said = View.THEMES
    return said if themes or said is View.MINE else View.ALL


def _others(view: View, themes: Sequence[str], ctx: Context) -> list[Choice]:
    """The ways to the other lists there are for her: in a group, nobody's own."""
    themed = [View.THEMES] if themes else []
    hers = [View.MINE] if _in_private(ctx) else []
    known = [*themed, View.ALL, *hers] if themed or hers else []
    return [
        ctx.choice(f"agenda.{_whose(other, ctx)}", f"/agenda {other}")
        for other in known
        if other is not view
    ]


def _whose(view: View, ctx: Context) -> str:
    return "here" if view is View.THEMES and ctx.place else view


def _in_private(ctx: Context) -> bool:
    return ctx.member is not None and ctx.place is None


async def _coming(view: View, themes: Sequence[str], page: int, ctx: Context) -> list[Exchange]:
    """The exchanges of a page, and one more when others follow."""
    start = (page - 1) * PAGE
    if view is View.MINE:
        hers = ctx.require_member().id
        return await awaited(ctx.db, hers, ctx.now, limit=PAGE + 1, offset=start)
    of = list(ctx.library.themes) if view is View.ALL else themes
    return await coming_exchanges(ctx.db, ctx.now, of, limit=PAGE + 1, offset=start)


def named(listed: Sequence[Exchange]) -> list[tuple[str, Exchange]]:
    """Each exchange with its title, and its day too when others are called the same."""
    times = Counter(one.title for one in listed)
    return [
        (typeset(one.title if times[one.title] == 1 else f"{one.title}, {_day(one)}"), one)
        for one in listed
    ]


def _day(one: Exchange) -> str:
    return f"{local(one.starts, one.zone):%d/%m/%Y}"


async def _entries(listed: Sequence[Exchange], ctx: Context) -> list[Entry]:
    hers = {}
    if ctx.member is not None and ctx.place is None:
        hers = await registrations_of(ctx.db, ctx.member.id, [one.id for one in listed])
    return [
        Entry(
            shown(one, ctx),
            await answer_of(hers[one.id], ctx) if one.id in hers else "",
        )
        for one in listed
    ]


async def exchange(request: Request, ctx: Context) -> Reply:
    """`/echange ID`: everything about one."""
    found = await exchange_of(request.text, ctx)
    if found is None:
        return ctx.reply("agenda.gone", ctx.choice("agenda.back", "/agenda"))
    return await card(found, ctx, *await _ways(found, ctx))


async def about(rest: str, ctx: Context) -> str:
    """« Visite apprenante, 18/12/2026 », for a choice of `ID …`."""
    found = await exchange_of(rest.partition(" ")[0], ctx)
    return f"{found.title}, {_day(found)}" if found else ""


async def exchange_of(text: str, ctx: Context) -> Exchange | None:
    """The exchange of that number, if it is one that she may see: a draft is its animators'."""
    number = int(text) if text.isdecimal() and len(text) < 10 else LARGEST
    found = await find_exchange(ctx.db, number) if number < LARGEST else None
    if found is None or found.theme not in ctx.library.themes:
        return None
    hidden = found.status == ExchangeStatus.DRAFT and (
        ctx.place is not None or not ctx.rights.may_animate(found.theme)
    )
    return None if hidden else found


async def _ways(found: Exchange, ctx: Context) -> list[Choice]:
    """What else one can do from the card of an exchange."""
    ways = [*await files_of(found, ctx), *await minutes_of(found, ctx)]
    if found.status == ExchangeStatus.DRAFT:
        ways.append(ctx.choice("agenda.draft", f"/brouillon {found.id}"))
    elif ctx.place is None and ctx.rights.may_animate(found.theme):
        ways.append(ctx.choice("agenda.attendees", f"/inscrits {found.id}"))
        ways.append(ctx.choice("agenda.manage", f"/gerer {found.id}"))
        if found.starts_at <= ctx.now:
            ways.append(ctx.choice("documents.join", f"/document {found.id}"))
    if found.theme not in await _my_themes(ctx):
        ways.append(ctx.choice("agenda.join", f"/rejoindre {found.theme}"))
    return [*ways, ctx.choice("agenda.back", "/agenda")]


async def _my_themes(ctx: Context) -> list[str]:
    """Her themes; in a group, the theme that it was given to."""
    if ctx.place is not None:
        return [ctx.place.theme] if ctx.place.theme else []
    if ctx.member is None:
        return []
    return [membership.theme for membership in await themes_of(ctx.db, ctx.member.id)]
