"""From what a phrase says to its readings."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise, product

from french.dates import DAY, day_of
from french.when.answers import NoReading, Reading, Why
from french.when.choices import Choice, choose
from french.when.hours import starts
from french.when.outcomes import Now, Outcome, at, hours_of, kept
from french.when.pieces import Length, Mark, Weekend
from french.when.ranges import first_days, last_days, with_month
from french.when.repeating import repeated
from french.when.shapes import Said, Shape


def settle(said: Said, now: Now) -> Outcome:
    """The readings of what was said. Raises NoReading."""
    if said.joint and any(shape.rule for shape in said.shapes):
        raise NoReading(Why.UNCLEAR)
    outcomes = [_settled(shape, now) for shape in _with_months(said.shapes)]
    if said.joint is None:
        return replace(outcomes[0], loose=said.shapes[0].loose)
    together = _together(outcomes) if said.joint is Mark.AND else None
    if together is not None:
        return Outcome((together,))
    readings = dict.fromkeys(one for outcome in outcomes for one in outcome.readings)
    why = Why.SEVERAL if said.joint is Mark.AND else Why.ALTERNATIVES
    return Outcome(tuple(readings), why)


def _with_months(shapes: Sequence[Shape]) -> list[Shape]:
    """« 18 ou 19 décembre »: the month is said once."""
    done: list[Shape] = []
    for shape in reversed(shapes):
        later = done[0].days if done else ()
        done.insert(0, replace(shape, days=with_month(shape.days, later)))
    return done


def _together(outcomes: Sequence[Outcome]) -> Reading | None:
    """« les 18 et 19 décembre »: days in a row are one time, whole or with both hours."""
    if not all(one.is_sure for one in outcomes):
        return None
    readings = [one.readings[0] for one in outcomes]
    first, last = readings[0], readings[-1]
    in_row = all(day_of(b.start) - day_of(a.start) == DAY for a, b in pairwise(readings))
    whole = all(type(one.start) is date and one.end is None for one in readings)
    hours = all(one.end and day_of(one.end) == day_of(one.start) for one in readings)
    if not in_row or any(one.rrule for one in readings) or not (whole or hours):
        return None
    return Reading(first.start, last.end or last.start)


def _settled(shape: Shape, now: Now) -> Outcome:
    """The readings of one thing."""
    if shape.wrong:
        raise NoReading(shape.wrong.why, shape.wrong.about)
    if shape.moment:
        return _moment(shape, now)
    if shape.rule:
        return repeated(shape, shape.rule, now)
    if shape.until or shape.times:
        raise NoReading(Why.UNCLEAR)
    if shape.last:
        return _range(shape, now)
    return _day(shape, now)


def _moment(shape: Shape, now: Now) -> Outcome:
    """« dans vingt minutes », perhaps with how long."""
    alone = Shape(moment=shape.moment, length=shape.length, about=shape.about)
    if shape != alone or shape.moment is None:
        raise NoReading(Why.UNCLEAR)
    start = now.later(shape.moment.minutes)
    length = shape.length.minutes if shape.length else 0
    end = now.later(shape.moment.minutes + length) if length else None
    return kept([Reading(start, end)], now, [Why.ABOUT if shape.about else None], [])


def _day(shape: Shape, now: Now) -> Outcome:
    """A day, with hours or without."""
    choice = _choice(shape, now.today)
    hours = hours_of(shape)
    weekend = any(isinstance(one, Weekend) for one in shape.days)
    if hours is None:
        days = _length(shape.length, weekend=weekend)
        readings = [Reading(day, day + days if days else None) for day in choice.days]
        part = Why.NO_HOUR if shape.part or (shape.length and shape.length.minutes) else None
        return kept(readings, now, [choice.doubt, part, *_doubts(shape)], [choice.why])
    if weekend or (shape.length and shape.length.days):
        raise NoReading(Why.WHICH_DAY if weekend else Why.UNCLEAR)
    readings = [
        Reading(at(day, start), at(day, end) if end is not None else None)
        for day, (start, end) in product(choice.days, hours.pairs)
    ]
    doubts = [choice.doubt, hours.doubt, *_doubts(shape)]
    return kept(readings, now, doubts, [choice.why, hours.why])


def _choice(shape: Shape, today: date) -> Choice:
    """The days said; for an hour alone, today or tomorrow."""
    if shape.days:
        return choose(shape.days, today)
    if shape.start is None:
        raise NoReading(Why.WHICH_DAY if shape.part or shape.length else Why.NOTHING)
    return Choice((today, today + DAY), doubt=Why.NO_DAY)


def _length(length: Length | None, *, weekend: bool) -> timedelta | None:
    """From the first day to the last; none when one day is said."""
    if weekend:
        return DAY
    return (length.days - 1) * DAY if length and length.days > 1 else None


def _doubts(shape: Shape) -> tuple[Why | None, ...]:
    """« vers 14 h », and « à partir du 5 janvier » without an end."""
    bounded = shape.last or shape.start or shape.length
    open_ = Why.OPEN if shape.open and not bounded else None
    return Why.ABOUT if shape.about else None, open_


def _range(shape: Shape, now: Now) -> Outcome:
    """From a day to another."""
    if shape.length or any(isinstance(one, Weekend) for one in (*shape.days, *shape.last)):
        raise NoReading(Why.UNCLEAR)
    first = first_days(shape.days, shape.last, now.today)
    lasts = [(start, last_days(shape.last, start, now.today)) for start in first.days]
    days = [(start, end) for start, last in lasts for end in last.days]
    choices = [first, *(last for _, last in lasts)]
    doubts = [*(one.doubt for one in choices), _missing_hour(shape), *_doubts(shape)]
    whys = [one.why for one in choices]
    whys += [starts(clock).why for clock in (shape.start, shape.end) if clock]
    return kept(_ranged(shape, days), now, doubts, whys)


def _missing_hour(shape: Shape) -> Why | None:
    if shape.part and not shape.start:
        return Why.NO_HOUR
    return Why.NO_END_HOUR if shape.start and not shape.end else None


def _ranged(shape: Shape, days: Sequence[tuple[date, date]]) -> list[Reading]:
    """The readings over several days, with an hour at each end or with none."""
    if shape.start is None or shape.end is None:
        return [Reading(start, end if end > start else None) for start, end in days]
    firsts, lasts = starts(shape.start).pairs, starts(shape.end).pairs
    every = (
        (at(start, first), at(end, last))
        for (start, end), (first, _), (last, _) in product(days, firsts, lasts)
    )
    readings = [Reading(start, end) for start, end in every if start < end]
    if not readings:
        raise NoReading(Why.ENDS_BEFORE_START)
    return readings
