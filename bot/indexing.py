"""Has the index completed by a child process: the one that answers people goes on meanwhile."""

import asyncio
import logging
import sys
from asyncio.subprocess import DEVNULL

from bot.knowledge import Knowledge

logger = logging.getLogger(__name__)

CALL = (sys.executable, "-m", "bot", "content", "index")


class Indexing:
    """Completes the index when texts lack vectors: at the first start, after new content."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge

    async def run(self, stopping: asyncio.Event) -> None:
        """Complete it whenever it must be, until told to stop."""
        while await _first_of(self._knowledge.incomplete, stopping):
            await self.complete(stopping)

    async def complete(self, stopping: asyncio.Event) -> None:
        """Complete it once; a failure is logged, and the words serve until content changes."""
        if await self._build(stopping):
            await self._knowledge.reopen()
        if self._knowledge.incomplete.is_set() and not stopping.is_set():
            logger.warning("the index was not completed: answers are found by words alone")
            self._knowledge.incomplete.clear()

    async def _build(self, stopping: asyncio.Event) -> bool:
        """Whether the child made what was missing; it is stopped with us."""
        child = await asyncio.create_subprocess_exec(*CALL, stdout=DEVNULL, stderr=DEVNULL)
        ended, stopped = asyncio.ensure_future(child.wait()), asyncio.ensure_future(stopping.wait())
        try:
            await asyncio.wait({ended, stopped}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            stopped.cancel()
            if child.returncode is None:
                child.terminate()
            await ended
        return child.returncode == 0


async def _first_of(wanted: asyncio.Event, stopping: asyncio.Event) -> bool:
    """Whether the wanted event came before the end."""
    waits = [asyncio.ensure_future(event.wait()) for event in (wanted, stopping)]
    try:
        await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for wait in waits:
            wait.cancel()
    return not stopping.is_set()
