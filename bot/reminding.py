"""Turns the reminders that are due into deliveries, a batch a transaction."""

import logging
from datetime import datetime, timedelta

from bot.knowledge import Knowledge
from bot.leading import Leading
from bot.logs import trace
from bot.sending import Clock, Sender
from community.db.engine import Database
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

    async def work(self) -> None:
        """Make the deliveries of what is due now, or a tick's worth of them."""
        for _ in range(A_TICK):
            if not await self._next():
                return
            self._sender.wake()

    async def _next(self) -> bool:
        """Make one batch of deliveries. False when nothing is due, or another process does it."""
        now = self._clock()
        waiting = [id_ for id_, again in self._failed.items() if again > now]
        async with self._database.transaction() as session:
            found = await reminders.due(session, now, but=waiting)
        if found is None:
            return False
        try:
            return await self._expand(found, now)
        except Exception as error:
            logger.error("reminder %s could not be made: %s", found, trace(error))
            self._failed[found] = now + AGAIN
            return True

    async def _expand(self, reminder_id: int, now: datetime) -> bool:
        async with self._database.transaction() as session:
            held = await leases.hold(session, "tick", self._leading.holder, now)
            if held:
                await reminders.expand(session, reminder_id, self._knowledge.library, now)
            return held
