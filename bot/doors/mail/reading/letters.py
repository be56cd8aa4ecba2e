"""A mail read whole: bytes in, a `Letter` out, whatever the bytes."""

import hashlib
import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from bot.doors.mail.reading.bounces import read_bounce
from bot.doors.mail.reading.calendars import is_generated, read_answer
from bot.doors.mail.reading.closings import name_words
from bot.doors.mail.reading.headers import Headers, answered, own_id, people, recipients
from bot.doors.mail.reading.machines import is_machine, is_recall
from bot.doors.mail.reading.parts import Part, split
from bot.doors.mail.reading.said import own_text, own_word
from bot.doors.mail.reading.words import Kind, Letter

ENCRYPTED = ("application/pkcs7-mime", "application/x-pkcs7-mime", "application/pgp-encrypted")
ANSWERING = re.compile(r"(?i)\s*(?:re|rép|tr|fwd?|aw)\s?:")
MOST_LOOKED = 4000  # characters
MOST_ODD = 0.1  # of the characters of a text that somebody wrote


def nobody(address: str) -> bool:
    """No address is ours."""
    del address
    return False


def read(content: bytes, is_ours: Callable[[str], bool] = nobody) -> Letter:
    """Read a whole mail. `is_ours` knows the bot's own addresses, in lower case."""
    letter = read_parts(*split(content), is_ours)
    return letter if letter.id else replace(letter, id=_hash(content))


def read_parts(
    headers: Headers, parts: Sequence[Part], is_ours: Callable[[str], bool] = nobody
) -> Letter:
    """Read a mail of which the headers and some parts were fetched; `id` is empty without one."""
    name, sender = next(people(headers, "From"), ("", ""))
    names = name_words(name, sender)
    letter = Letter(
        Kind.REQUEST,
        own_id(headers),
        sender,
        name,
        headers.first("Subject"),
        recipients(headers),
        answered(headers),
        calendar=read_answer(parts, sender),
        bounce=read_bounce(headers, parts, sender, headers.first("Subject")),
    )
    if letter.bounce is not None:
        return replace(letter, kind=Kind.BOUNCE)
    text = own_text(parts, names)
    if _is_odd(text):
        return replace(letter, kind=Kind.UNREADABLE)
    text = _beside_calendar(text, letter) or _in_subject(letter, parts, names)
    kind = _kind(headers, parts, replace(letter, text=text), is_ours)
    word = own_word(text, names) if kind is Kind.REQUEST else None
    return replace(letter, kind=kind, text=text, word=word)


def _kind(
    headers: Headers, parts: Sequence[Part], letter: Letter, is_ours: Callable[[str], bool]
) -> Kind:
    if is_machine(headers, letter.sender, letter.subject) or is_recall(letter.text):
        return Kind.AUTOMATIC
    if is_ours(letter.sender):
        return Kind.AUTOMATIC
    encrypted = any(part.media_type in ENCRYPTED for part in parts)
    return Kind.UNREADABLE if encrypted or not letter.sender else Kind.REQUEST


def _beside_calendar(text: str, letter: Letter) -> str:
    """What she wrote with her calendar's answer, rather than what the program says of it."""
    if letter.calendar is None or letter.calendar.method not in {"REPLY", "COUNTER"}:
        return text
    return letter.calendar.comment if not text or is_generated(text) else text


def _in_subject(letter: Letter, parts: Sequence[Part], names: frozenset[str]) -> str:
    """What she wrote as the subject of an empty mail; in an answer only whether she comes."""
    said = letter.subject.strip()
    files = any(part.attached or part.filename for part in parts)
    if files or letter.calendar is not None or ANSWERING.match(said):
        return ""
    return "" if letter.answers_to and own_word(said, names) is None else said


def _is_odd(text: str) -> bool:
    """Whether a text is rather bytes that were never one."""
    looked = text[:MOST_LOOKED]
    odd = sum(not (char.isprintable() or char in "\n\t") or char == "\ufffd" for char in looked)
    return odd > MOST_ODD * len(looked)


def _hash(content: bytes) -> str:
    return f"sha256:{hashlib.sha256(content).hexdigest()}"
