"""How neighbours among the pieces go together: « de 9 h à 12 h », « du 18 au 19 décembre »."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from french.recurrences import Recurrence
from french.when.answers import Why
from french.when.clocks import UNSURE
from french.when.pieces import (
    Away,
    Clock,
    Date,
    Day,
    Feast,
    Length,
    Mark,
    Moment,
    Nth,
    Number,
    Part,
    Piece,
    Stretch,
    Times,
    Week,
    Weekday,
    Weekend,
    Wrong,
)

DAYS = (Away, Date, Feast, Nth, Stretch, Week, Weekday, Weekend)


@dataclass(frozen=True, slots=True)
class Hours:
    """From an hour to another; loose when it may as well be an hour on a day of that number."""

    start: Clock
    end: Clock
    loose: bool = False


@dataclass(frozen=True, slots=True)
class Span:
    """From a day to another, with their hours if each has one."""

    days: tuple[Day, ...]
    last: tuple[Day, ...]
    start: Clock | None = None
    end: Clock | None = None


@dataclass(frozen=True, slots=True)
class Since:
    """« à partir du 5 janvier »."""

    days: tuple[Day, ...]


@dataclass(frozen=True, slots=True)
class Until:
    """« jusqu’au 30 juin »."""

    days: tuple[Day, ...]


Item = Piece | Hours | Span | Since | Until
_LETTERS: dict[type, str] = dict.fromkeys(DAYS, "D") | {
    Clock: "C",
    Part: "P",
    Number: "N",
    Moment: "M",
    Length: "L",
    Recurrence: "R",
    Times: "K",
    Wrong: "W",
    Hours: "Q",
    Span: "G",
    Since: "S",
    Until: "E",
}
Items = list[Item]


def reduced(pieces: Sequence[Piece]) -> Items:
    """The pieces, those that go together as one."""
    items: Items = list(pieces)
    ruled = any(isinstance(item, Recurrence) for item in items)
    for pattern, make in (*_CLOCKS, *(_RULED if ruled else _PLAIN), *_RANGES):
        items = _reduce(items, pattern, make)
    return items


def _letter(item: Item) -> str:
    return item.value.upper() if isinstance(item, Mark) else _LETTERS[type(item)]


def _reduce(items: Items, pattern: str, make: Callable[[Items], Items]) -> Items:
    """Put what `make` gives in the place of each run of items whose letters fit."""
    done: Items = []
    at = 0
    for match in re.finditer(pattern, "".join(map(_letter, items))):
        done += items[at : match.start()] + make(items[match.start() : match.end()])
        at = match.end()
    return done + items[at:]


def _bound(run: Items) -> Items:
    """« 9 h du matin », « le matin à 9 h »."""
    clock, part = sorted(run, key=_letter)
    return [clock.of(part)] if isinstance(clock, Clock) and isinstance(part, Part) else run


def _hours(run: Items) -> Items:
    start, end = _as_clock(run[0]), _as_clock(run[2])
    loose = isinstance(run[0], Number) and run[1] is Mark.AT
    return [Hours(start, end, loose)] if start and end else run


def _as_clock(item: Item) -> Clock | None:
    """An hour, or the number of one: « de 9 à 12 h »."""
    if isinstance(item, Number):
        return Clock(60 * item.value, item.value not in UNSURE) if item.value < 24 else None
    return item if isinstance(item, Clock) else None


def _as_days(run: Items) -> tuple[Day, ...]:
    """The days of a run, a number being one of them: « du 18 au 19 décembre »."""
    days = (Date(item.value) if isinstance(item, Number) else item for item in run)
    return tuple(item for item in days if isinstance(item, DAYS))


def _days_and_numbers(run: Items) -> Items:
    """« le 3, 10 et 17 à 14 h »."""
    return [Date(item.value) if isinstance(item, Number) else item for item in run]


def _numbered(run: Items) -> Items:
    """« du 14 au 18 »."""
    first, joint, last = run
    bare = isinstance(first, Date) and first.month is None and first.weekday is None
    return [Span(_as_days([first]), _as_days([last]))] if bare and joint is Mark.TO else run


def _around(run: Items) -> Items:
    """« à 14 h le 18 décembre, jusqu’à 17 h »."""
    hours = [run[0], *run[-2:]]
    return [*run[1:-2], *_hours(hours)] if run[-2] is Mark.TO else run


def _clock_of(run: Items) -> Clock | None:
    return next((item for item in run if isinstance(item, Clock)), None)


def _span(run: Items) -> Items:
    middle = next(place for place, item in enumerate(run) if isinstance(item, Mark))
    first, last = run[:middle], run[middle + 1 :]
    if isinstance(first[0], Number) and not any(isinstance(item, Date) for item in last):
        return run
    return [Span(_as_days(first), _as_days(last), _clock_of(first), _clock_of(last))]


# In this order. T to, A and, B between, F from, U until; the others as in _LETTERS.
_CLOCKS = (
    ("CP|PC", _bound),
    ("FC", lambda run: run[1:]),
    ("UC", lambda run: [Mark.TO, *run[1:]]),
    ("B[CN]AC", lambda run: [run[1], Mark.TO, run[3]]),
    ("B(?:D+|N)AD+", lambda _: [Wrong(Why.WHICH_DAY)]),
    ("[CN]TC|CTN", _hours),
    ("[CN]TW|WT[CN]", lambda run: [item for item in run if isinstance(item, Wrong)]),
    ("CD+TC(?!D)", _around),
)
_RULED = (
    ("FD+", lambda run: [Since(_as_days(run))]),
    ("UD+", lambda run: [Until(_as_days(run))]),
)
_PLAIN = (("U", lambda _: [Mark.TO]),)
_RANGES = (
    ("(?:D+C|CD+)T(?:D+C|CD+)", _span),
    ("(?:D+|N)TD+", _span),
    ("DTN", _numbered),
    ("D(?:[AO]N)+(?=C|$)", _days_and_numbers),
    ("N(?=(?:[AO]N)*[AO]D)", lambda run: list(_as_days(run))),
    (
        "N(?=(?:[AO]N)*[AO][CQ])",
        lambda run: [clock for item in run if (clock := _as_clock(item))] or run,
    ),
)
