"""`palabre date`: how a date phrase is read, without database."""

import json
from argparse import Namespace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.console import Refusal, asked, say
from bot.settings import Settings
from content.echo import echo
from content.loading import load_texts
from french.when import Reading, When, read_when
from french.zones import find_zone, zone_name

BAD_NOW = "--now : écrivez une date et une heure, par exemple 2026-11-23T10:00"


async def read_dates(arguments: Namespace, settings: Settings) -> int:
    """Show how a phrase is read, or each line of standard input."""
    now = _now(arguments.now, ZoneInfo(settings.timezone))
    texts = load_texts("dates", settings.content)
    for phrase in asked(arguments.phrase):
        zone, dated = find_zone(phrase)
        when = read_when(dated, now.astimezone(ZoneInfo(zone)) if zone else now)
        named = f" ({zone_name(zone)})" if zone and when.readings else ""
        said = echo(texts, when) + named
        say(_line(when, said, zone) if arguments.json else f"{when.kind} : {said}")
    return 0


def _now(given: str | None, zone: ZoneInfo) -> datetime:
    """The moment of reading, there."""
    if given is None:
        return datetime.now(zone)
    try:
        now = datetime.fromisoformat(given)
    except ValueError:
        raise Refusal(BAD_NOW, code=2) from None
    return now.astimezone(zone) if now.tzinfo else now.replace(tzinfo=zone)


def _line(when: When, said: str, zone: str) -> str:
    readings = [_row(reading) for reading in when.readings]
    row = {"kind": when.kind, "readings": readings, "echo": said}
    return json.dumps(row | ({"zone": zone} if zone else {}), ensure_ascii=False)


def _row(reading: Reading) -> dict[str, str | None]:
    """A reading in local ISO, without seconds; a date where no hour was said."""
    return {"start": _iso(reading.start), "end": _iso(reading.end), "rrule": reading.rrule}


def _iso(value: date | None) -> str | None:
    if isinstance(value, datetime):
        return value.isoformat(timespec="minutes")
    return value.isoformat() if value else None
