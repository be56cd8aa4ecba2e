"""Calendar files of the world, read: their folds, zones, rules and texts, and what is wrong."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from community.calendar.entries import Entry, Status
from community.calendar.reading import read_calendar
from community.calendar.remarks import Reading, Reason
from community.calendar.writing import write
from community.exchanges import Plan
from content.places import OVERSEAS

AGENDAS = Path(__file__).parent / "data" / "agendas"
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
PARIS = "Europe/Paris"
WHOLE = Plan(
    theme="renouveau-productif",
    kind="visite_apprenante",
    title="Visite, de l’étable à l’été",
    starts=datetime.fromisoformat("2026-12-18T09:30"),
    ends=datetime.fromisoformat("2026-12-18T16:30"),
    zone=PARIS,
    place="Saugues ; salle 2, au fond\\nord",
    visio="https://visio.example.org/laine?a=1,2;3",
    description="a, b ; c \\ d\n<p>e</p>\n\n10 h – 11 h : f",
    programme="9 h 30 – 12 h : visite, à pied\n14 h – 16 h 30 : échanges ; bilan",
    question="Mangez-vous sur place ?",
    meal="10 €",
    capacity=20,
)


def read(text: str, usual: str = PARIS) -> Reading:
    return read_calendar(text.encode(), usual, NOW)


def a_file(*lines: str, uid: str = "UID:1", calendar: str = "") -> str:
    """A calendar of one event."""
    title = [] if any(line.startswith("SUMMARY") for line in lines) else ["SUMMARY:Atelier"]
    event = "\n".join([uid, *title, *lines])
    return f"BEGIN:VCALENDAR\n{calendar}BEGIN:VEVENT\n{event}\nEND:VEVENT\nEND:VCALENDAR\n"


def plan_of(*lines: str, usual: str = PARIS, calendar: str = "") -> Plan:
    (entry,) = read(a_file(*lines, calendar=calendar), usual).entries
    return entry.plan


def reasons(reading: Reading) -> list[Reason]:
    return [remark.reason for remark in reading.remarks]


def hours(reading: Reading) -> list[str]:
    return [f"{entry.plan.starts:%Y-%m-%d %H:%M}" for entry in reading.entries]


# What we write comes back


@pytest.mark.parametrize(
    "zone", [PARIS, *sorted(OVERSEAS.values()), "Europe/Brussels", "America/New_York"]
)
def test_what_we_write_whole_comes_back_whole(zone: str) -> None:
    plan = replace(WHOLE, zone=zone)
    entry = Entry("echange-7", plan, NOW, 3, NOW, Status.CANCELLED, sample=True, whole=True)
    (back,) = read_calendar(write([entry], whole=True), PARIS, NOW).entries
    assert replace(back, line=0) == entry


def test_the_file_of_a_member_says_the_place_and_the_link() -> None:
    plan = replace(WHOLE, place="Saugues – https://visio.example.org/laine")
    (back,) = read_calendar(write([Entry("echange-7", plan, NOW)]), PARIS, NOW).entries
    assert (back.plan.place, back.plan.visio) == ("Saugues", "https://visio.example.org/laine")
    assert not back.whole


# Three programs


def test_google_its_meetings_its_html_its_rule_and_what_is_left() -> None:
    reading = read_calendar((AGENDAS / "google.ics").read_bytes(), PARIS, NOW)
    first, monthly, moved, excepted, past = (entry.plan for entry in reading.entries)
    assert first.visio == "https://meet.google.com/kqz-mwpd-tro"
    assert first.description.replace("\u00a0", " ").splitlines() == [
        "Deux membres exposent une difficulté vécue :",
        "relancer un atelier;",
        "trouver un local.",
        "Le dossier : le lire avant (https://docs.exemple.fr/d/12)",
    ]
    assert (first.starts.hour, first.zone) == (14, PARIS)  # written in UTC
    assert monthly.place == (
        "Maison des associations, 12 rue de la Paix, 26100 Romans-sur-Isère, France"
    )
    assert (monthly.title, moved.title) == ("Atelier mensuel", "Atelier mensuel (décalé)")
    assert f"{moved.starts:%d %H:%M}" == "04 18:30"
    assert (excepted.title, past.title) == ("Atelier mensuel", "Visite apprenante à Lille")
    assert reading.entries[3].status is Status.CANCELLED
    assert reasons(reading) == [Reason.ATTENDEES, Reason.REPEATS, Reason.ALL_DAY, Reason.PRIVATE]


def test_outlook_its_zones_its_html_and_its_attachment() -> None:
    reading = read_calendar((AGENDAS / "outlook.ics").read_bytes(), PARIS, NOW)
    visit, first, second, overseas = (entry.plan for entry in reading.entries)
    assert (visit.title, visit.zone) == ("Visite apprenante du Pôle Sud Archer", PARIS)
    assert visit.visio.startswith("https://teams.microsoft.com/")
    assert visit.place == "Réunion Microsoft Teams; Salle des machines, Romans"
    assert visit.description == (
        "Visite des ateliers, puis échange avec l'équipe.\nPrévoir des chaussures fermées."
    )
    assert first.description.splitlines()[1:] == ["les inscriptions;", "le budget."]
    assert [f"{one.starts:%m-%d}" for one in (first, second)] == ["11-26", "12-10"]
    assert (overseas.zone, overseas.starts.hour) == ("Indian/Reunion", 10)
    assert overseas.visio == "https://visio.exemple.fr/reunion"
    assert reasons(reading) == [
        Reason.ATTENDEES,
        Reason.ATTACHED,
        Reason.REPEATS,
        Reason.ALL_DAY,
    ]


def test_nextcloud_its_lines_its_categories_and_its_tasks() -> None:
    content = (AGENDAS / "nextcloud.ics").read_bytes()
    assert b"\r" not in content
    reading = read_calendar(content, PARIS, NOW)
    assert reading.entries[0].categories[0] == "Sécurisation des parcours et emploi durable"
    assert reading.entries[0].plan.description.endswith("https://cloud.exemple.fr/s/parcours")
    assert hours(reading) == [
        "2027-01-19 14:00",
        "2026-12-09 09:00",
        "2026-12-23 09:00",
        "2026-12-16 09:00",
        "2026-12-15 10:00",
    ]
    assert [entry.status is Status.CANCELLED for entry in reading.entries] == [
        *[False] * 3,
        *[True] * 2,
    ]
    assert reading.entries[1].plan.ends == datetime.fromisoformat("2026-12-09T10:30")
    assert reasons(reading) == [
        Reason.ATTENDEES,
        Reason.OTHERS,
        Reason.ATTACHED,
        Reason.REPEATS,
        Reason.EXOTIC_RULE,
    ]


@pytest.mark.parametrize("name", ["google", "outlook", "nextcloud"])
def test_nobody_who_is_invited_is_in_what_is_read(name: str) -> None:
    said = repr(read_calendar((AGENDAS / f"{name}.ics").read_bytes(), PARIS, NOW))
    for person in ("mailto", "Claire", "yanis", "Karim", "Inès", "Anne", "Paul"):
        assert person not in said


# Zones

CUSTOM = """BEGIN:VTIMEZONE
TZID:{name}
BEGIN:STANDARD
DTSTART:16010101T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010101T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3
END:DAYLIGHT
END:VTIMEZONE
"""


@pytest.mark.parametrize(
    ("start", "zone", "hour"),
    [
        ("DTSTART:20261203T130000Z", PARIS, 14),
        ("DTSTART:20261203T130000", PARIS, 13),
        ("DTSTART;TZID=Europe/Brussels:20261203T130000", "Europe/Brussels", 13),
        ("DTSTART;TZID=/freeassociation.sourceforge.net/Europe/Paris:20261203T130000", PARIS, 13),
        ("DTSTART;TZID=Romance Standard Time:20261203T130000", PARIS, 13),
        ("DTSTART;TZID=W. Europe Standard Time:20261203T130000", PARIS, 13),
        ("DTSTART;TZID=GMT Standard Time:20261203T130000", "Europe/London", 13),
        ("DTSTART;TZID=Etc/UTC:20261203T130000", PARIS, 14),
        ("DTSTART;TZID=UTC:20261203T130000", PARIS, 14),
        ('DTSTART;TZID="(UTC+01:00) Bruxelles, Paris":20261203T130000', PARIS, 13),
    ],
)
def test_times_keep_their_hour_in_a_zone_that_has_a_name(start: str, zone: str, hour: int) -> None:
    calendar = CUSTOM.format(name="(UTC+01:00) Bruxelles, Paris")
    plan = plan_of(start, calendar=calendar)
    assert (plan.zone, plan.starts.hour) == (zone, hour)


def test_an_agenda_says_the_zone_of_times_that_name_none() -> None:
    calendar = "X-WR-TIMEZONE:Indian/Reunion\n"
    plan = plan_of("DTSTART:20261203T060000Z", calendar=calendar)
    assert (plan.zone, plan.starts.hour) == ("Indian/Reunion", 10)
    assert plan_of("DTSTART:20261203T060000Z", usual="Pacific/Noumea").zone == "Pacific/Noumea"


def test_two_files_may_call_two_zones_by_one_name() -> None:
    ours = CUSTOM.format(name="Chez nous")
    there = ours.replace("+0100", "+0400").replace("+0200", "+0400")
    start = "DTSTART;TZID=Chez nous:20270703T130000"
    assert plan_of(start, calendar=ours).zone == PARIS
    assert plan_of(start, calendar=there).zone == "Indian/Reunion"
    assert plan_of(start, calendar=ours).zone == PARIS


@pytest.mark.parametrize("local", ["20270327T093000", "20270329T093000", "20271030T093000",
                                   "20271101T093000"])  # fmt: skip
def test_half_past_nine_stays_so_on_both_sides_of_a_clock_change(local: str) -> None:
    for zone in ("Europe/Paris", "Romance Standard Time"):
        assert f"{plan_of(f'DTSTART;TZID={zone}:{local}').starts:%H:%M}" == "09:30"


def test_a_rule_keeps_its_hour_when_clocks_change() -> None:
    weekly = a_file(
        "DTSTART;TZID=Europe/Paris:20270318T093000", "RRULE:FREQ=WEEKLY;COUNT=3", "DURATION:PT1H"
    )
    reading = read_calendar(weekly.encode(), PARIS, datetime(2027, 3, 10, tzinfo=UTC))
    assert hours(reading) == ["2027-03-18 09:30", "2027-03-25 09:30", "2027-04-01 09:30"]
    assert reading.entries[2].uid == "1-20270401T073000Z"


# Rules


@pytest.mark.parametrize(
    ("rule", "days"),
    [
        ("RRULE:FREQ=WEEKLY;COUNT=2", ["12-03", "12-10"]),
        ("RRULE:FREQ=WEEKLY;UNTIL=20261210T130000Z", ["12-03", "12-10"]),
        ("RRULE:FREQ=WEEKLY;UNTIL=20261210T120000Z", ["12-03"]),
        ("RRULE:FREQ=WEEKLY;UNTIL=20261210", ["12-03", "12-10"]),
        ("RRULE:FREQ=MONTHLY;BYDAY=1TH;COUNT=3", ["12-03", "01-07", "02-04"]),
        ("RRULE:FREQ=MONTHLY;BYDAY=-1TH", ["12-03", "12-31", "01-28"]),
        ("RRULE:FREQ=DAILY;INTERVAL=30", ["12-03", "01-02", "02-01"]),
        ("RRULE:FREQ=YEARLY", ["12-03"]),
        ("RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", ["12-03"]),
        ("RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30;COUNT=5", ["12-03"]),
        ("RRULE:FREQ=MONTHLY;BYSETPOS=2;BYDAY=TU,TH;COUNT=2", ["12-03", "01-07"]),
        ("RDATE;TZID=Europe/Paris:20261205T140000,20261206T100000", ["12-03", "12-05", "12-06"]),
        ("RDATE;VALUE=PERIOD:20261205T130000Z/PT2H", ["12-03", "12-05"]),
    ],
)
def test_a_rule_makes_what_is_to_come_within_three_months(rule: str, days: list[str]) -> None:
    reading = read(a_file("DTSTART;TZID=Europe/Paris:20261203T140000", rule))
    assert [f"{entry.plan.starts:%m-%d}" for entry in reading.entries] == days
    assert len({entry.uid for entry in reading.entries}) == len(days)


@pytest.mark.parametrize(
    "excepted",
    [
        "EXDATE;TZID=Europe/Paris:20261210T140000",
        "EXDATE:20261210T130000Z",
        "EXDATE;VALUE=DATE:20261210",
    ],
)
def test_what_a_rule_excepts_is_called_off(excepted: str) -> None:
    start = "DTSTART;TZID=Europe/Paris:20261203T140000"
    reading = read(a_file(start, "RRULE:FREQ=WEEKLY;COUNT=3", excepted))
    assert [
        f"{entry.plan.starts:%m-%d}"
        for entry in reading.entries
        if entry.status is Status.CONFIRMED
    ] == ["12-03", "12-17"]


@pytest.mark.parametrize(
    "rule",
    [
        "RRULE:FREQ=HOURLY",
        "RRULE:FREQ=SECONDLY;COUNT=9",
        "RRULE:RSCALE=HEBREW;FREQ=YEARLY;BYMONTH=5L",
        "RRULE:FREQ=DAILY;BYHOUR=9,14",
        "RRULE:FREQ=SOUVENT",
        "RRULE:n'importe quoi",
        "RRULE:FREQ=WEEKLY\nRRULE:FREQ=DAILY",
        "RRULE:FREQ=WEEKLY\nEXRULE:FREQ=MONTHLY",
        "RRULE:FREQ=WEEKLY;BYDAY=XX",
    ],
)
def test_a_rule_that_is_not_understood_is_said(rule: str) -> None:
    reading = read(a_file("DTSTART;TZID=Europe/Paris:20261203T140000", rule))
    assert reading.entries == ()
    (remark,) = reading.remarks
    assert (remark.reason, remark.line, remark.title) == (Reason.EXOTIC_RULE, 2, "Atelier")
    assert not remark.fault


def test_a_change_of_all_that_follows_is_said_and_the_rest_is_taken() -> None:
    start = "DTSTART;TZID=Europe/Paris:20261203T140000"
    follows = "RECURRENCE-ID;RANGE=THISANDFUTURE;TZID=Europe/Paris:20261210T140000"
    other = a_file(start, follows).removeprefix("BEGIN:VCALENDAR\n")
    series = a_file(start, "RRULE:FREQ=WEEKLY;COUNT=2").removesuffix("END:VCALENDAR\n")
    reading = read(series + other)
    assert len(reading.entries) == 2
    assert reasons(reading) == [Reason.REPEATS, Reason.EXOTIC_RULE]


# Texts


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("DESCRIPTION:a\\, b\\; c\\nd \\\\ e", "a, b; c\nd \\ e"),
        ("DESCRIPTION:un\n  pli", "un pli"),
        ("DESCRIPTION:un\n\tpli", "unpli"),
        ("DESCRIPTION:<b>Gras</b><br>puis", "Gras\npuis"),
        ("DESCRIPTION:<p>L&#39;été &amp; l’hiver</p><p>fin</p>", "L'été & l’hiver\nfin"),
        ("DESCRIPTION:3 < 4 et 5 > 2", "3 < 4 et 5 > 2"),
        ('DESCRIPTION:<a href="https://a.fr">https://a.fr</a>', "https://a.fr"),
        ('DESCRIPTION:<a href="https://a.fr/b">ici</a>', "ici (https://a.fr/b)"),
        ("X-ALT-DESC;FMTTYPE=text/html:<html><head><style>p {}</style></head><p>a\\, b</p></html>",
         "a, b"),
        ("URL:https://a.fr/programme", "https://a.fr/programme"),
        (f"DESCRIPTION:avant\\n{'_' * 30}\\nun trait", f"avant\n{'_' * 30}\nun trait"),
    ],
)  # fmt: skip
def test_descriptions_become_plain_text(line: str, said: str) -> None:
    assert plan_of("DTSTART:20261203T130000Z", line).description == said


@pytest.mark.parametrize(
    ("lines", "place", "visio"),
    [
        (["LOCATION:Salle 3"], "Salle 3", ""),
        (["LOCATION:https://visio.fr/a"], "", "https://visio.fr/a"),
        (["LOCATION:Salle 3\\, https://visio.fr/a"], "Salle 3", "https://visio.fr/a"),
        (["CONFERENCE;VALUE=URI:https://visio.fr/a"], "", "https://visio.fr/a"),
        (["CONFERENCE;VALUE=URI:tel:+33123456789"], "", ""),
        (["X-GOOGLE-CONFERENCE:https://meet.google.com/a"], "", "https://meet.google.com/a"),
    ],
)
def test_a_link_to_join_is_found(lines: list[str], place: str, visio: str) -> None:
    plan = plan_of("DTSTART:20261203T130000Z", *lines)
    assert (plan.place, plan.visio) == (place, visio)


def test_a_link_below_a_description_is_found_and_the_rest_of_it_dropped() -> None:
    bar = "_" * 80
    below = f"{bar}\\nMicrosoft Teams\\nRejoindre : https://teams.fr/l?x=1\\n{bar}"
    plan = plan_of("DTSTART:20261203T130000Z", f"DESCRIPTION:Bonjour.\\n\\n{below}")
    assert (plan.description, plan.visio) == ("Bonjour.", "https://teams.fr/l?x=1")


def test_a_very_long_description_is_cut_and_that_is_said() -> None:
    reading = read(a_file("DTSTART:20261203T130000Z", f"DESCRIPTION:{'mot ' * 2000}"))
    assert reasons(reading) == [Reason.CUT]
    assert len(reading.entries[0].plan.description) <= 4001


def test_windows_wrote_other_letters_before() -> None:
    text = a_file("DTSTART:20261203T130000Z", "SUMMARY:Été à l’œuvre")
    (entry,) = read_calendar(text.encode("cp1252"), PARIS, NOW).entries
    assert entry.plan.title == "Été à l’œuvre"
    (marked,) = read_calendar(text.encode("utf-8-sig"), PARIS, NOW).entries
    assert marked.plan.title == "Été à l’œuvre"


# What is wrong


@pytest.mark.parametrize(
    ("text", "reason", "line"),
    [
        ("", Reason.NOT_A_CALENDAR, 1),
        ("bonjour", Reason.NOT_A_CALENDAR, 1),
        ("nom;courriel\nA;a@b.fr", Reason.NOT_A_CALENDAR, 1),
        ("BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\n", Reason.NOT_A_CALENDAR, 1),
        ("BEGIN:VCALENDAR\nBEGIN:VEVENT\nEND:VCALENDAR\n", Reason.NOT_A_CALENDAR, 3),
        ("BEGIN:VCALENDAR\nEND:VCALENDAR\nEND:VCALENDAR", Reason.NOT_A_CALENDAR, 3),
        (a_file("DTSTART:20261203T130000Z", uid="X-UID:1"), Reason.NO_UID, 2),
        (a_file(), Reason.NO_START, 2),
        (a_file("DTSTART:bientôt"), Reason.BAD_TIME, 2),
        (a_file("DTSTART:20261303T130000Z"), Reason.BAD_TIME, 2),
        (a_file("DTSTART:20261203T130000Z", "DTEND:plus tard"), Reason.BAD_TIME, 2),
        (a_file("DTSTART:20261203T130000Z", "DTEND;VALUE=DATE:20261204"), Reason.BAD_TIME, 2),
        (a_file("DTSTART;TZID=Nulle part:20261203T130000"), Reason.UNKNOWN_ZONE, 2),
        (a_file("DTSTART:20261203T130000Z", "DTEND:20261203T120000Z"),
         Reason.ENDS_BEFORE_START, 2),
        (a_file("DTSTART:20261203T130000Z", "X-PALABRE-THEME:a", "X-PALABRE-CAPACITY:dix"),
         Reason.BAD_CAPACITY, 2),
    ],
)  # fmt: skip
def test_what_is_at_fault_is_named_with_its_line(text: str, reason: Reason, line: int) -> None:
    reading = read(text)
    assert [(remark.reason, remark.line) for remark in reading.remarks] == [(reason, line)]
    assert reading.remarks[0].fault
    assert reading.entries == ()


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        (["DTSTART;VALUE=DATE:20261203"], Reason.ALL_DAY),
        (["DTSTART:20261203T130000Z", "CLASS:CONFIDENTIAL"], Reason.PRIVATE),
        (["DTSTART:20261203T130000Z", "SUMMARY:"], Reason.UNTITLED),
    ],
)
def test_what_is_left_aside_is_said(lines: list[str], reason: Reason) -> None:
    reading = read(a_file(*lines))
    assert (reasons(reading), reading.entries) == ([reason], ())
    assert not reading.remarks[0].fault


def test_a_line_that_is_none_is_said_and_the_rest_is_read() -> None:
    reading = read(a_file("DTSTART:20261203T130000Z", "n'importe quoi"))
    assert [(one.reason, one.line) for one in reading.remarks] == [(Reason.ODD_LINE, 6)]
    assert len(reading.entries) == 1


def test_what_is_there_twice_is_taken_once_the_later_version() -> None:
    one = a_file("DTSTART:20261203T130000Z", "SEQUENCE:2", "SUMMARY:Nouveau")
    reading = read(one + a_file("DTSTART:20261203T130000Z", "SEQUENCE:1", "SUMMARY:Ancien"))
    assert [entry.plan.title for entry in reading.entries] == ["Nouveau"]
    assert reasons(reading) == [Reason.TWICE]


def test_a_file_that_cancels_cancels() -> None:
    reading = read(a_file("DTSTART:20261203T130000Z", calendar="METHOD:CANCEL\n"))
    assert reading.entries[0].status is Status.CANCELLED


SEEDS = [path.read_bytes() for path in sorted(AGENDAS.glob("*.ics"))]


@settings(deadline=None)  # a busy machine is slow, not wrong
@given(
    st.sampled_from(SEEDS),
    st.lists(
        st.tuples(
            st.floats(0, 1),
            st.integers(0, 40),
            st.one_of(
                st.binary(max_size=8),
                st.sampled_from([b"\r\n", b"\n ", b":", b";", b"=", b'"', b"TZID=", b"99999999",
                                 b"BEGIN:VEVENT\n", b"END:VEVENT\n", b"RRULE:FREQ=DAILY\n"]),
            ),
        ),
        max_size=6,
    ),
)  # fmt: skip
def test_a_damaged_file_never_stops_the_reading(
    seed: bytes, changes: list[tuple[float, int, bytes]]
) -> None:
    for where, length, put in changes:
        at = int(where * len(seed))
        seed = seed[:at] + put + seed[at + length :]
    reading = read_calendar(seed, PARIS, NOW)
    assert reading.entries or reading.remarks
