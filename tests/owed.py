"""What each person is owed of a year, said in the plainest way.

It keeps a promise for each person, exchange and kind, walks minute by minute where hours matter,
and knows nothing of rows, passes, cursors, leases or databases.
"""

import heapq
import itertools
from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from zoneinfo import ZoneInfo

from tests.year import (
    DAY,
    END,
    HOUR,
    MAYBE,
    MINUTE,
    WAITS,
    YES,
    Deed,
    Meeting,
    Person,
    Script,
    in_utc,
)

BEFORE = ("nudge", "week", "brief", "eve")
AFTER = ("invitation", "thanks", "wrap-up", "minutes")
TO_WHO_COMES = ("week", "eve", "hour", "starting", "thanks")
Got = tuple[str, str, int, datetime]  # who, what, of which exchange, when


def awake(moment: datetime, zone: str) -> bool:
    local = moment.astimezone(ZoneInfo(zone))
    return local.isoweekday() != 7 and 8 <= local.hour < 21


@cache
def walk(moment: datetime, zone: str, step: int) -> datetime:
    """The first minute one may write at, going back (-1) or on (1) from a moment."""
    if awake(moment, zone):
        return moment
    minute = moment.replace(second=0, microsecond=0)
    if minute < moment and step > 0:
        minute += MINUTE
    while not awake(minute, zone):
        minute += step * MINUTE
    return minute


@dataclass(order=True)
class Promise:
    """To decide, at a moment, whether somebody is told."""

    moment: datetime
    row: int  # which was planned first
    turn: int
    who: str
    kind: str
    meeting: int
    until: datetime
    kept: bool = True


@dataclass
class Held:
    """Decided already, and put off: by a pause, or by a night that a delay led to."""

    at: datetime
    until: datetime
    sent: bool = False


class Owed:
    """Lives the script and writes down who must get what, at which tick."""

    def __init__(self, script: Script, animators: dict[str, tuple[str, str]]) -> None:
        self.got: list[Got] = []
        self._script = script
        self._people = {person.name: person for person in script.people}
        self._meetings = {meeting.number: meeting for meeting in script.meetings}
        self._animators = animators
        self._promises: list[Promise] = []
        self._due: dict[tuple[str, str, int], Promise] = {}
        self._held: dict[tuple[str, str, int], Held] = {}
        self._nudged: dict[str, list[Held]] = defaultdict(list)
        self._invited: set[tuple[str, int]] = set()
        self._turns = itertools.count()
        self._rows: dict[tuple[str, int], int] = {}

    def live(self) -> list[Got]:
        for deed in self._script.deeds:
            self._until(deed.at)
            getattr(self, f"_{deed.what}")(deed)
        self._until(END)
        return self.got

    # what people do

    def _publish(self, deed: Deed) -> None:
        meeting = self._meetings[deed.meeting]
        self._promise_all(meeting, "invitation", deed.at, deed.at, meeting.start)
        self._plan(meeting, deed.at)

    def _move(self, deed: Deed) -> None:
        meeting = self._meetings[deed.meeting]
        if meeting.cancelled:
            return
        former = meeting.start
        assert isinstance(deed.value, datetime)
        meeting.starts = deed.value
        for (_, kind, number), promise in self._due.items():
            if (kind, number) == ("invitation", meeting.number):
                promise.until = meeting.start
        self._invite_again(meeting, deed.at, self._let_go(meeting))
        self._plan(meeting, deed.at)
        self._promise_all(meeting, "moved", deed.at, deed.at, max(former, meeting.start))

    def _place(self, deed: Deed) -> None:
        meeting = self._meetings[deed.meeting]
        if meeting.cancelled:
            return
        meeting.place = str(deed.value)
        self._invite_again(meeting, deed.at, self._let_go(meeting))
        self._promise_all(meeting, "moved", deed.at, deed.at, meeting.start)

    def _cancel(self, deed: Deed) -> None:
        meeting = self._meetings[deed.meeting]
        meeting.cancelled = True
        self._let_go(meeting)
        for (who, kind, number), _ in list(self._due.items()):
            if number == meeting.number:
                self._break(who, kind, number)
        self._promise_all(meeting, "cancelled", deed.at, deed.at, meeting.start)

    def _minutes(self, deed: Deed) -> None:
        meeting = self._meetings[deed.meeting]
        if not meeting.cancelled:
            self._promise_all(meeting, "minutes", deed.at, deed.at, deed.at + 30 * DAY)

    def _answer(self, deed: Deed) -> None:
        meeting = self._meetings[deed.meeting]
        if meeting.cancelled:
            return
        who, said = deed.who, str(deed.value)
        if said == YES:
            if meeting.answers.get(who) not in {YES, WAITS}:
                meeting.answers[who] = WAITS
                meeting.waiting.append(who)
        else:
            meeting.answers[who] = said
            meeting.waiting = [one for one in meeting.waiting if one != who]
        useless = ("invitation", "nudge", *(TO_WHO_COMES if said != YES else ()))
        for kind in useless:
            self._held.pop((who, kind, meeting.number), None)
        while meeting.waiting and not meeting.full:
            meeting.answers[meeting.waiting.pop(0)] = YES

    def _stop(self, deed: Deed) -> None:
        person = self._people[deed.who]
        person.stopped, person.paused_until = True, None
        for key in [key for key in self._held if key[0] == deed.who]:
            del self._held[key]

    def _resume(self, deed: Deed) -> None:
        person = self._people[deed.who]
        person.stopped, person.paused_until = False, None

    def _pause(self, deed: Deed) -> None:
        assert isinstance(deed.value, datetime)
        person = self._people[deed.who]
        person.paused_until = deed.value
        later = walk(deed.value, person.zone, 1)
        for (who, _, _), held in self._held.items():
            if who == deed.who:
                held.at = max(held.at, later)

    # what is planned

    def _plan(self, meeting: Meeting, now: datetime) -> None:
        start, end = meeting.start, meeting.end
        eve = meeting.days_before(1).astimezone(ZoneInfo(meeting.zone))
        over = end.astimezone(ZoneInfo(meeting.zone)).replace(tzinfo=None)
        next_morning = (over + DAY).replace(hour=9, minute=0)
        three_days_on = in_utc(over + 3 * DAY, meeting.zone)
        plans = {
            "nudge": (meeting.days_before(10), meeting.days_before(3)),
            "week": (meeting.days_before(7), meeting.days_before(2)),
            "brief": (eve.replace(hour=18, minute=0, fold=0).astimezone(UTC), start),
            "eve": (meeting.days_before(1), start),
            "hour": (start - HOUR, start),
            "starting": (start, start + HOUR / 2),
            "thanks": (end + HOUR, three_days_on),
            "wrap-up": (in_utc(next_morning, meeting.zone), in_utc(over + 7 * DAY, meeting.zone)),
        }
        for kind, (moment, until) in plans.items():
            self._row(meeting, kind)
            self._forget(meeting, kind)
            if moment > now:
                self._promise_all(meeting, kind, moment, now, until)

    def _forget(self, meeting: Meeting, kind: str) -> None:
        for who in [*self._people, *self._animators]:
            self._break(who, kind, meeting.number)

    def _break(self, who: str, kind: str, number: int) -> None:
        promise = self._due.pop((who, kind, number), None)
        if promise is not None:
            promise.kept = False

    def _promise_all(
        self, meeting: Meeting, kind: str, moment: datetime, now: datetime, until: datetime
    ) -> None:
        row = self._row(meeting, kind)
        for who, zone in self._for(meeting, kind):
            hers = moment
            if kind in BEFORE:
                hers = walk(moment, zone, -1)
            elif kind in AFTER:
                hers = walk(moment, zone, 1)
            self._break(who, kind, meeting.number)
            if hers >= now:
                promise = Promise(hers, row, next(self._turns), who, kind, meeting.number, until)
                self._due[who, kind, meeting.number] = promise
                heapq.heappush(self._promises, promise)

    def _row(self, meeting: Meeting, kind: str) -> int:
        """What is planned first is decided first, when both are for the same moment."""
        return self._rows.setdefault((kind, meeting.number), len(self._rows))

    def _for(self, meeting: Meeting, kind: str) -> list[tuple[str, str]]:
        if kind in {"brief", "wrap-up"}:
            return [(w, z) for w, (theme, z) in self._animators.items() if theme == meeting.theme]
        return [(p.name, p.zone) for p in self._people.values() if meeting.theme in p.themes]

    def _let_go(self, meeting: Meeting) -> set[str]:
        """Nothing that was put off is sent any more; which kinds that was."""
        gone = [key for key in self._held if key[2] == meeting.number]
        for key in gone:
            del self._held[key]
        return {kind for _, kind, _ in gone}

    def _invite_again(self, meeting: Meeting, now: datetime, unsent: set[str]) -> None:
        if "invitation" in unsent:
            self._promise_all(meeting, "invitation", now, now, meeting.start)

    # what time brings

    def _until(self, moment: datetime) -> None:
        """Every tick before a moment, of which only those that do something are lived."""
        while (tick := self._next_tick()) is not None and tick < moment:
            self._tick(tick)

    def _next_tick(self) -> datetime | None:
        moments = [held.at for held in self._held.values()]
        while self._promises and not self._promises[0].kept:
            heapq.heappop(self._promises)
        if self._promises:
            moments.append(self._promises[0].moment)
        return self._script.up(min(moments)) if moments else None

    def _tick(self, now: datetime) -> None:
        while self._promises and self._promises[0].moment <= now:
            promise = heapq.heappop(self._promises)
            if promise.kept:
                del self._due[promise.who, promise.kind, promise.meeting]
                self._decide(promise, now)
        for key, held in list(self._held.items()):
            if held.at <= now and key[1] in (*BEFORE, *AFTER) and key[0] in self._people:
                held.at = walk(max(held.at, now), self._zone(key[0]), 1)  # it came back at night
            if held.at <= now:
                del self._held[key]
                if now < held.until:
                    held.sent = True
                    self.got.append((*key, now))
                    if key[1] == "invitation":
                        self._invited.add((key[0], key[2]))

    def _decide(self, promise: Promise, now: datetime) -> None:
        person = self._people.get(promise.who)
        if person is not None and person.stopped:
            return
        if not self._is_for(promise, person, now):
            return
        at, zone = now, self._zone(promise.who)
        if person is not None and person.paused_until is not None:
            at = max(at, person.paused_until)
        if promise.kind in (*BEFORE, *AFTER):
            at = walk(at, zone, 1)
        if at < promise.until:
            held = Held(at, promise.until)
            self._held[promise.who, promise.kind, promise.meeting] = held
            if promise.kind == "nudge":
                self._nudged[promise.who].append(held)

    def _zone(self, who: str) -> str:
        return self._people[who].zone if who in self._people else self._animators[who][1]

    def _is_for(self, promise: Promise, person: Person | None, now: datetime) -> bool:
        meeting = self._meetings[promise.meeting]
        answer = meeting.answers.get(promise.who)
        kind = promise.kind
        if kind == "invitation":
            held = (promise.who, kind, promise.meeting) in self._held
            return not (answer or held or (promise.who, promise.meeting) in self._invited)
        if kind == "nudge":
            return answer is None and not meeting.full and not self._weary(promise.who, now)
        if kind == "starting":
            return answer == YES and bool(meeting.visio)
        if kind in TO_WHO_COMES:
            return answer == YES
        if kind in {"moved", "cancelled"}:
            return answer in {YES, MAYBE, WAITS}
        return True

    def _weary(self, who: str, now: datetime) -> bool:
        """Two nudges within seven days are enough, those to come with them."""
        to_come = {id(held) for held in self._held.values()}
        nudges = [held for held in self._nudged[who] if held.sent or id(held) in to_come]
        return sum(held.at > now - 7 * DAY for held in nudges) >= 2
