"""Fetches what animators sent, one file at a time, and tells them how it went."""

import asyncio
import logging
from collections.abc import Coroutine, Mapping
from contextlib import suppress
from datetime import timedelta
from typing import TypeVar

from bot.knowledge import Knowledge
from bot.logs import trace
from bot.sending import Clock, Sender
from community import sent_files
from community.db.engine import Database, Session
from community.documents import joined_to
from community.post import outbox
from community.sent_files import LARGEST, Due, Outcome
from community.words import Door, DoorAway, DoorError, Refused, Reply, TooLarge
from handlers.sent_files import gone, ready

logger = logging.getLogger(__name__)
T = TypeVar("T")

LOOK_AGAIN = 5.0  # seconds, unless woken
TRIES = 8
PATIENCE = timedelta(days=1)  # for a door that is away
LONGEST_WAIT = 10 * 60.0  # seconds, unless a door asks for more


class Stopped(Exception):
    """The process stops: what was being fetched stays due."""


class Fetcher:
    """Gets files from the doors that this process leads, never inside a transaction."""

    def __init__(
        self,
        database: Database,
        knowledge: Knowledge,
        doors: Mapping[str, Door],
        sender: Sender,
        clock: Clock,
    ) -> None:
        self._database = database
        self._knowledge = knowledge
        self._doors = doors
        self._sender = sender
        self._clock = clock
        self._woken = asyncio.Event()
        self._stopping = asyncio.Event()
        self._busy = asyncio.Lock()

    def wake(self) -> None:
        """Say that a file was joined."""
        self._woken.set()

    async def run(self, stopping: asyncio.Event) -> None:
        """Fetch whatever is due, until told to stop; a file half fetched is left for later."""
        self._stopping = stopping
        while not stopping.is_set():
            self._woken.clear()
            try:
                await self.drain()
            except Exception as error:
                logger.error("what is to be fetched could not be read: %s", trace(error))
            with suppress(Stopped, TimeoutError):
                await asyncio.wait_for(self._unless_stopped(self._woken.wait()), LOOK_AGAIN)

    async def drain(self) -> None:
        """Fetch all that is due now."""
        async with self._busy:
            while (one := await self._due()) is not None:
                try:
                    await self._fetch(one)
                except Stopped:
                    return

    async def _due(self) -> Due | None:
        async with self._database.transaction() as session:
            return await sent_files.due(session, self._sender.led, self._clock())

    async def _fetch(self, one: Due) -> None:
        try:
            fetching = self._doors[one.door].fetch(one.ref, LARGEST)
            content = await self._unless_stopped(fetching)
        except Refused as refused:
            await self._give_up(one, too_large=isinstance(refused, TooLarge))
        except DoorError as error:
            await self._later(one, error)
        except Stopped:
            raise
        except Exception as error:
            logger.error("file %s could not be fetched: %s", one.id, trace(error))
            await self._later(one, DoorError("unforeseen"))
        else:
            await self._keep(one, content)

    async def _unless_stopped(self, act: Coroutine[object, object, T]) -> T:
        """Wait for something, unless the process stops first: raises Stopped."""
        acting = asyncio.create_task(act)
        stopped = asyncio.create_task(self._stopping.wait())
        try:
            await asyncio.wait({acting, stopped}, return_when=asyncio.FIRST_COMPLETED)
            if not acting.done():
                raise Stopped
            return acting.result()
        finally:
            for task in (acting, stopped):
                task.cancel()
            await asyncio.wait({acting, stopped})

    async def _keep(self, one: Due, content: bytes) -> None:
        async with self._database.transaction() as session:
            outcome = await sent_files.arrived(session, one.id, content)
            if outcome is not None and outcome.last:
                joined = await joined_to(session, outcome.exchange.id)
                reply = ready(outcome.exchange, joined, self._knowledge.library, self._clock())
                await self._tell(session, one, outcome, reply)

    async def _later(self, one: Due, error: DoorError) -> None:
        """Try again after a while, for as long as it may help."""
        now = self._clock()
        away = isinstance(error, DoorAway) or error.retry_after is not None
        if now - one.sent_at > PATIENCE or (one.tries + 1 >= TRIES and not away):
            await self._give_up(one, too_large=False)
            return
        seconds = error.retry_after or min(2.0 ** (one.tries + 1), LONGEST_WAIT)
        async with self._database.transaction() as session:
            await sent_files.put_off(session, one.id, now + timedelta(seconds=seconds))

    async def _give_up(self, one: Due, *, too_large: bool) -> None:
        async with self._database.transaction() as session:
            outcome = await sent_files.lost(session, one.id)
            if outcome is not None:
                joined = await joined_to(session, outcome.exchange.id)
                library = self._knowledge.library
                reply = gone(outcome, joined, library, self._clock(), too_large=too_large)
                await self._tell(session, one, outcome, reply)

    async def _tell(self, session: Session, one: Due, outcome: Outcome, reply: Reply) -> None:
        await outbox.add(
            session,
            key=f"file/{one.id}",
            address_id=outcome.address_id,
            reply=reply,
            now=self._clock(),
        )
        self._sender.wake()
