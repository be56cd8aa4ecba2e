"""A mail taken apart: its headers, and the parts that can be read, each bounded.

The door may fetch parts one by one and never the rest; `split` does it with a whole mail.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import Message
from email.parser import BytesParser
from email.policy import compat32

MOST_PLAIN = 256 * 1024  # bytes of a text part
MOST_HTML = 100 * 1024
MOST_NESTED = 30  # parts one in another: nobody's mail has ten
MOST_PARTS = 200
REPORTS = ("message/delivery-status", "message/rfc822", "text/rfc822-headers")
BOUNDARY = re.compile(rb"^--([^\s].{0,68}?)\s*$", re.MULTILINE)
# What the parser of Python 3.11 raises over what no RFC allows.
BROKEN = (ValueError, LookupError, TypeError, AttributeError, AssertionError, RecursionError)


@dataclass(frozen=True, slots=True)
class Part:
    """A leaf of a mail, its transfer encoding undone.

    `parameters` are those of its Content-Type, names in lower case. Parts of one `alternative`
    say the same thing; it is empty for a part that has no other form.
    """

    media_type: str
    content: bytes
    parameters: dict[str, str] = field(default_factory=dict)
    attached: bool = False
    filename: str = ""
    alternative: str = ""


def split(content: bytes) -> tuple[Message, tuple[Part, ...]]:
    """The headers and the readable parts of a mail. Raises what BROKEN names."""
    whole = BytesParser(policy=compat32).parsebytes(content)
    if whole.get_content_maintype() == "multipart" and not whole.is_multipart():
        whole = _with_boundary(whole, content) or whole
    parts: list[Part] = []
    for part in _leaves(whole, "", 0):
        parts.append(part)
        if len(parts) == MOST_PARTS:
            break
    return whole, tuple(parts)


def _with_boundary(whole: Message, content: bytes) -> Message | None:
    """The mail read again with the boundary that its body shows, when its header says none."""
    head, _, body = content.partition(b"\n\n" if b"\r\n\r\n" not in content else b"\r\n\r\n")
    found = BOUNDARY.search(body[:4096])
    if found is None:
        return None
    kind = f'{whole.get_content_type()}; boundary="'.encode() + found[1] + b'"'
    again = BytesParser(policy=compat32).parsebytes(
        b"Content-Type: " + kind + b"\r\n" + head + b"\r\n\r\n" + body
    )
    return again if again.is_multipart() else None


def _leaves(message: Message, alternative: str, depth: int) -> Iterator[Part]:
    kind = message.get_content_type()
    if kind in REPORTS:
        yield Part(kind, _report(message))
    elif message.get_content_maintype() == "message" or depth > MOST_NESTED:
        return
    elif not message.is_multipart():
        yield _leaf(message, kind, alternative)
    else:
        inside = f"{alternative}/{id(message)}" if kind == "multipart/alternative" else alternative
        for child in message.get_payload():
            if isinstance(child, Message):
                yield from _leaves(child, inside, depth + 1)


def _leaf(message: Message, kind: str, alternative: str) -> Part:
    content = message.get_payload(decode=True)
    most = MOST_HTML if kind == "text/html" else MOST_PLAIN
    return Part(
        kind,
        content[:most] if isinstance(content, bytes) else b"",
        {name.lower(): str(value) for name, value in message.get_params([], unquote=True)},
        message.get_content_disposition() == "attachment",
        message.get_filename("") or "",
        alternative,
    )


def _report(message: Message) -> bytes:
    """The fields of a report, or the headers of a mail returned: a block for each."""
    held = message.get_payload()
    blocks = held if isinstance(held, list) else []
    if not blocks:
        return str(held or "").encode(errors="replace")[:MOST_PLAIN]
    text = "\n\n".join(
        "\n".join(f"{name}: {value}" for name, value in block.items())
        for block in blocks
        if isinstance(block, Message)
    )
    return text.encode(errors="replace")[:MOST_PLAIN]
