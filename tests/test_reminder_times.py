"""When things are said of an exchange: wall clocks, zones, quiet hours, and what comes late."""

import logging
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from community.db.engine import Database, parse_url
from community.db.tables import Exchange, Minutes
from community.reminders import Audience, send_message
from community.timing import SCHEDULE, Kind
from tests.conftest import Clock
from tests.meetings import PARIS, Community, kinds, names
from tests.people import PRODUCTIVE

REUNION, GUADELOUPE, NOUMEA = "Indian/Reunion", "America/Guadeloupe", "Pacific/Noumea"
FRIDAY = "2026-12-18T09:30"


@pytest.fixture
async def town(sqlite_url: str, clock: Clock) -> AsyncIterator[Community]:
    base = Database(parse_url(sqlite_url))
    it = Community(base, clock)
    await it.open()
    yield it
    await base.close()


def utc(text: str, zone: str = PARIS) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


async def coming(town: Community, starts: str, zone: str = PARIS, **plan: object) -> int:
    """An exchange to which Marie, who lives in that zone, has come to say yes."""
    marie = await town.member("marie", zone)
    id_ = await town.publish(starts, **plan)
    await town.answers(marie, id_)
    await town.tick()
    return id_


async def every_quarter(town: Community, start: str, end: str) -> list[tuple[str, str, datetime]]:
    """Tick each quarter of an hour, the last minute before 21 h too; who got what, and when."""
    seen = len(town.told)
    town.clock.now = utc(start)
    while town.clock.now <= utc(end):
        await town.tick()
        town.clock.forward(minutes=14)
        await town.tick()
        town.clock.forward(minutes=1)
    return [(one.who, one.kind, one.at) for one in town.told[seen:]]


@pytest.mark.parametrize(
    ("starts", "kind", "due"),
    [
        # 28 March 2027, 2 h: clocks go forward; 31 October, 3 h: back. 9 h 30 stays 9 h 30.
        ("2027-04-02T09:30", Kind.WEEK, "2027-03-26T09:30"),
        ("2027-03-29T09:30", Kind.WEEK, "2027-03-22T09:30"),
        ("2027-03-28T09:30", Kind.EVE, "2027-03-27T09:30"),
        ("2027-04-06T09:30", Kind.NUDGE, "2027-03-27T09:30"),
        ("2027-11-05T09:30", Kind.WEEK, "2027-10-29T09:30"),
        ("2027-10-31T09:30", Kind.EVE, "2027-10-30T09:30"),
        ("2027-11-09T09:30", Kind.NUDGE, "2027-10-30T09:30"),
        ("2027-10-31T09:30", Kind.BRIEF, "2027-10-30T18:00"),
    ],
)
def test_days_are_counted_on_the_wall_clock(starts: str, kind: Kind, due: str) -> None:
    assert SCHEDULE[kind].of(meeting(starts), utc(starts)) == utc(due)


@pytest.mark.parametrize(
    ("starts", "due"),
    [
        ("2027-03-28T03:30", "2027-03-28T00:30"),  # 1 h 30: there was no 2 h 30 that night
        ("2027-10-31T03:30", "2027-10-31T01:30"),  # 2 h 30, the second one
    ],
)
def test_an_hour_is_an_hour_that_passes(starts: str, due: str) -> None:
    assert SCHEDULE[Kind.HOUR].of(meeting(starts), utc(starts)) == utc(due, "UTC")


def meeting(starts: str) -> Exchange:
    return Exchange(
        uid="", theme="", kind="", title="", starts=starts, zone=PARIS, starts_at=utc(starts)
    )


async def test_each_is_told_in_the_hours_of_her_zone(town: Community) -> None:
    """At 9 h 30 in Paris it is 12 h 30 in La Réunion, 19 h 30 in Nouméa, 4 h 30 in Guadeloupe."""
    id_ = await town.publish(FRIDAY)
    for name, zone in (("p", PARIS), ("r", REUNION), ("n", NOUMEA), ("g", GUADELOUPE)):
        await town.answers(await town.member(name, zone), id_)
    went = await every_quarter(town, "2026-12-10T00:00", "2026-12-12T00:00")
    assert {kind for _, kind, _ in went} == {"week"}
    at = {who: moment for who, _, moment in went}
    assert len(went) == len(at) == 4
    assert at["p"] == at["r"] == at["n"] == utc("2026-12-11T09:30")
    assert utc("2026-12-10T20:59", GUADELOUPE) <= at["g"] < utc("2026-12-10T21:00", GUADELOUPE)


async def test_who_comes_to_a_zone_after_the_plan_is_told_in_hers(town: Community) -> None:
    id_ = await town.publish(FRIDAY)
    await town.answers(await town.member("g", GUADELOUPE), id_)
    went = await every_quarter(town, "2026-12-10T00:00", "2026-12-12T00:00")
    assert [(who, kind) for who, kind, _ in went] == [("g", "week")]


async def test_what_follows_waits_for_the_morning_of_each(town: Community) -> None:
    id_ = await town.publish("2026-12-18T18:00", ends=datetime(2026, 12, 18, 21))  # noqa: DTZ001
    for name, zone in (("p", PARIS), ("g", GUADELOUPE)):
        await town.answers(await town.member(name, zone), id_)
    went = await every_quarter(town, "2026-12-18T21:00", "2026-12-19T12:00")
    assert went == [
        ("g", "thanks", utc("2026-12-18T22:00")),
        ("p", "thanks", utc("2026-12-19T08:00")),
    ]


async def test_a_monday_is_reminded_of_on_saturday_evening(town: Community) -> None:
    await coming(town, "2026-12-21T09:30")
    await town.at("2026-12-18T12:00")
    went = await every_quarter(town, "2026-12-19T00:00", "2026-12-21T09:00")
    assert [(kind, moment) for _, kind, moment in went] == [
        ("eve", utc("2026-12-19T20:59")),
        ("hour", utc("2026-12-21T08:30")),
    ]
    (eve,) = [one for one in town.told if one.kind == "eve"]
    assert "Dans 2 jours" in eve.reply.html.replace("\u00a0", " ")


async def test_urgent_things_know_no_night(town: Community) -> None:
    id_ = await coming(town, "2026-12-20T07:30", visio="https://visio.example.org/a")
    assert kinds(await town.at("2026-12-20T06:30"), "marie")[-1] == "hour"
    town.set_clock("2026-12-20T07:00")
    await town.change(id_, place="Valence")
    assert kinds(await town.tick()) == ["moved"]
    assert kinds(await town.at("2026-12-20T07:30")) == ["starting"]


async def test_an_invitation_at_night_waits_for_the_morning(town: Community) -> None:
    await town.member("marie")
    town.set_clock("2026-11-28T23:00")  # a Saturday
    await town.publish(FRIDAY)
    assert await town.tick() == []
    assert await town.at("2026-11-30T07:59") == []
    assert kinds(await town.at("2026-11-30T08:00")) == ["invitation"]


async def test_minutes_wait_for_the_morning(town: Community) -> None:
    id_ = await coming(town, FRIDAY)
    await town.at("2026-12-18T22:00")
    async with town.now() as session:
        session.add(Minutes(exchange_id=id_, drafted_at=town.clock()))
    await town.announce(id_, Kind.MINUTES)
    assert "minutes" not in kinds(await town.tick())
    assert kinds(await town.at("2026-12-19T08:00"), "marie")[-1] == "minutes"


@pytest.mark.parametrize(
    ("now", "audience", "goes"),
    [
        ("2026-12-17T20:00", Audience.THEME, "2026-12-17T20:00"),
        ("2026-12-17T22:00", Audience.THEME, "2026-12-18T08:00"),
        ("2026-12-17T22:00", Audience.COMING, "2026-12-17T22:00"),  # it begins within a day
        ("2026-12-15T22:00", Audience.COMING, "2026-12-16T08:00"),
    ],
)
async def test_a_message_waits_for_the_morning_unless_it_presses(
    town: Community, now: str, audience: Audience, goes: str
) -> None:
    id_ = await coming(town, FRIDAY)
    town.set_clock(now)
    async with town.now() as session:
        exchange = await session.get_one(Exchange, id_)
        await send_message(
            session,
            theme=PRODUCTIVE,
            exchange=exchange,
            audience=audience,
            body="Ana : à demain",
            author_id=1,
            now=town.clock(),
        )
    went = {told.at for told in await town.tick() + await town.at(goes) if told.kind == "message"}
    assert went == {utc(goes)}


@pytest.mark.parametrize(
    ("kind", "back", "useful"),
    [
        (Kind.NUDGE, "2026-12-15T09:00", True),
        (Kind.NUDGE, "2026-12-15T09:31", False),
        (Kind.WEEK, "2026-12-16T09:00", True),
        (Kind.WEEK, "2026-12-16T09:31", False),
        (Kind.EVE, "2026-12-18T09:29", True),
        (Kind.EVE, "2026-12-18T09:30", False),
        (Kind.BRIEF, "2026-12-18T09:29", True),
        (Kind.BRIEF, "2026-12-18T09:30", False),
        (Kind.HOUR, "2026-12-18T09:29", True),
        (Kind.HOUR, "2026-12-18T09:30", False),
        (Kind.STARTING, "2026-12-18T09:59", True),
        (Kind.STARTING, "2026-12-18T10:00", False),
        (Kind.THANKS, "2026-12-21T11:29", True),
        (Kind.THANKS, "2026-12-21T11:30", False),
        (Kind.WRAP_UP, "2026-12-25T11:29", True),
        (Kind.WRAP_UP, "2026-12-25T11:30", False),
    ],
)
async def test_after_a_stop_it_is_sent_late_or_dropped_with_a_line_in_the_log(
    town: Community, caplog: pytest.LogCaptureFixture, kind: Kind, back: str, useful: bool
) -> None:
    await town.animator("ana")
    await town.member("paul")
    id_ = await coming(town, FRIDAY, visio="https://visio.example.org/a")
    with caplog.at_level(logging.WARNING):
        told = await town.at(back)
    assert (kind in kinds(told)) is useful
    said = [line for line in caplog.messages if line.startswith(f"the {kind} of exchange {id_} ")]
    assert len(said) == (0 if useful else 1)


async def test_what_is_late_does_not_go_at_night(town: Community) -> None:
    await coming(town, FRIDAY)
    assert await town.at("2026-12-17T23:00") == []
    assert kinds(await town.at("2026-12-18T08:00")) == ["eve"]


async def test_what_the_night_makes_useless_is_dropped_with_a_line_in_the_log(
    town: Community, caplog: pytest.LogCaptureFixture
) -> None:
    await coming(town, "2026-12-18T07:30")
    with caplog.at_level(logging.WARNING):
        assert await town.at("2026-12-17T23:00") == []
    assert any(line.startswith("the eve of exchange") for line in caplog.messages)
    assert kinds(await town.at("2026-12-18T06:30")) == ["hour"]


async def test_what_was_made_but_not_sent_in_time_is_never_sent(town: Community) -> None:
    await coming(town, FRIDAY)
    town.set_clock("2026-12-18T08:30")
    await town.prepare()
    town.set_clock("2026-12-18T09:31")
    assert await town.send() == []


async def test_what_is_published_too_late_for_a_kind_is_not_planned(
    town: Community, caplog: pytest.LogCaptureFixture
) -> None:
    await town.member("paul")
    town.set_clock("2026-12-17T10:00")
    id_ = await coming(town, FRIDAY)
    with caplog.at_level(logging.WARNING):
        told = await town.at("2026-12-18T09:29")
    assert [(one.who, one.kind) for one in told] == [("marie", "hour")]
    assert caplog.messages == []
    assert id_ == 1


async def test_what_is_published_on_the_evening_of_its_reminder_is_not_planned(
    town: Community,
) -> None:
    """On Monday's eve it would have gone on Saturday evening: by then nobody had heard of it."""
    town.set_clock("2026-12-19T21:30")
    await coming(town, "2026-12-21T09:30")
    went = await every_quarter(town, "2026-12-19T21:30", "2026-12-21T09:00")
    assert [kind for _, kind, _ in went] == ["hour"]


async def test_a_link_that_is_added_later_is_said_at_the_start(town: Community) -> None:
    id_ = await coming(town, FRIDAY)
    await town.change(id_, visio="https://visio.example.org/a")
    await town.at("2026-12-18T09:29")
    assert names(await town.at(FRIDAY), "starting") == ["marie"]


async def test_the_zone_is_named_and_her_own_time_told(town: Community) -> None:
    await town.member("r", REUNION)
    await town.publish(FRIDAY)
    (told,) = await town.tick()
    html = told.reply.html.replace("\u00a0", " ").replace("\u202f", " ")
    assert "Vendredi 18 décembre 2026 à 9 h 30 (heure de Paris)" in html
    assert "Chez vous : vendredi 18 décembre 2026 à 12 h 30" in html
