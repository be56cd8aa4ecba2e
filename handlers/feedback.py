"""What those who came think of an exchange, and what its animator reads of it."""

import re
from collections.abc import Mapping
from dataclasses import replace

from community import feedback
from community.context import Context, Field, Form, Offer, Unreadable
from community.drafts import close_draft
from community.words import Choice, Reply, Request
from handlers import forms
from handlers.answers import is_offer, offer
from handlers.which_exchange import exchange_of, label_of

SCORES = range(1, 6)
LIMIT = 1000
_NUMBER = re.compile(r"([0-9]{1,9})(?:\s+(.*))?", re.DOTALL)


async def opinion(request: Request, ctx: Context) -> Reply:
    """`/avis [ID [1-5]]`: how useful an exchange was to her."""
    number, said = _parts(request.text)
    if number is None:
        return await _which("avis", ctx)
    if said in {str(score) for score in SCORES}:
        return await _scored(number, int(said), ctx)
    one = await feedback.take_part(ctx.db, number, ctx.require_member(), ctx.now)
    choices = (ctx.choice("feedback.score", f"/avis {number} {n}", score=n) for n in SCORES)
    return ctx.reply("feedback.ask_score", *choices, title=one.title)


def _parts(text: str) -> tuple[int | None, str]:
    """The number of an exchange, and what follows it."""
    found = _NUMBER.fullmatch(text.strip())
    return (int(found[1]), (found[2] or "").strip()) if found else (None, "")


async def _which(command: str, ctx: Context) -> Reply:
    """The exchanges she came to lately."""
    lately = await feedback.to_tell_of(ctx.db, ctx.require_member(), ctx.now)
    if not lately:
        return ctx.reply("feedback.none", ctx.choice("feedback.agenda", "/agenda"))
    choices = (Choice(label_of(one), f"/{command} {one.id}") for one in lately[:8])
    return ctx.reply("feedback.which", *choices)


async def _scored(number: int, score: int, ctx: Context) -> Reply:
    """Keep a score, then ask for a word, unless another question is open."""
    await feedback.give_score(ctx.db, number, ctx.require_member(), score, ctx.now)
    kept = ctx.say("feedback.scored", score=score)
    if ctx.draft is not None and ctx.draft.form not in OURS:
        return Reply(kept, _after(number, ctx))
    return await _ask(WORDS, number, ctx, kept)


async def _ask(form: Form, number: int, ctx: Context, said: str = "") -> Reply:
    """Ask one thing, in place of what was asked of another exchange."""
    if ctx.draft is not None and ctx.draft.form in OURS:
        await close_draft(ctx.db, ctx.address_id)
        ctx.draft = None
    return await forms.begin(form, ctx, {"exchange": str(number)}, said)


async def idea(request: Request, ctx: Context) -> Reply:
    """`/idee [ID [words]]`: the idea she takes home."""
    number, said = _parts(request.text)
    if number is None:
        return await _which("idee", ctx)
    await feedback.take_part(ctx.db, number, ctx.require_member(), ctx.now)
    asked = await _ask(IDEA, number, ctx)
    if said and ctx.draft is not None and ctx.draft.form == IDEA.name:
        return await forms.answer(replace(request, text=said), ctx) or asked
    return asked


async def _keep_words(answers: Mapping[str, str], ctx: Context) -> Reply:
    """Keep her word, then ask for an idea, unless she gave one."""
    number, member = int(answers["exchange"]), ctx.require_member()
    hers = await feedback.add_words(ctx.db, number, member, answers["words"], ctx.now)
    return _thanks(number, ctx) if hers.idea else await _ask(IDEA, number, ctx)


async def _keep_idea(answers: Mapping[str, str], ctx: Context) -> Reply:
    number = int(answers["exchange"])
    if answers["idea"]:
        member = ctx.require_member()
        await feedback.keep_idea(ctx.db, number, member, answers["idea"], ctx.now)
    return _thanks(number, ctx, answers["idea"])


async def _leave(answers: Mapping[str, str], ctx: Context) -> Reply:
    """What she said before stays said."""
    return _thanks(int(answers["exchange"]), ctx)


def _thanks(number: int, ctx: Context, kept: str = "") -> Reply:
    return ctx.reply("feedback.thanks", *_after(number, ctx), idea=kept)


def _after(number: int, ctx: Context) -> tuple[Choice, ...]:
    return (
        ctx.choice("feedback.idea", f"/idee {number}"),
        ctx.choice("feedback.change", f"/avis {number}"),
        ctx.choice("feedback.agenda", "/agenda"),
    )


async def received(request: Request, ctx: Context) -> Reply:
    """`/retours [exchange]`: to who animates, what those who came said, without names."""
    one = await exchange_of(request.text, "retours", ctx, begun=True)
    if isinstance(one, Reply):
        return one
    said = await feedback.opinions(ctx.db, ctx.rights, one)
    return ctx.reply(
        "feedback.received",
        ctx.choice("feedback.minutes", f"/compte_rendu {one.id}"),
        ctx.choice("feedback.see", f"/echange {one.id}"),
        title=one.title,
        scores=said.scores,
        mean=f"{said.mean:.1f}".replace(".", ",") if said.mean is not None else "",
        enough=feedback.MEAN_FROM,
        words=said.words,
        ideas=said.ideas,
    )


def read_words(text: str, ctx: Context, limit: int = LIMIT) -> str:
    """Some words, or nothing. Raises Unreadable for more characters than the limit."""
    if is_offer(text, skip(ctx)[0]):
        return ""
    if len(text) > limit:
        raise Unreadable("planning.too_long", limit=limit, length=len(text))
    return text.strip()


def skip(ctx: Context) -> tuple[Offer, ...]:
    """The way to say nothing."""
    return (offer(ctx, "feedback.skip", "rien"),)


WORDS = Form("feedback", (Field("words", read_words, skip, free=True),), _keep_words, leave=_leave)
IDEA = Form("idea", (Field("idea", read_words, skip, free=True),), _keep_idea, leave=_leave)
OURS = frozenset({WORDS.name, IDEA.name})
