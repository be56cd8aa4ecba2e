"""The feasts people name instead of a date."""

from collections.abc import Callable
from datetime import date, timedelta


def easter(year: int) -> date:
    """Easter Sunday of a Gregorian year (the algorithm of Meeus, Jones and Butcher)."""
    golden, century, rest = year % 19, year // 100, year % 100
    moon = (
        19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15
    ) % 30
    week = (32 + 2 * (century % 4) + 2 * (rest // 4) - moon - rest % 4) % 7
    late = (golden + 11 * moon + 22 * week) // 451
    month, day = divmod(moon + week - 7 * late + 114, 31)
    return date(year, month, day + 1)


def _fixed(month: int, day: int) -> Callable[[int], date]:
    return lambda year: date(year, month, day)


def _after_easter(days: int) -> Callable[[int], date]:
    return lambda year: easter(year) + timedelta(days=days)


# By folded name: the date of the feast in a year.
FEASTS: dict[str, Callable[[int], date]] = {
    "jour de l an": _fixed(1, 1),
    "nouvel an": _fixed(1, 1),
    "saint valentin": _fixed(2, 14),
    "paques": _after_easter(0),
    "dimanche de paques": _after_easter(0),
    "lundi de paques": _after_easter(1),
    "fete du travail": _fixed(5, 1),
    "ascension": _after_easter(39),
    "jeudi de l ascension": _after_easter(39),
    "pentecote": _after_easter(49),
    "dimanche de pentecote": _after_easter(49),
    "lundi de pentecote": _after_easter(50),
    "fete de la musique": _fixed(6, 21),
    "fete nationale": _fixed(7, 14),
    "assomption": _fixed(8, 15),
    "toussaint": _fixed(11, 1),
    "veille de noel": _fixed(12, 24),
    "noel": _fixed(12, 25),
    "saint sylvestre": _fixed(12, 31),
}
