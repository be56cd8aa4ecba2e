"""`/sondage`: an animator asks for a date, sees who can come when, and chooses one."""

from collections.abc import Sequence

from community import polls
from community.context import Context
from community.db.tables import Poll
from community.errors import NotAnimator, PastExchange, PollDecided, UnknownPoll
from community.exchanges import find_exchange
from community.poll_card import results
from community.polls import PollStatus, takes_answers
from community.registrations import Partstat, standing
from community.tallies import standings, voters
from community.words import Choice, Reply, Request
from french.ballot import LETTERS
from french.folding import essence
from handlers import forms
from handlers.exchange_card import shown
from handlers.planning import managed
from handlers.poll_form import POLL, SENDING, read_poll_line
from handlers.voting import poll_of
from handlers.which_exchange import hers

NEW = "nouveau"
OFFERED = 8


async def poll(request: Request, ctx: Context) -> Reply:
    """`/sondage [title : dates]`: her polls, or the first question that is left."""
    themes = hers(ctx)
    if not themes:
        raise NotAnimator
    if request.text.isdecimal():
        return await _follow(await by_number(request.text, ctx), ctx)
    unfinished = ctx.draft is not None and ctx.draft.form in {POLL.name, SENDING.name}
    if not request.text and not unfinished and (open_ := await polls.undecided(ctx.db, themes)):
        return _which(open_, ctx)
    line = "" if essence(request.text) == NEW else request.text
    heard = read_poll_line(line, ctx)
    given = {"theme": themes[0]} if len(themes) == 1 else {}
    return await forms.begin(POLL, ctx, given | heard.answers, heard.said, anew=bool(line))


def _which(open_: Sequence[Poll], ctx: Context) -> Reply:
    return ctx.reply(
        "polls.running",
        *(Choice(one.title, f"/sondage_suivre {one.id}") for one in open_[:OFFERED]),
        ctx.choice("polls.another", f"/sondage {NEW}"),
        count=len(open_),
    )


async def by_number(text: str, ctx: Context) -> Poll:
    """The poll of that number, if its theme is hers. Raises UnknownPoll, NotAnimator."""
    one = await poll_of(text.strip(), ctx)
    ctx.rights.require_animator(one.theme)
    return one


async def follow(request: Request, ctx: Context) -> Reply:
    """`/sondage_suivre ID`: how a poll stands, and who said what."""
    return await _follow(await by_number(request.text, ctx), ctx)


async def _follow(one: Poll, ctx: Context, before: str = "") -> Reply:
    if one.status == PollStatus.CHOSEN:
        return await _decided(one.exchange_id, one.title, ctx)
    again = ctx.choice("polls.another", f"/sondage {NEW}")
    if one.status == PollStatus.STOPPED:
        return ctx.reply("polls.was_stopped", again, title=one.title)
    names = await voters(ctx.db, ctx.rights, one)
    counts = await standings(ctx.db, one)
    told = results(one, counts, ctx.library, ctx.zone.key, ctx.now, names)
    ways = [*(told.choices or (again,))]
    if ctx.member is not None and takes_answers(one, ctx.now):
        ways.append(ctx.choice("polls.answer", f"/vote {one.id}"))
    ways.append(ctx.choice("polls.stop", f"/sondage_arreter {one.id}"))
    return Reply(before + told.html, tuple(ways))


async def _decided(exchange_id: int | None, title: str, ctx: Context) -> Reply:
    """The exchange that a date became, when it was chosen before."""
    exchange = await find_exchange(ctx.db, exchange_id) if exchange_id else None
    said = ctx.say("polls.decided", title=title)
    if exchange is None:
        return Reply(said, (ctx.choice("polls.agenda", "/agenda"),))
    return managed(exchange, ctx, said)


async def choose(request: Request, ctx: Context) -> Reply:
    """`/sondage_retenir ID LETTER`: a date becomes the exchange."""
    number, _, letter = request.text.partition(" ")
    one = await by_number(number, ctx)
    if letter.upper() not in set(LETTERS):
        raise UnknownPoll
    position = LETTERS.index(letter.upper()) + 1
    try:
        exchange = await polls.choose(ctx.db, ctx.rights, one.id, position, ctx.now)
    except PollDecided:
        return await _decided(one.exchange_id, one.title, ctx)
    except PastExchange as past:
        return await _follow(one, ctx, ctx.say(past.text))
    people = await standing(ctx.db, exchange.id)
    return ctx.reply(
        "polls.chosen",
        ctx.choice("planning.see", f"/echange {exchange.id}"),
        ctx.choice("planning.change", f"/modifier {exchange.id}"),
        ctx.choice("planning.reminders", f"/rappels {exchange.id}"),
        exchange=shown(exchange, ctx),
        coming=people.count(Partstat.ACCEPTED),
        maybe=people.count(Partstat.TENTATIVE),
    )


async def stop(request: Request, ctx: Context) -> Reply:
    """`/sondage_arreter ID`: ask once before a poll ends without a date."""
    one = await by_number(request.text, ctx)
    return ctx.reply(
        "polls.stop_sure",
        ctx.choice("polls.stop_yes", f"/sondage_arreter_oui {one.id}"),
        ctx.choice("polls.go_on", f"/sondage_suivre {one.id}"),
        title=one.title,
    )


async def stopped(request: Request, ctx: Context) -> Reply:
    """`/sondage_arreter_oui ID`: the poll ends without a date."""
    one = await polls.stop_poll(ctx.db, ctx.rights, (await by_number(request.text, ctx)).id)
    return ctx.reply(
        "polls.stopped",
        ctx.choice("polls.another", f"/sondage {NEW}"),
        ctx.choice("polls.plan", "/planifier"),
        title=one.title,
    )
