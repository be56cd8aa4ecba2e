"""How long people say: « 15 jours », « deux semaines », « 1 mois »."""

import re

from french.folding import fold
from french.numbers import NUMBERS

UNITS = {"j": 1, "jour": 1, "s": 7, "sem": 7, "semaine": 7, "m": 30, "mois": 30, "an": 365}

_DURATION = re.compile(r"(?:pendant |pour |de )?([0-9]{1,4}|[a-z]+) ?([a-z]*?)s?[ .!]*")


def days(text: str) -> int | None:
    """How many days a duration lasts, a month being thirty; None when it is no duration."""
    found = _DURATION.fullmatch(fold(text))
    if found is None:
        return None
    count, unit = found.groups()
    number = int(count) if count.isdecimal() else NUMBERS.get(count)
    length = UNITS.get(unit or "jour") or UNITS.get(f"{unit}s")
    return number * length if number is not None and length is not None else None
