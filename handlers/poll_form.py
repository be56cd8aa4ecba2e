"""`/sondage`: what an animator says of a poll, shown before it goes."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from community import messages, polls
from community.context import Context, Field, Form, Offer, Unreadable
from community.db.tables import Poll
from community.errors import SlotsUnfit
from community.exchanges import in_utc
from community.messages import To
from community.poll_card import Reader, question
from community.polls import Question
from community.tallies import Standings, Tally
from community.words import Reply
from handlers import forms
from handlers.answers import is_offer, offer
from handlers.one_line import Heard, read_line
from handlers.planning_fields import (
    KIND,
    LINK,
    THEME,
    TITLE,
    WHERE,
    ZONE,
    kind_name,
    split_where,
)
from handlers.slot_list import first_unclear, kept_of, read_slots, slots_so_far, take
from handlers.themes import title_of
from handlers.times import Times, capitalised, read_times, said
from handlers.which_exchange import hers

CLOSING = time(18)  # of a day that is said without an hour
USUAL = (2, 4, 7, 14)  # days from now
SOON = timedelta(hours=3)
CORRECTED = {"titre": ("title",), "dates": ("slots", "kept", "until"), "lieu": ("where", "visio")}
UNTIL = "fin"
_HEAD = re.compile(r"\s*\n\s*|\s*:\s+")


def read_poll_line(line: str, ctx: Context) -> Heard:
    """« Atelier compta : mardi 8 14h, jeudi 10 14h » : a title, then dates; the rest is asked."""
    head, *dates = _HEAD.split(line, maxsplit=1)
    heard = read_line(head, ctx)
    for name in ("when", "phrase", "capacity"):
        heard.answers.pop(name, None)
    if dates:
        try:
            heard.answers["slots"] = take(dates[0], [], ctx)
        except Unreadable as unread:
            heard.answers |= unread.kept
            heard.said = ctx.say(unread.text, **unread.values)
    return heard


def _near(ctx: Context) -> tuple[Offer, ...]:
    """What the date that is not clear may mean, when the form is taken up again."""
    unclear = first_unclear(kept_of(ctx), ctx)
    return unclear.near if unclear else ()


def zone_of(answers: Mapping[str, str], ctx: Context) -> str:
    """The zone of the dates, else the community's."""
    named = next((one.zone for one in _times(answers) if one.zone), "")
    return named or answers.get("zone") or ctx.home.key


def _times(answers: Mapping[str, str]) -> list[Times]:
    parsed = (Times.parse(line) for line in answers.get("slots", "").splitlines())
    return [times for times in parsed if times is not None]


def _slots(answers: Mapping[str, str], ctx: Context) -> list[polls.Times]:
    """The dates, all by the clock of the poll's zone."""
    zone = zone_of(answers, ctx)
    slots = []
    for times in _times(answers):
        start, end = times.start, times.end
        assert isinstance(start, datetime)
        ends = _there(end, times.zone, zone) if isinstance(end, datetime) else None
        slots.append(polls.Times(_there(start, times.zone, zone), ends))
    return sorted(slots, key=lambda one: one.starts)


def _there(moment: datetime, zone: str, other: str) -> datetime:
    if not zone or zone == other:
        return moment
    return in_utc(moment, zone).astimezone(ZoneInfo(other)).replace(tzinfo=None)


def _foreign(answers: Mapping[str, str], ctx: Context) -> bool:
    return ctx.zone.key != ctx.home.key and not any(one.zone for one in _times(answers))


def read_until(text: str, ctx: Context) -> str:
    """Until when people can answer: before the first date. Raises Unreadable."""
    answers = ctx.draft.answers if ctx.draft else {}
    try:
        times = Times.parse(read_times(text, ctx))
    except Unreadable as unread:
        unread.near += _untils(ctx)
        raise
    if times is None or times.rule or (times.end and not times.timed):
        raise Unreadable("polls.until_unclear", _untils(ctx))
    if not isinstance(times.start, datetime):
        times = replace(times, start=datetime.combine(times.start, CLOSING))
    assert isinstance(times.start, datetime)
    zone = zone_of(answers, ctx)
    local = _there(times.start, times.zone, zone)
    first = _slots(answers, ctx)[0].starts
    if not ctx.now < in_utc(local, zone) < in_utc(first, zone):
        when = capitalised(said(Times(local)))
        raise Unreadable("polls.until_unfit", _untils(ctx), when=when, first=said(Times(first)))
    return Times(local).stored


def _untils(ctx: Context) -> tuple[Offer, ...]:
    """The evening before the first date, and some evenings from now on; none of a Sunday."""
    answers = ctx.draft.answers if ctx.draft else {}
    zone = ZoneInfo(zone_of(answers, ctx))
    now = ctx.now.astimezone(zone).replace(tzinfo=None)
    first = _slots(answers, ctx)[0].starts
    days = {first.date() - timedelta(days=1), *(now.date() + timedelta(days=n) for n in USUAL)}
    closings = [datetime.combine(day, CLOSING) for day in sorted(days) if day.weekday() != 6]
    fitting = [one for one in closings if now + SOON <= one < first]
    if not fitting:
        halfway = now + (first - now) / 2
        fitting = [halfway.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)]
    times = [Times(one) for one in fitting if now < one < first]
    return tuple(Offer(one.stored, capitalised(said(one))) for one in times)


async def filled(answers: Mapping[str, str], ctx: Context) -> str:
    """What she said so far."""
    place, visio = split_where(answers.get("where", ""), ctx)
    lines = [
        title_of(answers["theme"], ctx) if len(hers(ctx)) > 1 and "theme" in answers else "",
        kind_name(answers["kind"], ctx) if "kind" in answers else "",
        answers.get("title", ""),
        place,
        visio or answers.get("visio", ""),
    ]
    slots = slots_so_far(answers.get("slots") or answers.get("kept", ""))
    lines = [line for line in lines if line]
    return ctx.say("polls.filled", lines=lines, slots=slots) if lines or slots else ""


def _question(answers: Mapping[str, str], ctx: Context) -> Question:
    place, visio = split_where(answers["where"], ctx)
    zone = zone_of(answers, ctx)
    until = Times.parse(answers["until"])
    assert until is not None
    assert isinstance(until.start, datetime)
    return Question(
        theme=answers["theme"],
        kind=answers["kind"],
        title=answers["title"],
        zone=zone,
        slots=_slots(answers, ctx),
        deadline=in_utc(until.start, zone),
        place=place,
        visio=visio or answers.get("visio", ""),
    )


async def preview(answers: Mapping[str, str], ctx: Context) -> str:
    """The poll as members will see it, and how many they are."""
    asked = _question(answers, ctx)
    poll = Poll(
        theme=asked.theme,
        kind=asked.kind,
        title=asked.title,
        zone=asked.zone,
        deadline=asked.deadline,
        created_at=ctx.now,
        place=asked.place,
        visio=asked.visio,
    )
    slots = [polls.new_slot(0, position, times) for position, times in enumerate(asked.slots, 1)]
    nobody = Standings(tuple(Tally(slot) for slot in slots), 0, 0)
    people = await messages.how_many(ctx.db, ctx.rights, To(asked.theme))
    seen = question(poll, nobody, ctx.library, Reader(ctx.zone.key), "asked")
    return ctx.say("polls.preview", people=people, theme=title_of(asked.theme, ctx)) + seen.html


async def _show(answers: Mapping[str, str], ctx: Context) -> Reply:
    known = {name: value for name, value in answers.items() if name not in {"sure", "kept"}}
    return await forms.begin(SENDING, ctx, known)


def _read_sure(text: str, ctx: Context) -> str:
    found = [one.value for one in _sure(ctx) if is_offer(text, one)]
    if not found:
        raise Unreadable("polls.sure_unclear")
    return found[0]


def _sure(ctx: Context) -> tuple[Offer, ...]:
    return (
        offer(ctx, "polls.send", "oui"),
        *(offer(ctx, f"polls.correct_{name}", name) for name in (*CORRECTED, UNTIL)),
    )


async def _send(answers: Mapping[str, str], ctx: Context) -> Reply:
    """Ask the members, or ask her again what she wants to correct."""
    sure = answers["sure"]
    if sure != "oui":
        dropped = CORRECTED.get(sure, ("until",))
        return await _again(answers, ctx, ("sure", *dropped))
    try:
        poll = await polls.open_poll(
            ctx.db, ctx.rights, _question(answers, ctx), ctx.member, ctx.now
        )
    except SlotsUnfit as unfit:
        return await _again(answers, ctx, ("sure", "slots", "until"), ctx.say(unfit.text))
    return ctx.reply(
        "polls.sent",
        ctx.choice("polls.follow", f"/sondage_suivre {poll.id}"),
        title=poll.title,
        until=poll.deadline.astimezone(ctx.zone),
    )


async def _again(
    answers: Mapping[str, str], ctx: Context, dropped: tuple[str, ...], said: str = ""
) -> Reply:
    known = {name: value for name, value in answers.items() if name not in dropped}
    return await forms.begin(POLL, ctx, known, said)


async def _leave(_: Mapping[str, str], ctx: Context) -> Reply:
    another = ctx.choice("polls.another", "/sondage")
    return ctx.reply("polls.left", another, ctx.choice("polls.plan", "/planifier"))


SLOTS = Field("slots", read_slots, _near)
UNTIL_WHEN = Field("until", read_until, _untils)
POLL = Form(
    "polls",
    (THEME, KIND, TITLE, SLOTS, replace(ZONE, asked=_foreign), WHERE, LINK, UNTIL_WHEN),
    _show,
    leave=_leave,
    shown=filled,
    together=("theme", "kind", "title", "slots", "where"),
)
SENDING = Form(
    "poll_sending",
    (Field("sure", _read_sure, _sure, confirms=True),),
    _send,
    leave=_leave,
    shown=preview,
)
