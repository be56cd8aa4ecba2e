"""Who comes to an exchange, as its animators see it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from community.agenda import coming_exchanges
from community.context import Context
from community.db.tables import Exchange
from community.errors import NotAnimator
from community.registrations import Guest, Partstat, guests_of
from community.words import Attachment, Choice, Reply, Request
from handlers import territories
from handlers.agenda import exchange_of, named
from handlers.exchange_card import seats_of, shown

SHOWN = 30
OFFERED = 8
SECTIONS = (Partstat.ACCEPTED, Partstat.WAITLISTED, Partstat.TENTATIVE, Partstat.DECLINED)


@dataclass(frozen=True, slots=True)
class Section:
    """Those who answered alike: how many they are, and the first of them."""

    status: Partstat
    count: int
    people: tuple[Guest, ...]


async def attendees(request: Request, ctx: Context) -> Reply:
    """`/inscrits [ID]`: who comes, waits, may come or does not, and the same as a table."""
    if not request.text:
        return await _which(ctx)
    exchange = await exchange_of(request.text, ctx)
    if exchange is None:
        return ctx.reply("agenda.gone", ctx.choice("agenda.back", "/agenda"))
    return await _listing(exchange, ctx)


async def _which(ctx: Context) -> Reply:
    hers = [slug for slug in ctx.library.themes if ctx.rights.may_animate(slug)]
    if not hers:
        raise NotAnimator
    coming = await coming_exchanges(ctx.db, ctx.now, hers, limit=OFFERED)
    if len(coming) == 1:
        return await _listing(coming[0], ctx)
    if not coming:
        return ctx.reply("attendees.nothing", ctx.choice("agenda.back", "/agenda"))
    choices = (Choice(label, f"/inscrits {one.id}") for label, one in named(coming))
    return ctx.reply("attendees.which", *choices)


async def _listing(exchange: Exchange, ctx: Context) -> Reply:
    guests = await guests_of(ctx.db, ctx.rights, exchange)
    table = Attachment("registrations.csv", (str(exchange.id),), f"inscrits-{exchange.id}.csv")
    return ctx.reply(
        "attendees.list",
        ctx.choice("signing.get", f"/emargement {exchange.id}"),
        ctx.choice("registrations.see", f"/echange {exchange.id}"),
        ctx.choice("agenda.back", "/agenda"),
        attachments=(table,) if guests else (),
        exchange=shown(exchange, ctx),
        seats=await seats_of(exchange, ctx),
        question=exchange.question,
        sections=_sections(guests, ctx),
    )


def _sections(guests: Sequence[Guest], ctx: Context) -> list[Section]:
    alike = [(status, [one for one in guests if one.status is status]) for status in SECTIONS]
    return [
        Section(status, len(people), tuple(_row(one, ctx) for one in people[:SHOWN]))
        for status, people in alike
        if people
    ]


def _row(guest: Guest, ctx: Context) -> Guest:
    return replace(guest, territory=territories.name_of(guest.territory, ctx.library.departements))
