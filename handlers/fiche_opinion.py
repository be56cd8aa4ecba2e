"""« Utile ? »: a count for each fiche, and what was missing, told to those who keep the fiches."""

from collections.abc import Mapping
from functools import partial

from community import roles
from community.context import Context, Field, Form
from community.fiche_opinions import count_opinion
from community.words import Reply, Request
from french.typography import typeset
from handlers import forms
from handlers.feedback import read_words, skip

LIMIT = 500


async def useful(request: Request, ctx: Context) -> Reply:
    """`/utile ID oui|non`: count it; after « non », ask what was missing, where somebody reads."""
    slug, _, said = request.text.partition(" ")
    fiche = ctx.library.fiches.get(slug)
    if fiche is None or said not in {"oui", "non"}:
        return ctx.reply("fiche_opinion.gone", ctx.choice("fiches.all", "/fiches"))
    await count_opinion(ctx.db, slug, useful=said == "oui")
    if said == "oui" or not await roles.all_animators(ctx.db) or _busy(ctx):
        return _thanks(slug, ctx)
    return await forms.begin(LACKS, ctx, {"fiche": slug}, anew=True)


def _busy(ctx: Context) -> bool:
    """Whether another question is open."""
    return ctx.draft is not None and ctx.draft.form != LACKS.name


def _thanks(slug: str, ctx: Context, *, told: bool = False) -> Reply:
    back = ctx.choice("fiches.back", f"/fiche {slug}")
    return ctx.reply("fiche_opinion.thanks", back, ctx.choice("fiches.all", "/fiches"), told=told)


async def _tell(answers: Mapping[str, str], ctx: Context) -> Reply:
    """Tell it once a day at most: words that nobody has to sign could be many."""
    slug, words = answers["fiche"], answers["lacks"]
    fiche = ctx.library.fiches.get(slug)
    if words and fiche is not None:
        read = ctx.choice(
            "fiche_follow.read", f"/fiche {slug}", name=typeset(fiche.button or fiche.name)
        )
        told = ctx.reply("fiche_opinion.told", read, name=fiche.name, said=words)
        for address_id in await roles.all_animators(ctx.db):
            key = f"fiche-lacks/{slug}/{ctx.address_id}/{ctx.now:%Y-%m-%d}/{address_id}"
            await ctx.tell(address_id, told, key, quotes=ctx.member)
    return _thanks(slug, ctx, told=bool(words))


async def _leave(answers: Mapping[str, str], ctx: Context) -> Reply:
    return _thanks(answers["fiche"], ctx)


LACKS = Form(
    "fiche_opinion",
    (Field("lacks", partial(read_words, limit=LIMIT), skip, free=True),),
    _tell,
    leave=_leave,
)
