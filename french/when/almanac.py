"""Days of the calendar, or that there is none such."""

from calendar import monthrange
from contextlib import suppress
from datetime import date, timedelta

from french.dates import DAYS, MONTHS
from french.recurrences import RANKS
from french.when.answers import NoReading, Why

WEEK = timedelta(days=7)


def on(year: int, month: int, day: int) -> date:
    """A date. Raises NoReading for « 31 avril » or « 29 février 2027 »."""
    try:
        return date(year, month, day)
    except ValueError:
        leap = f" {year}" if (month, day) == (2, 29) else ""
        raise NoReading(Why.NO_SUCH_DAY, f"{day} {MONTHS[month - 1]}{leap}") from None


def nth(year: int, month: int, rank: int, weekday: int) -> date:
    """The first, second … or last (-1) such weekday of a month. Raises NoReading for a fifth."""
    if rank < 0:
        last = date(year, month, monthrange(year, month)[1])
        return last - timedelta(days=(last.weekday() - weekday) % 7)
    first = date(year, month, 1)
    found = first + timedelta(days=(weekday - first.weekday()) % 7) + (rank - 1) * WEEK
    if found.month != month:
        of = "d’" if MONTHS[month - 1][0] in "ao" else "de "
        about = f"{RANKS[rank]} {DAYS[weekday]} {of}{MONTHS[month - 1]} {year}"
        raise NoReading(Why.NO_SUCH_DAY, about)
    return found


def month_ahead(today: date, months: int) -> tuple[int, int]:
    """The year and the month so many months ahead."""
    years, month = divmod(today.month - 1 + months, 12)
    return today.year + years, month + 1


def day_ahead(today: date, months: int) -> date:
    """The same day so many months ahead, or the last of a shorter month."""
    year, month = month_ahead(today, months)
    return date(year, month, min(today.day, monthrange(year, month)[1]))


def monday(day: date) -> date:
    """The Monday of its week."""
    return day - timedelta(days=day.weekday())


def week_of_number(number: int, today: date) -> date:
    """The Monday of the next such week of a year, this one included. Raises NoReading."""
    first = today.isocalendar().year
    for year in (first, first + 1):
        with suppress(ValueError):
            found = date.fromisocalendar(year, number, 1)
            if found >= monday(today):
                return found
    raise NoReading(Why.WHICH_DAY)


def coming(weekday: int, day: date) -> date:
    """The next such weekday, after a day."""
    return day + timedelta(days=(weekday - day.weekday() - 1) % 7 + 1)


def nearest(weekday: int, day: date, today: date) -> date:
    """The nearest such weekday to a day, today or later."""
    found = day + timedelta(days=(weekday - day.weekday() + 3) % 7 - 3)
    return found if found >= today else found + WEEK
