"""In a group, before everybody: what is said there, and what is better said in private."""

from dataclasses import replace

from community.context import Context
from community.groups import bind_group, free_group
from community.words import Choice, Reply, Request
from french.folding import fold
from handlers.animation import theme_of
from handlers.links import to_line, to_payload
from handlers.themes import title_of

NONE = frozenset({"aucun", "non", "liberer"})


def greet(ctx: Context) -> Reply:
    """Say what the bot does in a group, and who can give it to a theme."""
    return ctx.reply(
        "groups.greeting",
        ctx.choice("groups.faq", "/faq"),
        ctx.choice("groups.agenda", "/agenda"),
        ctx.choice("groups.private", "/start"),
    )


async def group(request: Request, ctx: Context) -> Reply:
    """`/groupe [theme|aucun]`: an animator gives this group to a theme, or takes it back."""
    if ctx.place is None:
        return ctx.reply("groups.only_there", ctx.choice("groups.help", "/aide"))
    if fold(request.text) in NONE:
        await free_group(ctx.db, ctx.rights, ctx.place.address_id)
        return ctx.reply("groups.freed", ctx.choice("groups.bind", "/groupe"))
    theme = theme_of(request.text, "groupe", ctx)
    if isinstance(theme, Reply):
        return theme
    await bind_group(ctx.db, ctx.rights, ctx.place.address_id, theme.id, ctx.now)
    return ctx.reply(
        "groups.bound",
        ctx.choice("groups.agenda", "/agenda"),
        ctx.choice("groups.faq", "/faq"),
        ctx.choice("groups.free", "/groupe aucun"),
        title=title_of(theme.id, ctx),
    )


def elsewhere(line: str, ctx: Context) -> Reply:
    """What concerns one person is answered to her alone, in private; a link is short."""
    return ctx.reply("groups.elsewhere", ctx.choice("groups.private", to_line(to_payload(line))))


def publish(reply: Reply, ctx: Context) -> Reply:
    """A reply for a group: without files, and each personal choice a way to the private chat."""
    if reply.aside:
        return reply
    public = {command.name for command in ctx.menu if command.public or command.aside}
    choices = tuple(_published(choice, public) for choice in reply.choices)
    return replace(reply, choices=choices, attachments=())


def _published(choice: Choice, public: set[str]) -> Choice:
    name = choice.command.removeprefix("/").partition(" ")[0]
    if name in public and name != "start":
        return choice
    payload = "" if name == "start" else to_payload(choice.command)
    return replace(choice, command=f"/start {payload}".strip())
