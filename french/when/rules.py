"""How one says that something comes back, once `spell` has been over it."""

import re

from french.dates import DAYS
from french.recurrences import Recurrence, Unit
from french.when.clocks import PART_NAMES
from french.when.patterns import (
    AND,
    ANY_RANK,
    ANY_WEEKDAY,
    DAY,
    RANKED,
    WEEKDAY,
    Pattern,
    always,
    number,
    pattern,
    ranks,
    weekday,
)
from french.when.pieces import Part, Times

ALL = "(?:tous|toutes) les"
EACH = f"(?:{ALL}|chaque)"
WEEKDAYS = rf"{ANY_WEEKDAY}s?(?:{AND}{ANY_WEEKDAY}s?)*"
EVERY_MONTH = r"(?:du mois|de chaque mois|du mois, chaque mois)"


def _days(text: str) -> tuple[int, ...]:
    return tuple(sorted({DAYS.index(one) for one in re.findall(ANY_WEEKDAY, text)}))


def _weekly(match: re.Match[str]) -> Recurrence:
    return Recurrence(Unit.WEEK, _interval(match), _days(match[0]))


def _interval(match: re.Match[str]) -> int:
    return int(match.groupdict().get("every") or 1)


def _monthly(match: re.Match[str]) -> Recurrence:
    return Recurrence(Unit.MONTH, weekdays=(weekday(match),), ranks=ranks(match["ranks"]))


def _on_monthday(match: re.Match[str]) -> Recurrence:
    return Recurrence(Unit.MONTH, monthday=number(match["day"]))


def _each(regex: str, unit: Unit, times: int = 1) -> Pattern:
    return pattern(regex, lambda match: Recurrence(unit, _interval(match) * times))


def _each_part(words: str, part: Part) -> Pattern:
    """« tous les matins »."""
    return always(f"{EACH} (?:{words})s?", Recurrence(Unit.DAY), part)


N = "(?P<every>[1-9][0-9]?)"
WEEKLY = (
    pattern(f"{EACH} {WEEKDAYS}", _weekly),
    pattern(rf"(?:les )?{ANY_WEEKDAY}s(?:{AND}{ANY_WEEKDAY}s?)*", _weekly),
    pattern(rf"le {ANY_WEEKDAY}(?:{AND}{ANY_WEEKDAY})*", _weekly),
    pattern(f"1 {WEEKDAY} ?(?:sur|/) ?{N}", _weekly),
    pattern(f"{ALL} {N} semaine,? (?:les? )?{WEEKDAYS}", _weekly),
    pattern(f"{ALL} semaine,? (?:les? )?{WEEKDAYS}", _weekly),
    _each(f"{ALL} (?:{N} )?semaine|chaque semaine|1 fois par semaine", Unit.WEEK),
    _each(f"1 semaine sur {N}", Unit.WEEK),
    _each("hebdo(?:madaire)?(?:ment)?", Unit.WEEK),
    _each(f"(?:1 fois )?{ALL} 8 jour", Unit.WEEK),
    _each(f"(?:1 fois )?{ALL} 15 jour", Unit.WEEK, 2),
)
DAILY = (
    _each(f"{ALL} (?!8 |15 )(?:{N} )?jour|chaque jour|quotidien(?:nement)?", Unit.DAY),
    _each(f"1 jour sur {N}", Unit.DAY),
    always(f"{EACH} jour ouvres?", Recurrence(Unit.WEEK, weekdays=(0, 1, 2, 3, 4))),
    *(_each_part(words, part) for words, part in PART_NAMES.items()),
)
MONTHLY = (
    pattern(f"{EACH} {RANKED} {WEEKDAY}s?(?: {EVERY_MONTH})?", _monthly),
    pattern(f"(?:les? )?{RANKED} {WEEKDAY}s? de chaque mois", _monthly),
    pattern(f"les {RANKED} {WEEKDAY}s? du mois", _monthly),
    pattern(f"les? (?P<ranks>{ANY_RANK}{AND}{ANY_RANK}) {WEEKDAY}s? du mois", _monthly),
    pattern(f"{EACH} {DAY} (?:du|de chaque) mois", _on_monthday),
    _each(f"{ALL} (?:{N} )?mois|chaque mois|1 fois par mois", Unit.MONTH),
    _each(f"1 mois sur {N}", Unit.MONTH),
    _each("mensuel(?:le)?(?:ment)?", Unit.MONTH),
    _each(f"{ALL} trimestres?|chaque trimestre|trimestriel(?:le)?(?:ment)?", Unit.MONTH, 3),
)
YEARLY = (_each(f"{ALL} (?:{N} )?an|chaque an|annuel(?:le)?(?:ment)?", Unit.YEAR),)
TIMES = "(?P<count>[1-9][0-9]{0,2}) (?:fois|seances)"
COUNTS = (pattern(TIMES, lambda match: Times(int(match["count"]))),)
PATTERNS: tuple[Pattern, ...] = (*WEEKLY, *DAILY, *MONTHLY, *YEARLY, *COUNTS)
