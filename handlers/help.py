"""What can be asked here, and how to reach a person."""

from collections.abc import Iterator
from dataclasses import dataclass

from community.context import Context, labelled
from community.roles import Role
from community.words import Reply, Request
from content.library import Library


@dataclass(frozen=True, slots=True)
class Line:
    """A command as help shows it."""

    name: str
    summary: str


@dataclass(frozen=True, slots=True)
class Group:
    """The commands that come with a role."""

    role: str
    commands: tuple[Line, ...]


async def help_(_: Request, ctx: Context) -> Reply:
    """`/aide`: what this person can ask for here, by role."""
    if ctx.place is not None:
        groups = [group for group in _groups(ctx) if group.role == Role.NEWCOMER.name]
        return ctx.reply("help.group", ctx.choice("help.private", "/start"), groups=groups)
    return ctx.reply(
        "help.help",
        ctx.choice("help.question", "/question"),
        ctx.choice("help.themes", "/themes"),
        ctx.choice("help.agenda", "/agenda"),
        ctx.choice("help.contact", "/contact"),
        groups=list(_groups(ctx)),
    )


async def contact(_: Request, ctx: Context) -> Reply:
    """`/contact`: the human."""
    return human(ctx.library)


def human(library: Library) -> Reply:
    """How to reach a person."""
    return Reply(
        library.texts.html("help.contact", contact=library.contact),
        (
            labelled(library, "help.question", "/question"),
            labelled(library, "help.themes", "/themes"),
        ),
    )


def _groups(ctx: Context) -> Iterator[Group]:
    for role in Role:
        lines = tuple(
            Line(command.name, ctx.library.commands[command.name].summary)
            for command in ctx.menu
            if command.role is role <= ctx.role
            and not command.hidden
            and (command.public or ctx.place is None)
            and command.handler is not help_
            and command.name in ctx.library.commands
        )
        if lines:
            yield Group(role.name, lines)
