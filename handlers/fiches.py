"""The poles we know: found by name, or browsed by region, sector, status or impulse."""

from dataclasses import replace

from community.context import Context
from community.words import Reply, Request
from content.fiche_names import find_fiches
from french.folding import fold
from handlers.fiche_card import more, shown_sources
from handlers.fiche_filters import NARROW, read_filter
from handlers.fiche_lists import listed, narrowing, offer, pages, values, ways
from handlers.fiche_near import near, near_what
from handlers.fiche_ways import shown
from handlers.paging import split_page
from handlers.stories import telling
from handlers.told_poles import known_poles

LONGEST_NAME = 40  # bytes that a choice's command leaves for what was asked


async def browse(request: Request, ctx: Context) -> Reply:
    """`/fiches [VALUES] [region|secteur|statut|impulsion|preciser] [pN]`: choose, then read.

    The values of several facets go together, by their codes or names: `84 temoin`. `près de PLACE`
    takes a commune, a postal code or a département.
    """
    ctx.library = await known_poles(ctx.db, ctx.library)
    text, page = split_page(request.text)
    if (place := near_what(text)) is not None:
        return near(place, page, ctx) if place else ways(ctx)
    read = read_filter(text, ctx.library)
    if read.asked == NARROW:
        return narrowing(read.filter, ctx) if read.filter.values else ways(ctx)
    if read.asked:
        return values(read.asked, read.filter, 1 if read.rest else page, ctx)
    if read.rest or _called(text, ctx):
        return await _named(text, page, ctx)
    return listed(read.filter, page, ctx) if read.filter.values else ways(ctx)


async def fiche(request: Request, ctx: Context) -> Reply:
    """`/fiche NAME`: the card of the pole that any part of its name, place or alias means."""
    ctx.library = await known_poles(ctx.db, ctx.library)
    asked, page = split_page(request.text)
    if not asked:
        return ways(ctx)
    named = find_fiches(asked, ctx.library)
    if len(named.fiches) == 1:
        return await shown(named.fiches[0], ctx)
    text = asked[:80]
    if named.fiches:
        choices = pages(named.fiches, page, f"/fiche {_short(asked)}", ctx)
        return ctx.reply("fiches.several", *choices, text=text)
    all_fiches = ctx.choice("fiches.all", "/fiches")
    if named.near:
        return ctx.reply("fiches.near", *map(offer, named.near), all_fiches, text=text)
    question = ctx.choice("fiches.question", "/question")
    return ctx.reply("fiches.none", all_fiches, question, text=text)


async def further(request: Request, ctx: Context) -> Reply:
    """`/suite ID`: what a card has no room for, and where to go on."""
    known = ctx.library.fiches.get(request.text)
    if known is None:
        return await fiche(request, ctx)
    reply = more(ctx.library, known)
    return replace(reply, choices=(*telling(known, ctx), *reply.choices))


async def sources(request: Request, ctx: Context) -> Reply:
    """`/sources ID`: everything a fiche was learned from."""
    known = ctx.library.fiches.get(request.text)
    if known is None:
        return await fiche(request, ctx)
    back = ctx.choice("fiches.back", f"/fiche {known.id}")
    shown = shown_sources(ctx.library, known)
    everything = ctx.choice("fiches.all", "/fiches")
    return ctx.reply("fiches.all_sources", back, everything, name=known.name, sources=shown)


async def _named(asked: str, page: int, ctx: Context) -> Reply:
    """`/fiches archer`: what is no value may be a name."""
    found = find_fiches(asked, ctx.library).fiches
    if len(found) == 1:
        return await shown(found[0], ctx)
    if found:
        choices = pages(found, page, f"/fiches {_short(asked)}", ctx)
        return ctx.reply("fiches.several", *choices, text=asked[:80])
    return ctx.reply("fiches.none", ctx.choice("fiches.all", "/fiches"), text=asked[:80])


def _called(text: str, ctx: Context) -> bool:
    """Whether some fiche is called just that: « Pôle Laine » is no sector."""
    fiches = ctx.library.fiches.values()
    return any(fold(text) == fold(name) for one in fiches for name in (one.name, *one.aliases))


def _short(text: str) -> str:
    """As much of a text as a choice's command can carry."""
    return text.encode()[:LONGEST_NAME].decode(errors="ignore").strip()
