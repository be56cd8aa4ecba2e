"""Dates and times as one says them in French."""

from datetime import date, datetime, time, timedelta

from french.plurals import number
from french.typography import NO_BREAK

DAY = timedelta(days=1)
EARLY = 7  # hours of the morning that could be taken for those of the afternoon end there
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


def date_alone(value: date) -> str:
    """« 18 décembre 2026 »."""
    number = "1er" if value.day == 1 else str(value.day)
    return f"{number} {MONTHS[value.month - 1]} {value.year}"


def day(value: date) -> str:
    """« vendredi 18 décembre 2026 »."""
    return f"{DAYS[value.weekday()]} {date_alone(value)}"


def day_this_year(value: date) -> str:
    """« vendredi 18 décembre », where the year goes without saying."""
    return f"{DAYS[value.weekday()]} {day_and_month(value)}"


def hour(value: time) -> str:
    """« 9 h 30 », « 9 h »; before 7 h one says that it is of the morning: « 2 h du matin »."""
    minutes = f"{NO_BREAK}{value.minute:02d}" if value.minute else ""
    early = " du matin" if 1 <= value.hour < EARLY else ""
    return f"{value.hour}{NO_BREAK}h{minutes}{early}"


def moment(value: datetime) -> str:
    """« vendredi 18 décembre 2026 à 9 h 30 »."""
    return f"{day(value)} à {hour(value.time())}"


def said(value: date) -> str:
    """A day, or a moment: « vendredi 18 décembre 2026 à 9 h 30 »."""
    return moment(value) if isinstance(value, datetime) else day(value)


def span(start: date, end: date | None) -> str:
    """« vendredi 18 décembre 2026, de 9 h 30 à 16 h 30 »; over several days, « du … au … »."""
    if end is None:
        return said(start)
    if not (isinstance(start, datetime) and isinstance(end, datetime)):
        return days(start, end)
    if _is_within_day(start, end):
        return f"{day(start)}, {hours(start, end)}"
    return f"du {moment(start)} au {moment(end)}"


def days(first: date, last: date) -> str:
    """« du vendredi 18 au samedi 19 décembre 2026 »."""
    if first == last:
        return day(first)
    shared = 0 if first.year != last.year else 1 if first.month != last.month else 2
    words = day(first).split(" ")
    return f"du {' '.join(words[: len(words) - shared])} au {day(last)}"


def hours(start: datetime, end: datetime | None) -> str:
    """« à 9 h 30 », « de 9 h 30 à 16 h 30 », « de 20 h à minuit »."""
    if end is None:
        return f"à {hour(start.time())}"
    until = hour(end.time()) if end.time() > time() else "minuit"
    return f"de {hour(start.time())} à {until}"


def length(value: timedelta) -> str:
    """« 36 h », « 2 h 30 », « 45 min »."""
    whole, minutes = divmod(round(value / timedelta(minutes=1)), 60)
    if not whole:
        return f"{minutes}{NO_BREAK}min"
    return f"{number(whole)}{NO_BREAK}h" + (f"{NO_BREAK}{minutes:02d}" if minutes else "")


def day_of(value: date) -> date:
    """The day of a day or of a moment."""
    return value.date() if isinstance(value, datetime) else value


def _is_within_day(start: datetime, end: datetime) -> bool:
    """Whether an end is on the day of the start, midnight included."""
    return start.date() == end.date() or end == datetime.combine(start.date(), time()) + DAY


def month(value: str) -> str:
    """Say `2026-11` as « novembre 2026 ». Raises ValueError when it is no month."""
    first = date.fromisoformat(f"{value}-01")
    return f"{MONTHS[first.month - 1]} {first.year}"


def day_and_month(value: date) -> str:
    """« 18 décembre », where the year goes without saying."""
    return f"{'1er' if value.day == 1 else value.day} {MONTHS[value.month - 1]}"
