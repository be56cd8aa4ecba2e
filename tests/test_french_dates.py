"""Dates and times as one says them in French. `~` is a space that does not break."""

from datetime import date, datetime, timedelta

import pytest

from french.dates import date_alone, day, length, moment, month, span

START = datetime(2026, 12, 18, 9, 30)  # noqa: DTZ001 - local time is what one says


def seen(text: str) -> str:
    return text.replace("\u00a0", "~")


def test_a_day_is_said_with_its_weekday() -> None:
    assert day(date(2026, 12, 18)) == "vendredi 18 décembre 2026"


def test_a_date_is_said_alone() -> None:
    assert date_alone(date(2026, 12, 18)) == "18 décembre 2026"


def test_the_first_of_the_month_is_the_only_ordinal() -> None:
    assert day(date(2026, 8, 1)) == "samedi 1er août 2026"


def test_a_moment_is_a_day_and_an_hour() -> None:
    assert seen(moment(START)) == "vendredi 18 décembre 2026 à 9~h~30"


def test_an_early_hour_is_said_to_be_of_the_morning() -> None:
    assert seen(moment(START.replace(hour=2))).endswith("à 2~h~30 du matin")


def test_a_sharp_hour_has_no_minutes() -> None:
    assert seen(moment(START.replace(minute=0))) == "vendredi 18 décembre 2026 à 9~h"


def test_few_minutes_take_two_digits() -> None:
    assert seen(moment(START.replace(minute=5))).endswith("à 9~h~05")


def test_a_span_within_a_day_says_the_day_once() -> None:
    end = START.replace(hour=16)
    assert seen(span(START, end)) == "vendredi 18 décembre 2026, de 9~h~30 à 16~h~30"


def test_a_span_without_an_end_is_a_moment() -> None:
    assert span(START, None) == moment(START)


def test_a_span_may_end_at_midnight() -> None:
    midnight = START.replace(day=19, hour=0, minute=0)
    assert seen(span(START, midnight)) == "vendredi 18 décembre 2026, de 9~h~30 à minuit"


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (date(2026, 12, 18), None, "vendredi 18 décembre 2026"),
        (date(2026, 12, 18), date(2026, 12, 18), "vendredi 18 décembre 2026"),
        (date(2026, 12, 18), date(2026, 12, 19), "du vendredi 18 au samedi 19 décembre 2026"),
        (
            date(2026, 11, 30),
            date(2026, 12, 1),
            "du lundi 30 novembre au mardi 1er décembre 2026",
        ),
        (
            date(2026, 12, 31),
            date(2027, 1, 1),
            "du jeudi 31 décembre 2026 au vendredi 1er janvier 2027",
        ),
    ],
)
def test_days_say_once_what_they_share(first: date, last: date | None, words: str) -> None:
    assert span(first, last) == words


def test_a_span_over_two_days_says_both() -> None:
    end = START.replace(day=19, hour=12, minute=0)
    assert seen(span(START, end)) == (
        "du vendredi 18 décembre 2026 à 9~h~30 au samedi 19 décembre 2026 à 12~h"
    )


def test_a_month_is_said_in_words() -> None:
    assert month("2026-11") == "novembre 2026"


@pytest.mark.parametrize("value", ["2026-13", "novembre", ""])
def test_what_is_no_month_is_refused(value: str) -> None:
    with pytest.raises(ValueError, match=r"month|Invalid"):
        month(value)


@pytest.mark.parametrize(
    ("minutes", "said"),
    [(45, "45~min"), (60, "1~h"), (150, "2~h~30"), (2165, "36~h~05"), (72_000, "1\u202f200~h")],
)
def test_a_length_is_said_in_hours(minutes: int, said: str) -> None:
    assert seen(length(timedelta(minutes=minutes))) == said
