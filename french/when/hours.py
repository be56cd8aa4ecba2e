"""Which hours the words of a clock may mean. Minutes count from the start of the day, past 24 h
when the night goes on.
"""

from dataclasses import dataclass

from french.when.answers import NoReading, Why
from french.when.clocks import DAY_MINUTES, NOON
from french.when.pieces import Clock, Part

# From when to when one says so, ends included.
PARTS = {
    Part.MORNING: (0, 13 * 60 - 1),
    Part.AFTERNOON: (NOON, 19 * 60),
    Part.EVENING: (16 * 60, DAY_MINUTES),
}
EVENING = 17 * 60  # from then on, something may end in the night
DAWN = 6 * 60


@dataclass(frozen=True, slots=True)
class Hours:
    """Starts with their ends, the likeliest first. `why` there are several; `doubt` stays."""

    pairs: tuple[tuple[int, int | None], ...]
    why: Why | None = None
    doubt: Why | None = None


def starts(clock: Clock) -> Hours:
    """The minutes a single hour may mean."""
    if clock.midnight:
        night, eve = clock.minutes + DAY_MINUTES, clock.minutes
        late = ((night, None),) if clock.part is Part.EVENING else ((night, None), (eve, None))
        return Hours(late, Why.MIDNIGHT)
    if clock.part is not None:
        fitted = _fit(clock.minutes, clock.part)
        if fitted is None:
            return Hours(((clock.minutes, None),), doubt=Why.PART_MISMATCH)
        return Hours(((fitted, None),))
    if clock.sure:
        return Hours(((clock.minutes, None),))
    return Hours(((clock.minutes + NOON, None), (clock.minutes, None)), Why.HALF_DAY)


def _fit(minutes: int, part: Part) -> int | None:
    """« 7 h du soir » is 19 h; none when the hour is not of that part."""
    first, last = PARTS[part]
    both = (minutes, minutes + NOON) if minutes < NOON else (minutes,)
    return next((one for one in both if first <= one <= last), None)


def pairs(start: Clock, end: Clock) -> Hours:
    """From an hour to another. Raises NoReading when the end is before the start."""
    found = [
        pair
        for first in _starts_before(start, end)
        for last in _ends_after(start, end)
        if (pair := _pair(first, last))
    ]
    if not found:
        raise NoReading(Why.ENDS_BEFORE_START)
    near = [pair for pair in found if _is_near(*pair)]
    if near and end.part is None and end.minutes < NOON + 60:
        found = near
    why = Why.MIDNIGHT if start.midnight else Why.HALF_DAY
    return Hours(tuple(dict.fromkeys(found)), why, _doubt(start, end, found))


def _starts_before(start: Clock, end: Clock) -> list[int]:
    """What the start may mean: a part of the day said with the end holds for both if it can."""
    if start.part is None and end.part is not None and start.minutes < NOON:
        fitted = _fit(start.minutes, end.part)
        if fitted is not None:
            return [fitted, start.minutes] if start.sure else [fitted]
    return [minutes for minutes, _ in starts(start).pairs]


def _ends_after(start: Clock, end: Clock) -> list[int]:
    """What the end may mean: « de 6 h à 8 h » may be said of the evening."""
    ends = [minutes for minutes, _ in starts(end).pairs]
    twelve_hours = not start.sure or start.part in {Part.AFTERNOON, Part.EVENING}
    if end.part is None and end.sure and end.minutes < NOON and twelve_hours:
        ends.append(end.minutes + NOON)
    return ends


def _pair(start: int, end: int) -> tuple[int, int] | None:
    if end > start:
        return start, end
    overnight = start >= EVENING and end <= DAWN and start < end + DAY_MINUTES
    return (start, end + DAY_MINUTES) if overnight else None


def _is_near(start: int, end: int) -> bool:
    """Whether they are in the same half of a day, or the same night."""
    return start // NOON == end // NOON or end >= DAY_MINUTES


def _doubt(start: Clock, end: Clock, found: list[tuple[int, int]]) -> Why | None:
    """« de 10 h à 2 h » is surely till 14 h, and yet."""
    if start.part and _fit(start.minutes, start.part) is None:
        return Why.PART_MISMATCH
    vague = start.sure and not end.sure and not start.part and not end.part
    noon = start.minutes == NOON
    return Why.HALF_DAY if vague and not noon and found[0][1] < DAY_MINUTES else None
