"""How the bot presents itself: its name, its menus, and what is read before the first word."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass

from telegram import (
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
)
from telegram.error import BadRequest, TelegramError

from bot.doors.telegram.door import Telegram
from bot.doors.telegram.patience import pause
from bot.logs import trace

logger = logging.getLogger(__name__)

Entries = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Presentation:
    """What newcomers, groups and their administrators can ask for; what is read before a word.

    `description` (512 characters) fills an empty chat, `about` (120) the profile.
    """

    newcomers: Entries
    groups: Entries
    group_administrators: Entries
    description: str
    about: str


async def meet(door: Telegram) -> None:
    """Learn the name that links hold. Raises TelegramError."""
    me = await door.bot.get_me()
    door.username = me.username or ""


async def present(door: Telegram, presentation: Presentation) -> None:
    """Show menus and descriptions, each as far as Telegram lets; one it refuses stays as it was.

    Raises TelegramError when it could not take one yet: its limits on descriptions last for hours.
    """
    shown = await asyncio.gather(
        _show_menu(door, presentation.newcomers, BotCommandScopeAllPrivateChats()),
        _show_menu(door, presentation.groups, BotCommandScopeAllGroupChats()),
        _show_menu(door, presentation.group_administrators, BotCommandScopeAllChatAdministrators()),
        door.bot.set_my_description(presentation.description),
        door.bot.set_my_short_description(presentation.about),
        return_exceptions=True,
    )
    for error in shown:
        if isinstance(error, BadRequest):
            logger.warning("a menu or a description stays as it was: %s", reason(error))
        elif isinstance(error, BaseException):
            raise error


async def _show_menu(door: Telegram, entries: Entries, scope: BotCommandScope) -> None:
    await door.bot.set_my_commands([BotCommand(*entry) for entry in entries], scope=scope)


def reason(error: Exception) -> str:
    """What went wrong, for who runs the bot: Telegram's own words when the call was at fault."""
    return error.message if isinstance(error, BadRequest) else type(error).__name__


async def insist(
    act: Callable[[], Awaitable[None]], door: Telegram, stopping: asyncio.Event
) -> None:
    """Do it as soon as Telegram lets us."""
    faults = 0
    while not stopping.is_set():
        try:
            await act()
        except Exception as error:
            faults += 1
            door.trouble = reason(error)
            known = isinstance(error, TelegramError)
            logger.warning("Telegram will not yet: %s", door.trouble if known else trace(error))
            with suppress(TimeoutError):
                await asyncio.wait_for(stopping.wait(), pause(error, faults))
        else:
            door.trouble = ""
            return
