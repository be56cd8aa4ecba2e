"""Which dates the words of a day may mean, seen from today."""

from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, timedelta

from french.dates import day as full
from french.feasts import FEASTS
from french.when.almanac import (
    WEEK,
    coming,
    day_ahead,
    monday,
    month_ahead,
    nearest,
    nth,
    on,
    week_of_number,
)
from french.when.answers import NoReading, Why
from french.when.pieces import Away, Date, Day, Feast, Month, Nth, Turn, Week, Weekday, Weekend

RECENT = 60  # days: what passed since and has no year is asked about
SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Choice:
    """Dates, the likeliest first. `why` there are several; `doubt` stays even on a single one."""

    days: tuple[date, ...]
    why: Why | None = None
    doubt: Why | None = None


def choose(days: tuple[Day, ...], today: date) -> Choice:
    """The dates meant by what says a day, in one way or in several. Raises NoReading."""
    if len({one for one in days if _is_bare(one)}) > 1:
        raise NoReading(Why.UNCLEAR)
    said = merged(days)
    bare = [one.weekday for one in said if isinstance(one, Weekday) and _is_bare(one)]
    firm = [one for one in said if not _is_bare(one)]
    if len(said) == 1 or not firm:
        return _meant(said[0], today)
    match firm:
        case [Week() as week] if bare:
            return Choice((_monday(week, today) + timedelta(days=bare[0]),))
        case [Away(days=ahead, months=0)] if bare and ahead and ahead % WEEK.days == 0:
            return _weeks_ahead(bare[0], timedelta(days=ahead), today)
    return _agreed([_meant(one, today) for one in firm], bare, today)


def merged(days: tuple[Day, ...]) -> tuple[Day, ...]:
    """« vendredi, 18 décembre » as one date."""
    bare = next((one for one in days if isinstance(one, Weekday) and _is_bare(one)), None)
    date_ = next((one for one in days if isinstance(one, Date) and one.weekday is None), None)
    if bare is None or date_ is None:
        return days
    rest = (one for one in days if one not in {bare, date_})
    return (*rest, replace(date_, weekday=bare.weekday))


def _is_bare(one: Day) -> bool:
    return isinstance(one, Weekday) and one.turn is Turn.BARE


def _agreed(choices: list[Choice], bare: list[int], today: date) -> Choice:
    """The dates on which everything that was said agrees, else every one that was said."""
    first, *others = choices
    doubt = next((one.doubt for one in choices if one.doubt), None)
    common = [one for one in first.days if all(one in other.days for other in others)]
    fitting = tuple(one for one in common if not bare or one.weekday() == bare[0])
    if fitting:
        return Choice(fitting, first.why, doubt)
    near = [nearest(bare[0], first.days[0], today)] if bare else []
    every = dict.fromkeys([*(day for one in choices for day in one.days), *near])
    return Choice(tuple(every), doubt=Why.WEEKDAY_MISMATCH if bare else Why.DAYS_DIFFER)


def _meant(said: Day, today: date) -> Choice:
    """The dates one way of saying a day may mean."""
    match said:
        case Date():
            return _date(said, today)
        case Weekday():
            return _weekday(said, today)
        case Away(days, months):
            return Choice((day_ahead(today, months) + timedelta(days=days),))
        case Nth((rank,), weekday, Month() as month):
            return _in_month(month, lambda at: nth(*at, rank, weekday), today)
        case Feast(name, year):
            return Choice((FEASTS[name](year),)) if year else _yearly(FEASTS[name], today)
        case Weekend(turn):
            return _weekday(Weekday(SATURDAY, turn), today)
    about = f"la semaine du {full(_monday(said, today))}" if isinstance(said, Week) else ""
    raise NoReading(Why.WHICH_DAY, about)


def _weekday(said: Weekday, today: date) -> Choice:
    """« mardi », « ce mardi », « mardi prochain », « mardi en huit »."""
    next_ = coming(said.weekday, today)
    later = next_ + WEEK
    match said.turn:
        case Turn.IN_EIGHT:
            return Choice((later,))
        case Turn.IN_FIFTEEN:
            return Choice((later + WEEK,))
        case Turn.NEXT if next_ != today + WEEK:
            likely = (later, next_) if monday(next_) == monday(today) else (next_, later)
            return Choice(likely, Why.NEXT)
        case Turn.BARE | Turn.THIS if next_ == today + WEEK:
            return Choice((today, next_), Why.THIS_OR_NEXT)
        case _:
            return Choice((next_,))


def _weeks_ahead(weekday: int, ahead: timedelta, today: date) -> Choice:
    """« jeudi dans deux semaines »: of that week, or so long after the coming Thursday."""
    of_week = monday(today + ahead) + timedelta(days=weekday)
    return Choice(tuple(dict.fromkeys((of_week, coming(weekday, today) + ahead))), Why.TWO_WAYS)


def _monday(week: Week, today: date) -> date:
    if week.number is not None:
        return week_of_number(week.number, today)
    held = choose((week.holding,), today).days[0] if week.holding else today
    return monday(held) + week.ahead * WEEK


def _date(said: Date, today: date) -> Choice:
    """A date; with the year or the month it lacks, and its weekday held against it."""
    month = said.month
    if month is None:
        found, others = _next_such_day(said.day, today)
    elif month.number is None:
        found = _in_month(month, lambda at: on(*at, said.day), today)
        others = []
    elif month.year is None:
        number = month.number
        found = _yearly(
            lambda year: on(year, number, said.day),
            today,
            passed=(number, said.day) < (today.month, today.day),
        )
        others = [on_or_none(found.days[0].year + 1, number, said.day)]
    else:
        found = Choice((on(month.year, month.number, said.day),))
        others = [on_or_none(month.year + 1, month.number, said.day)]
    return found if said.weekday is None else _held(found, said.weekday, others, today)


def on_or_none(year: int, month: int, day: int) -> date | None:
    """A date, or none where there is no such day."""
    with suppress(NoReading):
        return on(year, month, day)
    return None


def _held(found: Choice, weekday: int, others: Iterable[date | None], today: date) -> Choice:
    """A date against the weekday said with it: that date, the nearest such day, a later fit."""
    said = found.days[0]
    if said.weekday() == weekday:
        return Choice((said,))
    last_year = on_or_none(said.year - 1, said.month, said.day)
    if found.doubt is Why.JUST_PASSED and last_year and last_year.weekday() == weekday:
        raise NoReading(Why.PAST, full(last_year))
    if said < today:
        return found
    fit = next((one for one in others if one and one.weekday() == weekday), None)
    offered = (said, nearest(weekday, said, today), *((fit,) if fit else ()))
    return Choice(offered, doubt=Why.WEEKDAY_MISMATCH)


def _next_such_day(day: int, today: date) -> tuple[Choice, list[date | None]]:
    """« le 18 »: the next one, and those of the months after."""
    if not 1 <= day <= 31:
        raise NoReading(Why.NO_SUCH_DAY, str(day))
    months = (month_ahead(today, ahead) for ahead in range(6))
    days = [one for at in months if (one := on_or_none(*at, day)) and one >= today]
    return Choice((days[0],)), list(days[1:4])


def _in_month(month: Month, make: Callable[[tuple[int, int]], date], today: date) -> Choice:
    """A day of « ce mois », « le mois prochain », « janvier », « janvier 2027 »."""
    if month.number is None:
        ahead = month.ahead or 0
        day = make(month_ahead(today, ahead))
        if day >= today:
            return Choice((day,))
        return Choice((make(month_ahead(today, ahead + 1)),), doubt=Why.JUST_PASSED)
    number = month.number
    if month.year is not None:
        return Choice((make((month.year, number)),))
    return _yearly(lambda year: make((year, number)), today, passed=number < today.month)


def _yearly(make: Callable[[int], date], today: date, *, passed: bool = False) -> Choice:
    """What comes each year: the next one, doubtful when one has just passed."""
    year = today.year + (passed or make(today.year) < today)
    ago = timedelta.max
    with suppress(NoReading):
        ago = today - make(year - 1)
    return Choice((make(year),), doubt=Why.JUST_PASSED if ago.days < RECENT else None)
