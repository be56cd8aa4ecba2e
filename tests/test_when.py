"""How date phrases are read. The table is `tests/data/dates.yaml`; it reads as a manual."""

from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import yaml

from french.when import Kind, Reading, When, read_when

TABLE = Path(__file__).with_name("data") / "dates.yaml"
NOW = datetime(2026, 11, 23, 10, tzinfo=ZoneInfo("Europe/Paris"))


def rows() -> list[Any]:
    return [
        pytest.param(group["now"], phrase, expected, id=f"{group['title']}: {phrase}")
        for group in yaml.safe_load(TABLE.read_text(encoding="utf-8"))
        for phrase, expected in group["phrases"].items()
    ]


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


@pytest.mark.parametrize(("now", "phrase", "expected"), rows())
def test_a_phrase_is_read_as_the_table_says(now: str, phrase: str, expected: str) -> None:
    assert shown(read_when(phrase, datetime.fromisoformat(now))) == expected
