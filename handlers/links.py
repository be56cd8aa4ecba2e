"""What a link says: a command, in the letters that a link may hold."""

import re

LONGEST = 64  # Bot API, deep linking: 1 to 64 of `A-Za-z0-9_-`
PAYLOAD = re.compile(rf"[A-Za-z0-9_-]{{1,{LONGEST}}}")
SPACE = "--"  # ids hold single dashes and underscores


def to_payload(line: str) -> str:
    """A command line as a link carries it; its name alone when the rest does not fit."""
    words = line.removeprefix("/").split(" ")
    whole = SPACE.join(words)
    return whole if PAYLOAD.fullmatch(whole) else words[0]


def to_line(payload: str) -> str:
    """The command line that a link carries."""
    return f"/{payload.replace(SPACE, ' ')}"
