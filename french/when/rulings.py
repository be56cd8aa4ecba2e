"""The rule that is meant, with the days said beside it where they belong."""

from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, timedelta

from french.recurrences import Recurrence, Unit
from french.when.almanac import month_ahead
from french.when.answers import NoReading, Why
from french.when.choices import Choice, choose, merged
from french.when.pieces import Date, Day, Feast, Month, Nth, Stretch, Turn, Week, Weekday
from french.when.ranges import with_month
from french.when.shapes import Shape

Days = tuple[Day, ...]
HERE = (None, Month(ahead=0))  # « le 15 », « le premier mardi du mois », beside « tous les mois »


@dataclass(frozen=True, slots=True)
class Ruling:
    """A rule, and what says when it begins and ends."""

    rule: Recurrence
    since: Days
    until: Days
    on: Days = ()  # the day of the year

    def completed(self, base: date) -> Recurrence:
        """The rule on the weekday or the day of the month of its beginning, if it says none.

        Raises NoReading when it has no beginning either.
        """
        rule = self.rule
        if rule.unit is Unit.DAY or not _is_open(rule):
            return rule
        if not self.since:
            raise NoReading(Why.WHICH_DAY)
        if rule.unit is Unit.WEEK:
            return replace(rule, weekdays=(base.weekday(),))
        return replace(rule, monthday=base.day) if rule.unit is Unit.MONTH else rule


def ruling(shape: Shape, rule: Recurrence) -> Ruling:
    """What a shape with a rule says. Raises NoReading when its days do not go together."""
    days = merged(shape.days)
    if shape.last:
        return _between(shape, rule, days, merged(shape.last))
    if not days:
        return Ruling(rule, shape.since, shape.until)
    if len(days) > 1:
        raise NoReading(Why.UNCLEAR)
    if isinstance(days[0], Stretch):
        return _within(shape, rule, days[0])
    ruled = _on(rule, days[0])
    if ruled is not None:
        return Ruling(ruled, shape.since, shape.until)
    dated = isinstance(days[0], Feast) or (isinstance(days[0], Date) and days[0].month)
    if not dated or not _is_open(rule) or (shape.since and rule.unit is not Unit.YEAR):
        raise NoReading(Why.UNCLEAR)
    return Ruling(rule, shape.since or days, shape.until, days)


def _is_open(rule: Recurrence) -> bool:
    """Whether a rule does not say on which day."""
    return not rule.weekdays and rule.monthday is None


def _on(rule: Recurrence, day: Day) -> Recurrence | None:
    """« toutes les semaines, le jeudi »; none when the day does not complete the rule."""
    match rule.unit, day:
        case _ if not _is_open(rule):
            return None
        case Unit.WEEK, Weekday(weekday, Turn.BARE):
            return replace(rule, weekdays=(weekday,))
        case Unit.MONTH, Nth(ranks, weekday, month) if month in HERE:
            return replace(rule, weekdays=(weekday,), ranks=ranks)
        case Unit.MONTH, Date(number, month, None) if month in HERE:
            return replace(rule, monthday=number)
        case _:
            return None


def _within(shape: Shape, rule: Recurrence, month: Stretch) -> Ruling:
    """« tous les mardis de janvier »."""
    if month.end or shape.since or shape.until:
        raise NoReading(Why.UNCLEAR)
    return Ruling(rule, (month,), (replace(month, end=True),))


def _between(shape: Shape, rule: Recurrence, first: Days, last: Days) -> Ruling:
    """« tous les jours du lundi au vendredi », « tous les mardis du 5 janvier au 30 juin »."""
    match first, last:
        case (Weekday(start, Turn.BARE),), (Weekday(end, Turn.BARE),):
            if not _is_open(rule) or rule.unit not in {Unit.DAY, Unit.WEEK} or rule.interval > 1:
                raise NoReading(Why.UNCLEAR)
            days = tuple(sorted((start + n) % 7 for n in range((end - start) % 7 + 1)))
            return Ruling(Recurrence(Unit.WEEK, weekdays=days), shape.since, shape.until)
    if shape.since or shape.until:
        raise NoReading(Why.UNCLEAR)
    return Ruling(rule, with_month(first, last), last)


def since(ruled: Ruling, today: date) -> Choice:
    """From which day a rule holds; today when it is not said."""
    if ruled.rule.unit is Unit.YEAR and ruled.since and ruled.on != ruled.since:
        return _since(ruled.on, _since(ruled.since, today).days[0])
    return _since(ruled.since, today)


def _since(days: Days, today: date) -> Choice:
    match days:
        case ():
            return Choice((today,))
        case (Stretch(month, False),):
            return _month_start(month, today)
        case (Week() as week,):
            monday = choose((Weekday(0), week), today).days[0]
            return Choice((max(monday, today),))
        case _:
            return choose(days, today)


def _month_start(month: Month, today: date) -> Choice:
    """The first of a month, or today within it."""
    if (month.number or today.month) == today.month and month.year in {None, today.year}:
        return Choice((today,)) if not month.ahead else Choice((_first(month, today),))
    return choose((Date(1, month),), today)


def _first(month: Month, today: date) -> date:
    return date(*month_ahead(today, month.ahead or 0), 1)


def until(days: Days, base: date) -> Choice:
    """Till which day a rule that begins then holds; « jusqu’en juin » may leave June out."""
    match days:
        case ():
            return Choice(())
        case (Stretch(month, end),):
            last = _month_end(month, base)
            if end:
                return Choice((last,))
            return Choice((last, last.replace(day=1) - timedelta(days=1)), Why.UNTIL_MONTH)
        case _:
            found = choose(days, base)
            return replace(found, doubt=None) if found.doubt is Why.JUST_PASSED else found


def _month_end(month: Month, base: date) -> date:
    if month.number is None:
        at = month_ahead(base, month.ahead or 0)
    else:
        at = (month.year or base.year + (month.number < base.month), month.number)
    return date(*at, monthrange(*at)[1])
