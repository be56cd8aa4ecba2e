"""Answering a poll: which dates suit, by taps on its card or in a few words."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from community import polls
from community.context import Context
from community.db.tables import Poll
from community.errors import PollClosed, UnknownPoll
from community.poll_card import ALL, NONE, SAID, Reader, letter_of, question
from community.polls import PollStatus, takes_answers
from community.registrations import Partstat
from community.tallies import Standings, standings
from community.words import Choice, Reply, Request
from french.ballot import LETTERS, Ballot, Suits, read_ballot
from french.slot_names import by_letters, names_dates, undecided
from handlers.which_exchange import hers

STATUS = {
    Suits.YES: Partstat.ACCEPTED,
    Suits.MAYBE: Partstat.TENTATIVE,
    Suits.NO: Partstat.DECLINED,
}
SIGNS = {Suits.YES: "o", Suits.MAYBE: "b", Suits.NO: "n"}
READ = {sign: suits for suits, sign in SIGNS.items()}
UNSAID = "."
CAPITAL = re.compile(rf"\b[{LETTERS}]\b")
# What a button says, which its card shows well enough.
TAP = re.compile(rf"[{LETTERS}] (?:{'|'.join(SAID.values())})|{ALL}|{NONE}")
LONGEST = 64 - len("/vote ")  # bytes of a choice's command
OFFERED = 8


async def listing(_: Request, ctx: Context) -> Reply:
    """`/sondages`: the polls she can answer, and those she animates."""
    mine = await polls.polls_for(ctx.db, ctx.require_member(), ctx.now)
    known = {poll.id for poll in mine}
    others = [one for one in await polls.undecided(ctx.db, hers(ctx)) if one.id not in known]
    if len(mine) == 1 and not others:
        return await _card(mine[0], ctx)
    if not mine and not others:
        ask = [ctx.choice("polls.another", "/sondage")] if hers(ctx) else []
        return ctx.reply("polls.no_poll", *ask, ctx.choice("polls.agenda", "/agenda"))
    return ctx.reply(
        "polls.which",
        *(Choice(one.title, f"/vote {one.id}") for one in mine[:OFFERED]),
        *(Choice(one.title, f"/sondage_suivre {one.id}") for one in others[:OFFERED]),
    )


async def vote(request: Request, ctx: Context) -> Reply:
    """`/vote ID [answers]`: what she says of the dates; without any, the poll to answer."""
    number, _, text = request.text.partition(" ")
    poll = await poll_of(number, ctx)
    if not takes_answers(poll, ctx.now):
        return _closed(poll, ctx)
    if not text.strip():
        return await _card(poll, ctx)
    ballot = _decoded(text) or read_ballot(text)
    if ballot is None or ballot.empty:
        return await _card(poll, ctx, await _which(text, poll, ctx))
    return await _take(poll, ballot, ctx, told=not TAP.fullmatch(text))


async def _which(text: str, poll: Poll, ctx: Context) -> str:
    """What is asked of an answer that names no date; the days that it names are said back."""
    days = undecided(text, await _starts(poll, ctx))
    return ctx.say("polls.which_dates", days=days)


async def by_dates(text: str, choices: Sequence[Choice], ctx: Context) -> Choice | None:
    """The choice of a poll among these, when its dates are named by their days or places."""
    votes = (choice for choice in choices if choice.command.startswith("/vote "))
    choice = next(votes, None)
    if choice is None or not names_dates(text):
        return None
    number = choice.command.split()[1]
    try:
        said = await _lettered(text, await poll_of(number, ctx), ctx)
    except UnknownPoll:
        return None
    return replace(choice, command=f"/vote {reads_vote(number, said) or _cut(number, text)}")


async def _lettered(text: str, poll: Poll, ctx: Context) -> str:
    return by_letters(text, await _starts(poll, ctx))


async def _starts(poll: Poll, ctx: Context) -> list[datetime]:
    slots = await polls.slots_of(ctx.db, poll.id)
    return [datetime.fromisoformat(slot.starts) for slot in slots]


async def heard(request: Request, ctx: Context) -> Reply | None:
    """Dates named out of the blue, when there is a poll that she can answer.

    One number or small letter alone is more likely said of something else.
    """
    if ctx.member is None:
        return None
    if read_ballot(request.text) is None and not names_dates(request.text):
        return None
    mine = await polls.polls_for(ctx.db, ctx.member, ctx.now)
    lettered = [(one, await _lettered(request.text, one, ctx)) for one in mine]
    told = [(one, said, ballot) for one, said in lettered if (ballot := _tells(said, request.text))]
    if len(told) > 1:
        offered = [(one, reads_vote(str(one.id), said)) for one, said, _ in told[:OFFERED]]
        choices = (Choice(one.title, f"/vote {text}") for one, text in offered)
        return ctx.reply("polls.which", *choices)
    return await _take(told[0][0], told[0][2], ctx, told=True) if told else None


def _tells(said: str, written: str) -> Ballot | None:
    """A ballot that names two dates, or one that was written as a capital letter."""
    ballot = read_ballot(said)
    if ballot is None or not ballot.slots:
        return None
    return ballot if len(ballot.slots) > 1 or CAPITAL.search(written) else None


async def _take(poll: Poll, ballot: Ballot, ctx: Context, *, told: bool) -> Reply:
    """Keep what was said of the dates there are, and say what was not understood."""
    letters = {slot.position: letter_of(slot) for slot in await polls.slots_of(ctx.db, poll.id)}
    said = {
        position: STATUS[suits]
        for position in letters
        if (suits := ballot.slots.get(position, ballot.others)) is not None
    }
    strangers = [LETTERS[n - 1] for n in sorted(ballot.slots) if n not in letters]
    if not said:
        return await _card(poll, ctx, ctx.say("polls.no_such_date", letters=strangers))
    try:
        await polls.vote(ctx.db, poll.id, ctx.require_member(), said, ctx.now)
    except PollClosed:
        return _closed(poll, ctx)
    noted = ctx.say(
        "polls.noted",
        answers=_alike(said, letters),
        left=ballot.left,
        strangers=strangers,
    )
    return await _card(poll, ctx, noted if told else "")


def _alike(said: Mapping[int, Partstat], letters: Mapping[int, str]) -> list[tuple[str, list[str]]]:
    """The letters of the dates of which the same was said."""
    return [
        (status, [letters[n] for n in sorted(said) if said[n] is status])
        for status in STATUS.values()
        if status in said.values()
    ]


async def _card(poll: Poll, ctx: Context, before: str = "") -> Reply:
    member = ctx.require_member()
    votes = await polls.votes_of(ctx.db, poll.id, member.id)
    reader = Reader(ctx.zone.key, {n: Partstat(one.status) for n, one in votes.items()})
    counts: Standings = await standings(ctx.db, poll)
    seen = question(poll, counts, ctx.library, reader)
    return Reply(before + seen.html, seen.choices, card=seen.card)


def _closed(poll: Poll, ctx: Context) -> Reply:
    """Nobody answers any more; what comes next."""
    see = (
        [ctx.choice("polls.see_exchange", f"/echange {poll.exchange_id}")]
        if poll.status == PollStatus.CHOSEN and poll.exchange_id
        else []
    )
    follow = (
        [ctx.choice("polls.follow", f"/sondage_suivre {poll.id}")]
        if poll.status == PollStatus.OPEN and ctx.rights.may_animate(poll.theme)
        else []
    )
    return ctx.reply(
        "polls.closed",
        *see,
        *follow,
        ctx.choice("polls.agenda", "/agenda"),
        title=poll.title,
        status=poll.status,
    )


def reads_vote(rest: str, text: str) -> str | None:
    """« A et C oui, B si besoin », said to a choice of `/vote ID`."""
    ballot = read_ballot(text)
    if ballot is None:
        return None
    return _cut(rest.partition(" ")[0], _encoded(ballot))


def _cut(number: str, said: str) -> str:
    """What follows `/vote`, as long as a choice can be."""
    return f"{number} {said}".encode()[:LONGEST].decode(errors="ignore").strip()


def _encoded(ballot: Ballot) -> str:
    """A ballot in a few bytes: `=` and a sign for all the others, then for each date."""
    signs = [SIGNS[ballot.slots[n]] if n in ballot.slots else UNSAID for n in range(1, 7)]
    others = SIGNS[ballot.others] if ballot.others else UNSAID
    return f"={others}{''.join(signs)} {ballot.left}".strip()


def _decoded(text: str) -> Ballot | None:
    signs, _, left = text.partition(" ")
    if len(signs) != 8 or signs[0] != "=" or not set(signs[1:]) <= {UNSAID, *READ}:
        return None
    slots = {n: READ[sign] for n, sign in enumerate(signs[2:], 1) if sign != UNSAID}
    return Ballot(slots, READ.get(signs[1]), left.strip())


async def about(rest: str, ctx: Context) -> str:
    """The title of the poll that a choice of `/vote ID` is about."""
    try:
        return (await poll_of(rest.partition(" ")[0], ctx)).title
    except UnknownPoll:
        return ""


async def poll_of(number: str, ctx: Context) -> Poll:
    """The poll of that number. Raises UnknownPoll."""
    if not number.isdecimal() or len(number) > 9:
        raise UnknownPoll
    return await polls.find_poll(ctx.db, int(number))
