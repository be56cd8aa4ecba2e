"""The lines of a mail, each with how deeply it quotes; flowed paragraphs (RFC 3676) made whole."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

MOST_LINES = 4000  # of a mail
MOST = 1000  # characters of a line that are looked at to know what it is
QUOTED = re.compile(r"(?:>[ ]?)+")
UNSEEN = "\r\u200b\u200c\u200d\u2060\ufeff\u00ad"
SPACES = "\t\u00a0\u202f\u2007\u2009\u200a"


class Mark(Enum):
    """What a program says of a line in its HTML: hers, of her signature, or the others begin."""

    HERS = "hers"
    SIGNATURE = "signature"
    CUT = "cut"


@dataclass(frozen=True, slots=True)
class Line:
    """A line as it is seen; `depth` counts the quotes it is in, 0 for what she wrote."""

    text: str
    depth: int = 0
    mark: Mark = Mark.HERS


def seen(text: str) -> str:
    """A text without what nobody sees, every space a plain one."""
    for char in UNSEEN:
        text = text.replace(char, "")
    for char in SPACES:
        text = text.replace(char, " ")
    return text


def plain_lines(text: str, *, flowed: bool = False, joined: bool = False) -> list[Line]:
    """The lines of a plain text; `joined` when a flowed line loses its last space (DelSp)."""
    lines = seen(text).split("\n", MOST_LINES)[:MOST_LINES]
    if flowed:
        return list(_flowed(lines, joined=joined))
    return [_line(line) for line in lines]


def _line(text: str) -> Line:
    found = QUOTED.match(text.lstrip(" ")[:MOST])
    if found is None:
        return Line(text.rstrip())
    return Line(text.lstrip(" ")[found.end() :].rstrip(), found[0].count(">"))


def _flowed(lines: list[str], *, joined: bool) -> Iterator[Line]:
    """Join a line that ends with a space to the next of the same depth (RFC 3676, 4.1)."""
    begun: list[str] = []
    depth = 0
    for line in lines:
        inside = line.lstrip(">")
        here = len(line) - len(inside)
        text = inside.removeprefix(" ")  # a space is stuffed before ">", "From " and spaces
        if begun and (here != depth or text == "-- "):
            yield Line("".join(begun).rstrip(), depth)
            begun = []
        depth = here
        begun.append(text.removesuffix(" ") if joined else text)
        if not text.endswith(" ") or text == "-- ":
            yield Line("".join(begun).rstrip(), depth)
            begun = []
    if begun:
        yield Line("".join(begun).rstrip(), depth)
