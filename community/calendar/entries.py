"""An exchange as a calendar file holds it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from community.exchanges import Plan

# What a plan holds and calendars have no word for: `X-PALABRE-THEME` and so on.
OWN = "X-PALABRE-"
OWN_FIELDS = ("theme", "kind", "programme", "meal", "question", "capacity")


class Status(StrEnum):
    """Whether an exchange will be, for who reads it (RFC 5545, 3.8.1.11)."""

    CONFIRMED = "CONFIRMED"
    TENTATIVE = "TENTATIVE"
    CANCELLED = "CANCELLED"


@dataclass(frozen=True, slots=True)
class Entry:
    """An exchange in a calendar; `stamp` is when what it says became so.

    `changed_at` is when the exchange itself last changed, `sequence` how often for calendars; each
    is None when a file does not say. What a file tells of our own words is `whole`: else the
    plan's theme may be among `categories`. `line` is where it was read, from 1.
    """

    uid: str
    plan: Plan
    stamp: datetime
    sequence: int | None = None
    changed_at: datetime | None = None
    status: Status = Status.CONFIRMED
    sample: bool = False
    whole: bool = False
    categories: tuple[str, ...] = ()
    line: int = 0
