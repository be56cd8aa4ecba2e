"""When an exchange takes place: read from what people write, kept by a form, said in full."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from community.context import Context, Offer, Unreadable
from french.dates import day, hour
from french.typography import typeset
from french.when import Kind, Reading, When, Why, read_when, say
from french.zones import find_zone, zone_name

LONGEST_OFFER = 64 - len("/reponse when ")  # bytes of a choice's command
_DAY = r"[0-9]{8}"
_STORED = re.compile(
    rf"(?P<start>{_DAY}(?:T[0-9]{{4}})?)(?:/(?P<end>{_DAY}(?:T[0-9]{{4}})?|T[0-9]{{4}}))?"
    r"(?: (?P<rule>[A-Z]+LY[A-Z0-9=;,+-]*))?(?: @(?P<zone>[A-Za-z_/]+))?"
)
_UNTIL = re.compile(r"UNTIL=[0-9]{8}")


@dataclass(frozen=True, slots=True)
class Times:
    """A start, and what else was said: an end, a rule, a zone. Dates when no hour was.

    `rule` is an RRULE without its `FREQ=` and the hour of its UNTIL, for choices are short.
    """

    start: date
    end: date | None = None
    rule: str = ""
    zone: str = ""

    @property
    def timed(self) -> bool:
        """Whether an hour was said."""
        return isinstance(self.start, datetime)

    @property
    def rrule(self) -> str:
        """The rule as RFC 5545 writes it; empty when it takes place once."""
        whole = _UNTIL.sub(r"\g<0>T235959", self.rule)
        return f"FREQ={whole}" if whole else ""

    @property
    def stored(self) -> str:
        """As a form keeps it: `20261218T0930/T1630 WEEKLY @Europe/Paris`."""
        end = f"/{self._end()}" if self.end else ""
        rule = f" {self.rule}" if self.rule else ""
        return f"{_compact(self.start)}{end}{rule}{f' @{self.zone}' if self.zone else ''}"

    def _end(self) -> str:
        end = _compact(self.end) if self.end else ""
        return end[8:] if self.timed and end[:8] == _compact(self.start)[:8] else end

    @classmethod
    def parse(cls, text: str) -> "Times | None":
        """Read what a form keeps; None when it is not that."""
        found = _STORED.fullmatch(text)
        if found is None:
            return None
        end = found["end"] or ""
        end = found["start"][:8] + end if end.startswith("T") else end
        try:
            start, last = _moment(found["start"]), _moment(end) if end else None
        except ValueError:
            return None
        return cls(start, last, found["rule"] or "", found["zone"] or "")


def _compact(moment: date) -> str:
    return f"{moment:%Y%m%dT%H%M}" if isinstance(moment, datetime) else f"{moment:%Y%m%d}"


def _moment(text: str) -> date:
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)


def read_times(text: str, ctx: Context) -> str:
    """What was meant, as a form keeps it. Raises Unreadable, with the readings there are."""
    if Times.parse(text) is not None:
        return text
    zone, phrase = find_zone(text)
    found = read_when(phrase, _local(ctx, zone))
    only = len(found.readings) == 1
    if found.kind is Kind.READING or (found.why is Why.NO_HOUR and only):
        return _times(found.readings[0], zone).stored
    near = tuple(_offer(_times(reading, zone)) for reading in found.readings)
    near = tuple(one for one in near if len(one.value.encode()) <= LONGEST_OFFER)
    raise Unreadable("times.unread", near, reason=_reason(found, ctx), count=len(near))


def _reason(found: When, ctx: Context) -> str:
    """Why a phrase is not simply a date."""
    said_so = ctx.library.texts.label
    return said_so(f"dates.{found.why}", about=found.about, left=found.left)


def read_new_times(text: str, ctx: Context) -> str:
    """Another time for an exchange: hours alone are of its day. Raises Unreadable.

    What is published comes back no more by a rule than it did: one date is moved.
    """
    known = _answers(ctx)
    before = Times.parse(known.get("before", ""))
    zone, phrase = find_zone(text)
    if before is not None and read_when(phrase, _local(ctx, zone)).why is Why.NO_DAY:
        times = Times.parse(read_times(f"{day(before.start)} {text}", ctx))
        return replace(times, rule=before.rule).stored if times else ""
    new = read_times(text, ctx)
    times = Times.parse(new)
    if times is not None and times.rule and known.get("published"):
        raise Unreadable("times.one_date")
    return new


def is_date(phrase: str, ctx: Context) -> bool:
    """Whether a phrase says a day, even a wrong one, and nothing else."""
    found = meaning(phrase, ctx)
    return found.kind is not Kind.UNKNOWN and found.why is not Why.NO_DAY


def meaning(phrase: str, ctx: Context) -> When:
    """How a phrase is read, whatever its zone."""
    return read_when(find_zone(phrase)[1], _local(ctx, ""))


def readings(phrase: str, ctx: Context) -> tuple[Offer, ...]:
    """The dates that a phrase said before may mean."""
    try:
        read_times(phrase, ctx)
    except Unreadable as unread:
        return unread.near
    return ()


def _local(ctx: Context, zone: str) -> datetime:
    return ctx.now.astimezone(ZoneInfo(zone) if zone else ctx.home)


def _times(reading: Reading, zone: str) -> Times:
    return with_rule(Times(reading.start, reading.end, zone=zone), reading.rrule or "")


def with_rule(times: Times, rrule: str) -> Times:
    """These times, coming back by a rule of RFC 5545; once when it is empty."""
    return replace(times, rule=rrule.removeprefix("FREQ=").replace("T235959", ""))


def _offer(times: Times) -> Offer:
    return Offer(times.stored, typeset(capitalised(said(times))))


def capitalised(text: str) -> str:
    """With a capital, the rest as it is."""
    return text[:1].upper() + text[1:]


def said(times: Times) -> str:
    """« vendredi 18 décembre 2026, de 9 h 30 à 16 h 30 », with the rule it comes back by."""
    return say(Reading(times.start, times.end, times.rrule or None))


def shown(times: Times, zone: str, ctx: Context) -> str:
    """The same, naming the zone when it is not the reader's."""
    named = "" if not times.timed or zone == ctx.zone.key else f" ({zone_name(zone)})"
    return capitalised(said(times)) + named


def read_hours(text: str, ctx: Context) -> str:
    """« 14h-16h », on the day that was said before. Raises Unreadable."""
    known = times_so_far(_answers(ctx))
    on_day = _understood(f"{day(known.start)} {text}", ctx)
    if on_day is None or not on_day.timed:
        raise Unreadable("times.hours_unclear")
    return f"{on_day.start:%H%M}" + (f"/{on_day.end:%H%M}" if on_day.end else "")


def read_length(text: str, ctx: Context) -> str:
    """« 2 heures » or « 16 h »: when it ends; empty when that is not known. Raises Unreadable."""
    start = times_so_far(_answers(ctx)).start
    assert isinstance(start, datetime)
    until = _understood(f"{day(start)} de {hour(start.time())} à {text}", ctx)
    if until is not None and until.end and _compact(until.end)[:8] == _compact(start)[:8]:
        return f"{until.end:%H%M}"
    lasting = _understood(f"{day(start)} à {hour(start.time())} pendant {text}", ctx)
    if lasting is None or lasting.end is None:
        raise Unreadable("times.length_unclear")
    return _compact(lasting.end)


def _understood(phrase: str, ctx: Context) -> Times | None:
    found = read_when(phrase, _local(ctx, ""))
    return _times(found.readings[0], "") if found.kind is Kind.READING else None


def _answers(ctx: Context) -> Mapping[str, str]:
    return ctx.draft.answers if ctx.draft else {}


def times_so_far(answers: Mapping[str, str]) -> Times:
    """The day, the hours and the end that a form was told, together.

    Who moves an exchange (`before`) and says a day alone keeps its hours and its length.
    """
    times = Times.parse(answers["when"])
    assert times is not None
    before = Times.parse(answers.get("before", ""))
    if before is not None:
        return _moved(times, before)
    if not times.timed and answers.get("hours"):
        times = _at(times, answers["hours"])
    if times.timed and times.end is None and answers.get("length"):
        end = answers["length"]
        times = replace(times, end=_moment(end if "T" in end else f"{times.start:%Y%m%d}T{end}"))
    return times


def _at(times: Times, hours: str) -> Times:
    start, _, end = hours.partition("/")
    last = times.end or times.start
    return replace(
        times,
        start=_moment(f"{times.start:%Y%m%d}T{start}"),
        end=_moment(f"{last:%Y%m%d}T{end}") if end else None,
    )


def _moved(times: Times, before: Times) -> Times:
    start, end = times.start, times.end
    assert isinstance(before.start, datetime)
    if not isinstance(start, datetime):
        start, end = datetime.combine(start, before.start.time()), None
    if end is None and isinstance(before.end, datetime):
        end = start + (before.end - before.start)
    return replace(times, start=start, end=end)
