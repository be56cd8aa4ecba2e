"""Turns the reminders that are due into deliveries, a batch a transaction."""

import logging
from datetime import datetime, timedelta

from bot.knowledge import Knowledge
from bot.leading import Leading
from bot.logs import trace
from bot.sending import Clock, Sender
from community.db.engine import Database, Session
from community.post import leases
from scheduler import reminders

logger = logging.getLogger(__name__)

A_TICK = 25  # batches; then the tick sees to its leases
AGAIN = timedelta(minutes=1)


class Reminding:
    """Works while this process keeps time; one that fails does not hold back the others."""

    def __init__(
        self,
        database: Database,
        knowledge: Knowledge,
        sender: Sender,
        leading: Leading,
        clock: Clock,
    ) -> None:
        self._database = database
        self._knowledge = knowledge
        self._sender = sender
        self._leading = leading
        self._clock = clock
        self._failed: dict[int, datetime] = {}

    async def due(self, session: Session) -> int | None:
        """The number of the reminder to work at next, if one is due."""
        now = self._clock()
        waiting = [id_ for id_, again in self._failed.items() if again > now]
        return await reminders.due(session, now, but=waiting)

    async def work(self, found: int | None) -> None:
        """Make the deliveries of this reminder and of what else is due, or a tick's worth."""
        for _ in range(A_TICK):
            if found is None:
                return
            found = await self._expand_safely(found)
            self._sender.wake()

    async def _expand_safely(self, found: int) -> int | None:
        """Make one batch of deliveries; give the next reminder that is due."""
        now = self._clock()
        try:
            return await self._expand(found, now)
        except Exception as error:
            logger.error("reminder %s could not be made: %s", found, trace(error))
            self._failed[found] = now + AGAIN
        async with self._database.transaction() as session:
            return await self.due(session)

    async def _expand(self, reminder_id: int, now: datetime) -> int | None:
        """None when nothing else is due, or when another process does it."""
        async with self._database.transaction() as session:
            if not await leases.hold(session, "tick", self._leading.holder, now):
                return None
            await reminders.expand(session, reminder_id, self._knowledge.library, now)
            await session.flush()
            return await self.due(session)
