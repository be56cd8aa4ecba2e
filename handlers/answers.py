"""The three things a member says of herself, and how each is read."""

from community.context import Context, Field, Offer, Unreadable
from french.folding import essence
from handlers import territories

NAME_LIMIT = 80
STRUCTURE_LIMIT = 120
NEAR_LIMIT = 8
OFFER_LIMIT = 40  # bytes that a choice's command leaves for an answer


def offer(ctx: Context, label: str, value: str, **values: object) -> Offer:
    """An offer with the label of that name and whatever else means it."""
    texts = ctx.library.texts
    return Offer(value, texts.label(label, **values), texts.words(label))


def is_offer(text: str, offered: Offer) -> bool:
    """Whether a text means this offer."""
    return essence(text) in {essence(way) for way in (offered.value, offered.label, *offered.words)}


def read_name(text: str, _: Context) -> str:
    """A name has at least a letter, and fits on a line."""
    name = " ".join(text.split())
    if not any(c.isalpha() for c in name):
        raise Unreadable("joining.name_unreadable")
    if len(name) > NAME_LIMIT:
        raise Unreadable("joining.name_too_long", limit=NAME_LIMIT)
    return name


def read_structure(text: str, ctx: Context) -> str:
    """A structure's name; empty for who has none."""
    structure = " ".join(text.split())
    if is_offer(structure, _no_structure(ctx)):
        return ""
    if not any(c.isalnum() for c in structure):
        raise Unreadable("joining.structure_unreadable")
    if len(structure) > STRUCTURE_LIMIT:
        raise Unreadable("joining.structure_too_long", limit=STRUCTURE_LIMIT)
    return structure


def read_territory(text: str, ctx: Context) -> str:
    """The code of a département or a région; empty for who gives none."""
    if is_offer(text, _no_territory(ctx)):
        return ""
    found = territories.find(text, ctx.library.departements)
    if not found:
        raise Unreadable("joining.territory_unknown", (_no_territory(ctx),))
    if len(found) > 1:
        near = (Offer(territories.code_of(place), place.name) for place in found[:NEAR_LIMIT])
        raise Unreadable("joining.territory_several", tuple(near))
    return territories.code_of(found[0])


def names_territory(text: str, ctx: Context) -> bool:
    """Whether a text is a territory as it is written, not one that it begins or nearly is."""
    return territories.names(text, ctx.library.departements)


def _no_structure(ctx: Context) -> Offer:
    return offer(ctx, "joining.no_structure", "aucune")


def _no_territory(ctx: Context) -> Offer:
    return offer(ctx, "joining.no_territory", "aucun")


def _called(ctx: Context) -> tuple[Offer, ...]:
    """How her door says she is called, where it does and it can be a name."""
    name = ctx.called.strip()
    if not any(c.isalpha() for c in name) or len(name.encode()) > OFFER_LIMIT:
        return ()
    return (Offer(name, name),)


NAME = Field("name", read_name, _called, free=True)
STRUCTURE = Field("structure", read_structure, lambda ctx: (_no_structure(ctx),), free=True)
TERRITORY = Field(
    "territory",
    read_territory,
    lambda ctx: (_no_territory(ctx),),
    sure=names_territory,
    told=lambda code, ctx: territories.name_of(code, ctx.library.departements),
)
