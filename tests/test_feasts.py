"""The feasts of the year."""

from datetime import date, timedelta

import pytest

from french.feasts import FEASTS, easter


@pytest.mark.parametrize(
    "sunday",
    [
        date(1961, 4, 2),
        date(2008, 3, 23),
        date(2019, 4, 21),
        date(2024, 3, 31),
        date(2025, 4, 20),
        date(2026, 4, 5),
        date(2027, 3, 28),
        date(2028, 4, 16),
        date(2038, 4, 25),
    ],
)
def test_easter_is_on_its_sunday(sunday: date) -> None:
    assert easter(sunday.year) == sunday


def test_feasts_follow_easter() -> None:
    assert FEASTS["lundi de paques"](2027) == date(2027, 3, 29)
    assert FEASTS["ascension"](2027) == date(2027, 5, 6)
    assert FEASTS["lundi de pentecote"](2027) == date(2027, 5, 17)


def test_feasts_fall_on_the_day_they_name() -> None:
    for year in range(2026, 2060):
        assert FEASTS["lundi de paques"](year).weekday() == 0
        assert FEASTS["jeudi de l ascension"](year).weekday() == 3
        assert FEASTS["dimanche de pentecote"](year) == easter(year) + timedelta(days=49)
