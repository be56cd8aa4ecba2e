"""Asks Telegram for updates, one process at a time, and confirms them once they are kept."""

import asyncio
import logging
import random
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError

from bot.doors.telegram.door import Telegram
from bot.doors.telegram.reading import ALLOWED
from bot.logs import trace

logger = logging.getLogger(__name__)

HELD = 20  # seconds that Telegram keeps a question open when there is nothing to say
SLACK = 10
LONGEST_PAUSE = 60.0
OTHER_POLLER = 5.0

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
            self._door.trouble = type(error).__name__
            await asyncio.sleep(self._pause(error))
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

    def _pause(self, error: Exception) -> float:
        """Seconds before the next question: what was asked for, else longer each time."""
        self._faults += 1
        if isinstance(error, RetryAfter):
            return error.retry_after.total_seconds()  # type: ignore[union-attr]
        if isinstance(error, Conflict):
            logger.warning("another program asks Telegram for the updates of this bot")
            return OTHER_POLLER * random.uniform(1, 1.5)
        if isinstance(error, InvalidToken):
            logger.error("Telegram does not know this token: see PALABRE_TELEGRAM_TOKEN")
            return LONGEST_PAUSE
        known = isinstance(error, TelegramError)
        logger.warning("updates: %s", type(error).__name__ if known else trace(error))
        return min(2.0**self._faults / 4, LONGEST_PAUSE) * random.uniform(0.75, 1.25)
