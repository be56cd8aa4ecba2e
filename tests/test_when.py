"""How date phrases are read. The table is `tests/data/dates.yaml`; it reads as a manual."""

import time
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import yaml
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from content.echo import echo
from content.loading import load_texts
from french.recurrences import Recurrence, Unit
from french.when import Kind, Reading, When, Why, read_when, say

TABLE = yaml.safe_load((Path(__file__).parent / "data" / "dates.yaml").read_text(encoding="utf-8"))
patient = settings(deadline=None)  # a busy machine has slow moments
NOW = datetime(2026, 11, 23, 10, tzinfo=ZoneInfo("Europe/Paris"))
TODAY = NOW.date()
TEXTS = load_texts("dates", None)


def shown(when: When) -> str:
    """As the table writes it."""
    readings = " / ".join(map(shown_reading, when.readings))
    match when.kind:
        case Kind.READING:
            return readings
        case Kind.AMBIGUOUS:
            return f"? {when.why}: {readings}"
        case Kind.REFUSED:
            return f"! {when.why}"
        case Kind.UNKNOWN:
            return f"- {when.why}: {' … '.join(when.left)}" if when.left else f"- {when.why}"


def shown_reading(reading: Reading) -> str:
    start, end = reading.start, reading.end
    text = said(start)
    if isinstance(start, datetime) and isinstance(end, datetime) and end.date() == start.date():
        text += f"-{end:%H:%M}"
    elif end is not None:
        text += f"..{said(end)}"
    return f"{text} ~ {reading.rrule}" if reading.rrule else text


def said(value: date) -> str:
    return f"{value:%Y-%m-%d %H:%M}" if isinstance(value, datetime) else value.isoformat()


@pytest.mark.parametrize(
    ("now", "phrase", "expected"),
    [
        pytest.param(group["now"], phrase, expected, id=f"{group['title']}: {phrase}")
        for group in TABLE
        for phrase, expected in group["phrases"].items()
    ],
)
def test_a_phrase_is_read_as_the_table_says(now: str, phrase: str, expected: str) -> None:
    assert shown(read_when(phrase, datetime.fromisoformat(now))) == expected


def test_the_zone_of_now_says_which_hours_are_skipped() -> None:
    cayenne = NOW.astimezone(ZoneInfo("America/Cayenne"))
    assert read_when("28 mars 2027 à 02h30", NOW).why is Why.HOUR_SKIPPED
    assert read_when("28 mars 2027 à 02h30", cayenne).kind is Kind.READING


def test_what_is_wrong_is_named() -> None:
    assert read_when("le 31 avril", NOW).about == "31 avril"
    assert read_when("demain à 25h", NOW).about == "25 h"
    assert read_when("mardi 10 novembre", NOW).about == "mardi 10 novembre 2026"
    assert read_when("la semaine prochaine", NOW).about == "la semaine du lundi 30 novembre 2026"


# Whatever one writes

WORDS = (
    "mardi lundi le la les du de au à et ou soit - , entre vers matin soir demain après-midi midi "
    "minuit 14h 16h30 2h 9 12 18 31 25h décembre janvier avril 2027 tous toutes chaque un deux "
    "huit quinze sur mois semaine semaines jours prochain prochaine premier dernier en dans "
    "jusqu'à à_partir_du pendant Noël fin début 18/12 20.12.26 et_demie fois (2h) week-end ce sauf"
)
PHRASES = st.lists(st.sampled_from(WORDS.split()), max_size=12).map(
    lambda words: " ".join(words).replace("_", " ")
)


@given(st.text(max_size=500))
@patient
def test_any_text_has_an_answer(text: str) -> None:
    when = read_when(text, NOW)
    assert bool(when.readings) is (when.kind in {Kind.READING, Kind.AMBIGUOUS})
    assert (when.why is None) is (when.kind is Kind.READING)


@given(PHRASES)
@patient
def test_no_reading_is_past_or_ends_before_its_start(phrase: str) -> None:
    for reading in read_when(phrase, NOW).readings:
        start, end = reading.start, reading.end
        if isinstance(start, datetime):
            assert start >= NOW.replace(tzinfo=None)
            assert end is None or (isinstance(end, datetime) and end > start)
        else:
            assert start >= TODAY
            assert end is None or (not isinstance(end, datetime) and end > start)


@given(PHRASES)
@patient
def test_a_reading_said_in_full_is_read_again(phrase: str) -> None:
    for reading in read_when(phrase, NOW).readings:
        assert reading in read_when(say(reading), NOW).readings


@pytest.mark.parametrize(
    "noise",
    [
        "mardi " * 83,
        "1 " * 250,
        "- " * 250,
        "a" * 500,
        "18/12 " * 83,
        "le " * 66,
        "14h à " * 30,
        "le 14 - 16h et " * 13,
        "vers de le à " * 14,
        "\u0301" * 500,
    ],
)
def test_noise_takes_no_time(noise: str) -> None:
    began = time.process_time()
    read_when(noise, NOW)
    assert time.process_time() - began < 0.1


# What is said back

DAYS = st.dates(TODAY + timedelta(days=1), TODAY + timedelta(days=4 * 365))
TIMES = st.times().map(lambda value: value.replace(second=0, microsecond=0, fold=0))
MOMENTS = st.builds(datetime.combine, DAYS, TIMES)
LENGTHS = st.integers(1, 3 * 24 * 60).map(lambda minutes: timedelta(minutes=minutes))


def skipped(moment: datetime) -> bool:
    """Whether the clocks of Paris may jump over it."""
    return moment.month == 3 and moment.day > 24 and moment.weekday() == 6 and moment.hour == 2


@given(MOMENTS, st.none() | LENGTHS)
@patient
def test_hours_said_in_full_are_read_as_themselves(start: datetime, length: timedelta) -> None:
    end = start + length if length else None
    assume(not skipped(start) and not (end and skipped(end)))
    check(Reading(start, end))


@given(DAYS, st.none() | st.integers(1, 40))
@patient
def test_days_said_in_full_are_read_as_themselves(start: date, length: int | None) -> None:
    check(Reading(start, start + timedelta(days=length) if length else None))


WEEKDAYS = st.sets(st.integers(0, 6), min_size=1, max_size=7).map(lambda days: tuple(sorted(days)))
RANKS = st.sampled_from([(1,), (2,), (3,), (4,), (-1,), (1, 3), (2, 4)])
RULES = st.one_of(
    st.builds(Recurrence, st.just(Unit.DAY), st.sampled_from([1, 2, 3])),
    st.builds(Recurrence, st.just(Unit.WEEK), st.integers(1, 12), WEEKDAYS),
    st.builds(
        Recurrence,
        st.just(Unit.MONTH),
        st.integers(1, 12),
        st.integers(0, 6).map(lambda one: (one,)),
        RANKS,
    ),
    st.builds(
        lambda every, day: Recurrence(Unit.MONTH, every, monthday=day),
        st.integers(1, 12),
        st.integers(1, 28),
    ),
    st.builds(Recurrence, st.just(Unit.YEAR), st.integers(1, 5)),
)


@given(
    RULES,
    DAYS,
    st.none() | TIMES,
    st.none() | st.integers(1, 24 * 60),
    st.none() | st.integers(400, 900),
    st.none() | st.integers(2, 99),
)
@patient
def test_a_rule_said_in_full_is_read_as_itself(
    rule: Recurrence,
    base: date,
    hour: Any,
    length: int | None,
    until: int | None,
    count: int | None,
) -> None:
    first = base if rule.unit is Unit.YEAR else rule.first(base)
    assert first is not None
    assume((first.month, first.day) != (2, 29))
    start = datetime.combine(first, hour) if hour else first
    end = start + timedelta(minutes=length) if length and isinstance(start, datetime) else None
    assume(not isinstance(start, datetime) or not (skipped(start) or (end and skipped(end))))
    last = first + timedelta(days=until) if until else None
    bounded = Recurrence(
        rule.unit,
        rule.interval,
        rule.weekdays,
        rule.ranks,
        rule.monthday,
        last,
        None if last else count,
    )
    check(Reading(start, end, bounded.rrule(timed=isinstance(start, datetime))))


def check(reading: Reading) -> None:
    assert read_when(say(reading), NOW) == When(Kind.READING, (reading,)), say(reading)


@pytest.mark.parametrize(
    ("phrase", "words"),
    [
        ("vendredi 18 décembre 9h30-16h30", "vendredi 18 décembre 2026, de 9 h 30 à 16 h 30"),
        ("les 18 et 19 décembre", "du vendredi 18 au samedi 19 décembre 2026"),
        ("demain 20h à minuit", "mardi 24 novembre 2026, de 20 h à minuit"),
        (
            "31 décembre 22h à 2h",
            "du jeudi 31 décembre 2026 à 22 h au vendredi 1er janvier 2027 à 2 h du matin",
        ),
        (
            "tous les premiers mardis du mois de 10h à 12h",
            "chaque premier mardi du mois, de 10 h à 12 h, à partir du mardi 1er décembre 2026",
        ),
        ("un jeudi sur deux", "un jeudi sur deux, à partir du jeudi 26 novembre 2026"),
        (
            "tous les mardis jusqu'à fin juin",
            "chaque mardi, à partir du mardi 24 novembre 2026, jusqu’au mercredi 30 juin 2027",
        ),
        ("tous les mois le 1er", "chaque mois, le 1er, à partir du mardi 1er décembre 2026"),
        (
            "tous les ans le 14 juillet",
            "chaque année, le 14 juillet, à partir du mercredi 14 juillet 2027",
        ),
        (
            "mardi prochain",
            (
                "« Prochain » se comprend de deux façons. "
                "Est-ce mardi 1er décembre 2026, ou bien mardi 24 novembre 2026 ?"
            ),
        ),
        (
            "10 novembre",
            "Cette date vient de passer. Est-ce bien mercredi 10 novembre 2027 ?",
        ),
        ("31 avril", "Le 31 avril n’existe pas. Quelle date voulez-vous ?"),
        (
            "mardi sauf férié",
            (
                "Je n’ai pas compris « sauf férié ». "
                "Écrivez par exemple « vendredi 18 décembre de 9h30 à 16h30 »."
            ),
        ),
    ],
)
def test_what_was_read_is_said_back_in_full(phrase: str, words: str) -> None:
    seen = echo(TEXTS, read_when(phrase, NOW)).replace("\u00a0", " ").replace("\u202f", " ")
    assert seen == words


@pytest.mark.parametrize("why", Why)
def test_every_reason_has_its_words(why: Why) -> None:
    words = TEXTS.label(f"dates.{why}", about="31 avril", left=("sauf",))
    assert words.endswith((".", "?"))
