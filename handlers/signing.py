"""`/emargement`: a sheet to print, on which those who come sign."""

from collections.abc import Iterator, Mapping, Sequence

from community.context import Context
from community.db.engine import Session
from community.db.tables import Exchange
from community.errors import UnknownExchange
from community.exchanges import find_exchange
from community.registrations import Guest, Partstat, guests_of
from community.roles import Rights
from community.shown import show
from community.words import Attachment, Reply, Request
from content.library import Library
from french.folding import fold
from handlers.which_exchange import exchange_of

BLANK = 3  # lines for who comes unannounced, at least


async def signing(request: Request, ctx: Context) -> Reply:
    """`/emargement [exchange]`: those awaited, and a few lines to fill by hand."""
    one = await exchange_of(request.text, "emargement", ctx)
    if isinstance(one, Reply):
        return one
    people = _awaited(await guests_of(ctx.db, ctx.rights, one))
    sheet = Attachment(
        "signing.pdf", (str(one.id), one.theme), f"emargement-{one.starts[:10]}-{one.id}.pdf"
    )
    begun = one.starts_at <= ctx.now
    back = ("signing.presence", "/presence") if begun else ("signing.see", "/inscrits")
    return ctx.reply(
        "signing.sheet",
        ctx.choice(back[0], f"{back[1]} {one.id}"),
        attachments=(sheet,),
        title=one.title,
        expected=len(list(_rows(people, ctx.library))),
    )


async def sheet(session: Session, library: Library, recipe: Attachment) -> Mapping[str, object]:
    """What `drawing.sheet` is told of an exchange. Raises UnknownExchange."""
    number, theme = recipe.args
    exchange = await find_exchange(session, int(number))
    if exchange is None:
        raise UnknownExchange
    # Only a reply to an animator of this theme carries this recipe: her right was checked there.
    people = _awaited(await guests_of(session, Rights(animated=frozenset({theme})), exchange))
    label = library.texts.label
    return {
        "title": label("signing.title", title=exchange.title),
        "lines": list(_lines(exchange, library)),
        "headings": [label(f"signing.head_{name}") for name in ("name", "structure", "signature")],
        "rows": list(_rows(people, library)),
        "blank": BLANK,
        "host": label("signing.host"),
        "foot": label("signing.foot"),
        "page": label("signing.page"),
    }


def _lines(exchange: Exchange, library: Library) -> Iterator[str]:
    """When, where and what about: the zone is named where it is not that of Paris."""
    label = library.texts.label
    shown = show(exchange, library, "Europe/Paris", exchange.starts_at)
    yield shown.when
    yield (
        label("signing.place", place=exchange.place) if exchange.place else label("signing.online")
    )
    yield label("signing.theme", theme=shown.theme)


def _awaited(people: Sequence[Guest]) -> list[Guest]:
    """Those who come, as one looks for a name: « Élise » after « David »."""
    coming = (one for one in people if one.status is Partstat.ACCEPTED)
    return sorted(coming, key=lambda one: fold(one.name))


def _rows(people: Sequence[Guest], library: Library) -> Iterator[tuple[str, str]]:
    """A line each, and one for each person who comes with somebody."""
    for one in people:
        yield one.name, one.structure
        for _ in range(one.guests):
            yield "", library.texts.label("signing.with", name=one.name)
