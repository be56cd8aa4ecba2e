"""`/carte`: where poles are, as a picture that is said in words too."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from community.context import Context
from community.db.engine import Session
from community.words import Attachment, Reply, Request
from content.entries import Fiche, dated
from content.geography import OVERSEAS, Outline, locate, outline
from content.library import Library
from french.folding import fold
from french.plurals import plural
from french.typography import typeset
from handlers.fiche_filters import Filter, read_filter
from handlers.fiche_lists import capital
from handlers.told_poles import known_poles

# The first that a pole has draws it: a shape for each kind of status, and for those without.
SHAPES = {
    "temoin": "star",
    "laureat": "square",
    "laureat_ami": "circle",
    "emergent": "triangle",
    "repere": "diamond",
}
OTHER = "cross"
POLES = ("pôle", "pôles")
LISTED = 40  # poles that are named in words beside the picture


class Line(NamedTuple):
    """A line of the legend."""

    shape: str | None
    hollow: bool
    said: str


async def show(request: Request, ctx: Context) -> Reply:
    """`/carte [VALUES]`: the poles of a filter, or all of them."""
    ctx.library = await known_poles(ctx.db, ctx.library)
    read = read_filter(request.text, ctx.library)
    fiches = read.filter.held(ctx.library)
    if read.rest or not fiches:
        whole = ctx.choice("pole_map.whole", "/carte")
        every = ctx.choice("pole_map.fiches", "/fiches")
        return ctx.reply("pole_map.none", whole, every, text=request.text.strip()[:80])
    picture = Attachment("map.png", (read.filter.code,), "carte-des-poles.png")
    command = f"/fiches {read.filter.code}".strip()
    choices = [ctx.choice("pole_map.list" if read.filter.values else "pole_map.fiches", command)]
    if read.filter.values:
        choices.append(ctx.choice("pole_map.whole", "/carte"))
    return ctx.reply(
        "pole_map.text",
        *choices,
        attachments=(picture,),
        title=_title(read.filter, ctx.library),
        statuses=[said for _, said in _statuses(fiches, ctx.library)],
        regions=_by_region(fiches),
        named=len(fiches) <= LISTED,
        **_placed(fiches),
    )


async def told(session: Session, library: Library, recipe: Attachment) -> Mapping[str, object]:
    """What `drawing.france` is told of a recipe."""
    library = await known_poles(session, library)
    return told_of(read_filter(recipe.args[0], library).filter, library)


def told_of(chosen: Filter, library: Library) -> Mapping[str, object]:
    """What it is told of a filter: `title`, `alt`, `foot`, the land, the marks and the legend."""
    fiches = chosen.held(library)
    legend = list(_legend(fiches, library))
    title, drawn = _title(chosen, library), outline()
    return {
        "title": title,
        "alt": " ; ".join([title, *(line.said for line in legend)]),
        "foot": typeset(library.texts.label("pole_map.foot")),
        "mainland": drawn["metropole"],
        "insets": [_inset(name, drawn) for name in OVERSEAS if _holds(name, fiches)],
        "marks": list(_marks(fiches)),
        "legend": [line._asdict() for line in legend],
    }


def _title(chosen: Filter, library: Library) -> str:
    within = capital(chosen.name)
    return typeset(
        library.texts.label("pole_map.title_within" if within else "pole_map.title", name=within)
    )


def _marks(fiches: Sequence[Fiche]) -> Iterator[Mapping[str, object]]:
    """Each pole that can be placed; those whose commune is known get their names first."""
    placed = [(one, where) for one in fiches if (where := locate(one))]
    for one, where in sorted(placed, key=lambda pair: (not pair[1].exact, _rank(pair[0]))):
        yield {
            "shape": _shape(one),
            "hollow": not where.exact,
            "longitude": where.position.longitude,
            "latitude": where.position.latitude,
            "name": typeset(one.button or one.name),
        }


def _placed(fiches: Sequence[Fiche]) -> dict[str, int]:
    """How many are on the picture, in no known commune, nowhere, and in no region either."""
    where = [(one, locate(one)) for one in fiches]
    nowhere = [one for one, at in where if at is None]
    return {
        "placed": len(fiches) - len(nowhere),
        "vague": sum(1 for _, at in where if at and not at.exact),
        "nowhere": len(nowhere),
        "regionless": sum(1 for one in nowhere if not one.region),
    }


def _statuses(
    fiches: Sequence[Fiche], library: Library, unit: tuple[str, str] | None = None
) -> Iterator[tuple[str, str]]:
    """Each shape on the picture with what it means, and how many there are, with their `unit`."""
    counted = Counter(_shape(one) for one in fiches if locate(one))
    for shape in (*SHAPES.values(), OTHER):
        if count := counted[shape]:
            total = plural(count, *unit) if unit else str(count)
            yield shape, typeset(library.texts.label(f"pole_map.{shape}", total=total))


def _legend(fiches: Sequence[Fiche], library: Library) -> Iterator[Line]:
    """How many poles have each shape, how many are not just there, and how many are nowhere."""
    full = {_shape(one) for one in fiches if (where := locate(one)) and where.exact}
    for shape, said in _statuses(fiches, library, POLES):
        yield Line(shape, hollow=shape not in full, said=said)
    counted = _placed(fiches)
    for name in ("vague", "nowhere"):
        if counted[name]:
            said = library.texts.label(f"pole_map.{name}", total=plural(counted[name], *POLES))
            yield Line(None, hollow=False, said=typeset(said))


def _by_region(fiches: Sequence[Fiche]) -> list[tuple[str, list[str]]]:
    """The names of each region, for who does not see the picture; those without come last."""
    regions: dict[str, list[str]] = {}
    for one in sorted(fiches, key=lambda one: (one.region is None, fold(one.region or ""))):
        regions.setdefault(one.region or "", []).append(one.name)
    return list(regions.items())


def _shape(fiche: Fiche) -> str:
    return (*SHAPES.values(), OTHER)[_rank(fiche)]


def _rank(fiche: Fiche) -> int:
    """Which kind of status comes first for it, from 0."""
    has = {dated(status)[0] for status in fiche.status}
    return next((rank for rank, kind in enumerate(SHAPES) if kind in has), len(SHAPES))


def _holds(name: str, fiches: Sequence[Fiche]) -> bool:
    """Whether some pole is in that land overseas."""
    west, south, east, north = OVERSEAS[name]
    places = [where.position for one in fiches if (where := locate(one))]
    return any(west <= at.longitude <= east and south <= at.latitude <= north for at in places)


def _inset(name: str, drawn: Outline) -> Mapping[str, object]:
    west, south, east, north = OVERSEAS[name]
    rings = [
        ring
        for ring in drawn["outremer"]
        if all(west <= x <= east and south <= y <= north for x, y in ring)
    ]
    return {"name": name, "box": (west, south, east, north), "rings": rings}
