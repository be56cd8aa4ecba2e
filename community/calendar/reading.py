"""Calendar files read: those of Google, Outlook and Nextcloud, and our own.

Of those who are invited nothing is kept but a count: an agenda makes nobody a member.
"""

import warnings
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from icalendar import Calendar, Component

from community.calendar.entries import Entry, Status
from community.calendar.events import Unusable, moment, read_event, text
from community.calendar.lines import NotACalendar, read_lines
from community.calendar.prose import one_line
from community.calendar.recurrence import ExoticRule, excepted, moments, repeats
from community.calendar.remarks import Reading, Reason, Remark
from community.calendar.zones import UnknownZone, Zones
from community.exchanges import in_utc
from community.series import AHEAD

LONGEST = 4000  # characters of a description
NOT_EVENTS = ("VTODO", "VJOURNAL", "VFREEBUSY")


def read_calendar(content: bytes, usual: str, now: datetime) -> Reading:
    """Read a file; `usual` is the zone of times that name none. What repeats becomes exchanges."""
    try:
        lines = read_lines(content)
        calendars = _parsed(lines.text)
    except NotACalendar as broken:
        return Reading((), (Remark(Reason.NOT_A_CALENDAR, broken.line),))
    numbers = iter(lines.events)
    reader = _Reader(now)
    for calendar in calendars:
        reader.read(calendar, Zones(calendar, usual), numbers)
    odd = (Remark(Reason.ODD_LINE, number) for number in lines.odd)
    said = sorted((*odd, *reader.remarks), key=lambda remark: remark.line)
    return Reading(tuple(reader.entries.values()), tuple(said))


def _parsed(lines: str) -> list[Calendar]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of zones, which are looked up again here
        try:
            return Calendar.from_ical(lines, multiple=True)
        except (ValueError, KeyError, IndexError, TypeError, AttributeError):
            raise NotACalendar(1) from None


@dataclass(frozen=True, slots=True)
class _Event:
    """An event, and the line where it begins."""

    parts: Component
    line: int

    @property
    def uid(self) -> str:
        return text(self.parts, "UID")

    def remark(self, reason: Reason, value: str = "") -> Remark:
        """Say something of it; of what is private not even the title."""
        title = "" if reason is Reason.PRIVATE else one_line(text(self.parts, "SUMMARY"))
        return Remark(reason, self.line, title, value)


class _Reader:
    """Reads events one after the other, and keeps what is to be said."""

    def __init__(self, now: datetime) -> None:
        self._now = now
        self.entries: dict[str, Entry] = {}
        self.remarks: list[Remark] = []

    def read(self, calendar: Component, zones: Zones, numbers: Iterator[int]) -> None:
        """Read one calendar; `numbers` are the lines where events begin."""
        events = [_Event(parts, next(numbers)) for parts in calendar.walk("VEVENT")]
        changed: dict[str, list[_Event]] = defaultdict(list)
        for event in events:
            if "RECURRENCE-ID" in event.parts:
                changed[event.uid].append(event)
        cancels = text(calendar, "METHOD").upper() == "CANCEL"
        for event in events:
            if "RECURRENCE-ID" not in event.parts:
                self._take(event, zones, changed.pop(event.uid, ()), cancels=cancels)
        for event in (event for alone in changed.values() for event in alone):
            self._take(event, zones, (), cancels=cancels)
        self._note_rest(calendar)

    def _take(
        self, event: _Event, zones: Zones, changed: Iterable[_Event], *, cancels: bool
    ) -> None:
        for entry in self._made_of(event, zones, changed):
            self._keep(_off(entry) if cancels else entry)

    def _made_of(self, event: _Event, zones: Zones, changed: Iterable[_Event]) -> list[Entry]:
        """What an event makes; nothing when it cannot be taken, and then why is said."""
        try:
            if repeats(event.parts):
                return list(self._repeated(event, zones, changed))
            return [self._once(event, zones)]
        except Unusable as unusable:
            self.remarks.append(event.remark(unusable.reason, unusable.value))
        except UnknownZone as unknown:
            self.remarks.append(event.remark(Reason.UNKNOWN_ZONE, unknown.name))
        except ExoticRule as exotic:
            self.remarks.append(event.remark(Reason.EXOTIC_RULE, exotic.rule))
        except (ValueError, OverflowError):  # a year that no calendar has
            self.remarks.append(event.remark(Reason.BAD_TIME, "DTSTART"))
        return []

    def _keep(self, entry: Entry) -> None:
        """Of two entries of one name the later version stays."""
        before = self.entries.get(entry.uid)
        if before is not None:
            self.remarks.append(Remark(Reason.TWICE, entry.line, entry.plan.title))
            entry = max(entry, before, key=lambda one: one.sequence or 0)
        self.entries[entry.uid] = entry

    def _once(self, event: _Event, zones: Zones) -> Entry:
        """An event that takes place once; one of a series is named after its first moment."""
        entry = self._read(event, zones)
        original = moment(event.parts, "RECURRENCE-ID")
        if original is None:
            return entry
        written, zone = original
        if not isinstance(written, datetime):
            raise Unusable(Reason.BAD_TIME, "RECURRENCE-ID")
        if "RANGE" in event.parts["RECURRENCE-ID"].params:
            rule = "RANGE=THISANDFUTURE"
            raise ExoticRule(rule)
        return _named(entry, zones.local(written, zone, entry.plan.zone))

    def _read(self, event: _Event, zones: Zones) -> Entry:
        entry = read_event(event.parts, event.line, zones, self._now)
        if "ATTACH" in event.parts:
            self.remarks.append(event.remark(Reason.ATTACHED))
        said = entry.plan.description
        if entry.whole or len(said) <= LONGEST:
            return entry
        self.remarks.append(event.remark(Reason.CUT, str(LONGEST)))
        short = said[:LONGEST].rsplit(" ", 1)[0] + "…"
        return replace(entry, plan=replace(entry.plan, description=short))

    def _repeated(self, event: _Event, zones: Zones, changed: Iterable[_Event]) -> Iterator[Entry]:
        """What a rule makes from now on, as far as we look; what was changed alone stays so."""
        entry = self._read(event, zones)
        plan = entry.plan

        def to_local(written: datetime, zone: str) -> datetime:
            return zones.local(written, zone, plan.zone)

        since = self._now.astimezone(ZoneInfo(plan.zone)).replace(tzinfo=None)
        until = since + AHEAD
        made = moments(event.parts, plan.starts, to_local, since, until)
        off = [one for one in excepted(event.parts, plan.starts, to_local) if since < one < until]
        self.remarks.append(event.remark(Reason.REPEATS, f"{len(made)} {until:%Y-%m-%d}"))
        series = {one.uid: one for one in (_at(entry, moment) for moment in made)}
        series |= {one.uid: _off(one) for one in (_at(entry, moment) for moment in off)}
        for other in changed:
            for alone in self._made_of(other, zones, ()):
                if alone.uid in series or alone.plan.starts > since:
                    series[alone.uid] = alone
        yield from series.values()

    def _note_rest(self, calendar: Component) -> None:
        """Say what is never taken: who is invited, and what is no exchange."""
        people = sum(_count(event, "ATTENDEE") for event in calendar.walk("VEVENT"))
        others = sum(len(calendar.walk(name)) for name in NOT_EVENTS)
        for reason, count in ((Reason.ATTENDEES, people), (Reason.OTHERS, others)):
            if count:
                self.remarks.append(Remark(reason, value=str(count)))


def _count(event: Component, name: str) -> int:
    values = event.get(name, [])
    return len(values) if isinstance(values, list) else 1


def _named(entry: Entry, original: datetime) -> Entry:
    """One of a series: its name tells when it was first to start, and stays if it is moved."""
    return replace(entry, uid=f"{entry.uid}-{in_utc(original, entry.plan.zone):%Y%m%dT%H%M%SZ}")


def _at(entry: Entry, starts: datetime) -> Entry:
    """What a rule makes of an event at a moment."""
    length = entry.plan.ends - entry.plan.starts if entry.plan.ends else None
    plan = replace(entry.plan, starts=starts, ends=starts + length if length else None)
    return _named(replace(entry, plan=plan), starts)


def _off(entry: Entry) -> Entry:
    return replace(entry, status=Status.CANCELLED)
