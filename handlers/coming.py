"""Taking a member's answer to an exchange, and saying to her and to others what came of it."""

from collections.abc import Iterable
from dataclasses import replace

from community.context import Context
from community.db.tables import Exchange, Registration
from community.errors import UnknownExchange
from community.exchanges import find_exchange
from community.members import find_member
from community.registrations import Answered, Partstat, answer, awaited, find_registration
from community.shown import show
from community.words import Attachment, Choice, Reply
from handlers import other_calendars
from handlers.exchange_card import HOLDING, answers, coming_ways
from handlers.notes import ask, asks


async def take(exchange_id: int, said: Partstat, ctx: Context, guests: int | None = None) -> Reply:
    """Take her answer; who says again that she comes keeps her guests unless she says how many.

    Raises NotMember, and what `answer` does.
    """
    member = ctx.require_member()
    before = await find_registration(ctx.db, exchange_id, member.id)
    if guests is None:
        guests = before.guests if before and before.status in HOLDING else 0
    guests = guests if said is Partstat.ACCEPTED else 0
    taken = await answer(ctx.db, exchange_id, member, said, ctx.now, guests=guests)
    exchange = await find_exchange(ctx.db, exchange_id)
    if exchange is None:
        raise UnknownExchange
    await tell_seated(taken.seated, exchange, ctx)
    await other_calendars.update(taken.registration, exchange, ctx, told=ctx.address_id)
    return await _confirm(taken, exchange, ctx)


async def withdraw(ctx: Context) -> None:
    """Give her seats to those who wait: she leaves for good. Raises NotMember."""
    member = ctx.require_member()
    for exchange in await awaited(ctx.db, member.id, ctx.now):
        taken = await answer(ctx.db, exchange.id, member, Partstat.DECLINED, ctx.now)
        await tell_seated(taken.seated, exchange, ctx)


async def tell_seated(seated: Iterable[Registration], exchange: Exchange, ctx: Context) -> None:
    """Tell who got a freed seat."""
    for party in seated:
        member = await find_member(ctx.db, party.member_id)
        reply = _coming("registrations.seated", party, exchange, ctx, member.zone)
        key = f"seat/{exchange.id}/{party.member_id}/{ctx.now.isoformat()}"
        told = await ctx.tell(member, reply, key)
        await other_calendars.update(party, exchange, ctx, told=told)


async def _confirm(taken: Answered, exchange: Exchange, ctx: Context) -> Reply:
    """Say how her answer was taken, and ask who comes what the exchange asks."""
    hers = taken.registration
    if hers.status == Partstat.ACCEPTED and asks(exchange, hers, ctx):
        told = _coming("registrations.coming", hers, exchange, ctx, ctx.zone.key, asked=True)
        return replace(await ask(exchange, ctx, told.html), attachments=told.attachments)
    if hers.status == Partstat.ACCEPTED:
        return _coming("registrations.coming", hers, exchange, ctx, ctx.zone.key)
    calendar = (other_calendars.calendar_for(hers),)
    if hers.status == Partstat.WAITLISTED:
        return ctx.reply(
            "registrations.waiting",
            *_ways(hers, exchange, ctx),
            attachments=calendar,
            title=exchange.title,
            guests=hers.guests,
            rank=taken.rank,
        )
    ways = answers(exchange, Partstat(hers.status), ctx)
    see = ctx.choice("registrations.see", f"/echange {exchange.id}")
    if hers.status == Partstat.DECLINED:
        word = ctx.choice("registrations.note", f"/un_mot {exchange.id}")
        ways = [*ways, word]
        return ctx.reply(
            "registrations.staying", *ways, see, attachments=calendar, title=exchange.title
        )
    limited = exchange.capacity is not None
    return ctx.reply(
        "registrations.maybe",
        *ways,
        see,
        attachments=calendar,
        title=exchange.title,
        limited=limited,
    )


def _coming(
    text: str,
    hers: Registration,
    exchange: Exchange,
    ctx: Context,
    zone: str,
    *,
    asked: bool = False,
) -> Reply:
    """What who has a seat must know, as read in that zone; what is `asked` below is not told.

    The exchange comes as a file for her calendar.
    """
    recipe = (str(exchange.id), str(hers.member_id))
    return ctx.reply(
        text,
        *_ways(hers, exchange, ctx),
        attachments=(Attachment("exchange.ics", recipe, f"echange-{exchange.id}.ics"),),
        guests=hers.guests,
        exchange=show(exchange, ctx.library, zone, ctx.now),
        visio=exchange.visio,
        question="" if hers.answer or asked else exchange.question,
    )


def _ways(hers: Registration, exchange: Exchange, ctx: Context) -> list[Choice]:
    """What who comes or waits can do next."""
    return [
        *coming_ways(exchange, hers, ctx),
        ctx.choice("registrations.withdraw", f"/je_ne_viens_pas {exchange.id}"),
        ctx.choice("registrations.see", f"/echange {exchange.id}"),
    ]
