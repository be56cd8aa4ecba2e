"""The poles we know: found by name, or browsed by region, sector or status."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from community.context import Context
from community.words import Choice, Reply, Request
from content.entries import Fiche
from content.fiche_names import find_fiches
from content.library import Library
from french.folding import fold
from french.typography import typeset
from handlers.fiche_card import card, region_codes, shown_sources, status_name
from handlers.paging import page_of, split_page

PAGE = 8
CARD = "fiches"
LONGEST_CODE = 40  # bytes that a choice's command leaves for a value


@dataclass(frozen=True, slots=True)
class Value:
    """A region, a sector or a status: how a command names it, and how it is said."""

    code: str
    name: str


def _regions(library: Library, fiche: Fiche) -> Iterator[Value]:
    if fiche.region:
        yield Value(region_codes(library).get(fiche.region, _slug(fiche.region)), fiche.region)


def _sectors(_: Library, fiche: Fiche) -> Iterator[Value]:
    yield from (Value(_slug(sector), sector) for sector in fiche.sectors)


def _statuses(library: Library, fiche: Fiche) -> Iterator[Value]:
    yield from (Value(status, status_name(library, status, "button")) for status in fiche.status)


Facet = Callable[[Library, Fiche], Iterator[Value]]
FACETS: Mapping[str, Facet] = {"region": _regions, "secteur": _sectors, "statut": _statuses}


async def browse(request: Request, ctx: Context) -> Reply:
    """`/fiches [region|secteur|statut [VALUE]] [pN]`: choose how to look, then where, then read."""
    asked, page = split_page(request.text)
    word, _, value = asked.partition(" ")
    facet = fold(word)
    if facet not in FACETS:
        return _named(asked, page, ctx) if asked else _ways(ctx)
    if value:
        return _listed(facet, value.strip(), page, ctx) or _values(facet, 1, ctx)
    return _values(facet, page, ctx)


async def fiche(request: Request, ctx: Context) -> Reply:
    """`/fiche NAME`: the card of the pole that any part of its name, place or alias means."""
    asked, page = split_page(request.text)
    if not asked:
        return _ways(ctx)
    named = find_fiches(asked, ctx.library)
    if len(named.fiches) == 1:
        return card(ctx.library, named.fiches[0])
    text = asked[:80]
    if named.fiches:
        choices = _page_of_fiches(named.fiches, page, f"/fiche {_short(asked)}", ctx)
        return ctx.reply("fiches.several", *choices, text=text)
    all_fiches = ctx.choice("fiches.all", "/fiches")
    if named.near:
        return ctx.reply("fiches.near", *map(_offer, named.near), all_fiches, text=text)
    question = ctx.choice("fiches.question", "/question")
    return ctx.reply("fiches.none", all_fiches, question, text=text)


async def sources(request: Request, ctx: Context) -> Reply:
    """`/sources ID`: everything a fiche was learned from."""
    known = ctx.library.fiches.get(request.text)
    if known is None:
        return await fiche(request, ctx)
    back = ctx.choice("fiches.back", f"/fiche {known.id}")
    shown = shown_sources(ctx.library, known)
    everything = ctx.choice("fiches.all", "/fiches")
    return ctx.reply("fiches.all_sources", back, everything, name=known.name, sources=shown)


def _ways(ctx: Context) -> Reply:
    """The ways to look."""
    choices = (ctx.choice(f"fiches.by_{facet}", f"/fiches {facet}") for facet in FACETS)
    return ctx.card(CARD, "fiches.browse", *choices, total=len(ctx.library.fiches))


def _values(facet: str, page: int, ctx: Context) -> Reply:
    """The values of a facet, each with how many fiches it has, the richest first."""
    counted = _count(facet, ctx.library)
    ordered = sorted(counted, key=lambda value: (-counted[value], fold(value.name)))
    shown, more = page_of(ordered, page, PAGE)
    choices = [
        ctx.choice(
            "fiches.value",
            f"/fiches {facet} {value.code}",
            name=_capital(value.name),
            total=counted[value],
        )
        for value in shown
    ]
    if more:
        choices.append(ctx.choice("fiches.next", f"/fiches {facet} p{page + 1}"))
    return ctx.card(CARD, f"fiches.{facet}", *choices, ctx.choice("fiches.change", "/fiches"))


def _named(asked: str, page: int, ctx: Context) -> Reply:
    """`/fiches bretagne`: a value of any facet, by its name; else a search for a name."""
    for facet in FACETS:
        if (reply := _listed(facet, asked, page, ctx)) is not None:
            return reply
    found = find_fiches(asked, ctx.library).fiches
    if len(found) == 1:
        return card(ctx.library, found[0])
    if found:
        choices = _page_of_fiches(found, page, f"/fiches {_short(asked)}", ctx)
        return ctx.reply("fiches.several", *choices, text=asked[:80])
    return ctx.reply("fiches.none", ctx.choice("fiches.all", "/fiches"), text=asked[:80])


def _listed(facet: str, asked: str, page: int, ctx: Context) -> Reply | None:
    """The fiches of a value, named by its code or as people say it. None when there are none."""
    value = next((v for v in _count(facet, ctx.library) if _means(asked, v)), None)
    if value is None:
        return None
    library = ctx.library
    held = [f for f in library.fiches.values() if value in FACETS[facet](library, f)]
    ordered = tuple(sorted(held, key=lambda one: fold(one.name)))
    choices = _page_of_fiches(ordered, page, f"/fiches {facet} {value.code}", ctx)
    return ctx.card(CARD, "fiches.list", *choices, title=_capital(value.name), total=len(held))


def _page_of_fiches(
    fiches: tuple[Fiche, ...], page: int, command: str, ctx: Context
) -> list[Choice]:
    shown, more = page_of(fiches, page, PAGE)
    choices = [_offer(one) for one in shown]
    if more:
        choices.append(ctx.choice("fiches.next", f"{command} p{page + 1}"))
    return [*choices, ctx.choice("fiches.change", "/fiches")]


def _offer(one: Fiche) -> Choice:
    return Choice(typeset(one.button or one.name), f"/fiche {one.id}", (one.name, *one.aliases))


def _count(facet: str, library: Library) -> Counter[Value]:
    values = FACETS[facet]
    return Counter(value for one in library.fiches.values() for value in set(values(library, one)))


def _means(asked: str, value: Value) -> bool:
    return asked == value.code or fold(asked) in {fold(value.name), fold(value.code)}


def _slug(name: str) -> str:
    return _short(fold(name).replace(" ", "-"))


def _short(text: str) -> str:
    """As much of a text as a choice's command can carry."""
    return text.encode()[:LONGEST_CODE].decode(errors="ignore").strip()


def _capital(name: str) -> str:
    return name[:1].upper() + name[1:]
