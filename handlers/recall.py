"""`/comptes_rendus`, and minutes beside an answer: what members find by their own words."""

from collections.abc import Sequence
from dataclasses import replace

from community import recall
from community.context import Context
from community.db.tables import Exchange
from community.exchanges import local
from community.roles import Role
from community.words import Choice, Reply, Request
from content.search import Found, FoundKind
from french.dates import date_alone
from french.folding import essence
from handlers.paging import page_of, split_page

PAGE = 6
BESIDE = 3
READABLE = 100  # characters of what was asked that are worth repeating
SAYS_SO = ("compte rendu", "comptes rendus")


async def found(request: Request, ctx: Context) -> Reply:
    """`/comptes_rendus [words] [pN]`: those that hold the words, or the latest."""
    text, page = split_page(request.text)
    if recall.asked_of(text):
        return _listed(await _search(text, PAGE, ctx), text, ctx)
    start = (page - 1) * PAGE
    latest = await recall.latest(ctx.db, ctx.member, limit=PAGE + 1, offset=start)
    shown, more = page_of(latest, 1, PAGE)
    following = [ctx.choice("recall.next", f"/comptes_rendus p{page + 1}")] if more else []
    return _listed(shown, "", ctx, *following)


async def beside(request: Request, reply: Reply, ctx: Context) -> Reply:
    """What a text gets, with the minutes that speak of it: for members alone, in private.

    Minutes that are asked for come alone; others come after an answer that is sure, and hold most
    of what was asked then, or before what else may be meant.
    """
    if ctx.member is None or ctx.place is not None:
        return reply
    if any(name in essence(request.text) for name in SAYS_SO):
        return await _asked_for(request, reply, ctx)
    sure = _is_sure(ctx.found)
    near = await _search(request.text, BESIDE, ctx, recall.MOST if sure else recall.SOME)
    if not near or (sure and len(recall.asked_of(request.text)) < recall.FEW):
        return reply  # one word of everyday, which an answer is found for, asks no minutes
    choices = _choices(near, ctx)
    if sure:
        return Reply(reply.html + ctx.say("recall.beside"), (*reply.choices, *choices))
    return Reply(ctx.say("recall.instead"), (*choices, *reply.choices))


async def _asked_for(request: Request, reply: Reply, ctx: Context) -> Reply:
    """Minutes that are named; an animator may rather want to write some."""
    if not recall.asked_of(request.text):
        return await found(replace(request, text=""), ctx)
    near = await _search(request.text, PAGE, ctx)
    meant = ctx.found.kind if ctx.found else FoundKind.UNKNOWN
    answered = meant in {FoundKind.ANSWER, FoundKind.REDIRECT} or ctx.role > Role.MEMBER
    return reply if not near and answered else _listed(near, request.text, ctx)


def _is_sure(known: Found | None) -> bool:
    return known is not None and known.entry is not None


async def _search(
    text: str, limit: int, ctx: Context, least: float = recall.SOME
) -> list[Exchange]:
    """By the words as they are written or, if that finds nothing, as they were understood."""
    near = await recall.recall(ctx.db, ctx.member, text, limit=limit, least=least)
    meant = ctx.found.repaired if ctx.found else None
    if not near and meant is not None:
        near = await recall.recall(ctx.db, ctx.member, meant, limit=limit, least=least)
    return [one.exchange for one in near]


def _listed(exchanges: Sequence[Exchange], asked: str, ctx: Context, *more: Choice) -> Reply:
    ways = [ctx.choice("recall.all", "/comptes_rendus")] if asked else []
    return ctx.reply(
        "recall.found",
        *_choices(exchanges, ctx),
        *more,
        *ways,
        ctx.choice("recall.agenda", "/agenda"),
        asked=asked[:READABLE],
        found=bool(exchanges),
        one=len(exchanges) == 1,
    )


def _choices(exchanges: Sequence[Exchange], ctx: Context) -> list[Choice]:
    """« 18 décembre 2026 : Visite apprenante », which leads to the whole."""
    return [
        ctx.choice(
            "recall.read",
            f"/lire_compte_rendu {one.id}",
            day=date_alone(local(one.starts, one.zone)),
            title=one.title,
        )
        for one in exchanges
    ]
