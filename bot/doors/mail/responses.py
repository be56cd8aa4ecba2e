"""What a FETCH of IMAP answers (RFC 9051, 7.5.2): values in brackets, as `imaplib` leaves them."""

import re
from collections.abc import Sequence

TOKEN = re.compile(rb'\s*(?:(\()|(\))|"((?:[^"\\]|\\.)*)"|([^\s()"]+))')
LITERAL = re.compile(rb"~?\{\d+\}$")
ESCAPED = re.compile(rb"\\(.)")

Data = Sequence[bytes | tuple[bytes, bytes] | None]
Value = bytes | list["Value"] | None  # an atom or a string, a list in brackets, NIL


def fetched(data: Data) -> list[dict[bytes, Value]]:
    """What a FETCH brought, a dictionary a mail, names in upper case. Raises ValueError."""
    values = _values(data)
    if len(values) % 2:
        message = "a number and a list are expected"
        raise ValueError(message)
    return [_named(values[at]) for at in range(1, len(values), 2)]


def _named(values: Value) -> dict[bytes, Value]:
    if not isinstance(values, list) or len(values) % 2:
        message = "names and values are expected"
        raise ValueError(message)
    names = (name.upper() if isinstance(name, bytes) else b"" for name in values[::2])
    return dict(zip(names, values[1::2], strict=True))


def _values(data: Data) -> list[Value]:
    """All values of a response, whatever was sent as a literal."""
    open_: list[list[Value]] = [[]]
    for piece in data:
        line, literal = piece if isinstance(piece, tuple) else (piece or b"", None)
        for found in TOKEN.finditer(LITERAL.sub(b"", line) if literal is not None else line):
            _take(found, open_)
        if literal is not None:
            open_[-1].append(literal)
    if len(open_) != 1:
        message = "a bracket is not closed"
        raise ValueError(message)
    return open_[0]


def _take(found: re.Match[bytes], open_: list[list[Value]]) -> None:
    opens, closes, quoted, atom = found.groups()
    if opens:
        open_.append([])
    elif closes:
        if len(open_) == 1:
            message = "a bracket was never opened"
            raise ValueError(message)
        closed = open_.pop()
        open_[-1].append(closed)
    elif quoted is not None:
        open_[-1].append(ESCAPED.sub(rb"\1", quoted))
    else:
        open_[-1].append(None if atom.upper() == b"NIL" else atom)
