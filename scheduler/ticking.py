"""The clock of the house: APScheduler only ticks, what is due lies in the database."""

from collections.abc import Awaitable, Callable

from apscheduler.schedulers.asyncio import AsyncIOScheduler

Job = Callable[[], Awaitable[None]]


def start_ticking(*, each_second: Job, each_hour: Job) -> AsyncIOScheduler:
    """Start calling the jobs. A late call is made all the same, and never two at once."""
    scheduler = AsyncIOScheduler(
        timezone="UTC",
        job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1},
    )
    scheduler.add_job(each_second, "interval", seconds=1, id="each_second")
    scheduler.add_job(each_hour, "interval", hours=1, id="each_hour")
    scheduler.start()
    return scheduler
