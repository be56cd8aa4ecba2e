"""What a date phrase was read as."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class Kind(StrEnum):
    """How much of a phrase is understood."""

    READING = "reading"  # one reading, and only one
    AMBIGUOUS = "ambiguous"  # to be chosen or confirmed: one reading or several
    UNKNOWN = "unknown"  # words left over, or no day to be found in them
    REFUSED = "refused"  # understood, and impossible


class Why(StrEnum):
    """Why a phrase is not simply a reading."""

    # ambiguous
    ABOUT = "about"  # « vers 14 h »
    ALTERNATIVES = "alternatives"  # « mardi ou jeudi »
    DAYS_DIFFER = "days_differ"  # « demain 18 décembre »
    FAR = "far"  # in more than five years: a slip of the finger?
    HALF_DAY = "half_day"  # « 2 h »: of the morning or the afternoon
    JUST_PASSED = "just_passed"  # no year, and it was less than sixty days ago
    MIDNIGHT = "midnight"  # the night before that day, or after
    NEXT = "next"  # « mardi prochain », with a Tuesday within six days
    NO_DAY = "no_day"  # an hour alone
    NO_END_HOUR = "no_end_hour"  # « du 18 au 19 décembre à 14 h »
    NO_HOUR = "no_hour"  # « demain matin »: a part of a day is no hour
    ONCE_OR_EVERY = "once_or_every"  # « le mardi à 14 h »
    OPEN = "open"  # « à partir du 5 janvier », and nothing else
    PART_MISMATCH = "part_mismatch"  # « demain matin à 14 h »
    SEVERAL = "several"  # « le 18 et le 21 décembre »: one date at a time
    SHORT_MONTHS = "short_months"  # « tous les 31 du mois »
    THIS_OR_NEXT = "this_or_next"  # « lundi », said on a Monday
    TWO_WAYS = "two_ways"  # the same words read in two ways
    UNTIL_MONTH = "until_month"  # « jusqu’en juin »: its beginning or its end
    WEEKDAY_MISMATCH = "weekday_mismatch"
    # refused
    ENDS_BEFORE_START = "ends_before_start"
    HOUR_SKIPPED = "hour_skipped"  # the clocks jump over it
    NO_SUCH_DAY = "no_such_day"
    NO_SUCH_HOUR = "no_such_hour"
    NO_SUCH_MONTH = "no_such_month"
    PAST = "past"
    # unknown
    NOTHING = "nothing"  # no words at all
    TOO_LONG = "too_long"
    UNCLEAR = "unclear"  # each word is known, but not what they say together
    WHICH_DAY = "which_day"  # « la semaine prochaine », « fin janvier »
    WORDS_LEFT = "words_left"


@dataclass(frozen=True, slots=True)
class Reading:
    """A start, an end if one was said, a rule if it comes back; local to the exchange's zone.

    Dates when no hour was said, else naive datetimes; start and end are of the same type, and a
    last day is included. `rrule` is the value of an RFC 5545 RRULE, of which `start` is the first
    occurrence; its UNTIL is local as well.
    """

    start: date | datetime
    end: date | datetime | None = None
    rrule: str | None = None


@dataclass(frozen=True, slots=True)
class When:
    """The readings of a phrase, the likeliest first; none when it is unknown or refused.

    `about` says what `why` speaks of (« 31 avril », « 25 h »); `left` is what was not understood,
    as it was written.
    """

    kind: Kind
    readings: tuple[Reading, ...] = ()
    why: Why | None = None
    about: str = ""
    left: tuple[str, ...] = ()


class NoReading(Exception):
    """What was said gives no reading: it is refused, or says too little."""

    def __init__(self, why: Why, about: str = "") -> None:
        super().__init__(why)
        self.why = why
        self.about = about
