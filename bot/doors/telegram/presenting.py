"""How the bot presents itself: its name, its menus, and what is read before the first word."""

import asyncio
import logging
import random
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass

from telegram import BotCommand, BotCommandScopeAllGroupChats, BotCommandScopeAllPrivateChats
from telegram.error import TelegramError

from bot.doors.telegram.door import Telegram

logger = logging.getLogger(__name__)

LONGEST_PAUSE = 60.0
Entries = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Presentation:
    """What newcomers and groups can ask for; what an empty chat and a profile say (512, 120)."""

    newcomers: Entries
    groups: Entries
    description: str
    about: str


async def meet(door: Telegram) -> None:
    """Learn the name that links hold. Raises TelegramError."""
    me = await door.bot.get_me()
    door.username = me.username or ""


async def present(door: Telegram, presentation: Presentation) -> None:
    """Show menus and descriptions. Raises TelegramError."""
    for entries, scope in (
        (presentation.newcomers, BotCommandScopeAllPrivateChats()),
        (presentation.groups, BotCommandScopeAllGroupChats()),
    ):
        commands = [BotCommand(*entry) for entry in entries]
        await door.bot.set_my_commands(commands, scope=scope)
    await door.bot.set_my_description(presentation.description)
    await door.bot.set_my_short_description(presentation.about)


async def insist(
    act: Callable[[], Awaitable[None]], door: Telegram, stopping: asyncio.Event
) -> None:
    """Do it as soon as Telegram can be reached."""
    pause = 1.0
    while not stopping.is_set():
        try:
            await act()
        except TelegramError as error:
            door.trouble = type(error).__name__
            logger.warning("Telegram is not reached: %s", door.trouble)
            with suppress(TimeoutError):
                await asyncio.wait_for(stopping.wait(), pause * random.uniform(0.75, 1.25))
            pause = min(2 * pause, LONGEST_PAUSE)
        else:
            door.trouble = ""
            return
