"""How often a member reads what is new in her themes."""

from community.channels import About, doors_of
from community.context import Context
from community.digests import Pace, pace_of, set_pace
from community.words import Reply, Request
from french.folding import essence
from handlers.linking import name_of

ASKED = {
    Pace.WEEKLY: {"semaine", "hebdomadaire", "hebdo", "lundi", "semaines"},
    Pace.DAILY: {"jour", "jours", "quotidien", "quotidiennes", "quotidienne"},
    Pace.NEVER: {"jamais", "stop", "arreter", "plus", "aucune", "non"},
}


async def news(request: Request, ctx: Context) -> Reply:
    """`/nouvelles [semaine|jour|jamais]`: how often she reads what is new, and another choice."""
    member = ctx.require_member()
    said = set(essence(request.text).split())
    asked = next((pace for pace, ways in ASKED.items() if said & ways), None)
    if asked is not None:
        set_pace(member, asked)
    now = await pace_of(ctx.db, member)
    door = (await doors_of(ctx.db, member.id))[About.DIGESTS]
    others = [pace for pace in Pace if pace is not now]
    return ctx.reply(
        "digests.chosen",
        *(ctx.choice(f"digests.{pace}", f"/nouvelles {WORDS[pace]}") for pace in others),
        ctx.choice("digests.channel", "/canal"),
        pace=now.value,
        door=name_of(door, ctx) if door else "",
        changed=asked is not None,
    )


WORDS = {Pace.WEEKLY: "semaine", Pace.DAILY: "jour", Pace.NEVER: "jamais"}
