"""One event of a calendar file as an entry: its times, its texts, and what programs put in them."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from icalendar import Component

from community.calendar.entries import OWN, OWN_FIELDS, Entry, Status
from community.calendar.prose import (
    ADDRESS,
    appended_address,
    clean,
    one_line,
    to_text,
    unescaped,
    without_address,
)
from community.calendar.remarks import Reason
from community.calendar.zones import Zones
from community.exchanges import Plan

MOST_SEATS = MOST_SEQUENCE = 2**31 - 1
CONFERENCES = ("CONFERENCE", "X-GOOGLE-CONFERENCE", "X-MICROSOFT-SKYPETEAMSMEETINGURL")


class Unusable(Exception):
    """An event that cannot be taken: the reason, and what was written there."""

    def __init__(self, reason: Reason, value: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.value = value


def read_event(event: Component, line: int, zones: Zones, now: datetime) -> Entry:
    """Read one event. Raises Unusable and UnknownZone."""
    if text(event, "CLASS").upper() in {"PRIVATE", "CONFIDENTIAL"}:
        raise Unusable(Reason.PRIVATE)
    uid = text(event, "UID")
    if not uid:
        raise Unusable(Reason.NO_UID)
    changed = _changed(event, now)
    return Entry(
        uid=uid,
        plan=_plan(event, zones),
        stamp=changed or now,
        sequence=_sequence(event),
        changed_at=changed,
        status=_status(event),
        sample=text(event, f"{OWN}SAMPLE") == "TRUE",
        whole=_is_whole(event),
        categories=_categories(event),
        line=line,
    )


def _is_whole(event: Component) -> bool:
    return f"{OWN}THEME" in event


def _plan(event: Component, zones: Zones) -> Plan:
    starts, zone = start_of(event, zones)
    title = one_line(text(event, "SUMMARY"))
    if not title:
        raise Unusable(Reason.UNTITLED)
    place, visio = _where(event)
    own = {name: text(event, f"{OWN}{name.upper()}") for name in OWN_FIELDS}
    return Plan(
        theme=own["theme"],
        kind=own["kind"],
        title=title,
        starts=starts,
        zone=zone,
        ends=_end_of(event, zones, starts, zone),
        place=place,
        visio=visio,
        description=_description(event),
        programme=own["programme"],
        question=own["question"],
        meal=own["meal"],
        capacity=_capacity(own["capacity"]),
    )


# Times


def moment(event: Component, name: str) -> tuple[date, str] | None:
    """A time as it is written, and its TZID, empty when it has none. Raises Unusable."""
    value = _first(event, name)
    if value is None:
        return None
    if not isinstance(written := getattr(value, "dt", None), date):
        raise Unusable(Reason.BAD_TIME, f"{name}:{value}")
    return written, value.params.get("TZID", "")


def start_of(event: Component, zones: Zones) -> tuple[datetime, str]:
    """When an event starts, local and naive, and its zone. Raises Unusable, UnknownZone."""
    found = moment(event, "DTSTART")
    if found is None:
        raise Unusable(Reason.NO_START)
    written, name = found
    if not isinstance(written, datetime):
        raise Unusable(Reason.ALL_DAY)
    own = text(event, f"{OWN}ZONE")
    zone = own if written.tzinfo == ZoneInfo("UTC") and own else zones.zone_of(written, name)
    return zones.local(written, name, zone), zone


def _end_of(event: Component, zones: Zones, starts: datetime, zone: str) -> datetime | None:
    """When it ends; None when nothing says so."""
    found = moment(event, "DTEND")
    if found is None:
        length = getattr(_first(event, "DURATION"), "dt", None)
        ends = starts + length if isinstance(length, timedelta) else starts
    elif isinstance(found[0], datetime):
        ends = zones.local(found[0], found[1], zone)
    else:
        raise Unusable(Reason.BAD_TIME, "DTEND")
    if ends < starts:
        raise Unusable(Reason.ENDS_BEFORE_START)
    return ends if ends > starts else None


def _changed(event: Component, now: datetime) -> datetime | None:
    """When it last changed, never later than now."""
    changed = getattr(_first(event, "LAST-MODIFIED"), "dt", None)
    if not isinstance(changed, datetime):
        return None
    return min(changed if changed.tzinfo else changed.replace(tzinfo=UTC), now)


# Texts


def text(event: Component, name: str) -> str:
    """A text property, without what surrounds it; empty when there is none."""
    value = _first(event, name)
    if value is None:
        return ""
    said = str(value)
    return clean(unescaped(said) if name.startswith("X-") else said).strip()


def _description(event: Component) -> str:
    written = text(event, "DESCRIPTION")
    if _is_whole(event):
        return written
    said = to_text(written) or to_text(text(event, "X-ALT-DESC"))
    page = text(event, "URL")
    if ADDRESS.fullmatch(page) and page not in said and page != _where(event)[1]:
        said = f"{said}\n{page}".strip()
    return said


def _where(event: Component) -> tuple[str, str]:
    """The place, and the link to join from afar."""
    if _is_whole(event):
        return text(event, "LOCATION"), text(event, "URL")
    place, found = without_address(one_line(text(event, "LOCATION")))
    links = [text(event, name) for name in CONFERENCES]
    link = next((link for link in links if ADDRESS.fullmatch(link)), found)
    return place, link or appended_address(text(event, "DESCRIPTION"))


def _categories(event: Component) -> tuple[str, ...]:
    listed = event.get("CATEGORIES", [])
    every = listed if isinstance(listed, list) else [listed]
    return tuple(clean(str(name)) for one in every for name in getattr(one, "cats", ()))


def _status(event: Component) -> Status:
    cancelled = text(event, "STATUS").upper() == Status.CANCELLED
    return Status.CANCELLED if cancelled else Status.CONFIRMED


# Numbers


def _sequence(event: Component) -> int | None:
    value = _first(event, "SEQUENCE")
    return min(value, MOST_SEQUENCE) if isinstance(value, int) and value >= 0 else None


def _capacity(written: str) -> int | None:
    if not written:
        return None
    if not (written.isascii() and written.isdecimal() and 0 < int(written[:11]) <= MOST_SEATS):
        raise Unusable(Reason.BAD_CAPACITY, written)
    return int(written)


def _first(event: Component, name: str) -> Any:  # noqa: ANN401 - `icalendar` has 30 kinds of it
    """A property, the first when a file has several."""
    value = event.get(name)
    return value[0] if isinstance(value, list) else value
