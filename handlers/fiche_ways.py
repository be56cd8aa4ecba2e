"""A fiche's card with what members tell below, and what one can do about it from there.

In private alone: before a group, a card shows only where to read on.
"""

from dataclasses import replace

from community import fiche_watches
from community.context import Context
from community.words import Choice, Reply
from content.entries import Fiche
from handlers.fiche_card import card
from handlers.stories import under_card

LONGEST = 64  # bytes of a choice's command


async def shown(fiche: Fiche, ctx: Context) -> Reply:
    """The card of a fiche, with what this person can do about it."""
    return await _with_ways(card(ctx.library, fiche), fiche, ctx)


async def beside(reply: Reply, ctx: Context) -> Reply:
    """The same where a question found the card."""
    kind, _, slug = (ctx.found.entry if ctx.found and ctx.found.entry else "").rpartition(":")
    fiche = ctx.library.fiches.get(slug) if kind == "fiche" else None
    return reply if fiche is None or reply.puzzled else await _with_ways(reply, fiche, ctx)


async def _with_ways(reply: Reply, fiche: Fiche, ctx: Context) -> Reply:
    """With what the community tells, and these choices before the way to more."""
    reply = await under_card(reply, fiche, ctx)
    more = f"/suite {fiche.id}"
    at = next((i for i, one in enumerate(reply.choices) if one.command == more), None)
    if at is None:
        return reply
    between = await ways(fiche, ctx)
    return replace(reply, choices=(*reply.choices[:at], *between, *reply.choices[at:]))


async def ways(fiche: Fiche, ctx: Context) -> list[Choice]:
    """The choices below a card that are not the same for everybody everywhere."""
    if ctx.place is not None or len(f"/suivre {fiche.id} non".encode()) > LONGEST:
        return []
    choices = [
        ctx.choice("fiche_opinion.useful", f"/utile {fiche.id} oui"),
        ctx.choice("fiche_opinion.not_useful", f"/utile {fiche.id} non"),
    ]
    if ctx.member is None:
        return choices
    if fiche.id in await fiche_watches.watched_by(ctx.db, ctx.member.id):
        return [*choices, ctx.choice("fiche_follow.stop", f"/suivre {fiche.id} non")]
    return [*choices, ctx.choice("fiche_follow.start", f"/suivre {fiche.id}")]
