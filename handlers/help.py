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
    """What some commands are about."""

    id: Topic
    title: str


async def help_(request: Request, ctx: Context) -> Reply:
    """`/aide [topic]`: what this person can ask for here; of one topic, what each does."""
    if ctx.place is not None:
        private = ctx.choice("help.private", "/start")
        told = _told(ctx, Role.NEWCOMER)
        return ctx.reply("help.group", private, commands=_lines(told, ctx))
    topics = _topics(ctx)
    topics.pop(Topic.ALWAYS)
    titles = {topic: ctx.choice(f"help.{topic}", f"/aide {topic}") for topic in topics}
    asked = next((topic for topic in topics if topic == request.text), None)
    if asked is not None:
        return _topic(titles[asked].label, topics[asked], ctx)
    return ctx.reply(
        "help.help",
        *titles.values(),
        ctx.choice("help.contact", "/contact"),
        topics=[Heading(topic, title.label) for topic, title in titles.items()],
        member=ctx.member is not None,
    )


def _topic(title: str, commands: list[Command], ctx: Context) -> Reply:
    lines = _lines(commands, ctx)
    choices = (Choice(typeset(line.summary), f"/{line.name}") for line in lines)
    return ctx.reply("help.topic", *choices, ctx.choice("help.whole", "/aide"), title=title)


async def contact(_: Request, ctx: Context) -> Reply:
    """`/contact`: the human."""
    return human(ctx.library, sends=ctx.place is None)


def human(library: Library, *, sends: bool) -> Reply:
    """How to reach a person; in a group nothing is sent to the team."""
    return Reply(
        library.texts.html("help.contact", contact=library.contact, sends=sends),
        (
            labelled(library, "help.question", "/question"),
            labelled(library, "help.themes", "/themes"),
        ),
    )


def _topics(ctx: Context) -> dict[Topic, list[Command]]:
    """Her commands by topic; what she is there for comes first."""
    topics: dict[Topic, list[Command]] = {}
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
