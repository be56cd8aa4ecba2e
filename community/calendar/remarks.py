"""What is to be said of a calendar file: what of it is not taken, and why."""

from dataclasses import dataclass
from enum import StrEnum

from community.calendar.entries import Entry


class Reason(StrEnum):
    """Why something of a file is not taken, or what is to be known of how it is."""

    # What keeps the whole file from being taken.
    NOT_A_CALENDAR = "not a calendar"
    NO_UID = "no uid"
    NO_START = "no start"
    BAD_TIME = "bad time"
    UNKNOWN_ZONE = "unknown zone"
    ENDS_BEFORE_START = "ends before start"
    BAD_CAPACITY = "bad capacity"
    BAD_KIND = "bad kind"
    NO_THEME = "no theme"
    # What leaves one event aside.
    ALL_DAY = "all day"
    EXOTIC_RULE = "exotic rule"
    PRIVATE = "private"
    UNTITLED = "untitled"
    TWICE = "twice"
    PAST = "past"
    STARTED = "started"
    OLDER = "older"
    CANCELLED_HERE = "cancelled here"
    NEVER_KNOWN = "never known"
    SAMPLE = "sample"
    # What is to be known of an event that is taken, or of the file.
    REPEATS = "repeats"
    CUT = "cut"
    ATTACHED = "attached"
    ATTENDEES = "attendees"
    ODD_LINE = "odd line"
    OTHERS = "others"
    OTHER_THEME = "other theme"


FAULTS = frozenset(
    {
        Reason.NOT_A_CALENDAR,
        Reason.NO_UID,
        Reason.NO_START,
        Reason.BAD_TIME,
        Reason.UNKNOWN_ZONE,
        Reason.ENDS_BEFORE_START,
        Reason.BAD_CAPACITY,
        Reason.BAD_KIND,
        Reason.NO_THEME,
    }
)


@dataclass(frozen=True, slots=True)
class Remark:
    """Something to say of a file: at which line, of which event, and what was written there."""

    reason: Reason
    line: int = 0
    title: str = ""
    value: str = ""

    @property
    def fault(self) -> bool:
        """Whether it keeps the whole file from being taken."""
        return self.reason in FAULTS


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file holds: the exchanges that can be taken, and what is to be said of the rest."""

    entries: tuple[Entry, ...]
    remarks: tuple[Remark, ...]
