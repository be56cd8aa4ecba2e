"""The card of an exchange: what, when, where, how many come, her answer, and what she can do."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from community.context import Context
from community.db.tables import Document, Exchange, Registration
from community.documents import documents_of
from community.exchanges import ExchangeStatus, ends_at
from community.registrations import Partstat, find_registration, rank_of, standing
from community.shown import Shown, show
from community.words import Choice, Reply

ANSWERS = {
    Partstat.ACCEPTED: ("registrations.come", "/je_viens"),
    Partstat.TENTATIVE: ("registrations.maybe", "/peut_etre"),
    Partstat.DECLINED: ("registrations.stay", "/je_ne_viens_pas"),
}
HOLDING = (Partstat.ACCEPTED, Partstat.WAITLISTED)


class State(StrEnum):
    """What an exchange is at a moment."""

    DRAFT = "draft"
    CANCELLED = "cancelled"
    OPEN = "open"
    STARTED = "started"
    OVER = "over"


def state_of(exchange: Exchange, now: datetime) -> State:
    """What an exchange is now: it is open to answers until it starts."""
    if exchange.status != ExchangeStatus.PUBLISHED:
        return State(exchange.status)
    if now < exchange.starts_at:
        return State.OPEN
    return State.STARTED if now < ends_at(exchange) else State.OVER


@dataclass(frozen=True, slots=True)
class Seats:
    """How full an exchange is; `left` is None when there is no limit."""

    taken: int
    left: int | None
    waiting: int


async def seats_of(exchange: Exchange, ctx: Context) -> Seats:
    """How full an exchange is."""
    now = await standing(ctx.db, exchange.id)
    left = None if exchange.capacity is None else max(0, exchange.capacity - now.seats)
    return Seats(now.seats, left, now.count(Partstat.WAITLISTED))


def sheet(exchange: Exchange, ctx: Context, *choices: Choice) -> Reply:
    """An exchange as it is planned, before anybody answers."""
    return _card(exchange, ctx, State.OPEN, Seats(0, None, 0), *choices)


async def card(exchange: Exchange, ctx: Context, *choices: Choice) -> Reply:
    """Everything about one exchange; the visio link and her answer are for her alone.

    Her ways to answer come before the other choices.
    """
    hers = await _answered(exchange, ctx)
    joined: Sequence[Document] = ()
    if ctx.member is not None and ctx.place is None:
        joined = await documents_of(ctx.db, ctx.member, exchange.id)
    state = state_of(exchange, ctx.now)
    answered = hers if state in {State.OPEN, State.STARTED} else None
    return _card(
        exchange,
        ctx,
        state,
        await seats_of(exchange, ctx),
        *_ways(exchange, hers, ctx),
        *choices,
        answer=await answer_of(answered, ctx) if answered else "",
        note=answered.note if answered else "",
        joined=joined,
    )


def _card(
    exchange: Exchange,
    ctx: Context,
    state: State,
    seats: Seats,
    *choices: Choice,
    answer: str = "",
    note: str = "",
    joined: Sequence[Document] = (),
) -> Reply:
    here = ctx.member is not None and ctx.place is None
    reply = ctx.reply(
        "agenda.card",
        *choices,
        exchange=shown(exchange, ctx),
        state=state,
        seats=seats,
        answer=answer,
        note=note,
        visio=exchange.visio if here and state is not State.OVER else "",
        hidden=bool(exchange.visio) and not here,
        description=exchange.description,
        programme=exchange.programme.splitlines(),
        meal=exchange.meal,
    )
    return replace(reply, html=reply.html + ctx.say("documents.all", joined=joined))


def shown(one: Exchange, ctx: Context) -> Shown:
    """An exchange as who asks sees it, its zone named when it is not hers."""
    return show(one, ctx.library, ctx.zone.key, ctx.now)


def answers(exchange: Exchange, chosen: Partstat | None, ctx: Context) -> list[Choice]:
    """The answers one can give to an exchange, but the one that is chosen already."""
    chosen = Partstat.ACCEPTED if chosen in HOLDING else chosen
    return [
        ctx.choice(label, f"{command} {exchange.id}")
        for status, (label, command) in ANSWERS.items()
        if status is not chosen
    ]


async def answer_of(hers: Registration, ctx: Context) -> str:
    """Her answer in a few words: « vous venez, avec 2 personnes »."""
    return ctx.say(
        "registrations.answer",
        status=hers.status,
        guests=hers.guests,
        rank=await rank_of(ctx.db, hers),
    )


async def _answered(exchange: Exchange, ctx: Context) -> Registration | None:
    if ctx.member is None or ctx.place is not None:
        return None
    return await find_registration(ctx.db, exchange.id, ctx.member.id)


def _ways(exchange: Exchange, hers: Registration | None, ctx: Context) -> list[Choice]:
    if state_of(exchange, ctx.now) is not State.OPEN:
        return []
    chosen = Partstat(hers.status) if hers else None
    ways = answers(exchange, chosen, ctx)
    if chosen in HOLDING:
        ways += coming_ways(exchange, hers, ctx)
    return ways


def coming_ways(exchange: Exchange, hers: Registration | None, ctx: Context) -> list[Choice]:
    """What who comes can add: answer the question, come with others, leave a word."""
    asked = bool(exchange.question) and not (hers and hers.answer)
    return [
        *([ctx.choice("registrations.respond", f"/repondre {exchange.id}")] if asked else []),
        ctx.choice("registrations.bring", f"/avec {exchange.id}"),
        ctx.choice("registrations.note", f"/un_mot {exchange.id}"),
    ]
