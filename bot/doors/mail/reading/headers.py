"""Headers: unfolded, decoded and bounded; names, addresses and the ids of messages in them."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from email.errors import HeaderParseError
from email.header import decode_header

from content.charsets import decode

MOST = 4000  # characters of a header that are looked at
MOST_BYTES = 64 * 1024  # of all headers
MOST_LINES = 1000
MOST_RECIPIENTS = 50
FOLDED = re.compile(r"\r?\n(?=[ \t])")
FIELD = re.compile(r"([!-9;-~]{1,76})[ \t]*:(.*)", re.DOTALL)
ANGLED = re.compile(r"<\s*([^<>\s]{1,250}@[^<>\s]{1,250})\s*>")
BARE = re.compile(r"[^\s,;<>()\"]{1,250}@[^\s,;<>()\"]{1,250}")
MESSAGE_ID = re.compile(r"<([^<>\s]{1,250})>")
# Where the address that was written to is found, the surest first: a list or an alias may have
# changed To.
RECIPIENTS = ("Delivered-To", "X-Original-To", "Envelope-To", "To", "Cc")


@dataclass(frozen=True, slots=True)
class Headers:
    """The headers of a mail or of a part: names in lower case, values on one line, not decoded."""

    fields: tuple[tuple[str, str], ...] = ()

    def every(self, name: str) -> list[str]:
        """Each header of that name, as a person reads it."""
        return [decoded(value) for value in self.written(name)]

    def first(self, name: str) -> str:
        """The first header of that name, as a person reads it, or nothing."""
        return next(iter(self.every(name)), "")

    def written(self, name: str) -> list[str]:
        """Each header of that name, as it is written."""
        return [value for key, value in self.fields if key == name.lower()]


def parse_headers(block: bytes) -> Headers:
    """Read headers as they come; lines that are none are passed over."""
    text = FOLDED.sub(" ", decode(block[:MOST_BYTES]))
    lines = (FIELD.match(line) for line in text.split("\n")[:MOST_LINES])
    return Headers(
        tuple((found[1].lower(), " ".join(found[2][:MOST].split())) for found in lines if found)
    )


def decoded(text: str) -> str:
    """A header without its encoded words (RFC 2047)."""
    if "=?" not in text:
        return text
    try:
        pieces = decode_header(text)
    except (HeaderParseError, ValueError):
        return text
    words = [p if isinstance(p, str) else decode(p, charset or "") for p, charset in pieces]
    return " ".join("".join(words).split())


def people(headers: Headers, name: str) -> Iterator[tuple[str, str]]:
    """Who a header names: names as they are shown, addresses bare and in lower case."""
    written = " , ".join(headers.written(name)[:MOST_RECIPIENTS])[:MOST]
    at = 0
    for found in ANGLED.finditer(written):
        others, shown = _parted(written[at : found.start()])
        yield from (("", address.lower()) for address in BARE.findall(others))
        yield decoded(shown), found[1].lower()
        at = found.end()
    yield from (("", address.lower()) for address in BARE.findall(written[at:]))


def _parted(before: str) -> tuple[str, str]:
    """What stands before an address in brackets: other addresses, and the name of this one."""
    others, _, shown = before.rpartition(",")
    if before.rstrip().endswith('"'):  # "Dumont, Marie"
        others, _, shown = before.rstrip()[:-1].rpartition('"')
    return others, shown.strip(" '\"").replace("\\", "")


def recipients(headers: Headers) -> tuple[str, ...]:
    """The addresses that a mail was sent to, the surest first, each once."""
    return _once(address for name in RECIPIENTS for _, address in people(headers, name))


def answered(headers: Headers) -> tuple[str, ...]:
    """The Message-IDs that a mail replies to, the nearest first, each once."""
    near = MESSAGE_ID.findall(headers.first("In-Reply-To"))
    far = MESSAGE_ID.findall(headers.first("References"))
    return _once([*near, *reversed(far)])


def own_id(headers: Headers) -> str:
    """A mail's Message-ID without its brackets, or nothing."""
    found = MESSAGE_ID.search(headers.first("Message-ID"))
    return found[1] if found else ""


def _once(found: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(found))
