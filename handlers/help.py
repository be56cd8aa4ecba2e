"""What can be asked here, and how to reach a person."""

from collections.abc import Iterator
from dataclasses import dataclass

from community.context import Context, labelled
from community.roles import Role
from community.words import Reply, Request
from content.library import Library
from handlers.menus import ORDER, listed


@dataclass(frozen=True, slots=True)
class Line:
    """A command as help shows it."""

    name: str
    summary: str
    role: Role


@dataclass(frozen=True, slots=True)
class Group:
    """The commands that come with a role."""

    role: str
    commands: tuple[Line, ...]


async def help_(_: Request, ctx: Context) -> Reply:
    """`/aide`: what this person can ask for here, by role."""
    if ctx.place is not None:
        private = ctx.choice("help.private", "/start")
        return ctx.reply("help.group", private, commands=_lines(ctx, Role.NEWCOMER))
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
    lines = _lines(ctx, ctx.role)
    for role in ORDER:
        if hers := tuple(line for line in lines if line.role is role):
            yield Group(role.name, hers)


def _lines(ctx: Context, role: Role) -> tuple[Line, ...]:
    return tuple(
        Line(command.name, ctx.library.commands[command.name].summary, command.role)
        for command in listed(ctx.library, ctx.menu, role, public=ctx.place is not None)
        if command.handler is not help_
    )
