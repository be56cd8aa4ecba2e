"""Readings, and the doubts on them; which of them can be, seen from a moment."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from french import dates
from french.when import hours
from french.when.answers import NoReading, Reading, Why
from french.when.shapes import Shape

FAR = timedelta(days=5 * 365)


@dataclass(frozen=True, slots=True)
class Now:
    """The moment of reading in local time, and where."""

    local: datetime
    zone: tzinfo

    @property
    def today(self) -> date:
        """The day it is."""
        return self.local.date()

    def has_passed(self, start: date) -> bool:
        """Whether it is too late for a start."""
        return start < self.local if isinstance(start, datetime) else start < self.today

    def later(self, minutes: int) -> datetime:
        """The local time so many minutes from now, over any change of the clocks."""
        now = self.local.replace(second=0, microsecond=0, tzinfo=self.zone).astimezone(UTC)
        return (now + timedelta(minutes=minutes)).astimezone(self.zone).replace(tzinfo=None)

    def skips(self, moment: date | None) -> bool:
        """Whether the clocks jump over a local time."""
        if not isinstance(moment, datetime):
            return False
        there = moment.replace(tzinfo=self.zone).astimezone(UTC).astimezone(self.zone)
        return there.replace(tzinfo=None) != moment


@dataclass(frozen=True, slots=True)
class Outcome:
    """Readings, the likeliest first, and why they are to be asked about, if they are."""

    readings: tuple[Reading, ...]
    why: Why | None = None
    loose: bool = False  # it gives way to what is sure

    @property
    def is_sure(self) -> bool:
        """Whether there is nothing to ask."""
        return len(self.readings) == 1 and self.why is None


def at(day: date, minutes: int) -> datetime:
    """The local time so many minutes after the start of a day."""
    return datetime.combine(day, time()) + timedelta(minutes=minutes)


def hours_of(shape: Shape) -> hours.Hours | None:
    """The hours within one day that were said, if any. Raises NoReading."""
    start = shape.start
    if start is None:
        return None
    if shape.part and start.part is None:
        start = start.of(shape.part)
    found = hours.pairs(start, shape.end) if shape.end else hours.starts(start)
    length = shape.length.minutes if shape.length else 0
    if not length:
        return found
    ends = {first + length for first, _ in found.pairs}
    if shape.end and ends != {last for _, last in found.pairs}:
        raise NoReading(Why.UNCLEAR)
    lasting = tuple((first, first + length) for first, _ in found.pairs)
    return hours.Hours(lasting, found.why, found.doubt)


def kept(
    readings: Sequence[Reading], now: Now, doubts: Sequence[Why | None], whys: Sequence[Why | None]
) -> Outcome:
    """The readings that can be, and what to ask: a doubt, or why there are several.

    Raises NoReading when none can be.
    """
    coming = [one for one in readings if not now.has_passed(one.start)]
    if not coming:
        raise NoReading(Why.PAST, dates.said(readings[0].start))
    there = [one for one in coming if not (now.skips(one.start) or now.skips(one.end))]
    if not there:
        raise NoReading(Why.HOUR_SKIPPED, dates.said(coming[0].start))
    far = any(dates.day_of(one.start) > now.today + FAR for one in there)
    jumped = Why.HOUR_SKIPPED if len(there) < len(coming) else None
    doubt = next(filter(None, (*doubts, jumped, Why.FAR if far else None)), None)
    several = next(filter(None, whys), Why.TWO_WAYS) if len(there) > 1 else None
    return Outcome(tuple(dict.fromkeys(there)), doubt or several)
