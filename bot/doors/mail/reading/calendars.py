"""What a calendar answers (iMIP, RFC 6047): programs forget what they must say, and add."""

import re
import warnings
from collections.abc import Sequence
from datetime import UTC, datetime

from icalendar import Calendar, Component, vCalAddress

from bot.doors.mail.reading.parts import Part
from bot.doors.mail.reading.words import Answer
from community.calendar.events import Unusable, moment, text
from community.calendar.lines import NotACalendar, read_lines
from community.calendar.prose import clean
from content.charsets import decode
from french.folding import fold

TYPES = ("text/calendar", "application/ics")
BROKEN = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)
MOST = 32 * 1024  # bytes of a calendar
MOST_SEQUENCE = 2**31 - 1
UNSAID = "needs-action"
ZONE = re.compile(
    r"^BEGIN:VTIMEZONE$.*?^END:VTIMEZONE$\s*", re.IGNORECASE | re.MULTILINE | re.DOTALL
)
MAILTO = re.compile(r"^mailto:", re.IGNORECASE)
ADDRESS = re.compile(r"[^\s:/<>,;]{1,64}@[^\s:/<>,;]{1,255}")
# « Marie Dumont a accepté cette invitation »: a program's words, not hers.
GENERATED = re.compile(
    r".{1,200}\b(?:a (?:bien )?(?:accepte|decline|refuse|repondu|provisoirement)|est peut etre"
    r"|has (?:\w+ )?(?:accepted|declined|replied|responded)|(?:tentatively )?accepted|declined)\b"
    r".{0,80}\b(?:invitation|evenement|event|meeting|reunion)\b"
)


def read_answer(parts: Sequence[Part], sender: str) -> Answer | None:
    """The first calendar of a mail that says something of an event; None without one."""
    for part in sorted(filter(_is_calendar, parts), key=lambda part: part.media_type != TYPES[0]):
        answer = _read(part, sender)
        if answer is not None:
            return answer
    return None


def _is_calendar(part: Part) -> bool:
    return part.media_type in TYPES or part.filename.lower().endswith(".ics")


def _read(part: Part, sender: str) -> Answer | None:
    content = decode(part.content, part.parameters.get("charset", "")).encode()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of zones that nobody knows
            calendar = Calendar.from_ical(_without_zones(read_lines(content[:MOST]).text))
            return _answer(calendar, part.parameters.get("method", ""), sender)
    except (NotACalendar, *BROKEN):
        return None


def _answer(calendar: Component, said: str, sender: str) -> Answer | None:
    event = next(iter(calendar.walk("VEVENT")), None)
    method = (text(calendar, "METHOD") or said).upper()
    uid = text(event, "UID") if event is not None else ""
    if event is None or not (method and uid):
        return None
    attendee = _attendee(event)
    return Answer(
        method=method,
        partstat=UNSAID if attendee is None else _partstat(attendee),
        uid=uid,
        attendee=_address(attendee, sender),
        comment=_comment(event, attendee),
        stamp=_moment(event, "DTSTAMP"),
        sequence=_sequence(event),
        starts=_moment(event, "DTSTART"),
    )


def _without_zones(lines: str) -> str:
    """A calendar without its own rules for zones: `icalendar` would keep them for the next one."""
    return ZONE.sub("", lines)


def _attendee(event: Component) -> vCalAddress | None:
    """Who answers: a reply names one (RFC 5546, 3.2.3); of several, one who said something."""
    named = event.get("ATTENDEE", [])
    listed = named if isinstance(named, list) else [named]
    every = [one for one in listed if isinstance(one, vCalAddress)]
    said = (one for one in every if _partstat(one) != UNSAID)
    return next(said, next(iter(every), None))


def _partstat(attendee: vCalAddress) -> str:
    return str(attendee.params.get("PARTSTAT", UNSAID)).lower()


def _address(attendee: vCalAddress | None, sender: str) -> str:
    """An attendee's address; iCloud names people by paths and says it beside, or nowhere."""
    if attendee is None:
        return sender
    told = (str(attendee), str(attendee.params.get("EMAIL", "")))
    found = (ADDRESS.fullmatch(MAILTO.sub("", one.strip())) for one in told)
    return next((match[0].lower() for match in found if match), sender)


def _comment(event: Component, attendee: vCalAddress | None) -> str:
    """What was written with the answer; Google says it of the attendee."""
    beside = "" if attendee is None else clean(str(attendee.params.get("X-RESPONSE-COMMENT", "")))
    return (text(event, "COMMENT") or beside).strip()


def _moment(event: Component, name: str) -> datetime | None:
    """A time in UTC; None without one, and for a whole day. One without a zone is UTC."""
    try:
        found = moment(event, name)
        written = found[0] if found else None
        if not isinstance(written, datetime):
            return None
        return (written if written.tzinfo else written.replace(tzinfo=UTC)).astimezone(UTC)
    except (Unusable, *BROKEN):
        return None


def _sequence(event: Component) -> int | None:
    """How often the event had changed when it was answered."""
    number = event.get("SEQUENCE")
    return min(number, MOST_SEQUENCE) if isinstance(number, int) and number >= 0 else None


def is_generated(words: str) -> bool:
    """Whether the text beside an answer is what a calendar program writes by itself."""
    return GENERATED.match(fold(words.partition("\n")[0])) is not None
