"""Answering an exchange: I come, perhaps, I do not, and with how many others."""

from dataclasses import replace

from community.agenda import coming_exchanges
from community.context import Context
from community.db.tables import Exchange
from community.errors import CommunityError, NoRoomForGuests
from community.registrations import MOST_GUESTS, Partstat, awaited, find_registration
from community.themes import themes_of
from community.words import Choice, Reply, Request
from french.coming import Coming, names_coming, read_coming, read_party
from handlers import aside, joining
from handlers.agenda import exchange_of
from handlers.coming import take
from handlers.exchange_card import HOLDING, seats_of
from handlers.which_exchange import label_of

LISTED = 5
SAYS = {
    Coming.YES: "/je_viens",
    Coming.MAYBE: "/peut_etre",
    Coming.NO: "/je_ne_viens_pas",
}
OFFERED = 3
OFFERED_AGAIN = 5  # with « without anyone » after them


async def come(request: Request, ctx: Context) -> Reply:
    """`/je_viens ID [GUESTS]`: she comes, or waits for a seat."""
    return await _answer(request, ctx, Partstat.ACCEPTED)


async def maybe(request: Request, ctx: Context) -> Reply:
    """`/peut_etre ID`: perhaps; no seat is held."""
    return await _answer(request, ctx, Partstat.TENTATIVE)


async def stay(request: Request, ctx: Context) -> Reply:
    """`/je_ne_viens_pas ID`: she does not come, or no longer."""
    return await _answer(request, ctx, Partstat.DECLINED)


async def bring(request: Request, ctx: Context) -> Reply:
    """`/avec ID [GUESTS]`: she comes with others; asks how many."""
    number, _, guests = request.text.partition(" ")
    exchange = await exchange_of(number, ctx)
    if exchange is not None and ctx.member is not None and not guests:
        return await _how_many(exchange, ctx)
    return await _answer(request, ctx, Partstat.ACCEPTED)


async def _answer(request: Request, ctx: Context, said: Partstat) -> Reply:
    number, _, counted = request.text.partition(" ")
    exchange = await exchange_of(number, ctx)
    if exchange is None:
        gone = ctx.reply("agenda.gone", ctx.choice("agenda.back", "/agenda"))
        return replace(gone, aside=True) if ctx.place else gone
    guests = int(counted) if counted.isdecimal() and len(counted) < 4 else None
    if ctx.place is not None:
        return await aside.answer(exchange, said, ctx)
    if ctx.member is None:
        return await _join_first(exchange, said, guests, ctx)
    try:
        return await take(exchange.id, said, ctx, guests)
    except CommunityError as refused:
        fewer = await _parties(exchange, ctx) if isinstance(refused, NoRoomForGuests) else []
        see = ctx.choice("registrations.see", f"/echange {exchange.id}")
        back = ctx.choice("agenda.back", "/agenda")
        return Reply(ctx.say(refused.text, **refused.values), (*fewer, see, back))


async def _join_first(
    exchange: Exchange, said: Partstat, guests: int | None, ctx: Context
) -> Reply:
    """A newcomer joins the theme first; her answer is kept and taken right after."""
    theme = ctx.library.themes[exchange.theme]
    intro = ctx.say("registrations.first_join", title=exchange.title)
    return await joining.enter(theme, ctx, intro, then=f"{exchange.id} {said} {guests or 0}")


async def _how_many(exchange: Exchange, ctx: Context) -> Reply:
    choices = await _parties(exchange, ctx)
    see = ctx.choice("registrations.see", f"/echange {exchange.id}")
    if not choices:
        return ctx.reply("errors.NoRoomForGuests", see, free=0)
    return ctx.reply("registrations.how_many", *choices, title=exchange.title)


async def _parties(exchange: Exchange, ctx: Context) -> list[Choice]:
    """How many may come with her, and nobody when somebody does now."""
    hers = await find_registration(ctx.db, exchange.id, ctx.require_member().id)
    holding = hers is not None and hers.status in HOLDING
    now = hers.guests if hers is not None and holding else 0
    left = (await seats_of(exchange, ctx)).left
    seated = hers is not None and hers.status == Partstat.ACCEPTED
    most = left + now if left is not None and seated else MOST_GUESTS
    offered = min(most, OFFERED_AGAIN if now else OFFERED)
    choices = [
        ctx.choice("registrations.with", f"/avec {exchange.id} {n}", n=n)
        for n in range(1, offered + 1)
    ]
    if now:
        choices.append(ctx.choice("registrations.alone", f"/avec {exchange.id} 0"))
    return choices


async def heard(request: Request, ctx: Context) -> Reply | None:
    """« Je ne viens plus », said to no message of ours: of which exchange? None for other words."""
    said = read_coming(request.text)
    if ctx.member is None or said is None or not names_coming(request.text):
        return None
    known = await _may_mean(ctx.member.id, said.coming, ctx)
    guests = "" if said.guests is None else f" {said.guests}"
    choices = (Choice(label_of(one), f"{SAYS[said.coming]} {one.id}{guests}") for one in known)
    return ctx.reply(
        "registrations.which",
        *choices,
        ctx.choice("agenda.back", "/agenda"),
        some=bool(known),
        comes=said.coming is not Coming.NO,
    )


async def _may_mean(member_id: int, said: Coming, ctx: Context) -> list[Exchange]:
    """The next exchanges of her themes; for who does not come, those she is awaited at first."""
    hers = await awaited(ctx.db, member_id, ctx.now, limit=LISTED)
    if said is Coming.NO and hers:
        return hers
    themes = [membership.theme for membership in await themes_of(ctx.db, member_id)]
    coming = await coming_exchanges(ctx.db, ctx.now, themes, limit=LISTED)
    return [one for one in coming if not one.sample]


def reads_come(rest: str, text: str) -> str | None:
    """« oui, je viens avec deux collègues », said to a choice of `/je_viens ID`."""
    said = read_coming(text)
    if said is None or said.coming is not Coming.YES:
        return None
    return rest if said.guests is None else f"{_first(rest)} {said.guests}"


def reads_maybe(rest: str, text: str) -> str | None:
    """« je ne sais pas encore », said to a choice of `/peut_etre ID`."""
    said = read_coming(text)
    return rest if said is not None and said.coming is Coming.MAYBE else None


def reads_stay(rest: str, text: str) -> str | None:
    """« désolée, je ne pourrai pas venir », said to a choice of `/je_ne_viens_pas ID`."""
    said = read_coming(text)
    return rest if said is not None and said.coming is Coming.NO else None


def reads_bring(rest: str, text: str) -> str | None:
    """« et 2 personnes avec moi », said to a choice of `/avec ID [GUESTS]`.

    To one that tells a number already, another number alone says enough.
    """
    number, _, counted = rest.partition(" ")
    if counted and text.isdecimal() and len(text) < 4:
        return f"{number} {text}"
    said = read_coming(text)
    guests = said.guests if said is not None else read_party(text)
    return None if guests is None else f"{number} {guests}"


def _first(rest: str) -> str:
    return rest.partition(" ")[0]
