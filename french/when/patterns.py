"""A way of writing something, and the pieces it makes; the words that several ways share."""

import re
from collections.abc import Callable

from french.dates import DAYS, MONTHS
from french.folding import fold
from french.when.pieces import Piece

Made = tuple[Piece, ...]
Pattern = tuple[re.Pattern[str], Callable[[re.Match[str]], Made]]

MONTH_NAMES = tuple(fold(month) for month in MONTHS)
RANKS = {"1er": 1, "2e": 2, "3e": 3, "4e": 4, "5e": 5, "dernier": -1}

ANY_WEEKDAY = rf"(?:{'|'.join(DAYS)})"
ANY_RANK = rf"(?:{'|'.join(RANKS)})"
WEEKDAY = f"(?P<weekday>{ANY_WEEKDAY})"
RANK = f"(?P<ranks>{ANY_RANK})"
AND = r"(?: ?, ?| ?,? et )(?:les? )?"
RANKED = f"(?P<ranks>{ANY_RANK}s?(?:{AND}{ANY_RANK}s?)*)"
MONTH = rf"(?P<month>{'|'.join(MONTH_NAMES)})"
DAY = r"(?P<day>[0-9]{1,2}|1er)"
YEAR = r"(?P<year>[12][0-9]{3}|[2-9][0-9])"


def pattern(regex: str, make: Callable[[re.Match[str]], Piece | Made]) -> Pattern:
    """A way of writing, and what it makes: nothing when it was something else after all."""

    def made(match: re.Match[str]) -> Made:
        pieces = make(match)
        return pieces if isinstance(pieces, tuple) else (pieces,)

    # Ends where a word or a number does, so that « a » is not found in « au ».
    return re.compile(rf"(?:{regex})(?:\b|(?<=\W))"), made


def always(regex: str, *pieces: Piece) -> Pattern:
    """A way of writing that always makes the same."""
    return pattern(regex, lambda _: pieces)


def number(text: str) -> int:
    """« 1er » and « 18 »."""
    return int(text.removesuffix("er"))


def ranks(text: str) -> tuple[int, ...]:
    """The ranks in « 1er et 3e », in their order."""
    return tuple(dict.fromkeys(RANKS[one] for one in re.findall(ANY_RANK, text)))


def weekday(match: re.Match[str]) -> int:
    """The weekday of a match, from Monday, 0."""
    return DAYS.index(match["weekday"])
