"""Takes up what was received: different people side by side, one person in order."""

import asyncio
import logging
from collections import Counter
from collections.abc import Sequence
from datetime import timedelta

from bot.answering import Answered, Answering
from bot.batch import Batch
from bot.logs import trace
from bot.sending import Clock, Sender
from community.db.engine import Database
from community.post import inbox
from community.post.inbox import Taken
from community.words import Address, Request

logger = logging.getLogger(__name__)

AT_ONCE = 8
RETRY = 1.0


class Reception:
    """Keeps what doors receive and has it answered, a worker an address."""

    def __init__(
        self, database: Database, answering: Answering, sender: Sender, clock: Clock
    ) -> None:
        self._database = database
        self._answering = answering
        self._sender = sender
        self._clock = clock
        self._workers: dict[int, asyncio.Task[None]] = {}
        self._waiting: Counter[int] = Counter()
        self._places = asyncio.Semaphore(AT_ONCE)
        self._taking = Batch(self._take)

    async def receive(self, requests: Sequence[Request]) -> None:
        """Write requests down, a batch in one transaction: once this returns, nothing is lost."""
        async with self._database.transaction() as session:
            spoke = await inbox.receive(session, requests, self._clock())
        for address_id, count in spoke.items():
            self.wake(address_id, count)

    async def take_up(
        self, older_than: timedelta = timedelta(0), only: Address | None = None
    ) -> None:
        """Take up what an earlier or another process left unhandled, perhaps of one address.

        What was in hand when that process died is handled first and alone: if one such request
        kills, no other is counted a try with it.
        """
        try:
            async with self._database.transaction() as session:
                before = self._clock() - older_than
                waiting = await inbox.waiting_addresses(session, before, only)
        except Exception as error:
            logger.error("what waits could not be read: %s", trace(error))
            return
        for address_id, left in waiting.items():
            if left.tries:
                await self._handle_safely(address_id, left.count)
        for address_id, left in waiting.items():
            self.wake(address_id, left.count)

    def wake(self, address_id: int, count: int) -> None:
        """See that somebody handles what this address said: that many requests."""
        self._waiting[address_id] += count
        if address_id not in self._workers:
            self._workers[address_id] = asyncio.create_task(self._work(address_id))

    async def settle(self) -> None:
        """Wait until all that was received is handled and its answers sent."""
        while self._workers:
            await asyncio.gather(*self._workers.values())

    async def _work(self, address_id: int) -> None:
        try:
            while (expected := self._waiting[address_id]) > 0:
                done = await self._handle_safely(address_id, expected)
                self._waiting[address_id] -= done  # read after the wait: more may have come
        finally:
            del self._workers[address_id], self._waiting[address_id]

    async def _handle_safely(self, address_id: int, expected: int) -> int:
        """Handle one request and give how many of those expected are done with."""
        try:
            async with self._places:
                done, answered = await self._handle(address_id, expected)
            if answered is not None:
                await self._send(answered)  # a slow network keeps nobody else waiting
        except Exception as error:
            logger.error("a request was not handled: %s", trace(error))
            await asyncio.sleep(RETRY)
            return 0
        return done

    async def _handle(self, address_id: int, expected: int) -> tuple[int, Answered | None]:
        """Handle the oldest request of an address: one done, or all when none is left.

        None of ours is done when another process was faster with the one we took.
        """
        taken = await self._taking.ask(address_id)
        if taken is None:
            return expected, None
        act = self._answering.shelve if taken.exhausted else self._answering.answer
        answered = await act(taken)
        return (0 if answered is None else 1), answered

    async def _take(self, address_ids: Sequence[int]) -> Sequence[Taken | None]:
        async with self._database.transaction() as session:
            taken = await inbox.take_next(session, set(address_ids))
        return [taken.get(address_id) for address_id in address_ids]

    async def _send(self, answered: Answered) -> None:
        if answered.parcel is not None:
            await self._sender.send(answered.parcel)
        if answered.others:
            self._sender.wake()
        for event in answered.events:
            await self._answering.after(event)
