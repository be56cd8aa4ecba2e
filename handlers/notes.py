"""What who answered an exchange adds: a word for its animator, an answer to its question."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import timedelta
from textwrap import shorten

from community import roles
from community.context import Context, Field, Form, Offer, Unreadable
from community.db.tables import Exchange, Registration
from community.exchanges import find_exchange
from community.post.told import Asked
from community.registrations import (
    Partstat,
    add_note,
    answer,
    answer_question,
    awaited,
    change_note,
    find_registration,
)
from community.words import Choice, Reply, Request
from french.coming import Coming, is_late, names_coming, read_coming
from handlers import forms
from handlers.agenda import exchange_of
from handlers.answers import is_offer, offer
from handlers.exchange_card import State, answers, card, coming_ways, shown, state_of
from handlers.which_exchange import label_of

LIMIT = 300
LETTER = 1_000  # characters kept of a longer text that says whether she comes
LISTED = 5
JUST_BEGUN = timedelta(hours=1)  # who is late may say so then
LONGEST = 64  # bytes of a choice's command
SOON = timedelta(hours=24)  # a word that comes later than the evening brief is told at once
COMINGS = ("/je_viens", "/peut_etre", "/je_ne_viens_pas")
NOTE, CHANGE, ANSWER = "note", "change", "answer"
KEEP = {NOTE: add_note, CHANGE: change_note, ANSWER: answer_question}
AGAIN = {NOTE: "/changer_mot", CHANGE: "/changer_mot", ANSWER: "/repondre"}


async def note(request: Request, ctx: Context) -> Reply:
    """`/un_mot ID [WORDS]`: a word for who animates, after those before; asks which."""
    return await _add(request, ctx, NOTE)


async def change(request: Request, ctx: Context) -> Reply:
    """`/changer_mot ID`: another word in the place of hers; asks which."""
    return await _add(request, ctx, CHANGE)


async def respond(request: Request, ctx: Context) -> Reply:
    """`/repondre ID [WORDS]`: an answer to what the exchange asks; asks it."""
    return await _add(request, ctx, ANSWER)


def reads_note(rest: str, text: str) -> str | None:
    """« j’aurai dix minutes de retard », said to a choice of `/un_mot ID`."""
    return f"{rest} {text}" if is_late(text) else None


async def heard(request: Request, ctx: Context) -> Reply | None:
    """« Je serai en retard », said to no message of ours: for the exchange she is awaited at."""
    if ctx.member is None or not is_late(request.text):
        return None
    hers = await awaited(ctx.db, ctx.member.id, ctx.now - JUST_BEGUN, limit=LISTED)
    if not hers:
        return None
    words = _read_words(request.text, ctx)
    if len(hers) == 1:
        given = {"exchange": str(hers[0].id), "what": NOTE, NOTE: words}
        return await _finish(given, ctx, hers[0].title)
    choices = [Choice(label_of(one), _with_words(f"/un_mot {one.id}", words)) for one in hers]
    return ctx.reply("notes.which", *choices, ctx.choice("agenda.back", "/agenda"))


def _with_words(command: str, words: str) -> str:
    """The command with the words, or without when a button cannot hold them."""
    whole = f"{command} {words}"
    return whole if len(whole.encode()) <= LONGEST else command


async def _add(request: Request, ctx: Context, what: str) -> Reply:
    number, _, words = request.text.partition(" ")
    exchange = await exchange_of(number, ctx)
    if exchange is None:
        return ctx.reply("agenda.gone", ctx.choice("agenda.back", "/agenda"))
    if state_of(exchange, ctx.now) not in {State.OPEN, State.STARTED}:
        return await card(exchange, ctx, ctx.choice("agenda.back", "/agenda"))
    given = {"exchange": str(exchange.id), "what": what}
    if words:
        return await _finish(given | {what: _read_words(words, ctx)}, ctx)
    return await forms.begin(NOTES, ctx, given, anew=True)


async def leave_word(exchange: Exchange, words: str, ctx: Context) -> None:
    """Keep a word that came with an answer; who animates is told at once when it is late."""
    hers = await add_note(ctx.db, exchange.id, ctx.require_member(), words, ctx.now)
    if exchange.starts_at - ctx.now <= SOON:
        await _tell_animators(exchange, hers, words, ctx)


async def also_said(command: str, text: str, reply: Reply, ctx: Context) -> Reply:
    """The reply to a coming that was read out of a longer text, which who animates reads too."""
    exchange = await _answered_for([command], ctx)
    if exchange is None or state_of(exchange, ctx.now) is not State.OPEN:
        return reply
    await leave_word(exchange, shorten(text, LETTER, placeholder=" […]"), ctx)
    return replace(reply, html=reply.html + ctx.say("notes.also_said"))


async def instead(text: str, asked: Asked, reply: Reply, ctx: Context) -> Reply:
    """Beside « je ne sais pas », said of what answers a message about an exchange: its animator."""
    exchange = await _answered_for((one.command for one in asked.choices), ctx)
    if exchange is None or not reply.puzzled:
        return reply
    write = ctx.choice("notes.write", _with_words(f"/un_mot {exchange.id}", text))
    return replace(reply, choices=(write, *reply.choices))


async def _answered_for(commands: Iterable[str], ctx: Context) -> Exchange | None:
    """The exchange whose coming these commands tell, when she has answered it."""
    told = (command.split() for command in commands)
    number = next((words[1] for words in told if words[0] in COMINGS), "")
    exchange = await exchange_of(number, ctx)
    if exchange is None or ctx.member is None:
        return None
    hers = await find_registration(ctx.db, exchange.id, ctx.member.id)
    return exchange if hers else None


async def propose(request: Request, ctx: Context) -> Reply:
    """`/autre_moment ID WORDS`: her calendar proposes another time; who animates is told at once.

    Raises NotMember, and what `answer` does.
    """
    number, _, words = request.text.partition(" ")
    exchange = await exchange_of(number, ctx)
    if exchange is None or not words:
        return ctx.reply("agenda.gone", ctx.choice("agenda.back", "/agenda"))
    member = ctx.require_member()
    if await find_registration(ctx.db, exchange.id, member.id) is None:
        await answer(ctx.db, exchange.id, member, Partstat.TENTATIVE, ctx.now)
    said = _read_words(words, ctx)
    hers = await add_note(ctx.db, exchange.id, member, said, ctx.now)
    await _tell_animators(exchange, hers, said, ctx)
    ways = answers(exchange, Partstat(hers.status), ctx)
    return ctx.reply("calendar.proposed", *ways, title=exchange.title, said=said)


async def ask(exchange: Exchange, ctx: Context, intro: str) -> Reply:
    """Ask who comes what the exchange asks, after these words."""
    given = {"exchange": str(exchange.id), "what": ANSWER}
    return await forms.begin(NOTES, ctx, given, intro, anew=True)


def asks(exchange: Exchange, hers: Registration, ctx: Context) -> bool:
    """Whether the exchange's question can be asked at once: no other form is open."""
    free = ctx.place is None and (ctx.draft is None or ctx.draft.form == NOTES.name)
    return bool(exchange.question) and not hers.answer and free


def _read_words(text: str, _: Context) -> str:
    words = " ".join(text.split())
    if not any(c.isalnum() for c in words):
        raise Unreadable("notes.unreadable")
    if len(words) > LIMIT:
        raise Unreadable("notes.too_long", limit=LIMIT)
    return words


def _read_answer(text: str, ctx: Context) -> str:
    return "" if is_offer(text, _pass(ctx)) else _read_words(text, ctx)


def _pass(ctx: Context) -> Offer:
    return offer(ctx, "notes.pass", "passer")


def _asked(what: str) -> "Field":
    read, offers = (
        (_read_answer, lambda ctx: (_pass(ctx),)) if what == ANSWER else (_read_words, None)
    )
    return Field(what, read, offers, free=True, asked=lambda given, _: given["what"] == what)


async def _question(given: Mapping[str, str], ctx: Context) -> str:
    """What the exchange asks, above its prompt."""
    exchange = await find_exchange(ctx.db, int(given["exchange"]))
    if exchange is None or given["what"] != ANSWER:
        return ""
    return ctx.say("notes.question", question=exchange.question)


async def _finish(answers: Mapping[str, str], ctx: Context, title: str = "") -> Reply:
    number, what = int(answers["exchange"]), answers["what"]
    member, said = ctx.require_member(), answers[what]
    exchange = await find_exchange(ctx.db, number)
    if exchange is None or not said:
        return _left(number, ctx)
    hers = await KEEP[what](ctx.db, number, member, said, ctx.now)
    if what != ANSWER and exchange.starts_at - ctx.now <= SOON:
        await _tell_animators(exchange, hers, said, ctx)
    may_mean = _another_answer(said, hers, ctx)
    ways = [*may_mean, ctx.choice("notes.change", f"{AGAIN[what]} {number}")]
    if what == ANSWER:
        ways += coming_ways(exchange, hers, ctx)
    see = ctx.choice("registrations.see", f"/echange {number}")
    return ctx.reply(
        "notes.kept",
        *ways,
        see,
        said=said,
        title=title,
        unchanged=bool(may_mean),
    )


def _another_answer(said: str, hers: Registration, ctx: Context) -> list[Choice]:
    """What « finalement je ne viens pas », kept as words, may mean besides: it is offered, for
    she may as well speak of the meal.
    """
    meant, number = read_coming(said), hers.exchange_id
    if meant is None or not names_coming(said):
        return []
    if meant.coming is Coming.YES:
        if meant.guests in {None, hers.guests}:
            return []
        label = "with" if meant.guests else "alone"
        command = f"/avec {number} {meant.guests}"
        return [ctx.choice(f"registrations.{label}", command, n=meant.guests)]
    name, command = (
        ("withdraw", "/je_ne_viens_pas") if meant.coming is Coming.NO else ("maybe", "/peut_etre")
    )
    return [ctx.choice(f"registrations.{name}", f"{command} {number}")]


async def _tell_animators(exchange: Exchange, hers: Registration, said: str, ctx: Context) -> None:
    member = ctx.require_member()
    told = ctx.reply(
        "notes.told",
        ctx.choice("agenda.attendees", f"/inscrits {exchange.id}"),
        name=member.name,
        exchange=shown(exchange, ctx),
        said=said,
    )
    for address_id in await roles.animators(ctx.db, exchange.theme):
        key = f"note/{hers.id}/{ctx.now.isoformat()}/{address_id}"
        if address_id != ctx.address_id:
            await ctx.tell(address_id, told, key, quotes=member)


async def _leave(answers: Mapping[str, str], ctx: Context) -> Reply:
    return _left(int(answers["exchange"]), ctx)


def _left(number: int, ctx: Context) -> Reply:
    see = ctx.choice("registrations.see", f"/echange {number}")
    return ctx.reply("notes.left", see, ctx.choice("agenda.back", "/agenda"))


NOTES = Form(
    "notes", (_asked(NOTE), _asked(CHANGE), _asked(ANSWER)), _finish, leave=_leave, shown=_question
)
