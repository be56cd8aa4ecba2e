"""`/planifier`: an exchange is said in a few answers or on one line, then shown before all."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from community import agenda, exchanges, series
from community.context import Context, Field, Form
from community.db.tables import Exchange
from community.errors import ExchangeCancelled, NotAnimator, PastExchange
from community.exchanges import ExchangeStatus, Plan
from community.words import Choice, Reply, Request
from french.folding import essence
from handlers import forms
from handlers.exchange_card import sheet
from handlers.one_line import read_line
from handlers.planning_fields import (
    HOURS,
    KIND,
    LENGTH,
    LINK,
    THEME,
    TITLE,
    WHEN,
    WHERE,
    ZONE,
    kind_name,
    split_where,
)
from handlers.themes import title_of
from handlers.times import Times, shown, times_so_far
from handlers.which_exchange import by_number, hers, label_of

NEW = "nouveau"
DATE = ("when", "hours", "length", "zone")
SERIES_SHOWN = 3


async def plan(request: Request, ctx: Context) -> Reply:
    """`/planifier [everything on a line]`: her drafts, or the first question that is left."""
    themes = hers(ctx)
    if not themes:
        raise NotAnimator
    unfinished = ctx.draft is not None and ctx.draft.form == PLAN.name
    if not request.text and not unfinished and (kept := await agenda.drafts(ctx.db, themes)):
        return _which_draft(kept, ctx)
    line = "" if essence(request.text) == NEW else request.text
    heard = read_line(line, ctx)
    given = {"theme": themes[0]} if len(themes) == 1 else {}
    return await forms.begin(PLAN, ctx, given | heard.answers, heard.said, anew=bool(line))


def _which_draft(kept: list[Exchange], ctx: Context) -> Reply:
    return ctx.reply(
        "planning.drafts",
        *(Choice(label_of(one), f"/brouillon {one.id}") for one in kept[:8]),
        ctx.choice("planning.another", f"/planifier {NEW}"),
        count=len(kept),
    )


async def filled(answers: Mapping[str, str], ctx: Context) -> str:
    """What she said so far."""
    place, visio = split_where(answers.get("where", ""), ctx)
    lines = [
        title_of(answers["theme"], ctx) if len(hers(ctx)) > 1 and "theme" in answers else "",
        kind_name(answers["kind"], ctx) if "kind" in answers else "",
        answers.get("title", ""),
        _when(answers, ctx) if "when" in answers else "",
        place,
        visio or answers.get("visio", ""),
        ctx.library.texts.label("planning.seats", count=answers["capacity"])
        if answers.get("capacity")
        else "",
    ]
    return ctx.say("planning.filled", lines=[line for line in lines if line]) if any(lines) else ""


def _when(answers: Mapping[str, str], ctx: Context) -> str:
    """When it takes place; the zone once she said it."""
    times = times_so_far(answers)
    return shown(times, times.zone or answers.get("zone") or ctx.zone.key, ctx)


def zone_of(answers: Mapping[str, str], ctx: Context) -> str:
    """The zone she said, else the community's."""
    return times_so_far(answers).zone or answers.get("zone") or ctx.home.key


async def _finish(answers: Mapping[str, str], ctx: Context) -> Reply:
    """Keep a draft and show it; ask the date again when it has passed meanwhile."""
    try:
        planned = await exchanges.plan_exchange(ctx.db, ctx.rights, _plan(answers, ctx), ctx.now)
    except PastExchange as past:
        kept = {name: value for name, value in answers.items() if name not in DATE}
        return await forms.begin(PLAN, ctx, kept, ctx.say(past.text))
    rule = times_so_far(answers).rrule
    await series.set_rule(ctx.db, ctx.rights, planned, rule, ctx.now)
    return await preview(planned, ctx)


def _plan(answers: Mapping[str, str], ctx: Context) -> Plan:
    place, visio = split_where(answers["where"], ctx)
    capacity = answers.get("capacity")
    plan = Plan(
        theme=answers["theme"],
        kind=answers["kind"],
        title=answers["title"],
        starts=datetime.min,  # noqa: DTZ901 - told on the next line
        zone=zone_of(answers, ctx),
        place=place,
        visio=visio or answers.get("visio", ""),
        capacity=int(capacity) if capacity else None,
    )
    return at_times(plan, times_so_far(answers))


def at_times(plan: Plan, times: Times) -> Plan:
    """A plan at other times, whose hours are known."""
    assert isinstance(times.start, datetime)
    end = times.end if isinstance(times.end, datetime) else None
    return replace(plan, starts=times.start, ends=end)


async def preview(draft: Exchange, ctx: Context, said: str = "") -> Reply:
    """A draft as members will see it, and what can be done with it."""
    dates = await series.dates(ctx.db, draft, ctx.now)
    more = ctx.say(
        "planning.not_on_card",
        capacity=draft.capacity,
        question=draft.question,
        dates=dates[:SERIES_SHOWN],
        others=max(0, len(dates) - SERIES_SHOWN),
    )
    html = said + ctx.say("planning.preview") + sheet(draft, ctx).html + more
    return Reply(
        html,
        (
            ctx.choice("planning.publish", f"/publier {draft.id}"),
            ctx.choice("planning.complete", f"/completer {draft.id}"),
            ctx.choice("planning.correct", f"/modifier {draft.id}"),
            ctx.choice("planning.keep", f"/garder {draft.id}"),
            ctx.choice("planning.drop", f"/abandonner {draft.id}"),
        ),
    )


async def _draft(text: str, ctx: Context) -> Exchange | Reply:
    """A draft of hers, or what became of it. Raises UnknownExchange, NotAnimator."""
    one = await by_number(text, ctx)
    if one.status == ExchangeStatus.DRAFT:
        return one
    if one.status == ExchangeStatus.CANCELLED:
        raise ExchangeCancelled(title=one.title)
    return managed(one, ctx, ctx.say("planning.already_published"))


async def draft(request: Request, ctx: Context) -> Reply:
    """`/brouillon ID`: a draft as members will see it."""
    one = await _draft(request.text, ctx)
    return one if isinstance(one, Reply) else await preview(one, ctx)


def managed(one: Exchange, ctx: Context, said: str = "") -> Reply:
    """A published exchange and what its animator can do with it."""
    reply = sheet(one, ctx, *ways(one, ctx))
    return replace(reply, html=said + reply.html)


async def manage(request: Request, ctx: Context) -> Reply:
    """`/gerer ID`: what its animator can do with one. Raises UnknownExchange, NotAnimator."""
    one = await by_number(request.text, ctx)
    if one.status == ExchangeStatus.DRAFT:
        return await preview(one, ctx)
    return managed(one, ctx)


def ways(one: Exchange, ctx: Context) -> list[Choice]:
    """What an animator can do with a published exchange."""
    return [
        ctx.choice("planning.change", f"/modifier {one.id}"),
        ctx.choice("planning.move", f"/deplacer {one.id}"),
        ctx.choice("planning.call_off", f"/annuler_echange {one.id}"),
        ctx.choice("planning.reminders", f"/rappels {one.id}"),
    ]


async def publish(request: Request, ctx: Context) -> Reply:
    """`/publier ID`: show a draft to its theme, and invite to it."""
    one = await _draft(request.text, ctx)
    if isinstance(one, Reply):
        return one
    one = await exchanges.publish_exchange(ctx.db, ctx.rights, one.id, ctx.now)
    await series.extend_from(ctx.db, one, ctx.now)
    return ctx.reply(
        "planning.published",
        ctx.choice("planning.see", f"/echange {one.id}"),
        ctx.choice("planning.change", f"/modifier {one.id}"),
        ctx.choice("planning.reminders", f"/rappels {one.id}"),
        title=one.title,
        theme=title_of(one.theme, ctx),
        following=len(await series.following(ctx.db, one)),
    )


async def keep(request: Request, ctx: Context) -> Reply:
    """`/garder ID`: a draft waits for another day."""
    one = await _draft(request.text, ctx)
    if isinstance(one, Reply):
        return one
    return ctx.reply(
        "planning.kept",
        ctx.choice("planning.take_up", f"/brouillon {one.id}"),
        ctx.choice("planning.agenda", "/agenda"),
        title=one.title,
    )


async def drop(request: Request, ctx: Context) -> Reply:
    """`/abandonner ID`: ask once before a draft is lost."""
    one = await _draft(request.text, ctx)
    if isinstance(one, Reply):
        return one
    return ctx.reply(
        "planning.drop_sure",
        ctx.choice("planning.drop_yes", f"/abandonner_oui {one.id}"),
        ctx.choice("planning.keep", f"/garder {one.id}"),
        title=one.title,
    )


async def dropped(request: Request, ctx: Context) -> Reply:
    """`/abandonner_oui ID`: the draft is lost."""
    one = await _draft(request.text, ctx)
    if isinstance(one, Reply):
        return one
    title = one.title
    await exchanges.drop_draft(ctx.db, ctx.rights, one.id)
    return ctx.reply(
        "planning.dropped",
        ctx.choice("planning.plan_another", "/planifier"),
        ctx.choice("planning.agenda", "/agenda"),
        title=title,
    )


ASKED: tuple[Field, ...] = (THEME, KIND, TITLE, WHEN, HOURS, LENGTH, ZONE, WHERE, LINK)
TOGETHER = ("theme", "kind", "title", "when", "where")
PLAN = Form("planning", ASKED, _finish, shown=filled, together=TOGETHER)
