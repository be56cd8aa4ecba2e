"""Reads the mailbox, one process at a time, and puts mails away once they are kept."""

import asyncio
import logging
import random
import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta

from bot.doors.mail.door import Mail
from bot.doors.mail.mailbox import FAULTS, Fetched, Mailbox, Refusal, Unknown
from bot.logs import trace

logger = logging.getLogger(__name__)

WAIT = 3.0  # seconds: news may come unseen while a wait begins, and an answer takes 5
AT_ONCE = 20  # mails
KEPT = timedelta(days=30)
PURGE = 3600.0  # seconds between two looks for what is to be deleted
LIFE = 600.0  # seconds of a connection: one that a server forgot about heals
LONGEST = 30.0
MOST_DOUBLED = 8

DONE = "Traités"
UNREADABLE = "Illisibles"

Clock = Callable[[], datetime]
Take = Callable[[Sequence[Fetched]], Awaitable[frozenset[str]]]


def wall_clock() -> datetime:
    """What time it is, aware."""
    return datetime.now(UTC)


def pause(faults: int) -> float:
    """Seconds before the next try: longer each time, never two at once."""
    return min(2.0 ** min(faults, MOST_DOUBLED) / 4, LONGEST) * random.uniform(0.75, 1.25)


class Receiving:
    """Looks into the mailbox as long as this process leads.

    `take` keeps what came, or raises; it gives the numbers of those that nobody can read.
    """

    def __init__(
        self,
        door: Mail,
        mailbox: Mailbox,
        take: Take,
        leads: Callable[[], bool],
        clock: Clock = wall_clock,
        rest: Callable[[int], float] = pause,
    ) -> None:
        self._door = door
        self._mailbox = mailbox
        self._take = take
        self._leads = leads
        self._clock = clock
        self._rest = rest
        self._faults = 0
        self._passing = time.monotonic
        self._purged_at = -PURGE
        self._opened_at = 0.0

    async def run(self, stopping: asyncio.Event) -> None:
        """Read until told to stop. What is in hand then is left, and read again at the next start.

        It is handled once all the same: what was kept is known by its id.
        """
        stopped = asyncio.create_task(stopping.wait())
        try:
            while not stopping.is_set():
                turn = asyncio.create_task(self._turn(stopping))
                await asyncio.wait({turn, stopped}, return_when=asyncio.FIRST_COMPLETED)
                if not turn.done():
                    self._mailbox.cut()
                await turn
        finally:
            stopped.cancel()
            await asyncio.to_thread(self._mailbox.close)

    async def _turn(self, stopping: asyncio.Event) -> None:
        """One look, or a pause when it is not ours to look or did not go well."""
        if not self._leads():
            await asyncio.to_thread(self._mailbox.close)
            await _sleep(1, stopping)
            return
        try:
            await self._look()
        except Exception as error:
            await asyncio.to_thread(self._mailbox.close)
            if stopping.is_set():
                return
            self._faults += 1
            self._tell(error)
            await _sleep(self._rest(self._faults), stopping)
        else:
            self._faults = 0
            self._door.trouble = ""

    async def _look(self) -> None:
        if self._passing() - self._opened_at > LIFE:
            await asyncio.to_thread(self._mailbox.close)
        if not self._mailbox.is_open:
            await asyncio.to_thread(self._mailbox.open)
            self._opened_at = self._passing()
        mails, gone = await asyncio.to_thread(self._fetch)
        if mails:
            unreadable = await self._take(mails)
            await asyncio.to_thread(self._put_away, mails, unreadable)
        elif not gone:
            await asyncio.to_thread(self._idle)

    def _fetch(self) -> tuple[list[Fetched], bool]:
        numbers = self._mailbox.unseen(AT_ONCE)
        got = [self._mailbox.fetch(number) for number in numbers]
        return [mail for mail in got if mail is not None], None in got

    def _put_away(self, mails: Sequence[Fetched], unreadable: frozenset[str]) -> None:
        self._mailbox.put((mail.uid for mail in mails if mail.uid not in unreadable), DONE)
        self._mailbox.put(unreadable, UNREADABLE)

    def _idle(self) -> None:
        """Tidy up now and then, and wait for news."""
        if self._passing() - self._purged_at > PURGE:
            with suppress(Refusal):  # they are kept, then
                self._mailbox.purge(DONE, (self._clock() - KEPT).date())
            self._purged_at = self._passing()
        self._mailbox.wait(WAIT)

    def _tell(self, error: Exception) -> None:
        """Say it once for as long as it lasts; what was not foreseen is said each time."""
        known = isinstance(error, FAULTS)
        self._door.trouble = type(error).__name__
        if self._faults == 1 and isinstance(error, Unknown):
            logger.error("the mailbox refuses this name or secret: see PALABRE_IMAP_URL")
        elif self._faults == 1 or not known:
            logger.warning("the mailbox: %s", type(error).__name__ if known else trace(error))


async def _sleep(seconds: float, stopping: asyncio.Event) -> None:
    with suppress(TimeoutError):
        await asyncio.wait_for(stopping.wait(), seconds)
