"""When each thing is said of an exchange, and until when it is worth saying.

Days are counted on the wall clock of the exchange (9 h 30 stays 9 h 30 when clocks change), hours
as they pass. Quiet hours are those of who is told.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from community import quiet
from community.db.tables import Exchange


class Kind(StrEnum):
    """What is said, each with its own text and its own people."""

    INVITATION = "invitation"
    NUDGE = "nudge"
    WEEK = "week"
    BRIEF = "brief"
    EVE = "eve"
    HOUR = "hour"
    STARTING = "starting"
    THANKS = "thanks"
    WRAP_UP = "wrap-up"
    MINUTES = "minutes"
    MOVED = "moved"
    CANCELLED = "cancelled"
    MESSAGE = "message"
    POLL = "poll"
    POLL_NUDGE = "poll-nudge"
    POLL_CLOSED = "poll-closed"
    CHOSEN = "chosen"
    CHOSEN_MAYBE = "chosen-maybe"


@dataclass(frozen=True, slots=True)
class Moment:
    """So many days from the start on the wall clock, then hours as they pass.

    `at` sets the hour of that day; `from_end` counts from the end.
    """

    days: int = 0
    hours: float = 0
    at: time | None = None
    from_end: bool = False

    def of(self, exchange: Exchange, ends_at: datetime) -> datetime:
        """When that is for an exchange, in UTC."""
        start = ends_at if self.from_end else exchange.starts_at
        local = start.astimezone(ZoneInfo(exchange.zone)) + timedelta(days=self.days)
        if self.at is not None:
            local = local.replace(hour=self.at.hour, minute=self.at.minute, second=0)
        return local.astimezone(UTC) + timedelta(hours=self.hours)


START = Moment()

# What is planned as soon as an exchange is published; the rest is said when something happens.
SCHEDULE: Mapping[Kind, Moment] = {
    Kind.NUDGE: Moment(days=-10),
    Kind.WEEK: Moment(days=-7),
    Kind.BRIEF: Moment(days=-1, at=time(18)),
    Kind.EVE: Moment(days=-1),
    Kind.HOUR: Moment(hours=-1),
    Kind.STARTING: START,
    Kind.THANKS: Moment(hours=1, from_end=True),
    Kind.WRAP_UP: Moment(days=1, at=time(9), from_end=True),
}

# Until when what comes late, because the bot was stopped, is still worth saying.
USEFUL: Mapping[Kind, Moment] = {
    Kind.INVITATION: START,
    Kind.NUDGE: Moment(days=-3),
    Kind.WEEK: Moment(days=-2),
    Kind.BRIEF: START,
    Kind.EVE: START,
    Kind.HOUR: START,
    Kind.STARTING: Moment(hours=0.5),
    Kind.THANKS: Moment(days=3, from_end=True),
    Kind.WRAP_UP: Moment(days=7, from_end=True),
    Kind.CANCELLED: START,
    Kind.MOVED: START,
    Kind.CHOSEN: START,
    Kind.CHOSEN_MAYBE: START,
}
# The same for what follows no start: counted from when it was to be said.
LASTS: Mapping[Kind, timedelta] = {
    Kind.MINUTES: timedelta(days=30),
    Kind.MESSAGE: timedelta(days=7),
    Kind.POLL_CLOSED: timedelta(days=14),
}

# What comes before an exchange is said before a quiet hour, what follows something after it. The
# rest is urgent: an hour left, a start, a change of plan.
QUIET: Mapping[Kind, Callable[[datetime, str], datetime]] = {
    Kind.INVITATION: quiet.after,
    Kind.NUDGE: quiet.before,
    Kind.WEEK: quiet.before,
    Kind.BRIEF: quiet.before,
    Kind.EVE: quiet.before,
    Kind.THANKS: quiet.after,
    Kind.WRAP_UP: quiet.after,
    Kind.MINUTES: quiet.after,
    Kind.MESSAGE: quiet.after,
    Kind.POLL: quiet.after,
    Kind.POLL_NUDGE: quiet.before,
    Kind.POLL_CLOSED: quiet.after,
    Kind.CHOSEN: quiet.after,
    Kind.CHOSEN_MAYBE: quiet.after,
}


def useful_until(
    kind: Kind, said_at: datetime, exchange: Exchange | None, ends_at: datetime
) -> datetime:
    """When what is to be said at a moment is no longer of any use, in UTC."""
    if exchange is not None and kind in USEFUL:
        return USEFUL[kind].of(exchange, ends_at)
    return said_at + LASTS[kind]
