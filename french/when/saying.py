"""A reading as one says it in full, so that it can be read again."""

from datetime import datetime, time, timedelta

from french import dates
from french.recurrences import Recurrence, bounds, every
from french.typography import NO_BREAK
from french.when.answers import Reading

HOUR = timedelta(hours=1)
EVENING, DAWN = time(17), time(6)


def say(reading: Reading) -> str:
    """« vendredi 18 décembre 2026, de 9 h 30 à 16 h 30 », « chaque mardi, à 10 h, à partir … »."""
    if reading.rrule is None:
        return dates.span(reading.start, reading.end)
    rule = Recurrence.parse(reading.rrule)
    day = dates.day_of(reading.start)
    hours = _hours(reading)
    return ", ".join(filter(None, (every(rule, day), hours, bounds(rule, day))))


def _hours(reading: Reading) -> str:
    """The hours of something that comes back; the length where its end is not soon said."""
    start, end = reading.start, reading.end
    if not isinstance(start, datetime):
        return ""
    if not isinstance(end, datetime) or start.date() == end.date():
        return dates.hours(start, end if isinstance(end, datetime) else None)
    if start.time() >= EVENING and end.time() <= DAWN and end - start < timedelta(days=1):
        return dates.hours(start, end)
    hours, rest = divmod(end - start, HOUR)
    minutes = f"{NO_BREAK}{rest // timedelta(minutes=1):02d}" if rest else ""
    return f"{dates.hours(start, None)} pendant {hours}{NO_BREAK}h{minutes}"
