"""At night and on Sundays, where she lives, nothing is written of the bot's own accord."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from community import quiet
from content.places import OVERSEAS, PARIS

ZONES = st.sampled_from([PARIS, *OVERSEAS.values(), "Europe/Brussels"])
YEARS = st.datetimes(datetime(2026, 1, 1), datetime(2029, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
# The nights when clocks change, Paris and Saint-Pierre-et-Miquelon.
CHANGES = [
    *(datetime(2027, *day, tzinfo=UTC) for day in ((3, 28), (10, 31), (3, 14), (11, 7))),
]
AROUND_A_CHANGE = st.builds(
    lambda change, minutes: change + timedelta(minutes=minutes),
    st.sampled_from(CHANGES),
    st.integers(-2 * 24 * 60, 2 * 24 * 60),
)
MOMENTS = st.one_of(YEARS, AROUND_A_CHANGE)


def wakes(moment: datetime, zone: str) -> bool:
    """Said again in other words: 21 h to 8 h, and all Sunday."""
    local = moment.astimezone(ZoneInfo(zone))
    return local.strftime("%a") == "Sun" or not 8 <= local.hour < 21


def at(text: str, zone: str = PARIS) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))


@given(MOMENTS, ZONES)
def test_quiet_hours_are_what_they_are_said_to_be(moment: datetime, zone: str) -> None:
    assert quiet.allowed(moment, zone) is not wakes(moment, zone)


@given(MOMENTS, ZONES)
def test_before_is_allowed_and_never_later(moment: datetime, zone: str) -> None:
    moved = quiet.before(moment, zone)
    assert not wakes(moved, zone)
    assert moved <= moment


@given(MOMENTS, ZONES)
def test_after_is_allowed_and_never_earlier(moment: datetime, zone: str) -> None:
    moved = quiet.after(moment, zone)
    assert not wakes(moved, zone)
    assert moved >= moment


@given(MOMENTS, ZONES)
def test_before_is_the_last_minute_that_is_allowed(moment: datetime, zone: str) -> None:
    moved = quiet.before(moment, zone)
    if moved != moment:
        between = moved + timedelta(minutes=1)
        while between < moment:
            assert wakes(between, zone)
            between += timedelta(minutes=13)


@given(MOMENTS, ZONES)
def test_after_is_the_first_minute_that_is_allowed(moment: datetime, zone: str) -> None:
    moved = quiet.after(moment, zone)
    if moved != moment:
        between = moved - timedelta(minutes=1)
        while between > moment:
            assert wakes(between, zone)
            between -= timedelta(minutes=13)


@given(MOMENTS, ZONES)
def test_what_is_allowed_does_not_move(moment: datetime, zone: str) -> None:
    assert quiet.before(quiet.before(moment, zone), zone) == quiet.before(moment, zone)
    assert quiet.after(quiet.after(moment, zone), zone) == quiet.after(moment, zone)


@pytest.mark.parametrize(
    ("moment", "before", "after"),
    [
        ("2026-12-18T09:30", "2026-12-18T09:30", "2026-12-18T09:30"),
        ("2026-12-18T08:00", "2026-12-18T08:00", "2026-12-18T08:00"),
        ("2026-12-18T21:00", "2026-12-18T20:59", "2026-12-19T08:00"),
        ("2026-12-18T07:59", "2026-12-17T20:59", "2026-12-18T08:00"),
        ("2026-12-20T15:00", "2026-12-19T20:59", "2026-12-21T08:00"),  # a Sunday
        ("2026-12-21T07:00", "2026-12-19T20:59", "2026-12-21T08:00"),  # the morning after
        ("2026-12-19T22:00", "2026-12-19T20:59", "2026-12-21T08:00"),  # the evening before
        ("2027-03-28T02:30", "2027-03-27T20:59", "2027-03-29T08:00"),  # a time that is not
        ("2027-10-31T02:30", "2027-10-30T20:59", "2027-11-01T08:00"),  # a time that is twice
    ],
)
def test_for_example(moment: str, before: str, after: str) -> None:
    assert quiet.before(at(moment), PARIS) == at(before)
    assert quiet.after(at(moment), PARIS) == at(after)


def test_the_hours_are_hers() -> None:
    half_past_nine = at("2026-12-18T09:30")
    assert quiet.before(half_past_nine, "Indian/Reunion") == half_past_nine
    assert quiet.before(half_past_nine, "America/Guadeloupe") == at(
        "2026-12-17T20:59", "America/Guadeloupe"
    )
