"""Time zones as calendars write them (RFC 5545, VTIMEZONE), and the IANA name of what they mean."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo

from icalendar import Component, Timezone
from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from content.places import OVERSEAS, PARIS

# `icalendar` can make these from the tables of IANA, but without a rule, a date a year, and with
# clocks that go forward an hour late (7.3.2: local times of the new offset, not of the former).
RULED = {
    PARIS: (
        ("DAYLIGHT", "CEST", "+0100", "+0200", "19810329T020000", "BYMONTH=3;BYDAY=-1SU"),
        ("STANDARD", "CET", "+0200", "+0100", "19961027T030000", "BYMONTH=10;BYDAY=-1SU"),
    ),
    "America/Miquelon": (
        ("DAYLIGHT", "-02", "-0300", "-0200", "20070311T020000", "BYMONTH=3;BYDAY=2SU"),
        ("STANDARD", "-03", "-0200", "-0300", "20071104T020000", "BYMONTH=11;BYDAY=1SU"),
    ),
}
OBSERVANCE = """\
BEGIN:{kind}
TZNAME:{name}
TZOFFSETFROM:{before}
TZOFFSETTO:{after}
DTSTART:{since}
{rule}END:{kind}
"""


def timezone_of(zone: str, near: datetime) -> Component | None:
    """The VTIMEZONE of an IANA zone, by its rules, or by its one offset when clocks never change.

    None for a zone of other rules: its times are written in UTC, which every calendar understands.
    """
    rows = RULED.get(zone) or _fixed(ZoneInfo(zone), near)
    if rows is None:
        return None
    parts = "".join(
        OBSERVANCE.format(
            kind=kind,
            name=name,
            before=before,
            after=after,
            since=since,
            rule=f"RRULE:FREQ=YEARLY;{rule}\n" if rule else "",
        )
        for kind, name, before, after, since, rule in rows
    )
    return Timezone.from_ical(f"BEGIN:VTIMEZONE\nTZID:{zone}\n{parts}END:VTIMEZONE\n")


def _fixed(zone: ZoneInfo, near: datetime) -> tuple[tuple[str, ...], ...] | None:
    """The one observance of a zone that keeps its offset the year round."""
    offsets = {f"{day:%z}" for day in _year(near, zone)}
    if len(offsets) > 1:
        return None
    (offset,) = offsets
    name = near.replace(tzinfo=zone).tzname() or offset
    return (("STANDARD", name, offset, offset, "19700101T000000", ""),)


def _year(near: datetime, zone: tzinfo) -> Iterator[datetime]:
    """A noon of each fortnight of a year."""
    first = near.replace(month=1, day=1, hour=12, minute=0, second=0, microsecond=0, tzinfo=None)
    return ((first + timedelta(days=14 * count)).replace(tzinfo=zone) for count in range(26))


class UnknownZone(Exception):
    """No zone of that name, and nothing in the file that says its hours."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class Zones:
    """The zones of one calendar file; `usual` is for times that name none, and for UTC.

    Times come as they are written, with their TZID, empty when they have none.
    """

    def __init__(self, calendar: Component, usual: str) -> None:
        named = _known(str(calendar.get("X-WR-TIMEZONE", "")))
        self.usual = named if named is not None and _is_place(named) else usual
        self._own = {
            str(own.get("TZID", "")).strip("/"): own
            for own in calendar.walk("VTIMEZONE")
            if isinstance(own, Timezone)
        }

    def zone_of(self, written: datetime, name: str) -> str:
        """The IANA zone to keep for a time. Raises UnknownZone.

        A place keeps its name; a zone of Outlook's becomes the first of ours with the same hours.
        """
        if not name:
            return self.usual
        known = self._known(name)
        place = known if known is not None and _is_place(known) else None
        if place is not None and name.strip("/") not in WINDOWS_TO_OLSON:
            return place
        source = self._source(name)
        ours = (self.usual, PARIS, *OVERSEAS.values())
        same = (zone for zone in ours if _same_hours(source, ZoneInfo(zone), written))
        return next(same, place or self.usual)

    def local(self, written: datetime, name: str, zone: str) -> datetime:
        """A time as clocks show it in a zone, naive. Raises UnknownZone."""
        alone: tzinfo = UTC if written.tzinfo else ZoneInfo(self.usual)
        moment = written.replace(tzinfo=self._source(name) if name else alone)
        return moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None)

    def _known(self, name: str) -> str | None:
        """The IANA name a file means: its own, Windows's, or the end of a vendor's path."""
        own = self._own.get(name.strip("/"))
        said = str(own.get("X-LIC-LOCATION", "")) if own is not None else ""
        parts = name.strip("/").split("/")
        ends = ("/".join(parts[start:]) for start in range(len(parts)))
        windows = WINDOWS_TO_OLSON.get(name.strip("/"), "")
        return next((known for each in (*ends, said, windows) if (known := _known(each))), None)

    def _source(self, name: str) -> tzinfo:
        known, own = self._known(name), self._own.get(name.strip("/"))
        if known is not None:
            return ZoneInfo(known)
        if own is None:
            raise UnknownZone(name)
        try:
            # What the name means is looked up above; `icalendar` would remember it for other files.
            made: tzinfo = own.to_tz(lookup_tzid=False)
        except (ValueError, KeyError, TypeError, AttributeError):
            raise UnknownZone(name) from None
        return made


@lru_cache(maxsize=256)
def _known(name: str) -> str | None:
    try:
        return ZoneInfo(name).key if name else None
    except (KeyError, ValueError, OSError):
        return None


def _is_place(zone: str) -> bool:
    """Whether a zone is one people live in, rather than UTC or an offset."""
    return "/" in zone and not zone.startswith("Etc/")


def _same_hours(one: tzinfo, other: tzinfo, near: datetime) -> bool:
    pairs = zip(_year(near, one), _year(near, other), strict=True)
    return all(a.utcoffset() == b.utcoffset() for a, b in pairs)
