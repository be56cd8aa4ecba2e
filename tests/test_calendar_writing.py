"""An exchange becomes a file that calendars understand: every rule of it, and others' opinion."""

import unicodedata
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from community.calendar.entries import Entry, Status
from community.calendar.prose import clean
from community.calendar.writing import Method, Party, Scheduling, write
from community.exchanges import Plan
from community.registrations import Partstat
from content.places import OVERSEAS
from tests.validators import libical_flaws, vobject_reads

VISIT = Plan(
    theme="renouveau-productif",
    kind="visite_apprenante",
    title="Visite apprenante : la laine, de l’étable à l’été",
    starts=datetime.fromisoformat("2026-12-18T09:30"),
    ends=datetime.fromisoformat("2026-12-18T16:30"),
    zone="Europe/Paris",
    place="Pôle Laine, Saugues",
    visio="https://visio.example.org/laine?a=1,2;3",
    description="On visite la filature ; apportez des bottes, s’il pleut.\nPuis on compare.",
)
STAMP = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
ENTRY = Entry("echange-7", VISIT, STAMP, sequence=0, changed_at=STAMP)
TEAM = Party("bonjour@exemple.fr", "Renouveau productif")
MARIE = Party("marie@exemple.fr", 'Marie "la fileuse", Dupont')

GOLDEN = """\
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Palabre//Agenda//FR
METHOD:PUBLISH
BEGIN:VTIMEZONE
TZID:Europe/Paris
BEGIN:DAYLIGHT
DTSTART:19810329T020000
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3
TZNAME:CEST
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:19961027T030000
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10
TZNAME:CET
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
END:VTIMEZONE
BEGIN:VEVENT
SUMMARY:Visite apprenante : la laine\\, de l’étable à l’été
DTSTART;TZID=Europe/Paris:20261218T093000
DTEND;TZID=Europe/Paris:20261218T163000
DTSTAMP:20261123T090000Z
UID:echange-7
SEQUENCE:0
DESCRIPTION:On visite la filature \\; apportez des bottes\\, s’il pleut.\\n
 Puis on compare.
LAST-MODIFIED:20261123T090000Z
LOCATION:Pôle Laine\\, Saugues
ORGANIZER;CN="Renouveau productif":mailto:bonjour@exemple.fr
STATUS:CONFIRMED
URL:https://visio.example.org/laine?a=1,2;3
BEGIN:VALARM
ACTION:DISPLAY
DESCRIPTION:Dans une heure
TRIGGER:-PT1H
END:VALARM
END:VEVENT
END:VCALENDAR
"""


def event_of(content: bytes) -> Any:
    (event,) = icalendar.Calendar.from_ical(content).walk("VEVENT")
    return event


def at(local: str, zone: str = "Europe/Paris") -> Entry:
    starts = datetime.fromisoformat(local)
    plan = replace(VISIT, starts=starts, ends=starts + timedelta(hours=2), zone=zone)
    return replace(ENTRY, plan=plan)


def published(entry: Entry, method: Method = Method.PUBLISH) -> bytes:
    return write([entry], scheduling=Scheduling(method, TEAM), alarm="Dans une heure")


def asked(partstat: Partstat, method: Method = Method.REQUEST, **changed: object) -> bytes:
    entry = replace(ENTRY, **changed)  # type: ignore[arg-type]
    return write([entry], scheduling=Scheduling(method, TEAM, MARIE, partstat))


def test_a_file_is_exactly_this() -> None:
    assert published(ENTRY).decode() == GOLDEN.replace("\n", "\r\n")


def test_lines_end_with_crlf_and_hold_75_octets_at_most() -> None:
    long = replace(ENTRY, plan=replace(VISIT, description="Été à l’œuvre, « ça va ? » " * 300))
    content = published(long)
    assert content.count(b"\n") == content.count(b"\r\n")
    assert max(len(line) for line in content.split(b"\r\n")) == 75
    for line in content.split(b"\r\n"):
        line.decode()  # no letter is cut in two
    assert event_of(content)["DESCRIPTION"] == long.plan.description


def test_commas_semicolons_backslashes_and_ends_of_lines_come_back() -> None:
    text = 'a, b ; c \\ d\\n : "e"\nÉÀÇ — l’été\n\n10 h – 11 h : f'
    plan = replace(VISIT, title=text.replace("\n", " "), place=text, description=text)
    event = event_of(published(replace(ENTRY, plan=plan)))
    assert (event["LOCATION"], event["DESCRIPTION"]) == (text, text)
    assert vobject_reads(published(replace(ENTRY, plan=plan))).description.value == text


@settings(deadline=None)  # a busy machine is slow, not wrong
@given(st.text(st.characters(codec="utf-8"), min_size=1))
def test_any_text_comes_back_but_for_what_no_calendar_may_hold(text: str) -> None:
    event = event_of(published(replace(ENTRY, plan=replace(VISIT, description=f"x{text}x"))))
    assert event["DESCRIPTION"] == clean(f"x{text}x")
    assert text == clean(text) or any(unicodedata.category(c) in {"Cc", "Zl", "Zp"} for c in text)


def test_a_moved_exchange_keeps_its_name_and_counts_one_more() -> None:
    moved = replace(at("2026-12-19T10:00"), sequence=1, stamp=STAMP + timedelta(days=1))
    before, after = event_of(published(ENTRY)), event_of(published(moved))
    assert before["UID"] == after["UID"]
    assert (before["SEQUENCE"], after["SEQUENCE"]) == (0, 1)
    assert before["DTSTAMP"].dt < after["DTSTAMP"].dt


def test_a_cancelled_exchange_says_so_and_rings_no_more() -> None:
    content = published(replace(ENTRY, status=Status.CANCELLED, sequence=1), Method.CANCEL)
    event = event_of(content)
    assert (event["STATUS"], event["SEQUENCE"]) == ("CANCELLED", 1)
    assert b"\r\nMETHOD:CANCEL\r\n" in content
    assert b"VALARM" not in content


def test_without_an_organizer_there_is_no_method() -> None:
    content = write([ENTRY])
    assert b"METHOD" not in content
    assert libical_flaws(content) == []


def test_without_an_end_or_a_place_nothing_is_said_of_them() -> None:
    event = event_of(write([replace(ENTRY, plan=replace(VISIT, ends=None, place="", visio=""))]))
    assert not {"DTEND", "LOCATION", "URL"} & set(event)


# Hours and zones


def read_start(content: bytes, zone: str) -> datetime:
    """When an event starts by the rules of its own file: a name nobody knows has no others."""
    name = f"Quelque part {hash(content)}"
    start = vobject_reads(content.replace(zone.encode(), name.encode())).dtstart.value
    assert isinstance(start, datetime)
    return start


def test_the_start_is_read_by_the_rules_of_the_file() -> None:
    wrong = published(at("2027-07-20T09:30")).replace(b"TZOFFSETTO:+0200", b"TZOFFSETTO:+0500")
    assert read_start(wrong, "Europe/Paris").utcoffset() == timedelta(hours=5)


CLOCK_CHANGES = [
    ("2027-03-26T09:30", 8),
    ("2027-03-28T01:30", 0),
    ("2027-03-28T03:30", 1),
    ("2027-03-29T09:30", 7),
    ("2027-10-29T09:30", 7),
    ("2027-10-31T01:30", 23),
    ("2027-10-31T03:30", 2),
    ("2027-11-01T09:30", 8),
]


@pytest.mark.parametrize(("local", "hour"), CLOCK_CHANGES)
def test_half_past_nine_stays_so_when_clocks_change(local: str, hour: int) -> None:
    start = read_start(published(at(local)), "Europe/Paris")
    assert start.replace(tzinfo=None) == datetime.fromisoformat(local)
    assert start.astimezone(UTC).hour == hour


@pytest.mark.parametrize("month", range(1, 13))
@pytest.mark.parametrize("zone", ["Europe/Paris", *sorted(OVERSEAS.values())])
def test_the_rules_we_write_give_the_hours_people_live_by(zone: str, month: int) -> None:
    local = f"2027-{month:02d}-15T09:30"
    start = read_start(published(at(local, zone)), zone)
    assert (
        start.utcoffset()
        == datetime.fromisoformat(local).replace(tzinfo=ZoneInfo(zone)).utcoffset()
    )
    assert f"TZID={zone}" in published(at(local, zone)).decode()


@pytest.mark.parametrize("local", ["2027-03-13T12:00", "2027-03-14T12:00", "2027-11-06T12:00",
                                   "2027-11-07T12:00"])  # fmt: skip
def test_saint_pierre_et_miquelon_changes_its_clocks_on_its_own_days(local: str) -> None:
    start = read_start(published(at(local, "America/Miquelon")), "America/Miquelon")
    there = datetime.fromisoformat(local).replace(tzinfo=ZoneInfo("America/Miquelon"))
    assert start.astimezone(UTC) == there.astimezone(UTC)


@pytest.mark.parametrize("zone", ["Europe/Brussels", "America/New_York", "Africa/Casablanca"])
def test_a_zone_of_other_rules_is_written_in_utc(zone: str) -> None:
    content = published(at("2027-03-20T09:30", zone))
    there = datetime(2027, 3, 20, 9, 30, tzinfo=ZoneInfo(zone))
    assert event_of(content)["DTSTART"].dt == there
    assert b"VTIMEZONE" not in content


def test_each_zone_is_described_once() -> None:
    entries = [at("2027-03-20T09:30"), at("2027-06-20T09:30"), at("2027-06-20T09:30",
               "Indian/Reunion")]  # fmt: skip
    named = [replace(entry, uid=f"echange-{n}") for n, entry in enumerate(entries)]
    content = write(named)
    assert content.count(b"BEGIN:VTIMEZONE") == 2
    assert libical_flaws(content) == []


# What a mail will carry


@pytest.mark.parametrize(
    ("answered", "said"),
    [
        (Partstat.NEEDS_ACTION, "NEEDS-ACTION"),
        (Partstat.ACCEPTED, "ACCEPTED"),
        (Partstat.TENTATIVE, "TENTATIVE"),
        (Partstat.WAITLISTED, "TENTATIVE"),
        (Partstat.DECLINED, "DECLINED"),
    ],
)
def test_she_alone_is_named_with_what_she_answered(answered: Partstat, said: str) -> None:
    event = event_of(asked(answered))
    assert event["ORGANIZER"] == "mailto:bonjour@exemple.fr"
    assert event["ATTENDEE"] == "mailto:marie@exemple.fr"
    assert event["ATTENDEE"].params == {
        "CN": 'Marie "la fileuse", Dupont',
        "CUTYPE": "INDIVIDUAL",
        "PARTSTAT": said,
        "ROLE": "REQ-PARTICIPANT",
        "RSVP": "TRUE",
    }


# What nobody here wrote


@pytest.mark.parametrize(
    "write_it",
    [
        lambda: published(ENTRY),
        lambda: published(replace(ENTRY, status=Status.TENTATIVE)),
        lambda: published(replace(ENTRY, status=Status.CANCELLED, sequence=3), Method.CANCEL),
        lambda: asked(Partstat.NEEDS_ACTION),
        lambda: asked(Partstat.WAITLISTED, sequence=4),
        lambda: asked(Partstat.DECLINED, Method.CANCEL, status=Status.CANCELLED, sequence=5),
        lambda: write([ENTRY], whole=True),
        lambda: published(at("2027-03-20T09:30", "Indian/Reunion")),
        lambda: published(at("2027-03-20T09:30", "America/Miquelon")),
        lambda: published(at("2027-03-20T09:30", "Europe/Brussels")),
    ],
)
def test_validators_have_nothing_to_say(write_it: Callable[[], bytes]) -> None:
    content = write_it()
    assert libical_flaws(content) == []
    assert vobject_reads(content).uid.value == "echange-7"


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        (b'ORGANIZER;CN="Renouveau productif":mailto:bonjour@exemple.fr\r\n', b""),
        (b"DTSTART;TZID=Europe/Paris:20261218T093000", b"DTSTART:bientot"),
        (b"UID:echange-7\r\n", b""),
        (b"STATUS:CONFIRMED", b"STATUS:CONFIRMED\r\nSTATUS:TENTATIVE"),
        (b"SEQUENCE:0", b"SEQUENCE:0\r\nDURATION:PT1H"),
    ],
)
def test_the_validator_sees_what_is_wrong(right: bytes, wrong: bytes) -> None:
    content = published(ENTRY)
    assert right in content
    assert libical_flaws(content.replace(right, wrong)) != []
