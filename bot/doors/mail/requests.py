"""What a mail asks of us, as a request. What a machine wrote asks nothing."""

import hashlib
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from bot.doors.mail.home import Home
from bot.doors.mail.proofs import is_proven
from bot.doors.mail.reading.headers import Headers
from bot.doors.mail.reading.letters import ANSWERING, read_parts
from bot.doors.mail.reading.parts import Part, split
from bot.doors.mail.reading.words import Kind, Letter
from community.words import Address, CalendarReply, Request

MOST_ADDRESS = 254  # characters (RFC 5321, 4.5.3.1.3)
UNREADABLE = "unreadable"  # an attachment of no kind
ANSWERS = frozenset({"accepted", "declined", "tentative"})
ANSWERING_METHODS = frozenset({"REPLY", "COUNTER"})
FILES = {"image": "photo", "audio": "voice"}


@dataclass(frozen=True, slots=True)
class Read:
    """A mail that was read: its letter, and what was said in it, None when there is no answer.

    The id of its letter tells it from all others at this door.
    """

    letter: Letter
    request: Request | None = None


def read_mail(content: bytes, home: Home, authserv: str, now: datetime) -> Read | None:
    """Read a mail. None when nobody can tell who wrote it."""
    headers, parts = split(content)
    letter = _named(read_parts(headers, parts, home.is_ours), content)
    automatic = letter.kind is Kind.AUTOMATIC
    if letter.kind is Kind.BOUNCE or (automatic and letter.calendar is None):
        return Read(letter)
    if any(home.is_bounce(one) for one in letter.recipients):
        return Read(letter)  # people never write there
    if not _is_address(letter.sender):
        return None
    return Read(
        letter,
        Request(
            id=letter.id,
            sender=Address("mail", letter.sender),
            text=_text(letter),
            sent_at=_sent_at(headers, now),
            in_reply_to=token_of(letter, home),
            attached="" if _text(letter) else _attached(letter, parts),
            name=letter.name,
            subject=_subject(letter),
            calendar=_calendar(letter),
            automatic=automatic,
            word=letter.word or "",
            verified=is_proven(headers, letter.sender, authserv),
        ),
    )


def _is_address(sender: str) -> bool:
    return 0 < len(sender) <= MOST_ADDRESS and sender.isprintable() and sender.count("@") == 1


def _calendar(letter: Letter) -> CalendarReply | None:
    said = letter.calendar
    if said is None:
        return None
    return CalendarReply(
        said.method.lower(),
        said.partstat,
        said.uid,
        said.stamp,
        said.sequence,
        said.starts,
        said.comment,
    )


def _subject(letter: Letter) -> str:
    """What was said under: not what a calendar calls its own answer, « Refusé : Visite »."""
    answers = letter.calendar is not None and letter.calendar.method in ANSWERING_METHODS
    return "" if answers else letter.subject


def _text(letter: Letter) -> str:
    """What she wrote; else what her calendar answers, or the subject of a new mail."""
    if letter.kind is Kind.UNREADABLE:
        return ""
    if letter.text:
        return letter.text
    if letter.calendar is not None:
        return letter.calendar.partstat if letter.calendar.partstat in ANSWERS else ""
    new = not (letter.answers_to or ANSWERING.match(letter.subject))
    return letter.subject if new else ""


def token_of(letter: Letter, home: Home) -> str | None:
    """Which message of ours is answered: by what the mail replies to, else by the address.

    That of an exchange is one for all its messages.
    """
    about = (letter.bounce.about,) if letter.bounce else ()
    by_message = (home.token_in(message) for message in (*about, *letter.answers_to))
    by_address = (home.token_of(address) for address in letter.recipients)
    return next(filter(None, (*by_message, *by_address)), None)


def _attached(letter: Letter, parts: Sequence[Part]) -> str:
    """What kind of file came where nothing is said."""
    if letter.kind is Kind.UNREADABLE:
        return UNREADABLE
    kinds = (part.media_type.partition("/")[0] for part in parts if part.attached or part.filename)
    return next((FILES.get(kind, "file") for kind in kinds), "")


def _sent_at(headers: Headers, now: datetime) -> datetime:
    """When she says that she wrote it, never later than now."""
    with suppress(ValueError, TypeError, IndexError, OverflowError):
        said = parsedate_to_datetime(headers.first("Date"))
        return min(said.replace(tzinfo=said.tzinfo or UTC).astimezone(UTC), now)
    return now


def _named(letter: Letter, content: bytes) -> Letter:
    """A letter, known by what its mail holds when that has no name of its own."""
    if letter.id and letter.id.isprintable():
        return letter
    return replace(letter, id=f"sha256:{hashlib.sha256(content).hexdigest()}")
