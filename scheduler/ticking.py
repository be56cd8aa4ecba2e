"""The clock of the house: APScheduler only ticks, what is due lies in the database."""

import asyncio
from collections.abc import Awaitable, Callable

from apscheduler.schedulers.asyncio import AsyncIOScheduler

Job = Callable[[], Awaitable[None]]


class Ticking:
    """Calls jobs on time, one at a time. A late call is made all the same.

    A second that comes while a job still runs is passed over: the next one does all that is due.
    """

    def __init__(self, *, each_second: Job, each_hour: Job) -> None:
        self._each_second = each_second
        self._each_hour = each_hour
        self._busy = asyncio.Lock()
        # Two instances, for APScheduler would warn of each second that one job takes.
        self._scheduler = AsyncIOScheduler(
            timezone="UTC",
            job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 2},
        )

    def start(self) -> None:
        """Start ticking in the running loop."""
        self._scheduler.add_job(self._second, "interval", seconds=1)
        self._scheduler.add_job(self._call, "interval", [self._each_hour], hours=1)
        self._scheduler.start()

    async def stop(self) -> None:
        """Stop; a call in progress ends first, so that no transaction is cut."""
        self._scheduler.pause()
        async with self._busy:
            self._scheduler.shutdown(wait=False)

    async def _second(self) -> None:
        if not self._busy.locked():
            await self._call(self._each_second)

    async def _call(self, job: Job) -> None:
        async with self._busy:
            await job()
