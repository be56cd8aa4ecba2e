"""When an exchange takes place, as a form keeps it."""

from datetime import date, datetime

import pytest

from community.context import Context, Unreadable
from community.drafts import Draft
from handlers.planning_fields import WHEN
from handlers.times import (
    Times,
    is_date,
    read_hours,
    read_length,
    read_new_times,
    read_times,
    times_so_far,
)
from tests.people import People

START = datetime.fromisoformat("2026-12-18T09:30")


@pytest.mark.parametrize(
    ("times", "stored"),
    [
        (Times(date(2026, 12, 18)), "20261218"),
        (Times(date(2026, 12, 18), date(2026, 12, 19)), "20261218/20261219"),
        (Times(START), "20261218T0930"),
        (Times(START, START.replace(hour=16)), "20261218T0930/T1630"),
        (Times(START, START.replace(day=19)), "20261218T0930/20261219T0930"),
        (Times(START, zone="Indian/Reunion"), "20261218T0930 @Indian/Reunion"),
        (Times(START, rule="MONTHLY;BYDAY=1TU"), "20261218T0930 MONTHLY;BYDAY=1TU"),
    ],
)
def test_what_a_form_keeps_is_read_again(times: Times, stored: str) -> None:
    assert times.stored == stored
    assert Times.parse(stored) == times


@pytest.mark.parametrize("text", ["mardi", "20261341T0930", "2026", "", "20261218 tous"])
def test_anything_else_is_not_that(text: str) -> None:
    assert Times.parse(text) is None


def test_a_rule_is_whole_again_for_the_calendar() -> None:
    times = Times(START, rule="WEEKLY;BYDAY=FR;UNTIL=20270630")
    assert times.rrule == "FREQ=WEEKLY;BYDAY=FR;UNTIL=20270630T235959"


@pytest.mark.parametrize(
    ("said", "stored"),
    [
        ("vendredi 18 décembre 9h30-16h30", "20261218T0930/T1630"),
        ("18/12", "20261218"),
        ("demain matin", "20261124"),
        ("le 18/12 à 14h, heure de La Réunion", "20261218T1400 @Indian/Reunion"),
        ("tous les premiers mardis du mois 10h-12h", "20261201T1000/T1200 MONTHLY;BYDAY=1TU"),
        ("20261218T0930", "20261218T0930"),
    ],
)
async def test_a_date_is_read_as_people_write_it(people: People, said: str, stored: str) -> None:
    async with people.context("sophie") as ctx:
        assert read_times(said, ctx) == stored


@pytest.mark.parametrize(
    ("said", "why", "offers"),
    [
        ("mardi prochain à 14h", "deux façons", ["20261201T1400", "20261124T1400"]),
        ("hier à 14h", "déjà passé", []),
        ("31 avril", "n’existe pas", []),
        ("la semaine des quatre jeudis", "pas compris", []),
        (
            "tous les mardis de janvier à mars à 10h",
            "dernier mois",
            [
                "20270105T1000 WEEKLY;BYDAY=TU;UNTIL=20270331",
                "20270105T1000 WEEKLY;BYDAY=TU;UNTIL=20270228",
            ],
        ),
    ],
)
async def test_what_is_unsure_is_asked_and_what_is_wrong_is_said(
    people: People, said: str, why: str, offers: list[str]
) -> None:
    async with people.context("sophie") as ctx:
        with pytest.raises(Unreadable) as unread:
            read_times(said, ctx)
        assert [one.value for one in unread.value.near] == offers
        assert why in ctx.say(unread.value.text, **unread.value.values)


def asked(ctx: Context, **answers: str) -> None:
    ctx.draft = Draft("planning", "", answers)


@pytest.mark.parametrize(
    ("said", "kept"),
    [("9h30", "0930"), ("de 14h à 16h", "1400/1600"), ("14 heures - 15h30", "1400/1530")],
)
async def test_hours_are_of_the_day_said_before(people: People, said: str, kept: str) -> None:
    async with people.context("sophie") as ctx:
        asked(ctx, when="20261218")
        assert read_hours(said, ctx) == kept


@pytest.mark.parametrize(
    ("said", "end"),
    [
        ("16h30", "16:30"),
        ("jusqu'à 16h30", "16:30"),
        ("à midi", "12:00"),
        ("2 heures", "11:30"),
        ("2h", "11:30"),
        ("1h30", "11:00"),
        ("une heure et demie", "11:00"),
        ("90 minutes", "11:00"),
    ],
)
async def test_an_end_or_a_length_both_tell_when_it_ends(
    people: People, said: str, end: str
) -> None:
    async with people.context("sophie") as ctx:
        asked(ctx, when="20261218T0930")
        length = read_length(said, ctx)
    told = times_so_far({"when": "20261218T0930", "length": length}).end
    assert told == datetime.fromisoformat(f"2026-12-18T{end}")


@pytest.mark.parametrize("said", ["longtemps", "8h", "un peu"])
async def test_what_is_no_length_is_asked_again(people: People, said: str) -> None:
    async with people.context("sophie") as ctx:
        asked(ctx, when="20261218T1630")
        if said != "8h":
            with pytest.raises(Unreadable):
                read_length(said, ctx)
        else:
            assert read_length(said, ctx) == "20261219T0030"


@pytest.mark.parametrize(
    ("said", "start", "end"),
    [
        ("jeudi 14 janvier", "2027-01-14T09:30", "2027-01-14T16:30"),
        ("14h", "2026-12-18T14:00", "2026-12-18T21:00"),
        ("de 14h à 16h", "2026-12-18T14:00", "2026-12-18T16:00"),
        ("jeudi 14 janvier à 10h", "2027-01-14T10:00", "2027-01-14T17:00"),
        ("jeudi 14 janvier de 10h à 12h", "2027-01-14T10:00", "2027-01-14T12:00"),
    ],
)
async def test_a_move_keeps_what_it_does_not_say(
    people: People, said: str, start: str, end: str
) -> None:
    before = "20261218T0930/T1630 @Europe/Paris"
    async with people.context("sophie") as ctx:
        asked(ctx, before=before)
        when = read_new_times(said, ctx)
    moved = times_so_far({"when": when, "before": before})
    assert (moved.start, moved.end) == (datetime.fromisoformat(start), datetime.fromisoformat(end))


async def test_what_is_published_is_moved_one_date_at_a_time(people: People) -> None:
    async with people.context("sophie") as ctx:
        asked(ctx, before="20261218T0930 @Europe/Paris", published="yes")
        with pytest.raises(Unreadable, match="one_date"):
            read_new_times("tous les jeudis à 14h", ctx)


async def test_an_hour_alone_is_no_date(people: People) -> None:
    async with people.context("sophie") as ctx:
        assert is_date("vendredi 18 décembre", ctx)
        assert is_date("31 avril", ctx)
        assert not is_date("14h", ctx)
        assert not is_date("Journée", ctx)


async def test_what_a_line_may_mean_is_offered_when_the_date_is_asked(people: People) -> None:
    async with people.context("sophie") as ctx:
        asked(ctx, phrase="mardi prochain à 14h")
        assert WHEN.offer is not None
        assert [one.label for one in WHEN.offer(ctx)] == [
            "Mardi 1er décembre 2026 à 14\u00a0h",
            "Mardi 24 novembre 2026 à 14\u00a0h",
        ]
