"""Answers what people type after the name of the bot, in any conversation."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta

from telegram import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQuery,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
)
from telegram.constants import ParseMode
from telegram.error import TelegramError

from bot.doors.telegram.door import Telegram
from bot.doors.telegram.html import pieces
from bot.doors.telegram.sending import NO_PREVIEW
from bot.logs import trace
from community.words import Suggestion

logger = logging.getLogger(__name__)

PATIENCE = 5.0  # seconds; who types has typed on by then
CACHED = timedelta(minutes=5)  # what is shared is public and the same for all

Suggest = Callable[[str], Awaitable[Sequence[Suggestion]]]


class Sharing:
    """Answers searches one after the other, beside the rest, or not at all.

    A search has its price, each letter typed is one, and anybody can type: only the latest words
    of each person are looked up.
    """

    def __init__(self, door: Telegram, suggest: Suggest, words: Callable[[str], str]) -> None:
        self._door = door
        self._suggest = suggest
        self._words = words
        self._typed: dict[int, InlineQuery] = {}
        self._answering: asyncio.Task[None] | None = None

    def take(self, query: InlineQuery) -> None:
        """Answer a search when its turn comes, unless more was typed by then."""
        self._typed[query.from_user.id] = query
        if self._answering is None or self._answering.done():
            self._answering = asyncio.create_task(self._answer_all())

    async def _answer_all(self) -> None:
        while self._typed:
            query = self._typed.pop(next(iter(self._typed)))
            try:
                async with asyncio.timeout(PATIENCE):
                    await self._answer(query)
            except (TelegramError, TimeoutError) as error:
                logger.info("a search was not answered: %s", type(error).__name__)
            except Exception as error:
                logger.error("a search failed: %s", trace(error))

    async def _answer(self, query: InlineQuery) -> None:
        results = [self._article(one) for one in await self._suggest(query.query)]
        more = InlineQueryResultsButton(self._words("telegram.ask"), start_parameter="question")
        await self._door.bot.answer_inline_query(query.id, results, cache_time=CACHED, button=more)

    def _article(self, one: Suggestion) -> InlineQueryResultArticle:
        text = InputTextMessageContent(
            pieces(one.html)[0], ParseMode.HTML, link_preview_options=NO_PREVIEW
        )
        url = self._door.link(one.command)
        button = InlineKeyboardButton(self._words("telegram.more"), url=url)
        return InlineQueryResultArticle(
            one.id,
            one.title,
            text,
            InlineKeyboardMarkup([[button]]),
            description=one.description,
        )
