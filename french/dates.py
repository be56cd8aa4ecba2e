"""Dates and times as one says them in French."""

from datetime import date, datetime, time

from french.typography import NO_BREAK

DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
MONTHS = (
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
)


def day(value: date) -> str:
    """« vendredi 18 décembre 2026 »."""
    number = "1er" if value.day == 1 else str(value.day)
    return f"{DAYS[value.weekday()]} {number} {MONTHS[value.month - 1]} {value.year}"


def hour(value: time) -> str:
    """« 9 h 30 », « 9 h »."""
    minutes = f"{NO_BREAK}{value.minute:02d}" if value.minute else ""
    return f"{value.hour}{NO_BREAK}h{minutes}"


def moment(value: datetime) -> str:
    """« vendredi 18 décembre 2026 à 9 h 30 »."""
    return f"{day(value)} à {hour(value.time())}"


def span(start: datetime, end: datetime | None) -> str:
    """« vendredi 18 décembre 2026, de 9 h 30 à 16 h 30 »; over several days, « du … au … »."""
    if end is None:
        return moment(start)
    if start.date() == end.date():
        return f"{day(start)}, de {hour(start.time())} à {hour(end.time())}"
    return f"du {moment(start)} au {moment(end)}"


def month(value: str) -> str:
    """Say `2026-11` as « novembre 2026 ». Raises ValueError when it is no month."""
    first = date.fromisoformat(f"{value}-01")
    return f"{MONTHS[first.month - 1]} {first.year}"
