"""By which door a member hears what."""

from community.addresses import addresses_of
from community.channels import About, choose, doors_of
from community.context import Context
from community.words import Choice, Reply, Request
from french.folding import essence
from handlers.linking import name_of

ALL = "tout"
ASKED = {
    "invitations": About.INVITATIONS,
    "rappels": About.REMINDERS,
    "nouvelles": About.DIGESTS,
    "personnel": About.PERSONAL,
}
DOORS = {
    "mail": ("mail", "e-mail", "email", "courriel", "mel"),
    "telegram": ("telegram",),
    "terminal": ("terminal",),
}


async def channel(request: Request, ctx: Context) -> Reply:
    """`/canal [WHAT DOOR]`: by which door she hears what, and another choice."""
    member = ctx.require_member()
    hers = await addresses_of(ctx.db, member.id)
    doors = list(dict.fromkeys(one.door for one in hers))
    if len(doors) < 2:
        others = len(ctx.doors) > 1
        link = [ctx.choice("channels.link", "/relier")] if others else []
        me = ctx.choice("channels.me", "/moi")
        return ctx.reply("channels.one", *link, me, door=name_of(doors[0], ctx), others=others)
    asked = _read(request.text, doors)
    if asked is not None:
        await choose(ctx.db, member, asked[0], asked[1], ctx.now)
    now = await doors_of(ctx.db, member.id)
    closed = [one.door for one in hers if one.closed_at is not None]
    return ctx.reply(
        "channels.shown",
        *_ways(now, [door for door in doors if door not in closed], ctx),
        chosen={
            name: name_of(now[about], ctx) if now[about] else "" for name, about in ASKED.items()
        },
        changed=asked is not None,
        closed=[name_of(door, ctx) for door in closed],
    )


def _read(text: str, doors: list[str]) -> tuple[list[About], str] | None:
    """« rappels telegram », « tout par e-mail »; None for anything else."""
    said = essence(text).split()
    door = next((d for d in doors if set(said) & {essence(w) for w in DOORS.get(d, (d,))}), None)
    if door is None and "e mail" in " ".join(said) and "mail" in doors:
        door = "mail"
    abouts = [about for name, about in ASKED.items() if name in said]
    if door is None or not (abouts or ALL in said):
        return None
    return abouts or list(About), door


def _ways(now: dict[About, str], doors: list[str], ctx: Context) -> list[Choice]:
    """Each other choice there is: one sort of messages, then all of them."""
    each = [
        ctx.choice(f"channels.{name}", f"/canal {name} {door}", door=name_of(door, ctx))
        for name, about in ASKED.items()
        for door in doors
        if now[about] != door
    ]
    every = [
        ctx.choice("channels.all", f"/canal {ALL} {door}", door=name_of(door, ctx))
        for door in doors
        if set(now.values()) != {door}
    ]
    return [*every, *each]
