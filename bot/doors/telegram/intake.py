"""Takes in what Telegram brings, by whichever way it comes."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from telegram import Update
from telegram.error import TelegramError

from bot.doors.telegram.door import Telegram
from bot.doors.telegram.reading import Reader
from bot.doors.telegram.sharing import Sharing
from bot.logs import trace
from community.words import Request

logger = logging.getLogger(__name__)

PATIENCE = 5.0  # seconds that the answer to a tap may keep the next updates waiting

Receive = Callable[[Sequence[Request]], Awaitable[None]]


class Intake:
    """Once `take` returns, all is written down and every tap was answered: it may be confirmed.

    A tap of `asides` in a group is answered later, by what is said to her alone.
    """

    def __init__(
        self,
        door: Telegram,
        commands: frozenset[str],
        asides: frozenset[str],
        receive: Receive,
        sharing: Sharing,
    ) -> None:
        self._door = door
        self._commands = commands
        self._asides = asides
        self._receive = receive
        self._sharing = sharing

    async def take(self, raw: Sequence[dict[str, Any]]) -> None:
        """Take in updates as the Bot API gives them. Raises when they could not be kept."""
        updates = [update for one in raw if (update := self._parse(one)) is not None]
        reader = Reader(self._door.id, self._door.username, self._commands)
        requests = [one for update in updates if (one := reader.read(update)) is not None]
        taps = [query.id for update in updates if (query := update.callback_query)]
        told = {one.tap for one in requests if self._is_told_aside(one)}
        taps = [tap for tap in taps if tap not in told]
        await asyncio.gather(self._keep(requests), *map(self._answer_tap, taps))
        for update in updates:
            if update.inline_query:
                self._sharing.take(update.inline_query)

    def _parse(self, raw: dict[str, Any]) -> Update | None:
        """An update that cannot be read must not keep the next ones waiting for ever."""
        try:
            return Update.de_json(raw, self._door.bot)
        except Exception as error:
            logger.error("an update could not be read: %s", trace(error))
            return None

    def _is_told_aside(self, request: Request) -> bool:
        """Whether a tap in a group is answered with words, once it was handled."""
        name = request.text.removeprefix("/").partition(" ")[0]
        return bool(request.tap) and name in self._asides

    async def _keep(self, requests: Sequence[Request]) -> None:
        if requests:
            await self._receive(requests)

    async def _answer_tap(self, query_id: str) -> None:
        """Stop the clock that turns on the button; one too old to be answered no longer turns."""
        try:
            async with asyncio.timeout(PATIENCE):
                await self._door.bot.answer_callback_query(query_id)
        except (TelegramError, TimeoutError) as error:
            logger.info("a tap was not answered: %s", type(error).__name__)
