"""Takes up what was received: different people side by side, one person in order."""

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from bot.answering import Answered, Answering
from bot.logs import trace
from bot.sending import Clock, Sender
from community.db.engine import Database
from community.post import inbox
from community.post.inbox import TRIES
from community.words import Address, Request

logger = logging.getLogger(__name__)

AT_ONCE = 8
RETRY = 1.0


@dataclass(frozen=True, slots=True)
class Taken:
    """A request whose try is counted, about to be handled; or one to shelve."""

    row_id: int
    payload: str | None
    exhausted: bool


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
        self._again: set[int] = set()
        self._places = asyncio.Semaphore(AT_ONCE)

    async def receive(self, requests: Sequence[Request]) -> None:
        """Write requests down, a batch in one transaction: once this returns, nothing is lost."""
        async with self._database.transaction() as session:
            spoke = await inbox.receive(session, requests, self._clock())
        for address_id in spoke:
            self.wake(address_id)

    async def take_up(
        self, older_than: timedelta = timedelta(0), only: Address | None = None
    ) -> None:
        """Take up what an earlier or another process left unhandled, perhaps of one address.

        What was in hand when that process died is handled first and alone: if one such request
        kills, no other is counted a try with it.
        """
        async with self._database.transaction() as session:
            before = self._clock() - older_than
            waiting = await inbox.waiting_addresses(session, before, only)
        for address_id, tries in waiting.items():
            if tries:
                await self._handle_safely(address_id)
        for address_id in waiting:
            self.wake(address_id)

    def wake(self, address_id: int) -> None:
        """See that somebody handles what this address said."""
        if address_id in self._workers:
            self._again.add(address_id)
        else:
            self._workers[address_id] = asyncio.create_task(self._work(address_id))

    async def settle(self) -> None:
        """Wait until all that was received is handled and its answers sent."""
        while self._workers:
            await asyncio.gather(*self._workers.values())

    async def _work(self, address_id: int) -> None:
        try:
            while await self._handle_safely(address_id) or address_id in self._again:
                self._again.discard(address_id)
        finally:
            del self._workers[address_id]

    async def _handle_safely(self, address_id: int) -> bool:
        try:
            async with self._places:
                return await self._handle(address_id)
        except Exception as error:
            logger.error("a request was not handled: %s", trace(error))
            await asyncio.sleep(RETRY)
            return True

    async def _handle(self, address_id: int) -> bool:
        """Handle the oldest request of an address. False when there is none."""
        taken = await self._take(address_id)
        if taken is None:
            return False
        if taken.exhausted or taken.payload is None:
            answered = await self._answering.shelve(address_id)
        else:
            answered = await self._answering.answer(address_id, taken.row_id, taken.payload)
        await self._send(answered)
        return True

    async def _take(self, address_id: int) -> Taken | None:
        async with self._database.transaction() as session:
            row = await inbox.take_next(session, address_id)
            if row is None:
                return None
            return Taken(row.id, row.payload, row.attempts > TRIES)

    async def _send(self, answered: Answered) -> None:
        if answered.parcel is not None:
            await self._sender.send(answered.parcel)
        self._sender.wake()
        for event in answered.events:
            await self._answering.after(event)
