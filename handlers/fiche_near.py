"""Fiches near a place: « près de Romans », « près de 26100 », « près de la Drôme »."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from community.context import Context
from community.words import Choice, Reply
from content.communes import Commune, commune, communes_at, communes_named
from content.entries import Fiche
from content.geography import Position, centres, distance, locate
from content.library import Library
from content.places import Kind, find_territories, key, named_territories
from french.folding import fold
from french.plurals import number
from handlers.fiche_filters import Filter, read_filter
from handlers.fiche_lists import CARD, PAGE, listed, pages
from handlers.paging import page_of
from handlers.territories import name_of

NEAR = re.compile(
    r"(?P<noun>(?:l[ae]s? |des |quel(?:le)?s )?(?:fiches?|poles?|ptce) )?"
    r"(?:(?:tout )?pres|proches?|autour|a cote)(?: (?:des?|du|d))?\b(?P<what>.*)"
)
HERE = frozenset({"chez moi", "chez nous", "moi", "nous", "ici"})
HOMONYMS = 6
DEPARTEMENT, REGION = Kind.DEPARTEMENT, Kind.REGION


@dataclass(frozen=True, slots=True)
class Place:
    """Somewhere one may ask from: `c26281` is a commune, `d26` the middle of a département."""

    code: str
    name: str
    position: Position
    exact: bool


@dataclass(frozen=True, slots=True)
class Away:
    """A pole, how far it is in kilometres, and whether it is just there."""

    fiche: Fiche
    kilometres: float
    exact: bool


def near_what(text: str) -> str | None:
    """What follows « près de »; None when it is not asked."""
    found = NEAR.fullmatch(fold(text))
    return found["what"].strip(" ?!.") if found else None


def near(asked: str, page: int, ctx: Context) -> Reply:
    """`/fiches pres PLACE`: the nearest first, once it is clear which place is meant.

    « Chez moi » is the territory that a member told.
    """
    if asked in HERE and ctx.member:
        asked = name_of(ctx.member.territory, ctx.library.departements) or asked
    if (within := _region(asked, ctx.library)).values:
        return listed(within, page, ctx)  # a région is no point
    places = list(_places(asked, ctx.library))[:HOMONYMS]
    if len(places) == 1:
        return _nearest(places[0], page, ctx)
    change = ctx.choice("fiches.change", "/fiches")
    if places:
        choices = (Choice(one.name, f"/fiches pres {one.code}") for one in places)
        return ctx.card(CARD, "fiches.which_place", *choices, change, text=asked[:80])
    return ctx.reply("fiches.no_place", change, text=asked[:80])


def _nearest(place: Place, page: int, ctx: Context) -> Reply:
    away = sorted(_away(place, ctx.library), key=lambda one: (one.kilometres, one.fiche.name))
    shown, _ = page_of(away, page, PAGE)
    command = f"/fiches pres {place.code}"
    choices = pages([one.fiche for one in away], page, command, ctx)
    return ctx.card(
        CARD,
        "fiches.nearest",
        *choices,
        name=place.name,
        exact=place.exact,
        fiches=[
            {"name": one.fiche.name, "km": number(round(one.kilometres)), "exact": one.exact}
            for one in shown
        ],
        vague=any(not one.exact for one in shown),
        nowhere=len(ctx.library.fiches) - len(away),
    )


def _away(place: Place, library: Library) -> Iterator[Away]:
    """Every pole that can be placed."""
    for fiche in library.fiches.values():
        if where := locate(fiche):
            yield Away(fiche, distance(place.position, where.position), where.exact)


def _region(asked: str, library: Library) -> Filter:
    """The filter of a région that is asked by its very name."""
    regions = [one for one in named_territories(asked, library.departements) if one.kind is REGION]
    return read_filter(regions[0].code, library).filter if regions else Filter()


def _places(asked: str, library: Library) -> Iterator[Place]:
    """What may be meant: a postal code's greatest commune, communes, or a département."""
    if re.fullmatch(r"c\w{5}", asked):
        found = commune(asked[1:].upper())
        yield from _communes((found,) if found else (), library)
    elif re.fullmatch(r"\d{5}", asked):
        yield from _communes(communes_at(asked)[:1], library)
    elif re.fullmatch(r"d\d\w{1,2}", asked):
        yield from _departements(asked[1:], library, ())
    else:
        found_ = communes_named(asked)
        yield from _communes(found_, library)
        yield from _departements(asked, library, found_)


def _communes(found: tuple[Commune, ...], library: Library) -> Iterator[Place]:
    for one in found:
        if one.position:
            departement = library.departements[one.departement].name
            yield Place(f"c{one.code}", f"{one.name} ({departement})", one.position, one.exact)


def _departements(asked: str, library: Library, beside: tuple[Commune, ...]) -> Iterator[Place]:
    """Départements of that name or number, but a city's own: Paris is Paris."""
    cities = {one.departement for one in beside if key(one.name) == key(asked)}
    for found in find_territories(asked, library.departements) if not beside or cities else ():
        centre = centres().get(found.code)
        if found.kind is DEPARTEMENT and centre and found.code not in cities:
            yield Place(f"d{found.code}", found.name, centre, exact=False)
