"""Asks Telegram for updates, one process at a time, and confirms them once they are kept."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

from telegram.error import Conflict, InvalidToken, TelegramError

from bot.doors.telegram.door import Telegram
from bot.doors.telegram.patience import pause
from bot.doors.telegram.reading import ALLOWED
from bot.logs import trace

logger = logging.getLogger(__name__)

HELD = 20  # seconds that Telegram keeps a question open when there is nothing to say
SLACK = 10

Raw = dict[str, Any]


class Polling:
    """Long polling, as long as this process leads. `take` keeps what comes, or raises."""

    def __init__(
        self,
        door: Telegram,
        greet: Callable[[], Awaitable[None]],
        take: Callable[[list[Raw]], Awaitable[None]],
        leads: Callable[[], bool],
    ) -> None:
        self._door = door
        self._greet = greet
        self._take = take
        self._leads = leads
        self._offset = 0
        self._faults = 0
        self._greeted = False

    async def run(self, stopping: asyncio.Event) -> None:
        """Poll until told to stop; a question still open then is dropped."""
        stopped = asyncio.create_task(stopping.wait())
        try:
            while not stopping.is_set():
                turn = asyncio.create_task(self._turn())
                await asyncio.wait({turn, stopped}, return_when=asyncio.FIRST_COMPLETED)
                if not turn.done():
                    turn.cancel()
                with suppress(asyncio.CancelledError):
                    await turn
        finally:
            stopped.cancel()

    async def _turn(self) -> None:
        """One question, or a pause when it is not ours to ask or did not go well."""
        if not self._leads():
            self._greeted = False
            await asyncio.sleep(1)
            return
        try:
            await self._ask()
        except Exception as error:
            self._faults += 1
            self._door.trouble = type(error).__name__
            _tell(error)
            await asyncio.sleep(pause(error, self._faults))
        else:
            self._faults = 0
            self._door.trouble = ""

    async def _ask(self) -> None:
        if not self._greeted:
            await self._greet()
            self._greeted = True
        updates = await self._door.updates(self._offset, HELD, HELD + SLACK, ALLOWED)
        if updates:
            await self._take(updates)
            self._offset = updates[-1]["update_id"] + 1


def _tell(error: Exception) -> None:
    if isinstance(error, Conflict):
        logger.warning("another program asks Telegram for the updates of this bot")
    elif isinstance(error, InvalidToken):
        logger.error("Telegram does not know this token: see PALABRE_TELEGRAM_TOKEN")
    else:
        known = isinstance(error, TelegramError)
        logger.warning("updates: %s", type(error).__name__ if known else trace(error))
