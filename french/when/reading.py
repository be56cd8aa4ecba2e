"""The reading of a phrase."""

import re
from datetime import datetime
from zoneinfo import ZoneInfo

from french.when.answers import Kind, NoReading, When, Why
from french.when.joining import said
from french.when.outcomes import Now, Outcome
from french.when.paths import LONGEST, TooLong, cut, left, paths
from french.when.settling import settle
from french.when.shapes import Said
from french.when.spelling import spell

PARIS = ZoneInfo("Europe/Paris")
REFUSED = frozenset(
    {
        Why.ENDS_BEFORE_START,
        Why.HOUR_SKIPPED,
        Why.NO_SUCH_DAY,
        Why.NO_SUCH_HOUR,
        Why.NO_SUCH_MONTH,
        Why.PAST,
    }
)


def read_when(phrase: str, now: datetime) -> When:
    """What a phrase says, now being local to the exchange; a naive now is of Paris.

    Never raises, and never guesses: with several readings it says which.
    """
    here = Now(now.replace(tzinfo=None), now.tzinfo or PARIS)
    try:
        return _read(phrase, here)
    except TooLong:
        return When(Kind.UNKNOWN, why=Why.TOO_LONG)


def _read(phrase: str, now: Now) -> When:
    """What the phrase says, unless it is too long to be read."""
    if len(phrase) > LONGEST:
        raise TooLong
    text = spell(phrase)
    if not text:
        return When(Kind.UNKNOWN, why=Why.NOTHING)
    steps = cut(text)
    ways = paths(steps)
    if not ways:
        return When(Kind.UNKNOWN, why=Why.WORDS_LEFT, left=_written(phrase, left(text, steps)))
    return _settled([thing for way in ways if (thing := said(way))], now)


def _settled(things: list[Said], now: Now) -> When:
    """The readings of all that may be said, or why there is none."""
    outcomes: list[Outcome] = []
    refusals: list[NoReading] = []
    for thing in dict.fromkeys(things):
        try:
            outcomes.append(settle(thing, now))
        except NoReading as refusal:
            refusals.append(refusal)
    return _when(outcomes) if outcomes else _none(refusals)


def _when(outcomes: list[Outcome]) -> When:
    """Every reading, those that are sure first, without those that give way to others."""
    agreed = [one for one in outcomes if one.why is not Why.DAYS_DIFFER] or outcomes
    is_sure = any(one.is_sure and not one.loose for one in agreed)
    ordered = sorted((one for one in agreed if not (is_sure and one.loose)), key=_likely)
    readings = tuple(dict.fromkeys(one for outcome in ordered for one in outcome.readings))
    whys = dict.fromkeys(outcome.why for outcome in ordered)
    if len(readings) == 1 and None in whys:
        return When(Kind.READING, readings)
    why = next(iter(whys)) if len(whys) == 1 else None
    if len({one.rrule is None for one in readings}) > 1:
        why = Why.ONCE_OR_EVERY
    return When(Kind.AMBIGUOUS, readings, why or Why.TWO_WAYS)


def _likely(outcome: Outcome) -> tuple[bool, bool]:
    """What is sure before what is not, and once before again and again."""
    return not outcome.is_sure, outcome.readings[0].rrule is not None


def _none(refusals: list[NoReading]) -> When:
    """What is impossible, said before what is only too little."""
    found = sorted(refusals, key=lambda one: (one.why not in REFUSED, one.why is Why.UNCLEAR))
    if not found:
        return When(Kind.UNKNOWN, why=Why.UNCLEAR)
    kind = Kind.REFUSED if found[0].why in REFUSED else Kind.UNKNOWN
    return When(kind, why=found[0].why, about=found[0].about)


def _written(phrase: str, words: tuple[str, ...]) -> tuple[str, ...]:
    """Words that were left, as they were written rather than spelt."""
    written = {spell(word): word for word in re.findall(r"\w+", phrase)}
    return tuple(" ".join(written.get(word, word) for word in stretch.split()) for stretch in words)
