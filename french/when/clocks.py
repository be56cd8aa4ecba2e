"""How hours, parts of the day and lengths are written, once `spell` has been over them."""

import re

from french.when.answers import Why
from french.when.patterns import Made, Pattern, always, number, pattern
from french.when.pieces import Clock, Length, Mark, Moment, Number, Part, Wrong

HOUR = r"(?P<hour>[0-9]{1,2})"
H = rf"{HOUR} ?h"
DAY_MINUTES = 24 * 60
NOON = 12 * 60
# A meeting « à 2 h » may be at 14 h; one « à 7 h » is a breakfast, and at 0 h nobody errs.
UNSURE = range(1, 7)
PART_NAMES = {
    "matin|matinee": Part.MORNING,
    "aprem": Part.AFTERNOON,
    "soir|soiree": Part.EVENING,
}
LONGEST = 4  # hours: « pour 14 h » and « réunion de 14 h » say when, « pour 2 h » how long

AMOUNT = (
    r"(?:(?:1 )?(?P<half>demi)[- ]h|(?P<quarters>[13]) quarts? d h|(?P<min>[0-9]{1,3}) ?min"
    r"|(?P<hours>[0-9]{1,2}) ?h(?: ?(?P<minutes>[0-9]{2})(?: ?min)?| (?P<and>et demie?|et quart))?)"
)
LASTING = (
    r"(?:pendant|durant|(?:d 1 )?duree(?: prevue)?(?: (?:de|d))?|dure|durera)(?: ?:)? ?(?:1 )?"
)
FOR = "(?:sur|pour) (?:1 )?"
MEETING = r"(?:rdv|reunion|rencontre|visite|atelier|webinaire|visio|echange|seance|point|cafe)"


def _clock(hour: int, minute: int, written: str) -> Clock | Wrong:
    """An hour and minutes, which may count down from it."""
    if hour > 24 or minute > 59 or (hour == 24 and minute > 0):
        said = f"{hour} h {minute:02d}" if minute else f"{hour} h"
        return Wrong(Why.NO_SUCH_HOUR, said)
    sure = hour not in UNSURE or written.startswith("0")
    return Clock(60 * hour + minute, sure)


def _plain(match: re.Match[str]) -> Clock | Wrong:
    minute = int(match.groupdict().get("minute") or 0)
    return _clock(int(match["hour"]), minute, match["hour"])


def _shifted(regex: str, minutes: int) -> Pattern:
    """« et demie », « moins le quart »."""
    return pattern(regex, lambda match: _moved(_plain(match), minutes))


def _moved(clock: Clock | Wrong, minutes: int) -> Clock | Wrong:
    if isinstance(clock, Wrong):
        return clock
    return Clock((clock.minutes + minutes) % DAY_MINUTES, clock.sure)


def _minus(match: re.Match[str]) -> Clock | Wrong:
    return _moved(_plain(match), -int(match["minus"]))


def _pair(match: re.Match[str]) -> Made:
    """« de 14 à 16 », « jeudi 10-12 »: without an h, and yet hours; where they may be so."""
    first, last = int(match["first"]), int(match["last"])
    if not first < last <= 24:
        return ()
    return _clock(first, 0, match["first"]), Mark.TO, _clock(last, 0, match["last"])


def _noon(match: re.Match[str]) -> Clock | Wrong:
    """« midi », « minuit », and the minutes around them."""
    around = {"et demi": 30, "et demie": 30, "et quart": 15, "moins le quart": -15}
    said = match.groupdict().get("around") or "0"
    minutes = around[said] if said in around else int(said)
    if minutes > 59:
        return Wrong(Why.NO_SUCH_HOUR, f"{match['noon']} {minutes}")
    if match["noon"] == "midi":
        return Clock(NOON + minutes)
    return Clock(minutes % DAY_MINUTES, midnight=minutes >= 0)


def _minutes(match: re.Match[str]) -> int:
    """The minutes of an amount."""
    if match["half"]:
        return 30
    if match["quarters"]:
        return 15 * int(match["quarters"])
    if match["min"]:
        return int(match["min"])
    more = {None: 0, "et quart": 15}.get(match["and"], 30)
    return 60 * int(match["hours"]) + int(match["minutes"] or 0) + more


def _length(match: re.Match[str]) -> Made:
    minutes = _minutes(match)
    return (Length(minutes=minutes),) if minutes else ()


def _short_length(match: re.Match[str]) -> Made:
    return _length(match) if _minutes(match) <= 60 * LONGEST else ()


def _days(match: re.Match[str]) -> Length:
    return Length(days=int(match["days"]))


def _part(words: str, part: Part) -> Pattern:
    ends = r"(?:(?:en )?(?:debut|fin|milieu) (?:de |d )(?:l |la )?|en |au |dans (?:la |l ))?"
    return always(f"{ends}(?:{words})", part)


FIRST = r"(?P<first>[0-9]{1,2})"
LAST = r"(?P<last>[0-9]{1,2})(?! ?(?:h|[-/.:] ?[0-9]))"
NO_DAY = r"(?<=[a-z0-9,] )(?<!\bau )(?<!\bdu )(?<!\ble )(?<!\bles )"
HOURS = (
    pattern(H, _plain),
    pattern(rf"{H} ?(?P<minute>[0-9]{{2}})(?: ?min)?", _plain),
    pattern(rf"{HOUR}:(?P<minute>[0-9]{{2}})(?::[0-9]{{2}})?(?: ?h)?", _plain),
    pattern(rf"(?:a|de|des) {HOUR}\.(?P<minute>[0-9]{{2}})", _plain),
    _shifted(f"{H} (?:et demie?|1/2)", 30),
    _shifted(f"{H} et (?:1 )?quart", 15),
    _shifted(f"{H} moins (?:le |1 )?quart", -15),
    pattern(f"{H} moins (?P<minus>[0-9]{{1,2}})", _minus),
    pattern(r"(?P<noon>midi|minuit) (?P<around>et demie?|et quart|moins le quart|[0-9]{2})", _noon),
    pattern("(?P<noon>midi|minuit)", _noon),
    pattern(f"de {FIRST} ?(?:a|-) ?{LAST}", _pair),
    pattern(f"entre {FIRST} et {LAST}", _pair),
    pattern(f"{NO_DAY}{FIRST}-{LAST}", _pair),
    pattern(r"(?P<number>[0-9]{1,2}|1er)", lambda match: Number(number(match["number"]))),
)
PARTS = (
    always("entre midi et 2", Clock(NOON), Mark.TO, Clock(NOON + 120)),
    *(_part(words, part) for words, part in PART_NAMES.items()),
    always("(?:en )?debut de (?:la )?journee", Part.MORNING),
    always("(?:en )?fin de (?:la )?journee", Part.EVENING),
)
LENGTHS = (
    pattern(LASTING + AMOUNT, _length),
    pattern(FOR + AMOUNT, _short_length),
    pattern(rf"\( ?{AMOUNT} ?\)", _length),
    pattern(rf"{AMOUNT} (?:de|d) (?:{MEETING}|duree)", _length),
    pattern(rf"{MEETING} (?:de|d) (?:1 )?{AMOUNT}(?! ?(?:-|a ))", _short_length),
    pattern(rf"(?:{LASTING}|{FOR})" + r"(?P<days>[1-9][0-9]?) ?(?:jour|j|journees?)", _days),
    pattern(rf"{AMOUNT}(?= a partir de (?:[0-9]|midi))", _short_length),
    pattern("(?P<days>[1-9][0-9]?) ?jour(?= a partir)", _days),
    pattern(rf"(?:dans|d ici) (?:1 )?{AMOUNT}", lambda match: Moment(_minutes(match))),
)
PATTERNS: tuple[Pattern, ...] = (*HOURS, *PARTS, *LENGTHS)
