"""The moments of an event that repeats (RFC 5545, 3.8.5), by the clocks of its zone."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, time
from itertools import islice

from dateutil.rrule import rrule, rruleset, rrulestr
from icalendar import Component, vRecur

UNDERSTOOD = frozenset({"DAILY", "WEEKLY", "MONTHLY", "YEARLY"})
WITHIN_A_DAY = frozenset({"BYHOUR", "BYMINUTE", "BYSECOND"})
REPEATING = ("RRULE", "RDATE", "EXRULE")

ToLocal = Callable[[datetime, str], datetime]


class ExoticRule(Exception):
    """A way to repeat that is not understood; `rule` is how it is written."""

    def __init__(self, rule: str) -> None:
        super().__init__(rule)
        self.rule = rule


def repeats(event: Component) -> bool:
    """Whether an event takes place more than once."""
    return any(name in event for name in REPEATING)


def moments(
    event: Component, first: datetime, to_local: ToLocal, since: datetime, until: datetime
) -> list[datetime]:
    """When an event starts between two moments, the excepted ones left out. Raises ExoticRule.

    All are local and naive: half past nine stays so when clocks change. `to_local` makes one of a
    time and the name of its zone.
    """
    times = rruleset()
    times.rdate(first)
    for moment in _listed(event, "RDATE", first, to_local):
        times.rdate(moment)
    for moment in _ruled(event, first, to_local, until):
        times.rdate(moment)
    without = set(excepted(event, first, to_local))
    return [moment for moment in times.between(since, until, inc=True) if moment not in without]


def _ruled(
    event: Component, first: datetime, to_local: ToLocal, until: datetime
) -> Iterator[datetime]:
    """The moments that its rule makes. Raises ExoticRule.

    They are counted here and end at `until`: a rule that no day obeys (each 30 February) would be
    tried up to the year 9999.
    """
    rule = _rule(event, to_local)
    if rule is None:
        return iter(())
    (count,) = rule.get("COUNT", (None,))
    ends = min([*rule.get("UNTIL", ()), until])
    others = {name: value for name, value in rule.items() if name != "COUNT"}
    try:
        made = _made(_written(vRecur({**others, "UNTIL": [ends]})), first)
    except (ValueError, TypeError, KeyError):
        raise ExoticRule(_written(rule)) from None
    return islice(iter(made), count)


def _made(rule: str, first: datetime) -> rrule:
    made = rrulestr(rule, dtstart=first)
    if not isinstance(made, rrule):
        message = "more than one rule"
        raise TypeError(message)
    return made


def excepted(event: Component, first: datetime, to_local: ToLocal) -> Iterator[datetime]:
    """The moments that an event's rule makes and at which it does not take place."""
    return _listed(event, "EXDATE", first, to_local)


def _written(rule: vRecur) -> str:
    return bytes(rule.to_ical()).decode()  # type: ignore[no-untyped-call]


def _rule(event: Component, to_local: ToLocal) -> vRecur | None:
    """The one rule of an event, its end by local clocks. Raises ExoticRule."""
    rule = event.get("RRULE")
    if "EXRULE" in event or isinstance(rule, list):
        raise ExoticRule("EXRULE" if "EXRULE" in event else "RRULE, RRULE")
    if rule is None:
        return None
    if not isinstance(rule, vRecur):
        raise ExoticRule(str(rule))
    if not set(rule.get("FREQ", ())) & UNDERSTOOD or WITHIN_A_DAY & rule.keys():
        raise ExoticRule(_written(rule) or "RRULE")
    ends = [_end(value, to_local) for value in rule.get("UNTIL", ())]
    return vRecur({**rule, "UNTIL": ends}) if ends else rule


def _end(value: date, to_local: ToLocal) -> datetime:
    if not isinstance(value, datetime):
        return datetime.combine(value, time(23, 59, 59))
    return to_local(value, "") if value.tzinfo else value


def _listed(event: Component, name: str, first: datetime, to_local: ToLocal) -> Iterator[datetime]:
    """The times of RDATE or EXDATE; a day alone stands for the event's hour of that day."""
    values = event.get(name, [])
    for listed in values if isinstance(values, list) else [values]:
        for value in getattr(listed, "dts", ()):
            moment = value.dt[0] if isinstance(value.dt, tuple) else value.dt
            if isinstance(moment, datetime):
                yield to_local(moment, listed.params.get("TZID", ""))
            else:
                yield datetime.combine(moment, first.time())
