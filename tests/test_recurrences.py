"""What comes back, written as RFC 5545 has it."""

from datetime import date

import pytest

from french.recurrences import Recurrence, Unit, every

MONDAY = date(2026, 11, 23)
RULES = [
    ("FREQ=DAILY", "chaque jour"),
    ("FREQ=DAILY;INTERVAL=3", "tous les trois jours"),
    ("FREQ=WEEKLY;BYDAY=TU", "chaque mardi"),
    ("FREQ=WEEKLY;BYDAY=TU,TH,FR", "chaque mardi, jeudi et vendredi"),
    ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TH", "un jeudi sur deux"),
    ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH", "toutes les deux semaines, mardi et jeudi"),
    ("FREQ=MONTHLY;BYDAY=1TU", "chaque premier mardi du mois"),
    ("FREQ=MONTHLY;BYDAY=1TU,3TU", "chaque premier et troisième mardi du mois"),
    ("FREQ=MONTHLY;BYDAY=-1FR", "chaque dernier vendredi du mois"),
    ("FREQ=MONTHLY;INTERVAL=2;BYDAY=1MO", "tous les deux mois, le premier lundi"),
    ("FREQ=MONTHLY;BYMONTHDAY=15", "chaque mois, le 15"),
    ("FREQ=YEARLY", "chaque année, le 23 novembre"),
    ("FREQ=YEARLY;INTERVAL=2", "tous les deux ans, le 23 novembre"),
]


@pytest.mark.parametrize(("rrule", "words"), RULES)
def test_a_rule_is_said_in_french(rrule: str, words: str) -> None:
    assert every(Recurrence.parse(rrule), MONDAY) == words


@pytest.mark.parametrize("bounds", ["", ";UNTIL=20270630T235959", ";COUNT=10"])
@pytest.mark.parametrize(("rrule", "words"), RULES)
def test_a_rule_is_read_as_it_was_written(rrule: str, words: str, bounds: str) -> None:
    assert Recurrence.parse(rrule + bounds).rrule(timed=True) == rrule + bounds


def test_the_end_is_a_date_when_the_start_is_one() -> None:
    rule = Recurrence(Unit.WEEK, weekdays=(1,), until=date(2027, 6, 30))
    assert rule.rrule(timed=False) == "FREQ=WEEKLY;BYDAY=TU;UNTIL=20270630"


@pytest.mark.parametrize(
    ("rrule", "first"),
    [
        ("FREQ=DAILY", date(2026, 11, 23)),
        ("FREQ=WEEKLY;BYDAY=SU,TU", date(2026, 11, 24)),
        ("FREQ=MONTHLY;BYDAY=-1MO", date(2026, 11, 30)),
        ("FREQ=MONTHLY;BYDAY=5TH", date(2026, 12, 31)),
        ("FREQ=MONTHLY;BYMONTHDAY=31", date(2026, 12, 31)),
        ("FREQ=MONTHLY;BYMONTHDAY=32", None),
    ],
)
def test_the_first_time_is_from_a_day_on(rrule: str, first: date | None) -> None:
    assert Recurrence.parse(rrule).first(MONDAY) == first


@pytest.mark.parametrize("rrule", ["", "FREQ=HOURLY", "FREQ=WEEKLY;BYDAY=XX"])
def test_another_rule_is_refused(rrule: str) -> None:
    with pytest.raises((KeyError, ValueError)):
        Recurrence.parse(rrule)
