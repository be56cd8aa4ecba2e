"""How days are written, once `spell` has been over them."""

import re
from dataclasses import replace

from french.feasts import FEASTS
from french.when.answers import Why
from french.when.patterns import (
    ANY_WEEKDAY,
    DAY,
    MONTH,
    MONTH_NAMES,
    RANK,
    RANKED,
    WEEKDAY,
    YEAR,
    Made,
    Pattern,
    always,
    number,
    pattern,
    ranks,
    weekday,
)
from french.when.pieces import (
    Away,
    Clock,
    Date,
    Feast,
    Month,
    Nth,
    Part,
    Stretch,
    Turn,
    Week,
    Weekday,
    Weekend,
    Wrong,
)

THIS_MONTH = r"(?:courant|du mois(?: en cours)?|de ce mois(?:[- ]ci)?|ce mois(?:[- ]ci)?)"
NEXT_MONTH = r"(?:du mois prochain|du prochain mois)"
IN = r"(?:dans|d ici(?: a)?|sous)"
DURING = r"(?:en|de|d|au mois de|du mois de|mois de)"
TODAY = Away()
# « 8 jours » and « 15 jours » are one and two weeks, as the day one starts from is counted.
COUNTED_IN = {8: 7, 15: 14}


def _year(text: str | None) -> int | None:
    return int(text) + (2000 if len(text) == 2 else 0) if text else None


def _month(match: re.Match[str]) -> Month:
    """The named month of a match, with its year."""
    year = _year(match.groupdict().get("year"))
    return Month(MONTH_NAMES.index(match["month"]) + 1, year)


def _date(match: re.Match[str]) -> Date:
    return Date(number(match["day"]), _month(match))


def _day(match: re.Match[str]) -> Date:
    """A day of a month that is not said."""
    return Date(number(match["day"]))


def _numeric(match: re.Match[str]) -> Date | Wrong:
    """« 18/12/2026 », « 2026-12-18 »."""
    month = int(match["month"])
    if not 1 <= month <= 12:
        return Wrong(Why.NO_SUCH_MONTH, match[0].replace(" ", ""))
    return Date(int(match["day"]), Month(month, _year(match.groupdict().get("year"))))


def _iso(match: re.Match[str]) -> Made:
    hour, minute = int(match["hour"]), int(match["minute"])
    clock = Clock(60 * hour + minute) if hour < 24 and minute < 60 else None
    return _numeric(match), clock or Wrong(Why.NO_SUCH_HOUR, f"{hour} h {minute:02d}")


def _away(match: re.Match[str]) -> Away:
    count = int(match["count"] or 1)
    match match["unit"]:
        case "semaine":
            return Away(days=7 * count)
        case "mois":
            return Away(months=count)
        case "an":
            return Away(months=12 * count)
        case _:
            return Away(days=COUNTED_IN.get(count, count))


def _nth(place: str, month: Month) -> Pattern:
    """« premier lundi du mois », and what says which month."""
    return pattern(
        f"{RANK} {WEEKDAY}{place}",
        lambda match: Nth(ranks(match["ranks"]), weekday(match), month),
    )


def _turn(regex: str, turn: Turn) -> Pattern:
    return pattern(regex, lambda match: Weekday(weekday(match), turn))


DATES = (
    pattern(f"{DAY} ?{MONTH}(?: prochain)?", _date),
    pattern(f"{DAY} ?{MONTH} ?{YEAR}", _date),
    pattern(r"(?P<day>[0-9]{1,2}) ?(?P<sep>[/.]) ?(?P<month>[0-9]{1,2})", _numeric),
    pattern(r"(?P<day>[0-9]{1,2})-(?P<month>0?[1-9]|1[0-2])", _numeric),
    pattern(
        rf"(?P<day>[0-9]{{1,2}}) ?(?P<sep>[-/.]) ?(?P<month>[0-9]{{1,2}}) ?(?P=sep) ?{YEAR}",
        _numeric,
    ),
    pattern(
        r"(?P<year>[12][0-9]{3})(?P<sep>[-/.])(?P<month>[0-9]{1,2})(?P=sep)(?P<day>[0-9]{1,2})",
        _numeric,
    ),
    pattern(
        r"(?P<year>[12][0-9]{3})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})"
        r"t(?P<hour>[0-9]{2}):(?P<minute>[0-9]{2})(?::[0-9]{2})?",
        _iso,
    ),
    # « du 14 à 18 h » says hours, and « le 1er mardi » no date.
    pattern(f"(?:le|du(?! [0-9]+ a [0-9])) {DAY}(?! {ANY_WEEKDAY})", _day),
    pattern(f"{WEEKDAY} (?:le )?{DAY}", lambda match: replace(_day(match), weekday=weekday(match))),
    pattern(
        f"(?:les )?{WEEKDAY}s {DAY}(?= ?(?:,|et|ou) ?[0-9])",
        lambda match: replace(_day(match), weekday=weekday(match)),
    ),
    pattern(f"{DAY} {THIS_MONTH}", lambda match: Date(number(match["day"]), Month(ahead=0))),
    pattern(f"{DAY} {NEXT_MONTH}", lambda match: Date(number(match["day"]), Month(ahead=1))),
)
WEEKDAYS = (
    _turn(WEEKDAY, Turn.BARE),
    _turn(f"(?:ce {WEEKDAY}(?:[- ]ci)?)", Turn.THIS),
    _turn(f"(?:{WEEKDAY} qui vient)", Turn.COMING),
    _turn(f"(?:prochain {WEEKDAY})", Turn.COMING),
    _turn(f"{WEEKDAY} prochain", Turn.NEXT),
    _turn(f"{WEEKDAY} en 8", Turn.IN_EIGHT),
    _turn(f"{WEEKDAY} en 15", Turn.IN_FIFTEEN),
    _nth(f" {THIS_MONTH}", Month(ahead=0)),
    _nth(f" {NEXT_MONTH}", Month(ahead=1)),
    pattern(f"{RANKED} {WEEKDAY}", lambda match: Nth(ranks(match["ranks"]), weekday(match))),
    pattern(
        f"{RANK} {WEEKDAY} {DURING} {MONTH}(?: {YEAR})?",
        lambda match: Nth(ranks(match["ranks"]), weekday(match), _month(match)),
    ),
)
RELATIVE = (
    always("aujourdhui|ce jour", TODAY),
    always("ce midi", TODAY, Clock(12 * 60)),
    always("ce matin|cette matinee", TODAY, Part.MORNING),
    always("(?:cet|cette) aprem", TODAY, Part.AFTERNOON),
    always("ce soir|cette soiree", TODAY, Part.EVENING),
    always("demain", Away(days=1)),
    always("apresdemain", Away(days=2)),
    pattern(f"{IN} (?P<count>[0-9]{{1,3}}) ?(?P<unit>jour|j|semaine|mois|an)", _away),
    always(f"{IN} (?:la |1 )?huitaine(?: de jour)?", Away(days=7)),
    always(f"{IN} (?:la |1 )?quinzaine(?: de jour)?", Away(days=14)),
    always("(?:avant-?)?hier(?: (?:matin|soir))?", Wrong(Why.PAST)),
    always(f"(?:{WEEKDAY}|semaine|mois|an) (?:dernier|passee?)", Wrong(Why.PAST)),
    always("il y a [0-9]+ ?(?:jour|semaine|mois|an)", Wrong(Why.PAST)),
)
STRETCHES = (
    always("semaine (?:prochain|qui vient)|prochain semaine", Week(1)),
    always("cette semaine(?:[- ]ci)?", Week()),
    pattern(
        r"(?:semaine (?:n ?)?|s)(?P<number>[1-9]|[1-4][0-9]|5[0-3])",
        lambda match: Week(number=int(match["number"])),
    ),
    pattern(f"semaine du {DAY} ?{MONTH}(?: {YEAR})?", lambda match: Week(holding=_date(match))),
    pattern(f"semaine du {DAY}", lambda match: Week(holding=_day(match))),
    always("(?:ce )?weekend", Weekend(Turn.THIS)),
    always("prochain weekend|weekend qui vient", Weekend(Turn.COMING)),
    always("weekend prochain", Weekend(Turn.NEXT)),
    pattern(f"(?:{DURING} )?{MONTH}(?: {YEAR})?", lambda match: Stretch(_month(match))),
    always("mois prochain", Stretch(Month(ahead=1))),
    always("ce mois(?:[- ]ci)?", Stretch(Month(ahead=0))),
    pattern(
        f"fin (?:{DURING} )?{MONTH}(?: {YEAR})?", lambda match: Stretch(_month(match), end=True)
    ),
    always("fin (?:du|de) mois", Stretch(Month(ahead=0), end=True)),
    always("fin du mois prochain", Stretch(Month(ahead=1), end=True)),
    always(
        rf"(?:debut|mi|milieu|courant)[- ](?:{DURING} )?{MONTH}(?: {YEAR})?", Wrong(Why.WHICH_DAY)
    ),
    always("(?:debut|milieu|courant) (?:du |de )?mois(?: prochain)?", Wrong(Why.WHICH_DAY)),
    always("(?:debut|fin|milieu) de (?:la )?semaine(?: prochain)?", Wrong(Why.WHICH_DAY)),
)
_ALONE = "(?<!di de )(?<!che de )(?<!di de l )"  # « lundi de Pâques » is not Easter
_NAMES = "|".join(sorted(FEASTS, key=len, reverse=True)).replace(" ", "[- ]")
NAMED = (
    pattern(
        rf"{_ALONE}(?P<name>{_NAMES})(?: (?P<year>[12][0-9]{{3}})| prochain)?",
        lambda match: Feast(match["name"].replace("-", " "), _year(match["year"])),
    ),
)
PATTERNS: tuple[Pattern, ...] = (*DATES, *WEEKDAYS, *RELATIVE, *STRETCHES, *NAMED)
