"""The dates of a poll named by what they are: « le 8 », « mardi », « les deux premières »."""

import re
from collections.abc import Sequence
from datetime import datetime

from french.ballot import LETTERS, read_ballot
from french.dates import DAYS, MONTHS
from french.folding import fold

COUNTS = {"deux": 2, "trois": 3, "quatre": 4, "cinq": 5} | {str(n): n for n in range(2, 6)}
COUNTED = "|".join(COUNTS)
DATES = r"(?:\s+(?:dates?|cr[ée]neaux|jours|propositions|options))?"
ENDS = re.compile(
    rf"\b(?:(?P<first>les\s+(?P<firsts>{COUNTED})\s+premi[eè]re?s)"
    rf"|(?P<last>les\s+(?P<lasts>{COUNTED})\s+derni[eè]re?s)"
    rf"|(?P<final>(?:la|le)\s+derni[eè]re?))\b{DATES}",
    re.IGNORECASE,
)
MONTH = "|".join(re.sub("[éû]", ".", month) for month in MONTHS)
HOURS = (
    r"(?:,?\s+(?:(?:à|a|de|vers)\s+)?\d{1,2}\s?h(?:\s?\d{2})?"
    r"(?:\s?(?:à|a|-|–)\s?\d{1,2}\s?h?(?:\s?\d{2})?\b)?)"
)
WEEKDAY = rf"(?P<weekday>{'|'.join(DAYS)})(?:\s+(?:le\s+)?(?P<on>\d{{1,2}})(?:er)?\b)?"
DAY = r"(?P<day>\d{1,2})(?:er)?\b(?!\s?(?:h\b|h\d|:\d|fois|personne))"
DATE = re.compile(
    rf"\b(?:(?P<the>le|du|au)\s+)?(?:{WEEKDAY}|{DAY})"
    rf"(?:\s?/\s?(?P<number>\d{{1,2}})\b|\s+(?P<month>{MONTH})\b)?(?:\s+\d{{4}}\b)?{HOURS}?",
    re.IGNORECASE,
)


def by_letters(text: str, starts: Sequence[datetime]) -> str:
    """The same text with the letters of dates for their days and places, where these tell.

    `starts` are the local times of the dates, in their order.
    """
    said = ENDS.sub(lambda found: _at_an_end(found, len(starts)), text)
    return DATE.sub(lambda found: _on(found, starts), said)


def names_dates(text: str) -> bool:
    """Whether a text says of some days, or of the first or last dates, that they suit or not."""
    said = DATE.sub("A", ENDS.sub("A", text))
    return said != text and read_ballot(said) is not None


def undecided(text: str, starts: Sequence[datetime]) -> list[tuple[str, list[str]]]:
    """The days that are named and are not those of one date, with the letters they may be."""
    named = ((found, _meant(found, starts)) for found in DATE.finditer(ENDS.sub("", text)))
    return [
        (found[0].strip(), [LETTERS[place] for place in meant])
        for found, meant in named
        if len(meant) != 1 and not _counts(found, meant)
    ]


def _at_an_end(found: re.Match[str], count: int) -> str:
    """« A et B » for the first two."""
    size = COUNTS[found["firsts"] or found["lasts"]] if not found["final"] else 1
    if size > count:
        return found[0]
    places = range(size) if found["first"] else range(count - size, count)
    return " et ".join(LETTERS[place] for place in places)


def _on(found: re.Match[str], starts: Sequence[datetime]) -> str:
    """The letter of the only date that is meant."""
    meant = _meant(found, starts)
    return LETTERS[meant[0]] if len(meant) == 1 and not _counts(found, meant) else found[0]


def _meant(found: re.Match[str], starts: Sequence[datetime]) -> list[int]:
    day = found["on"] or found["day"]
    return [place for place, start in enumerate(starts) if _is_on(found, day, start)]


def _counts(found: re.Match[str], meant: Sequence[int]) -> bool:
    """Whether a small number is that of a date: « 3 », or « le 3 » where none is on a 3rd."""
    alone = not (found["weekday"] or found["number"] or found["month"])
    return alone and int(found["day"]) <= len(LETTERS) and not (found["the"] and meant)


def _is_on(found: re.Match[str], day: str | None, start: datetime) -> bool:
    month = MONTHS[start.month - 1]
    return (
        (not found["weekday"] or found["weekday"].lower() == DAYS[start.weekday()])
        and (not day or int(day) == start.day)
        and (not found["number"] or int(found["number"]) == start.month)
        and (not found["month"] or fold(found["month"]) == fold(month))
    )
