"""The menus that doors show beside the place where one writes."""

from collections.abc import Iterable, Iterator

from community.context import Command
from community.roles import Role
from content.library import Library
from french.typography import typeset

# What somebody is there for comes first; what everybody knows, later.
ORDER = (Role.ANIMATOR, Role.ADMINISTRATOR, Role.NEWCOMER, Role.MEMBER)


def listed(
    library: Library, commands: Iterable[Command], role: Role, *, public: bool = False
) -> Iterator[Command]:
    """The commands that a person of that role is told of, in the order to tell them.

    With `public`, those answered in a group, where nobody starts anything.
    """
    told = (
        command
        for command in commands
        if command.role <= role
        and not command.hidden
        and (not public or (command.public and command.name != "start"))
        and command.name in library.commands
    )
    yield from told if public else sorted(told, key=lambda command: ORDER.index(command.role))


def menu(
    library: Library, commands: Iterable[Command], role: Role, *, public: bool = False
) -> tuple[tuple[str, str], ...]:
    """What a person of that role finds in a door's menu: names and what they do."""
    return tuple(
        (command.name, typeset(library.commands[command.name].summary))
        for command in listed(library, commands, role, public=public)
    )
