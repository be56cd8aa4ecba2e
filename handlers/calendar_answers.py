"""What a calendar answers to an exchange (RFC 5546): a choice, a word, another moment.

The latest answer wins, whatever its door: calendars say when each was given, and may be late.
"""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from community.context import Context
from community.db.tables import Exchange, Registration
from community.exchanges import ExchangeStatus, find_by_uid
from community.registrations import Partstat, find_registration
from community.words import SILENCE, CalendarReply, Reply
from french.dates import moment
from handlers import notes
from handlers.exchange_card import answers, shown
from handlers.notes import LIMIT

SAYS = {
    Partstat.ACCEPTED: "/je_viens",
    Partstat.TENTATIVE: "/peut_etre",
    Partstat.DECLINED: "/je_ne_viens_pas",
}
ANSWERING = ("reply", "counter")
TWICE = timedelta(minutes=10)  # Google answers for the mail, then for the calendar


async def read(said: CalendarReply, sent_at: datetime, ctx: Context) -> str | Reply | None:
    """The command line that a calendar's answer means, or what is to be said of it instead.

    None for a calendar that answers nothing of ours.
    """
    exchange = await find_by_uid(ctx.db, said.uid)
    if exchange is None or exchange.status == ExchangeStatus.DRAFT:
        return None
    if said.method == "counter" and said.starts is not None:
        return f"/autre_moment {exchange.id} {_proposal(said, exchange, ctx)}"
    return await _answer(said, sent_at, exchange, ctx) if said.method in ANSWERING else None


async def _answer(
    said: CalendarReply, sent_at: datetime, exchange: Exchange, ctx: Context
) -> str | Reply:
    if said.partstat not in SAYS:
        return SILENCE
    hers = await _hers(exchange, ctx)
    if hers is not None and (reply := _nothing_new(said, sent_at, hers, exchange, ctx)):
        return reply
    if said.partstat == Partstat.ACCEPTED and _is_outdated(said, exchange):
        return _changed(exchange, hers, ctx)
    return f"{SAYS[Partstat(said.partstat)]} {exchange.id}"


async def _hers(exchange: Exchange, ctx: Context) -> Registration | None:
    return await find_registration(ctx.db, exchange.id, ctx.member.id) if ctx.member else None


def _nothing_new(
    said: CalendarReply, sent_at: datetime, hers: Registration, exchange: Exchange, ctx: Context
) -> Reply | None:
    """What is said of an answer that is older than hers, or that comes twice."""
    holds = Partstat.ACCEPTED if hers.status == Partstat.WAITLISTED else hers.status
    at, same = given_at(said, sent_at, ctx), said.partstat == holds
    if same and abs(at - hers.answered_at) < TWICE and not said.comment:
        return SILENCE
    if at >= hers.answered_at:
        return None
    if same:
        return SILENCE
    return ctx.reply(
        "calendar.older",
        *answers(exchange, Partstat(hers.status), ctx),
        title=exchange.title,
        status=hers.status,
    )


def given_at(said: CalendarReply, sent_at: datetime, ctx: Context) -> datetime:
    """When it was answered, never later than now: the clocks of others may be fast."""
    return min(said.stamp or sent_at, ctx.now)


def _is_outdated(said: CalendarReply, exchange: Exchange) -> bool:
    """Whether it answers what the exchange was before it changed; some programs do not tell."""
    return said.sequence is not None and said.sequence < exchange.sequence


def _changed(exchange: Exchange, hers: Registration | None, ctx: Context) -> Reply:
    """She accepts what was before it changed: she is asked again, told what is now."""
    chosen = Partstat(hers.status) if hers else None
    told = shown(exchange, ctx)
    return ctx.reply("calendar.changed", *answers(exchange, chosen, ctx), exchange=told)


def _proposal(said: CalendarReply, exchange: Exchange, ctx: Context) -> str:
    assert said.starts is not None
    when = moment(said.starts.astimezone(ZoneInfo(exchange.zone)))
    words = ctx.library.texts.label("calendar.proposal", when=when)
    return " ".join(f"{words} {said.comment}".split())[:LIMIT]


async def stands(said: CalendarReply, ctx: Context) -> bool:
    """Whether what a calendar answered is so now: its program needs no word of it."""
    exchange = await find_by_uid(ctx.db, said.uid)
    hers = await _hers(exchange, ctx) if exchange is not None else None
    return hers is not None and hers.status == said.partstat


async def remember(said: CalendarReply, sent_at: datetime, ctx: Context) -> None:
    """Keep when an answer that was taken was given, and the word that came with it."""
    exchange = await find_by_uid(ctx.db, said.uid)
    hers = await _hers(exchange, ctx) if exchange is not None else None
    if exchange is None or hers is None or hers.answered_at != ctx.now:
        return
    if said.comment:
        await notes.leave_word(exchange, " ".join(said.comment.split())[:LIMIT], ctx)
    hers.answered_at = given_at(said, sent_at, ctx)
