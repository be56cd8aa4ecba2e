"""What comes back: its first time, and the readings of its rule."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import product

from french.recurrences import Recurrence, Unit
from french.when.answers import NoReading, Reading, Why
from french.when.clocks import DAY_MINUTES
from french.when.hours import Hours
from french.when.outcomes import Now, Outcome, at, hours_of, kept
from french.when.rulings import ruling, since, until
from french.when.shapes import Shape

DAY = timedelta(days=1)
SHORTEST_MONTH = 28  # days
Pair = tuple[int, int | None]


def repeated(shape: Shape, rule: Recurrence, now: Now) -> Outcome:
    """The readings of something that comes back. Raises NoReading."""
    if shape.open or (shape.length and shape.length.days) or (shape.until and shape.times):
        raise NoReading(Why.UNCLEAR)
    ruled = ruling(shape, replace(rule, count=shape.times.count if shape.times else None))
    bases = since(ruled, now.today)
    hours = hours_of(shape)
    pairs = _same_day(hours)
    meant = [(base, ruled.completed(base), until(ruled.until, base)) for base in bases.days]
    readings = [
        _reading(replace(one, until=end), base, pair, now)
        for base, one, ends in meant
        for end, pair in product(ends.days or (None,), pairs)
    ]
    doubts = [bases.doubt, _hour_doubt(shape, hours)]
    doubts += [doubt for base, one, ends in meant for doubt in (ends.doubt, _short(one, base))]
    whys = [bases.why, *(ends.why for *_, ends in meant), hours.why if hours else None]
    return kept(readings, now, doubts, whys)


def _same_day(hours: Hours | None) -> list[Pair | None]:
    """The hours that are of the day itself: midnight at its end is the next day's."""
    if hours is None:
        return [None]
    pairs: list[Pair | None] = [pair for pair in hours.pairs if pair[0] < DAY_MINUTES]
    if not pairs:
        raise NoReading(Why.UNCLEAR)
    return pairs


def _reading(rule: Recurrence, base: date, pair: Pair | None, now: Now) -> Reading:
    """The first time of a rule from a day on, today's being left out when it is over."""
    first = _first(rule, base)
    if base == now.today and pair and now.has_passed(at(first, pair[0])):
        first = _first(rule, base + DAY)
    if rule.until and rule.until < first:
        raise NoReading(Why.ENDS_BEFORE_START)
    if pair is None:
        return Reading(first, None, rule.rrule(timed=False))
    start, end = pair
    last = at(first, end) if end is not None else None
    return Reading(at(first, start), last, rule.rrule(timed=True))


def _first(rule: Recurrence, base: date) -> date:
    first = base if rule.unit is Unit.YEAR else rule.first(base)
    if first is None:
        raise NoReading(Why.NO_SUCH_DAY, str(rule.monthday))
    return first


def _hour_doubt(shape: Shape, hours: Hours | None) -> Why | None:
    if shape.about:
        return Why.ABOUT
    if hours is None:
        return Why.NO_HOUR if shape.part or shape.length else None
    return hours.doubt or (Why.MIDNIGHT if hours.why is Why.MIDNIGHT else None)


def _short(rule: Recurrence, base: date) -> Why | None:
    """Whether some months, or years, have no such day."""
    leap = rule.unit is Unit.YEAR and (base.month, base.day) == (2, 29)
    return Why.SHORT_MONTHS if leap or (rule.monthday or 0) > SHORTEST_MONTH else None
