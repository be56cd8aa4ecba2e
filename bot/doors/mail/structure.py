"""What IMAP says of a mail (BODYSTRUCTURE, RFC 9051), and a mail without what nobody reads.

A large mail is fetched in pieces: its headers, the beginning of each text, and nothing of what
is attached. Put together again they are a small mail, which is read as any other.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import takewhile

from bot.doors.mail.reading.parts import MOST_NESTED, most_read, parse_value
from bot.doors.mail.responses import Value

MOST_PARTS = 50  # what is behind them is not fetched
MOST_HEADERS = 64 * 1024  # bytes of the headers of a mail
MOST_MIME = 4 * 1024  # bytes of those of a part
MOST_MAIL = 1024 * 1024  # bytes of all texts of a mail
DISPOSITIONS = ("attachment", "inline")
WRITTEN = {"quoted-printable": 3, "base64": 2}  # bytes that it may take to write one


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a mail: `section` is its number ("1.2"), `most` the bytes of it worth fetching.

    One with a `boundary` is made of others.
    """

    section: str
    most: int = 0
    boundary: bytes = b""
    inside: tuple["Piece", ...] = ()


def pieces(structure: Value) -> Piece:
    """What of a mail is worth fetching, within bounds. Raises ValueError where no text is told."""
    whole = _piece(structure, "", 0)
    if not whole.boundary:
        whole = replace(whole, section="1")
    kept = {piece.section: piece for piece in _bounded(leaves(whole))}
    only = _only(whole, kept)
    if only is None or not any(piece.most for piece in kept.values()):
        message = "a text is expected"
        raise ValueError(message)
    return only


def _piece(structure: Value, section: str, depth: int) -> Piece:
    if not isinstance(structure, list) or not structure:
        message = "a part is expected"
        raise ValueError(message)
    if not isinstance(structure[0], list):
        return Piece(section, _most(structure))
    if depth == MOST_NESTED:
        return Piece(section)
    inside = list(takewhile(lambda one: isinstance(one, list), structure))
    numbered = (
        _piece(one, f"{section}.{number}".lstrip("."), depth + 1)
        for number, one in enumerate(inside, start=1)
    )
    said = _parameters(next(iter(structure[len(inside) + 1 :]), None))
    return Piece(section, 0, said.get("boundary", "-").encode(), tuple(numbered))


def _most(part: list[Value]) -> int:
    """How many bytes of a leaf are fetched, as they are written."""
    if len(part) < 7:
        message = "a part has a kind, an encoding and a size"
        raise ValueError(message)
    kind = f"{_text(part[0])}/{_text(part[1])}".lower()
    parameters = _parameters(part[2])
    attached, named = _disposition(part)
    if attached and kind in {"text/plain", "text/html"}:
        return 0
    read = most_read(kind, named.get("filename") or parameters.get("name", ""))
    size = _text(part[6])
    most = read * WRITTEN.get(_text(part[5]).lower(), 1)
    return min(most, int(size)) if size.isdecimal() else most


def _disposition(part: list[Value]) -> tuple[bool, Mapping[str, str]]:
    """Whether a leaf is attached, and what is said of that."""
    for value in part[7:]:
        if isinstance(value, list) and value and _text(value[0]).lower() in DISPOSITIONS:
            said = _parameters(next(iter(value[1:]), None))
            return _text(value[0]).lower() == "attachment", said
    return False, {}


def _parameters(value: Value) -> Mapping[str, str]:
    """Names and values, as a header would hold them."""
    if not isinstance(value, list):
        return {}
    said = zip(value[::2], value[1::2], strict=False)
    written = "".join(f'; {_text(name)}="{_quoted(_text(one))}"' for name, one in said)
    return parse_value(written)[1]


def _quoted(text: str) -> str:
    return re.sub(r'(["\\])', r"\\\1", text)


def _text(value: Value) -> str:
    return value.decode(errors="replace") if isinstance(value, bytes) else ""


def leaves(piece: Piece) -> Iterator[Piece]:
    """The parts that are made of no others, in order."""
    if not piece.boundary:
        yield piece
    for one in piece.inside:
        yield from leaves(one)


def _bounded(parts: Iterator[Piece]) -> Iterator[Piece]:
    """The first of them, and of each no more than is left."""
    left = MOST_MAIL
    for number, piece in enumerate(parts):
        if number == MOST_PARTS:
            return
        most = min(piece.most, left)
        left -= most
        yield replace(piece, most=most)


def _only(piece: Piece, kept: Mapping[str, Piece]) -> Piece | None:
    """A part with those of its parts that are kept; None when there are none."""
    if not piece.boundary:
        return kept.get(piece.section)
    inside = tuple(only for one in piece.inside if (only := _only(one, kept)) is not None)
    return replace(piece, inside=inside) if inside else None


def asked(whole: Piece) -> str:
    """What to FETCH of a mail."""
    items = [f"BODY.PEEK[HEADER]<0.{MOST_HEADERS}>"]
    for piece in _all(whole):
        if piece is not whole:
            items.append(f"BODY.PEEK[{piece.section}.MIME]<0.{MOST_MIME}>")
        if piece.most:
            items.append(f"BODY.PEEK[{piece.section}]<0.{piece.most}>")
    return f"({' '.join(items)})"


def _all(piece: Piece) -> Iterator[Piece]:
    yield piece
    for one in piece.inside:
        yield from _all(one)


def put_together(whole: Piece, got: Mapping[bytes, Value]) -> bytes:
    """A mail of its pieces."""
    return _closed(_of(got, "HEADER")) + _body(whole, got)


def _body(piece: Piece, got: Mapping[bytes, Value]) -> bytes:
    if not piece.boundary:
        return _of(got, piece.section)
    line = b"--" + piece.boundary
    parts = (
        line + b"\r\n" + _closed(_of(got, f"{one.section}.MIME")) + _body(one, got) + b"\r\n"
        for one in piece.inside
    )
    return b"".join(parts) + line + b"--\r\n"


def _of(got: Mapping[bytes, Value], section: str) -> bytes:
    names = (f"BODY[{section}]<0>".encode(), f"BODY[{section}]".encode())
    found = next((got[name] for name in names if name in got), None)
    return found if isinstance(found, bytes) else b""


def _closed(headers: bytes) -> bytes:
    """Headers and the blank line that ends them, also when they were cut."""
    return headers.rstrip(b"\r\n") + b"\r\n\r\n"
