"""Quiet hours: at night and on Sundays, where she lives, the bot writes nothing of its own accord.

What may not be said at a moment is said at the last minute before, or at the first one after.
"""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

MORNING = time(8)
LAST = time(20, 59)  # the quiet begins at 21 h
DAY = timedelta(days=1)
SUNDAY = 6


def allowed(moment: datetime, zone: str) -> bool:
    """Whether one may be written to at that moment, in her zone (an IANA name)."""
    local = moment.astimezone(ZoneInfo(zone))
    return (
        local.weekday() != SUNDAY
        and MORNING <= local.time().replace(second=0, microsecond=0) <= LAST
    )


def before(moment: datetime, zone: str) -> datetime:
    """That moment, or the last minute before it at which she may be written to; in UTC."""
    if allowed(moment, zone):
        return moment.astimezone(UTC)
    local = moment.astimezone(ZoneInfo(zone))
    day = local.date() if local.time() > LAST else local.date() - DAY
    return _at(day - DAY if day.weekday() == SUNDAY else day, LAST, zone)


@lru_cache(maxsize=1024)  # one moment for all of a zone, often
def after(moment: datetime, zone: str) -> datetime:
    """That moment, or the first one after it at which she may be written to; in UTC."""
    if allowed(moment, zone):
        return moment.astimezone(UTC)
    local = moment.astimezone(ZoneInfo(zone))
    day = local.date() if local.time() < MORNING else local.date() + DAY
    return _at(day + DAY if day.weekday() == SUNDAY else day, MORNING, zone)


def _at(day: date, hour: time, zone: str) -> datetime:
    return datetime.combine(day, hour, ZoneInfo(zone)).astimezone(UTC)
