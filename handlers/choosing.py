"""Choosing a member of a theme: to take her out, or to hand the theme over to her."""

from dataclasses import dataclass

from community import roles
from community.addresses import addresses_of
from community.context import Context
from community.members import find_member
from community.themes import Participant, participants, remove_from_theme
from community.words import Choice, Reply, Request
from content.entries import Theme
from handlers.animation import theme_of
from handlers.themes import title_of

PAGE = 8


@dataclass(frozen=True, slots=True)
class Target:
    """What `THEME [MEMBER_ID | suite FROM]` names."""

    theme: str
    member_id: int | None = None
    start: int = 0

    @classmethod
    def parse(cls, text: str) -> "Target":
        """Read it from a command's text."""
        words = text.split()
        if not words or not words[-1].isdecimal():
            return cls(text)
        if words[-2:-1] == ["suite"]:
            return cls(" ".join(words[:-2]), start=int(words[-1]))
        return cls(" ".join(words[:-1]), member_id=int(words[-1]))


async def remove(request: Request, ctx: Context) -> Reply:
    """`/retirer [theme] [member]`: choose someone, then ask once more."""
    return await _choose(request, ctx, "retirer", "remove")


async def hand_over(request: Request, ctx: Context) -> Reply:
    """`/confier [theme] [member]`: choose who animates from now on, then ask once more."""
    return await _choose(request, ctx, "confier", "hand")


async def _choose(request: Request, ctx: Context, command: str, text: str) -> Reply:
    target = Target.parse(request.text)
    theme = theme_of(target.theme, command, ctx)
    if isinstance(theme, Reply):
        return theme
    people = await participants(ctx.db, ctx.rights, theme.id)
    others = [p for p in people if ctx.member is None or p.member_id != ctx.member.id]
    person = next((p for p in others if p.member_id == target.member_id), None)
    if person is not None:
        return ctx.reply(
            f"choosing.{text}_sure",
            ctx.choice(f"choosing.{text}_yes", f"/{command}_oui {theme.id} {person.member_id}"),
            ctx.choice("choosing.no", f"/membres {theme.id}"),
            name=person.name,
            title=theme.title,
        )
    return _page(others, target.start, theme, ctx, command, text)


def _page(
    people: list[Participant], start: int, theme: Theme, ctx: Context, command: str, text: str
) -> Reply:
    if not people:
        invite = ctx.choice("choosing.invite", f"/inviter {theme.id}")
        return ctx.reply("choosing.nobody", invite, title=theme.title)
    choices = [
        Choice(_named(person), f"/{command} {theme.id} {person.member_id}")
        for person in people[start : start + PAGE]
    ]
    if len(people) > start + PAGE:
        following = f"/{command} {theme.id} suite {start + PAGE}"
        choices.append(ctx.choice("choosing.following", following))
    choices.append(ctx.choice("choosing.no", f"/membres {theme.id}"))
    return ctx.reply(f"choosing.{text}_whom", *choices, title=theme.title)


def _named(person: Participant) -> str:
    return f"{person.name} ({person.structure})" if person.structure else person.name


async def _participant(target: Target, ctx: Context) -> Participant | None:
    people = await participants(ctx.db, ctx.rights, target.theme)
    return next((p for p in people if p.member_id == target.member_id), None)


async def removed(request: Request, ctx: Context) -> Reply:
    """`/retirer_oui THEME MEMBER_ID`: take her out, and tell her once."""
    target = Target.parse(request.text)
    person = await _participant(target, ctx)
    if person is None:
        return _gone(target, ctx)
    title = title_of(target.theme, ctx)
    await remove_from_theme(ctx.db, ctx.rights, person.member_id, target.theme)
    await ctx.tell(
        await find_member(ctx.db, person.member_id),
        ctx.reply(
            "choosing.removed_notice",
            ctx.choice("choosing.themes", "/themes"),
            ctx.choice("choosing.contact", "/contact"),
            title=title,
        ),
        f"removed:{target.theme}:{person.member_id}:{person.since:%Y%m%d%H%M%S}",
    )
    back = ctx.choice("choosing.members", f"/membres {target.theme}")
    return ctx.reply("choosing.removed", back, name=person.name, title=title)


async def handed_over(request: Request, ctx: Context) -> Reply:
    """`/confier_oui THEME MEMBER_ID`: she animates from now on, and is told once."""
    target = Target.parse(request.text)
    person = await _participant(target, ctx)
    if person is None:
        return _gone(target, ctx)
    receiver = (await addresses_of(ctx.db, person.member_id))[0]
    await roles.hand_over(
        ctx.db, ctx.rights, await _my_addresses(ctx), receiver.id, target.theme, ctx.now
    )
    title = title_of(target.theme, ctx)
    await ctx.tell(
        await find_member(ctx.db, person.member_id),
        ctx.reply(
            "choosing.handed_notice",
            ctx.choice("choosing.members", f"/membres {target.theme}"),
            ctx.choice("choosing.help", "/aide"),
            title=title,
            by=ctx.member.name if ctx.member else "",
        ),
        f"handed:{target.theme}:{person.member_id}:{ctx.now:%Y%m%d}",
        quotes=ctx.member,
    )
    back = ctx.choice("choosing.themes", "/themes")
    return ctx.reply("choosing.handed", back, name=person.name, title=title)


async def _my_addresses(ctx: Context) -> list[int]:
    if ctx.member is None:
        return [ctx.address_id]
    return [address.id for address in await addresses_of(ctx.db, ctx.member.id)]


def _gone(target: Target, ctx: Context) -> Reply:
    back = ctx.choice("choosing.members", f"/membres {target.theme}")
    return ctx.reply("choosing.gone", back, title=title_of(target.theme, ctx))
