"""A mail taken apart: its headers, and the parts that can be read, each bounded.

A door may fetch parts one by one and never the rest; `split` does it with a whole mail. A parser
of our own, since that of Python takes many seconds over headers that somebody made for it.
"""

import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from urllib.parse import unquote_to_bytes

from bot.doors.mail.reading.headers import Headers, decoded, parse_headers
from content.charsets import decode

MOST_PLAIN = 256 * 1024  # bytes of a text part
MOST_HTML = 100 * 1024
MOST_OTHER = 100 * 1024
MOST_NESTED = 20  # parts one in another: nobody's mail has ten
MOST_PARTS = 100
MOST_WRITTEN = 3  # bytes that a quoted-printable takes to write one
HEAD_END = re.compile(rb"\r?\n\r?\n")
PARAMETER = re.compile(r';\s*([^\s=;"]{1,60})\s*=\s*("(?:[^"\\]|\\.)*"|[^;]*)')
BOUNDARY = re.compile(rb"^--([^\s].{0,68}?)[ \t]*\r?$", re.MULTILINE)
NOT_BASE64 = bytes(set(range(256)) - set(b"+/") - set(range(48, 58)) - set(range(65, 91))
                   - set(range(97, 123)))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Part:
    """A leaf of a mail, its transfer encoding undone.

    `parameters` are those of its Content-Type, names in lower case. Parts of one `alternative`
    say the same thing; it is empty for a part that has no other form. Of a mail within a mail
    `content` is the headers.
    """

    media_type: str
    content: bytes
    parameters: dict[str, str] = field(default_factory=dict)
    attached: bool = False
    filename: str = ""
    alternative: str = ""


def split(content: bytes) -> tuple[Headers, tuple[Part, ...]]:
    """The headers and the parts of a whole mail, however broken."""
    headers, body = _cut(content)
    return headers, tuple(islice(_leaves(headers, body, "", 0), MOST_PARTS))


def _cut(content: bytes) -> tuple[Headers, bytes]:
    """Headers and what follows them."""
    if content[:2] in {b"\r\n", b"\n\n"} or content[:1] == b"\n":
        return Headers(), content.lstrip(b"\r\n")
    found = HEAD_END.search(content)
    if found is None:
        return parse_headers(content), b""
    return parse_headers(content[: found.start()]), content[found.end() :]


def _leaves(headers: Headers, body: bytes, alternative: str, depth: int) -> Iterator[Part]:
    kind, parameters = parse_value(headers.first("Content-Type") or "text/plain")
    if not kind.startswith("multipart/"):
        yield _leaf(kind, parameters, headers, body, alternative)
        return
    boundary = _boundary(parameters.get("boundary", ""), body)
    if depth == MOST_NESTED or not boundary:
        yield Part("text/plain", body[:MOST_PLAIN])
        return
    for number, piece in enumerate(_pieces(body, boundary)):
        inside = f"{alternative}/{depth}" if kind == "multipart/alternative" else ""
        yield from _leaves(*_cut(piece), inside or _numbered(alternative, number), depth + 1)


def _numbered(alternative: str, number: int) -> str:
    """Within one form of an alternative, its parts go together and not with one another."""
    return f"{alternative}.{number}" if alternative else ""


def _boundary(said: str, body: bytes) -> bytes:
    """What parts a body: what its header says, else what it shows; nothing when neither does."""
    if said and b"--" + said.encode() in body:
        return b"--" + said.encode()
    found = BOUNDARY.search(body[:4096])
    return b"--" + found[1] if found else b""


def _pieces(body: bytes, boundary: bytes) -> Iterator[bytes]:
    """What stands between boundaries; the last may never be closed."""
    begun = -1
    at = body.find(boundary)
    while at >= 0:
        end = at + len(boundary)
        if at == 0 or body[at - 1 : at] == b"\n":
            if begun >= 0:
                yield body[begun:at].removesuffix(b"\n").removesuffix(b"\r")
            if body[end : end + 2] == b"--":
                return
            line_end = body.find(b"\n", end)
            begun = line_end + 1 if line_end >= 0 else len(body)
        at = body.find(boundary, end)
    if begun >= 0:
        yield body[begun:]


def _leaf(
    kind: str, parameters: dict[str, str], headers: Headers, body: bytes, alternative: str
) -> Part:
    disposition, more = parse_value(headers.first("Content-Disposition"))
    filename = more.get("filename") or parameters.get("name", "")
    if kind.startswith(("message/rfc822", "message/global")):
        body = HEAD_END.split(body[:MOST_OTHER], 1)[0] if kind[8:] in {"rfc822", "global"} else body
    most = most_read(kind, filename)
    written = body[: most * MOST_WRITTEN]
    content = _undone(written, headers.first("Content-Transfer-Encoding"))[:most]
    return Part(kind, content, parameters, disposition == "attachment", filename, alternative)


def most_read(kind: str, filename: str) -> int:
    """How many bytes of a part are read: none of what is no text."""
    if kind == "text/plain":
        return MOST_PLAIN
    if kind == "text/html":
        return MOST_HTML
    read = kind.startswith(("text/", "message/")) or kind == "application/ics"
    return MOST_OTHER if read or filename.lower().endswith(".ics") else 0


def _undone(written: bytes, encoding: str) -> bytes:
    """Bytes as they were before their transfer encoding, what is wrong in them passed over."""
    name = encoding.strip().lower()
    if name == "quoted-printable":
        return binascii.a2b_qp(written)
    if name != "base64":
        return written
    letters = written.translate(None, NOT_BASE64)
    whole = letters[: len(letters) - (len(letters) % 4 == 1)]
    return binascii.a2b_base64(whole + b"=" * (-len(whole) % 4))


def parse_value(value: str) -> tuple[str, dict[str, str]]:
    """A value and its parameters, as `text/plain; charset=utf-8`, all in lower case but values."""
    parameters: dict[str, str] = {}
    for found in PARAMETER.finditer(value):
        name, said = found[1].lower(), found[2].strip()
        if said[:1] == '"':
            said = re.sub(r"\\(.)", r"\1", said[1:-1])
        base, _, piece = name.partition("*")
        if name.endswith("*"):  # RFC 2231: charset'language'percent-encoded
            charset, _, rest = said.rpartition("'")
            said = decode(unquote_to_bytes(rest), charset.partition("'")[0])
        again = piece.strip("*").isdecimal() and piece.strip("*") != "0"
        parameters[base] = (parameters.get(base, "") if again else "") + decoded(said)
    return value.partition(";")[0].strip().lower(), parameters
