"""Fiches in lists: the ways to look, the values of a facet, and the fiches that have them."""

from collections.abc import Iterator, Sequence

from community.context import Context
from community.words import Choice, Reply
from content.entries import Fiche
from french.folding import fold
from french.typography import typeset
from handlers.fiche_filters import FACETS, NARROW, Filter, count
from handlers.paging import page_of

PAGE = 7  # with the ways on, ten choices
CARD = "fiches"


def ways(ctx: Context) -> Reply:
    """The ways to look."""
    choices = [ctx.choice(f"fiches.by_{facet}", f"/fiches {facet}") for facet in FACETS]
    choices.append(ctx.choice("fiches.map", "/carte"))
    return ctx.card(CARD, "fiches.browse", *choices, total=len(ctx.library.fiches))


def values(facet: str, within: Filter, page: int, ctx: Context) -> Reply:
    """The values of a facet, each with how many fiches it has there, the richest first."""
    counted = count(facet, within.held(ctx.library), ctx.library)
    ordered = sorted(counted, key=lambda value: (-counted[value], fold(value.name)))
    shown, more = page_of(ordered, page, PAGE)
    choices = [
        ctx.choice(
            "fiches.value",
            _command(within.narrowed(facet, value)),
            name=capital(value.name),
            total=counted[value],
        )
        for value in shown
    ]
    if more:
        choices.append(ctx.choice("fiches.next", f"{_command(within)} {facet} p{page + 1}"))
    change = ctx.choice("fiches.change", "/fiches")
    return ctx.card(CARD, f"fiches.{facet}", *choices, change, within=capital(within.name))


def narrowing(chosen: Filter, ctx: Context) -> Reply:
    """What else a list can be chosen by, and where it is on the map."""
    choices = [
        ctx.choice(f"fiches.by_{facet}", f"{_command(chosen)} {facet}")
        for facet in _dividing(chosen, ctx)
    ]
    choices += (
        ctx.choice("fiches.map", f"/carte {chosen.code}"),
        ctx.choice("fiches.whole", _command(chosen)),
        ctx.choice("fiches.change", "/fiches"),
    )
    total = len(chosen.held(ctx.library))
    return ctx.card(CARD, "fiches.narrow", *choices, title=capital(chosen.name), total=total)


def listed(chosen: Filter, page: int, ctx: Context) -> Reply:
    """The fiches that have all that was chosen; where there are none, what to let go."""
    held = chosen.held(ctx.library)
    title = capital(chosen.name)
    if not held:
        return ctx.card(CARD, "fiches.no_such", *_letting_go(chosen, ctx), title=title)
    more = [ctx.choice("fiches.narrow", f"{_command(chosen)} {NARROW}")]
    choices = pages(held, page, _command(chosen), ctx, more if len(held) > 1 else ())
    return ctx.card(CARD, "fiches.list", *choices, title=title, total=len(held))


def pages(
    fiches: Sequence[Fiche], page: int, command: str, ctx: Context, ways_on: Sequence[Choice] = ()
) -> list[Choice]:
    """A page of fiches to read, and where to go from there."""
    shown, more = page_of(fiches, page, PAGE)
    choices = [offer(one) for one in shown]
    if more:
        choices.append(ctx.choice("fiches.next", f"{command} p{page + 1}"))
    return [*choices, *ways_on, ctx.choice("fiches.change", "/fiches")]


def offer(one: Fiche) -> Choice:
    """A fiche to read."""
    return Choice(typeset(one.button or one.name), f"/fiche {one.id}", (one.name, *one.aliases))


def capital(name: str) -> str:
    """A name as a sentence begins with it."""
    return name[:1].upper() + name[1:]


def _dividing(chosen: Filter, ctx: Context) -> Iterator[str]:
    """The facets by which some of these fiches are not like the others."""
    held = chosen.held(ctx.library)
    for facet in FACETS:
        if facet not in chosen.values and any(
            total < len(held) for total in count(facet, held, ctx.library).values()
        ):
            yield facet


def _letting_go(chosen: Filter, ctx: Context) -> Iterator[Choice]:
    """The same without one of its values; then everything."""
    for facet, value in chosen.values.items():
        if len(chosen.values) > 1:
            rest = Filter({one: kept for one, kept in chosen.values.items() if one != facet})
            yield ctx.choice("fiches.without", _command(rest), name=value.name)
    yield ctx.choice("fiches.change", "/fiches")


def _command(chosen: Filter) -> str:
    return f"/fiches {chosen.code}".strip()
