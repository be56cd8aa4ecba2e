"""Calendar files: one exchange for one member, or a whole agenda.

Lines end with CRLF and are folded at 75 octets.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from icalendar import Alarm, Calendar, Component, Event, vCalAddress, vText

from community.calendar.entries import OWN, OWN_FIELDS, Entry, Status
from community.calendar.prose import clean
from community.calendar.zones import timezone_of
from community.exchanges import Plan
from community.registrations import Partstat

MEDIA_TYPE = "text/calendar"
PRODUCT = "-//Palabre//Agenda//FR"
HOUR_BEFORE = timedelta(hours=-1)


class Method(StrEnum):
    """What a file is for (RFC 5546, iTIP)."""

    PUBLISH = "PUBLISH"
    REQUEST = "REQUEST"
    CANCEL = "CANCEL"


@dataclass(frozen=True, slots=True)
class Party:
    """Who organizes or comes: a bare e-mail address, and a name."""

    address: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Scheduling:
    """What a file is for, who organizes, and for whom it is: she alone is named in it.

    A method wants an organizer (RFC 5546, 3.2); a file without them is read as published.
    """

    method: Method
    organizer: Party
    attendee: Party | None = None
    partstat: Partstat = Partstat.NEEDS_ACTION


def write(
    entries: Sequence[Entry],
    *,
    scheduling: Scheduling | None = None,
    alarm: str = "",
    whole: bool = False,
) -> bytes:
    """Write a calendar file. `alarm` is said an hour before; `whole` keeps all of our own words."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    if scheduling is not None:
        calendar.add("method", scheduling.method)
    zones = {entry.plan.zone: entry.plan.starts for entry in entries}
    made = {zone: timezone_of(zone, near) for zone, near in sorted(zones.items())}
    for timezone in filter(None, made.values()):
        calendar.add_component(timezone)
    for entry in entries:
        event = _event(entry, made[entry.plan.zone])
        if scheduling is not None:
            _schedule(event, scheduling)
        if alarm and entry.status is not Status.CANCELLED:
            event.add_component(_alarm(alarm))
        if whole:
            _add_own(event, entry)
        calendar.add_component(event)
    written: bytes = calendar.to_ical()
    return written


def _event(entry: Entry, timezone: Component | None) -> Event:
    """What every calendar understands of an exchange."""
    plan, event = entry.plan, Event()
    event.add("uid", entry.uid)
    event.add("dtstamp", entry.stamp)
    event.add("dtstart", _moment(plan.starts, plan.zone, timezone))
    if plan.ends is not None:
        event.add("dtend", _moment(plan.ends, plan.zone, timezone))
    if entry.sequence is not None:
        event.add("sequence", entry.sequence)
    if entry.changed_at is not None:
        event.add("last-modified", entry.changed_at)
    event.add("status", entry.status)
    for name, text in _texts(plan):
        event.add(name, vText(text))
    if plan.visio:
        event.add("url", plan.visio)
    return event


def _moment(local: datetime, zone: str, timezone: Component | None) -> datetime:
    """A time with its zone, in UTC when the file holds no rule for it."""
    moment = local.replace(tzinfo=ZoneInfo(zone))
    return moment if timezone is not None else moment.astimezone(ZoneInfo("UTC"))


def _texts(plan: Plan) -> Iterator[tuple[str, str]]:
    texts = {"summary": plan.title, "location": plan.place, "description": plan.description}
    return ((name, clean(text)) for name, text in texts.items() if text)


def _schedule(event: Event, scheduling: Scheduling) -> None:
    event.add("organizer", _party(scheduling.organizer))
    if scheduling.attendee is None:
        return
    attendee = _party(scheduling.attendee)
    asks = scheduling.method is Method.REQUEST
    attendee.params |= {
        "CUTYPE": "INDIVIDUAL",
        "ROLE": "REQ-PARTICIPANT",
        "PARTSTAT": partstat(scheduling.partstat),
        "RSVP": "TRUE" if asks else "FALSE",
    }
    event.add("attendee", attendee)


def partstat(answered: Partstat) -> str:
    """An answer as calendars say it: who waits for a seat may yet come."""
    waits = answered is Partstat.WAITLISTED
    return (Partstat.TENTATIVE if waits else answered).upper()


def _party(party: Party) -> vCalAddress:
    address = vCalAddress(f"mailto:{party.address}")
    if party.name:
        address.params["CN"] = clean(party.name)
    return address


def _alarm(words: str) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("trigger", HOUR_BEFORE)
    alarm.add("description", vText(clean(words)))
    return alarm


def _add_own(event: Event, entry: Entry) -> None:
    """What is ours alone, so that a file read again makes the same exchange."""
    own = {name: getattr(entry.plan, name) for name in OWN_FIELDS}
    own |= {"zone": entry.plan.zone, "sample": "TRUE" if entry.sample else ""}
    for name, value in own.items():
        if value:
            event.add(f"{OWN}{name.upper()}", vText(clean(str(value))))
