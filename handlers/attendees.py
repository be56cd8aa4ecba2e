"""Who comes to an exchange, as its animators see it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from community.context import Context
from community.db.tables import Exchange
from community.registrations import Guest, Partstat, guests_of
from community.words import Attachment, Reply, Request
from handlers import territories, which_exchange
from handlers.agenda import exchange_of
from handlers.exchange_card import seats_of, shown

SHOWN = 30
SECTIONS = (Partstat.ACCEPTED, Partstat.WAITLISTED, Partstat.TENTATIVE, Partstat.DECLINED)


@dataclass(frozen=True, slots=True)
class Section:
    """Those who answered alike: how many they are, and the first of them."""

    status: Partstat
    count: int
    people: tuple[Guest, ...]


async def attendees(request: Request, ctx: Context) -> Reply:
    """`/inscrits [exchange]`: who comes, waits, may come or does not, and the same as a table."""
    if not request.text.isdecimal():
        meant = await which_exchange.exchange_of(request.text, "inscrits", ctx)
        return meant if isinstance(meant, Reply) else await _listing(meant, ctx)
    exchange = await exchange_of(request.text, ctx)
    if exchange is None:
        return ctx.reply("agenda.gone", ctx.choice("agenda.back", "/agenda"))
    return await _listing(exchange, ctx)


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
