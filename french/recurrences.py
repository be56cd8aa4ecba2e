"""What comes back: a rule of RFC 5545, and how one says it in French."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from french.dates import DAYS, day

CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
RANKS = {1: "premier", 2: "deuxième", 3: "troisième", 4: "quatrième", 5: "cinquième", -1: "dernier"}
_COUNTS = ("", "", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix")


class Unit(StrEnum):
    """What the interval counts, as FREQ says it."""

    DAY = "DAILY"
    WEEK = "WEEKLY"
    MONTH = "MONTHLY"
    YEAR = "YEARLY"


@dataclass(frozen=True, slots=True)
class Recurrence:
    """A rule. Weekdays count from Monday, 0; `ranks` are theirs in the month, -1 being the last.

    `until` is the last day, included.
    """

    unit: Unit
    interval: int = 1
    weekdays: tuple[int, ...] = ()
    ranks: tuple[int, ...] = ()
    monthday: int | None = None
    until: date | None = None
    count: int | None = None

    def rrule(self, *, timed: bool) -> str:
        """The value of an RRULE; UNTIL is local, and as its start has an hour or not."""
        by_day = [
            f"{rank or ''}{CODES[one]}" for rank in self.ranks or (0,) for one in self.weekdays
        ]
        parts = {
            "FREQ": self.unit.value,
            "INTERVAL": self.interval if self.interval > 1 else None,
            "BYDAY": ",".join(by_day),
            "BYMONTHDAY": self.monthday,
            "UNTIL": f"{self.until:%Y%m%d}{'T235959' if timed else ''}" if self.until else None,
            "COUNT": self.count,
        }
        return ";".join(f"{name}={value}" for name, value in parts.items() if value)

    @classmethod
    def parse(cls, rrule: str) -> "Recurrence":
        """The rule that `rrule` wrote. Raises KeyError or ValueError for any other."""
        parts = dict(part.split("=", 1) for part in rrule.split(";"))
        by_day = [one for one in parts.get("BYDAY", "").split(",") if one]
        until, monthday, count = (parts.get(name) for name in ("UNTIL", "BYMONTHDAY", "COUNT"))
        return cls(
            Unit(parts["FREQ"]),
            int(parts.get("INTERVAL", 1)),
            tuple(dict.fromkeys(CODES.index(one[-2:]) for one in by_day)),
            tuple(dict.fromkeys(int(one[:-2]) for one in by_day if len(one) > 2)),
            int(monthday) if monthday else None,
            date.fromisoformat(until[:8]) if until else None,
            int(count) if count else None,
        )

    def first(self, base: date) -> date | None:
        """The first day of the rule from `base` on; None when there is none within two years."""
        days = (base + timedelta(days=ahead) for ahead in range(731))
        return next((one for one in days if self._falls_on(one)), None)

    def _falls_on(self, one: date) -> bool:
        if self.weekdays and one.weekday() not in self.weekdays:
            return False
        if self.monthday is not None:
            return one.day == self.monthday
        return not self.ranks or any(is_nth(one, rank) for rank in self.ranks)


def is_nth(one: date, rank: int) -> bool:
    """Whether a day is the first, second … or last (-1) such weekday of its month."""
    if rank < 0:
        return (one + timedelta(days=7)).month != one.month
    return (one.day - 1) // 7 + 1 == rank


def every(rule: Recurrence, start: date) -> str:
    """« chaque mardi », « un jeudi sur deux », « chaque premier mardi du mois »."""
    names = _list([DAYS[one] for one in rule.weekdays])
    match rule.unit:
        case Unit.DAY:
            return "chaque jour" if rule.interval == 1 else f"tous les {_count(rule)} jours"
        case Unit.WEEK:
            return _weekly(rule, names)
        case Unit.MONTH:
            return _monthly(rule, names)
        case Unit.YEAR:
            said = day(start).split(" ", 1)[1].rsplit(" ", 1)[0]
            return f"{_each(rule, 'année', 'tous', 'ans')}, le {said}"


def _weekly(rule: Recurrence, names: str) -> str:
    if rule.interval == 1:
        return f"chaque {names}"
    if len(rule.weekdays) == 1:
        return f"un {names} sur {_count(rule)}"
    return f"toutes les {_count(rule)} semaines, {names}"


def _monthly(rule: Recurrence, names: str) -> str:
    ranks = _list([RANKS[rank] for rank in rule.ranks])
    if rule.ranks and rule.interval == 1:
        return f"chaque {ranks} {names} du mois"
    said = f"{ranks} {names}" if rule.ranks else "1er" if rule.monthday == 1 else str(rule.monthday)
    return f"{_each(rule, 'mois', 'tous', 'mois')}, le {said}"


def _each(rule: Recurrence, one: str, all_: str, many: str) -> str:
    return f"chaque {one}" if rule.interval == 1 else f"{all_} les {_count(rule)} {many}"


def _count(rule: Recurrence) -> str:
    return _COUNTS[rule.interval] if rule.interval < len(_COUNTS) else str(rule.interval)


def _list(words: list[str]) -> str:
    return " et ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))


def bounds(rule: Recurrence, start: date) -> str:
    """« à partir du mardi 5 janvier 2027, jusqu’au mercredi 30 juin 2027 »."""
    said = f"à partir du {day(start)}"
    if rule.until:
        said += f", jusqu’au {day(rule.until)}"
    return f"{said}, {rule.count} fois" if rule.count else said
