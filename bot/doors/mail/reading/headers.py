"""Headers decoded: names, addresses, subjects and the ids of messages, each bounded."""

import re
from collections.abc import Iterable, Iterator
from email.header import decode_header
from email.message import Message
from email.utils import getaddresses

from bot.doors.mail.reading.charsets import decode
from bot.doors.mail.reading.parts import BROKEN

MOST = 4000  # characters of a header that are looked at
MOST_RECIPIENTS = 50
MESSAGE_ID = re.compile(r"<([^<>\s]{1,250})>")
# Where the address that was written to is found, the surest first: a list or an alias may have
# changed To.
RECIPIENTS = ("Delivered-To", "X-Original-To", "Envelope-To", "To", "Cc")


def values(message: Message, name: str) -> list[str]:
    """Each header of that name, decoded, on one line."""
    return [decoded(value) for value in message.get_all(name, [])]


def value(message: Message, name: str) -> str:
    """The first header of that name, decoded, or nothing."""
    return next(iter(values(message, name)), "")


def decoded(raw: object) -> str:
    """A header as a person reads it: encoded words (RFC 2047), or bytes sent as they are."""
    text = " ".join(str(raw)[:MOST].split())
    if "=?" not in text:
        return _as_bytes(text)
    try:
        pieces = decode_header(text)
        words = [p if isinstance(p, str) else decode(p, charset or "") for p, charset in pieces]
    except BROKEN:
        return _as_bytes(text)
    return " ".join("".join(words).split())


def _as_bytes(text: str) -> str:
    return decode(text.encode("utf-8", "surrogateescape")) if not text.isascii() else text


def people(message: Message, name: str) -> Iterator[tuple[str, str]]:
    """Who a header names: names as they are shown, addresses bare and in lower case."""
    raw = [str(one)[:MOST] for one in message.get_all(name, [])]
    try:
        found = getaddresses(raw)
    except BROKEN:
        return
    for shown, address in found[:MOST_RECIPIENTS]:
        if "@" in address.strip("@"):
            yield decoded(shown), address.strip().lower()


def recipients(message: Message) -> tuple[str, ...]:
    """The addresses that a mail was sent to, the surest first, each once."""
    return _once(address for name in RECIPIENTS for _, address in people(message, name))


def answered(message: Message) -> tuple[str, ...]:
    """The Message-IDs that a mail replies to, the nearest first, each once."""
    near = MESSAGE_ID.findall(value(message, "In-Reply-To"))
    far = MESSAGE_ID.findall(" ".join(values(message, "References"))[-MOST:])
    return _once([*near, *reversed(far)])


def own_id(message: Message) -> str:
    """A mail's Message-ID without its brackets, or nothing."""
    found = MESSAGE_ID.search(value(message, "Message-ID"))
    return found[1] if found else ""


def _once(found: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(found))
