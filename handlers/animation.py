"""What an animator sees of her theme, and how she invites to it."""

from dataclasses import dataclass
from datetime import datetime

from community.context import Context
from community.errors import LinkExpired, NotAnimator
from community.invitations import invite_to_theme, revoke_link
from community.themes import Participant, participants
from community.words import Attachment, Reply, Request
from content.entries import Theme
from handlers import territories
from handlers.themes import button_of, meant, title_of

SHOWN = 30


@dataclass(frozen=True, slots=True)
class Row:
    """A member as the list shows her."""

    name: str
    structure: str
    territory: str
    since: datetime
    reached: bool


def theme_of(text: str, command: str, ctx: Context) -> Theme | Reply:
    """The theme that is meant, her only one when not said, or which ones she can choose from."""
    themes = ctx.library.themes
    hers = [theme for slug, theme in themes.items() if ctx.rights.may_animate(slug)]
    found = meant(text, themes.values()) if text else hers
    if len(found) == 1:
        ctx.rights.require_animator(found[0].id)
        return found[0]
    if not hers:
        raise NotAnimator
    choices = (
        ctx.choice("animation.theme", f"/{command} {t.id}", title=button_of(t.id, ctx))
        for t in hers
    )
    return ctx.reply("animation.which", *choices)


async def listing(request: Request, ctx: Context) -> Reply:
    """`/membres [theme]`: who is in, and the same as a table."""
    theme = theme_of(request.text, "membres", ctx)
    if isinstance(theme, Reply):
        return theme
    people = await participants(ctx.db, ctx.rights, theme.id)
    table = Attachment("members.csv", (theme.id, ctx.zone.key), f"membres-{theme.id}.csv")
    removing = [ctx.choice("animation.remove_someone", f"/retirer {theme.id}")] if people else []
    return ctx.reply(
        "animation.members",
        ctx.choice("animation.invite", f"/inviter {theme.id}"),
        *removing,
        attachments=(table,) if people else (),
        title=theme.title,
        count=len(people),
        people=[_row(person, ctx) for person in people[:SHOWN]],
        others=max(0, len(people) - SHOWN),
    )


def _row(person: Participant, ctx: Context) -> Row:
    territory = territories.name_of(person.territory, ctx.library.departements)
    since = person.since.astimezone(ctx.zone)
    return Row(person.name, person.structure, territory, since, person.reached)


async def invite(request: Request, ctx: Context) -> Reply:
    """`/inviter [theme]`: a link by each open door, and its picture."""
    theme = theme_of(request.text, "inviter", ctx)
    if isinstance(theme, Reply):
        return theme
    link = await invite_to_theme(ctx.db, ctx.rights, ctx.member, theme.id, ctx.now)
    links = ctx.links(link.token) or (f"/start {link.token}",)
    return ctx.reply(
        "animation.invitation",
        ctx.choice("animation.members", f"/membres {theme.id}"),
        ctx.choice("animation.revoke", f"/revoquer {link.id}"),
        attachments=(Attachment("qr", links[:1], f"invitation-{theme.id}.png"),),
        title=theme.title,
        links=links,
        until=link.expires_at.astimezone(ctx.zone),
    )


async def revoke(request: Request, ctx: Context) -> Reply:
    """`/revoquer ID`: end a link."""
    if not request.text.isdecimal() or len(request.text) > 9:
        raise LinkExpired
    link = await revoke_link(ctx.db, ctx.rights, int(request.text), ctx.now)
    again = ctx.choice("animation.invite_again", f"/inviter {link.theme}")
    return ctx.reply("animation.revoked", again, title=title_of(link.theme, ctx))
