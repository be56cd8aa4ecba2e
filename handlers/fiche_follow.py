"""« Suivre la fiche »: a member is told when a fiche says something else."""

from community import fiche_watches
from community.context import Context
from community.words import Choice, Reply, Request
from content.entries import Fiche
from content.fiche_parts import parts_of
from french.folding import essence
from french.typography import typeset
from handlers.fiche_lists import offer
from handlers.paging import page_of, split_page

PAGE = 7


async def follow(request: Request, ctx: Context) -> Reply:
    """`/suivre [ID [non]] [pN]`: tell her when it changes, or no more; those she follows."""
    member = ctx.require_member()
    text, page = split_page(request.text)
    slug, _, said = text.partition(" ")
    fiche = ctx.library.fiches.get(slug)
    if essence(said) == "non":
        await fiche_watches.unwatch(ctx.db, member.id, slug)
        return ctx.reply("fiche_follow.stopped", *_ways_on(fiche, ctx), name=_name(fiche))
    if fiche is None:
        return await _followed(page, ctx)
    await fiche_watches.watch(ctx.db, member.id, slug, parts_of(fiche), ctx.now)
    stop = ctx.choice("fiche_follow.stop", f"/suivre {slug} non")
    return ctx.reply("fiche_follow.followed", stop, *_ways_on(fiche, ctx), name=fiche.name)


async def _followed(page: int, ctx: Context) -> Reply:
    """The fiches she follows, each to read."""
    slugs = await fiche_watches.watched_by(ctx.db, ctx.require_member().id)
    hers = [ctx.library.fiches[slug] for slug in slugs if slug in ctx.library.fiches]
    shown, more = page_of(hers, page, PAGE)
    ways = [offer(fiche) for fiche in shown]
    if more:
        ways.append(ctx.choice("fiches.next", f"/suivre p{page + 1}"))
    everything = ctx.choice("fiches.all", "/fiches")
    names = [typeset(fiche.name) for fiche in shown]
    return ctx.reply("fiche_follow.list", *ways, everything, names=names, total=len(hers))


def _ways_on(fiche: Fiche | None, ctx: Context) -> list[Choice]:
    back = [ctx.choice("fiches.back", f"/fiche {fiche.id}")] if fiche else []
    return [*back, ctx.choice("fiches.all", "/fiches")]


def _name(fiche: Fiche | None) -> str:
    return fiche.name if fiche else ""
