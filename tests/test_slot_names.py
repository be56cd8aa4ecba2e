"""The dates of a poll, named by their days or their places among the others."""

from datetime import datetime

import pytest

from french.slot_names import by_letters, names_dates, undecided

STARTS = [datetime.fromisoformat(f"2026-12-{day}T14:00") for day in ("08", "10", "11")]


@pytest.mark.parametrize(
    ("text", "letters"),
    [
        ("le 8 oui pas le 10", "A oui pas B"),
        ("mardi oui, jeudi non", "A oui, B non"),
        ("Mardi 8 décembre 2026, de 14 h à 16 h : oui", "A : oui"),
        ("8/12 ok, 10/12 non", "A ok, B non"),
        ("je peux le 8 et le 11 decembre", "je peux A et C"),
        ("les deux premiers", "A et B"),
        ("les 2 dernières dates si besoin", "B et C si besoin"),
        ("toutes sauf la dernière", "toutes sauf C"),
    ],
)
def test_days_and_places_become_letters(text: str, letters: str) -> None:
    assert by_letters(text, STARTS) == letters


@pytest.mark.parametrize(
    "text", ["tout sauf le 2", "le 9 oui", "lundi oui", "8/11 oui", "les 4 premières", "à 8h", "A"]
)
def test_what_is_no_date_of_the_poll_stays_as_it_is(text: str) -> None:
    assert by_letters(text, STARTS) == text


def test_two_dates_of_a_day_are_not_told_by_it() -> None:
    twice = [*STARTS, datetime.fromisoformat("2026-12-08T18:00")]
    assert by_letters("le 8 oui", twice) == "le 8 oui"


def test_the_day_of_a_date_goes_before_its_place() -> None:
    early = [datetime.fromisoformat(f"2026-12-{day}T14:00") for day in ("02", "03", "09")]
    assert by_letters("le 3 oui, le 9 non", early) == "B oui, C non"
    assert by_letters("3 oui", early) == "3 oui"
    assert by_letters("le 1 oui", early) == "le 1 oui"


def test_a_day_that_is_not_that_of_one_date_is_said_back_with_those_it_may_be() -> None:
    twice = [*STARTS, datetime.fromisoformat("2026-12-08T18:00")]
    assert undecided("le 8 oui, jeudi non, le 9 oui", twice) == [("le 8", ["A", "D"]), ("le 9", [])]


@pytest.mark.parametrize(
    ("text", "tells"),
    [("le 9 oui", True), ("la dernière", True), ("A oui", False), ("mardi on verra bien", False)],
)
def test_whether_a_text_is_about_dates_shows_without_knowing_them(text: str, tells: bool) -> None:
    assert names_dates(text) is tells
