"""What can be asked here, and how to reach a person."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from community.context import Command, Context, labelled
from community.roles import Role
from community.words import Choice, Reply, Request
from content.entries import Topic
from content.library import Library
from french.typography import typeset
from handlers.menus import listed


@dataclass(frozen=True, slots=True)
class Line:
    """A command as help shows it."""

    name: str
    summary: str


@dataclass(frozen=True, slots=True)
class Heading:
    """What commands are about, and their names."""

    title: str
    names: tuple[str, ...]


async def help_(request: Request, ctx: Context) -> Reply:
    """`/aide [topic]`: what this person can ask for here; of one topic, what each does."""
    if ctx.place is not None:
        private = ctx.choice("help.private", "/start")
        told = _told(ctx, Role.NEWCOMER)
        return ctx.reply("help.group", private, commands=_lines(told, ctx))
    topics = _topics(ctx)
    always = topics.pop(Topic.ALWAYS)
    titles = {topic: ctx.choice(f"help.{topic}", f"/aide {topic}") for topic in topics}
    for topic, commands in topics.items():
        if request.text == topic:
            return _topic(titles[topic].label, commands, ctx)
    return ctx.reply(
        "help.help",
        *titles.values(),
        ctx.choice("help.contact", "/contact"),
        always=_lines(always, ctx),
        topics=[Heading(titles[topic].label, _names(topics[topic])) for topic in topics],
    )


def _topic(title: str, commands: list[Command], ctx: Context) -> Reply:
    lines = _lines(commands, ctx)
    choices = (Choice(typeset(line.summary), f"/{line.name}") for line in lines)
    return ctx.reply("help.topic", *choices, ctx.choice("help.whole", "/aide"), title=title)


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


def _topics(ctx: Context) -> dict[str, list[Command]]:
    """Her commands by topic; what she is there for comes first."""
    topics: dict[str, list[Command]] = {}
    for command in _told(ctx, ctx.role):
        topics.setdefault(ctx.library.commands[command.name].topic, []).append(command)
    return topics


def _told(ctx: Context, role: Role) -> Iterator[Command]:
    commands = listed(ctx.library, ctx.menu, role, public=ctx.place is not None)
    return (command for command in commands if command.handler is not help_)


def _lines(commands: Iterable[Command], ctx: Context) -> tuple[Line, ...]:
    return tuple(
        Line(command.name, ctx.library.commands[command.name].summary) for command in commands
    )


def _names(commands: Iterable[Command]) -> tuple[str, ...]:
    return tuple(command.name for command in commands)
