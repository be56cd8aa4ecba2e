"""From a day to another: each borrows from the other what it does not say."""

from dataclasses import replace
from datetime import date, timedelta

from french.dates import DAY
from french.when.almanac import WEEK, coming, month_ahead, on
from french.when.answers import NoReading, Why
from french.when.choices import Choice, choose, merged
from french.when.pieces import Date, Day, Month, Turn, Weekday

# After how long an end that would fall in another month or year is rather a slip.
NEXT_MONTH, NEXT_YEAR = timedelta(days=14), timedelta(days=60)

Days = tuple[Day, ...]


def with_month(days: Days, later: Days) -> Days:
    """« 18 » of « 18 et 19 décembre », with the month and the year of what comes later."""
    month = next((one.month for one in later if isinstance(one, Date) and one.month), None)
    if month is None or month.number is None:
        return days
    end = next(one for one in later if isinstance(one, Date) and one.month)
    return tuple(_borrowed(one, end.day, month) if isinstance(one, Date) else one for one in days)


def _borrowed(first: Date, last_day: int, month: Month) -> Date:
    if first.month is None:
        return replace(first, month=month)
    number = first.month.number
    if first.month.year is not None or month.year is None or number is None:
        return first
    before = (number, first.day) > (month.number or 0, last_day)
    return replace(first, month=Month(number, month.year - before))


def first_days(days: Days, last: Days, today: date) -> Choice:
    """Where a range may start: « de vendredi à dimanche 20 décembre » starts on the 18th."""
    said = merged(days)
    ends = merged(last)
    if len(said) == 1 and isinstance(said[0], Weekday) and isinstance(ends[0], Date):
        weekday = said[0]
        end = choose(ends, today)
        if weekday.turn is Turn.BARE:
            starts = [coming(weekday.weekday, one - WEEK - DAY) for one in end.days]
            soon = [] if ends[0].weekday is not None else [coming(weekday.weekday, today)]
            return Choice(tuple(dict.fromkeys([*starts, *soon])), Why.TWO_WAYS, end.doubt)
    return choose(with_month(said, ends), today)


def last_days(days: Days, start: date, today: date) -> Choice:
    """Where a range that starts then may end. Raises NoReading when that is before its start."""
    said = merged(days)
    first = said[0]
    if len(said) > 1 or not isinstance(first, Date | Weekday):
        return _after(choose(said, today), start)
    if isinstance(first, Weekday):
        bare = first.turn is Turn.BARE
        return Choice((coming(first.weekday, start),)) if bare else _after(_of(first, today), start)
    end = _dated(first, start, today)
    wrong = first.weekday not in {None, end.weekday()}
    return Choice((end,), doubt=Why.WEEKDAY_MISMATCH if wrong else None)


def _of(day: Day, today: date) -> Choice:
    return choose((day,), today)


def _after(choice: Choice, start: date) -> Choice:
    days = tuple(one for one in choice.days if one >= start)
    if not days:
        raise NoReading(Why.ENDS_BEFORE_START)
    return replace(choice, days=days)


def _dated(said: Date, start: date, today: date) -> date:
    """The first such date from the start on, if it is near; else the one of its own year."""
    month = said.month
    if month is not None and (month.number is None or month.year is not None):
        later = False
        end, limit = _of(replace(said, weekday=None), today).days[0], NEXT_YEAR
    elif month is None or month.number is None:
        later = said.day < start.day
        end, limit = on(*month_ahead(start, int(later)), said.day), NEXT_MONTH
    else:
        later = (month.number, said.day) < (start.month, start.day)
        end, limit = on(start.year + later, month.number, said.day), NEXT_YEAR
    if end < start or (later and end - start > limit):
        raise NoReading(Why.ENDS_BEFORE_START)
    return end
