"""The menus that doors show beside the place where one writes."""

from collections.abc import Iterable

from community.context import Command
from community.roles import Role
from content.library import Library


def menu(
    library: Library, commands: Iterable[Command], role: Role, *, public: bool = False
) -> tuple[tuple[str, str], ...]:
    """What a person of that role finds in a door's menu: names and what they do.

    With `public`, what is answered in a group.
    """
    return tuple(
        (command.name, library.commands[command.name].summary)
        for command in commands
        if command.role <= role
        and not command.hidden
        and (command.public or not public)
        and command.name in library.commands
    )
