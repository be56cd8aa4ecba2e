"""What a member says of herself, and when she wants to hear from us."""

from collections.abc import Mapping
from datetime import timedelta

from community import members
from community.context import Context, Form
from community.db.tables import Member
from community.invitations import forget_invitee
from community.roles import Role
from community.words import Choice, Reply, Request
from french.durations import days
from french.folding import essence
from handlers import forms, territories
from handlers.answers import NAME, STRUCTURE, TERRITORY
from handlers.themes import my_themes, title_of

CHANGES = {"nom": NAME, "structure": STRUCTURE, "territoire": TERRITORY}
LONGEST_PAUSE = 365


async def me(_: Request, ctx: Context) -> Reply:
    """`/moi`: what is known of her, and how to change it."""
    return await _card(ctx)


async def stay(_: Request, ctx: Context) -> Reply:
    """`/rester`: she answers the notice of a long silence, and speaking is all it takes."""
    card = await _card(ctx)
    return Reply(ctx.say("profile.stays") + card.html, card.choices)


async def _card(ctx: Context) -> Reply:
    member = ctx.require_member()
    silence = "resume" if _silent(member, ctx) else "pause"
    choices = (
        *(ctx.choice(f"profile.change_{name}", f"/changer {name}") for name in CHANGES),
        ctx.choice(f"profile.{silence}", "/reprendre" if silence == "resume" else "/pause"),
        ctx.choice("profile.my_data", "/mesdonnees"),
    )
    return Reply(ctx.say("profile.me", **await _shown(member, ctx)), choices)


async def _shown(member: Member, ctx: Context) -> dict[str, object]:
    paused = member.paused_until
    return {
        "name": member.name,
        "structure": member.structure,
        "territory": territories.name_of(member.territory, ctx.library.departements),
        "themes": [title_of(slug, ctx) for slug in await my_themes(ctx)],
        "animated": [title_of(slug, ctx) for slug in sorted(ctx.rights.animated)],
        "administrator": ctx.role is Role.ADMINISTRATOR,
        "paused_until": paused.astimezone(ctx.zone) if paused and paused > ctx.now else None,
        "stopped": member.stopped_at is not None,
    }


def _silent(member: Member, ctx: Context) -> bool:
    paused = member.paused_until is not None and member.paused_until > ctx.now
    return paused or member.stopped_at is not None


async def change(request: Request, ctx: Context) -> Reply:
    """`/changer nom|structure|territoire`: ask that one thing again."""
    member = ctx.require_member()
    field = CHANGES.get(essence(request.text))
    if field is None:
        return await _card(ctx)
    answers = {
        "name": member.name,
        "structure": member.structure,
        "territory": member.territory,
    }
    return await forms.begin(
        PROFILE, ctx, {name: value for name, value in answers.items() if name != field.name}
    )


async def _finish(answers: Mapping[str, str], ctx: Context) -> Reply:
    zone = territories.zone_of(answers["territory"], ctx.library.departements)
    members.change_profile(ctx.require_member(), {**answers, "zone": zone})
    card = await _card(ctx)
    return Reply(ctx.say("profile.changed") + card.html, card.choices)


async def pause(request: Request, ctx: Context) -> Reply:
    """`/pause 15 jours`: nothing of the bot's own until then."""
    member = ctx.require_member()
    length = days(request.text) if request.text else None
    if length is None or not 1 <= length <= LONGEST_PAUSE:
        text = "profile.pause_unclear" if request.text else "profile.pause_how_long"
        return ctx.reply(text, *(_pause(count, ctx) for count in (7, 15, 30)))
    until = ctx.now + timedelta(days=length)
    members.resume(member)
    await members.pause(ctx.db, member, until)
    return ctx.reply(
        "profile.paused",
        ctx.choice("profile.resume", "/reprendre"),
        until=until.astimezone(ctx.zone),
    )


def _pause(count: int, ctx: Context) -> Choice:
    return ctx.choice("profile.pause_days", f"/pause {count} jours", days=count)


async def stop(_: Request, ctx: Context) -> Reply:
    """`/stop`: nothing of the bot's own any more; who was invited by a list is forgotten."""
    if ctx.member is None:
        await forget_invitee(ctx.db, ctx.address_id, ctx.now)
        return ctx.reply("profile.never_written", _ask(ctx))
    await members.stop(ctx.db, ctx.member, ctx.now)
    return ctx.reply(
        "profile.stopped",
        ctx.choice("profile.resume", "/reprendre"),
        ctx.choice("profile.erase", "/effacer"),
    )


async def resume(_: Request, ctx: Context) -> Reply:
    """`/reprendre`: hear from us again."""
    members.resume(ctx.require_member())
    return ctx.reply(
        "profile.resumed",
        ctx.choice("profile.agenda", "/agenda"),
        ctx.choice("profile.see", "/moi"),
    )


def _ask(ctx: Context) -> Choice:
    return ctx.choice("profile.ask", "/question")


PROFILE = Form("profile", (NAME, STRUCTURE, TERRITORY), _finish)
