"""A calendar file as lines: unfolded, counted, and refused where its parts do not close.

Files come from everywhere: CRLF or LF, UTF-8 with or without a mark, or what Windows wrote before.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from icalendar.parser import Contentline

LINE_END = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True, slots=True)
class Line:
    """A line as it is meant, however it was folded, and the number of its first piece, from 1."""

    number: int
    text: str


class NotACalendar(Exception):
    """The file holds no calendar, or one that is cut or mixed up, at that line."""

    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.line = line


@dataclass(frozen=True, slots=True)
class Lines:
    """What can be read, the numbers of the lines where events begin, and the lines that cannot."""

    text: str
    events: tuple[int, ...]
    odd: tuple[int, ...]


def read_lines(content: bytes) -> Lines:
    """Read a file. Raises NotACalendar."""
    kept: list[Line] = []
    events: list[int] = []
    odd: list[int] = []
    within: list[tuple[str, int]] = []
    for line in _unfolded(_decoded(content)):
        if not within and line.text.strip().upper() != "BEGIN:VCALENDAR":
            raise NotACalendar(line.number)
        if not _is_content(line.text):
            odd.append(line.number)
            continue
        kept.append(line)
        _follow(line, within)
        if within[-1:] == [("VEVENT", line.number)]:
            events.append(line.number)
    if within or not kept:
        raise NotACalendar(within[0][1] if within else 1)
    return Lines("\r\n".join(line.text for line in kept), tuple(events), tuple(odd))


def _decoded(content: bytes) -> str:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    return text.replace("\0", "")


def _unfolded(text: str) -> Iterator[Line]:
    """The lines, each with those that continue it: they begin with a space or a tab."""
    number, pieces = 0, [""]
    for count, piece in enumerate(LINE_END.split(text), start=1):
        if piece[:1] in {" ", "\t"} and number:
            pieces.append(piece[1:])
            continue
        if pieces[0].strip():
            yield Line(number, "".join(pieces))
        number, pieces = count, [piece]
    if pieces[0].strip():
        yield Line(number, "".join(pieces))


def _is_content(text: str) -> bool:
    """Whether a line has a name and a value."""
    try:
        Contentline(text).parts()  # type: ignore[no-untyped-call]
    except ValueError:
        return False
    return True


def _follow(line: Line, within: list[tuple[str, int]]) -> None:
    """Keep in mind which parts are open. Raises NotACalendar for an end that closes none."""
    keyword, _, name = (part.strip().upper() for part in line.text.partition(":"))
    if keyword == "BEGIN":
        within.append((name, line.number))
    elif keyword == "END" and within.pop()[0] != name:
        raise NotACalendar(line.number)
