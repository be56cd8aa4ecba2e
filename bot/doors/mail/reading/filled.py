"""A form that was filled in where we sent it: inside the mail that is quoted.

What is looked for is our own: it stands below our delimiter, in the last message of ours that is
quoted, between the sentence that introduces the lines and what can be answered.
"""

import re
from collections.abc import Iterator, Sequence

from bot.doors.mail.reading.lines import Line
from bot.doors.mail.reading.quotes import delimits
from french.folding import fold

INTRODUCES = re.compile(r"\bcompletant ces lignes\b")  # the text `forms.sheet`
REST = re.compile(r"(?:.*\b)?voulez\W*$")  # its end, when a program cut it in two
ENDS = re.compile(
    r"repondez (?:avec|au dessus)|touchez|je suis palabre|pour ne plus rien recevoir"
    r"|(?:1 )?annuler$"
)
MOST_LINES = 40
BLANK = re.compile(r"[\s_.…]*")


def filled_in(lines: Sequence[Line]) -> list[str]:
    """The lines of a quoted form, « Nom : Marie », when some were filled in; else none."""
    written = list(_whole(list(_sheet(lines))))
    bare = [line.endswith(":") for line in written]
    below = [False, *bare]  # whether the line stands below the name of a field
    said = zip(written, bare, below, strict=False)
    answered = (not empty and (":" in line or under) for line, empty, under in said)
    return written if any(answered) else []


def _sheet(lines: Sequence[Line]) -> Iterator[str]:
    """What stands where the lines to fill in were, in the message that is quoted first."""
    starts = [at for at, line in enumerate(lines) if delimits(line.text)][:2]
    if not starts:
        return
    end = starts[1] if len(starts) > 1 else len(lines)
    depth = lines[starts[0]].depth
    ours = [line.text for line in lines[starts[0] : end] if line.depth == depth]
    at = next((n for n, text in enumerate(ours) if INTRODUCES.search(fold(text))), None)
    if at is None:
        return
    below = ours[at + 1 : at + 1 + MOST_LINES]
    for number, text in enumerate(below):
        said = fold(text)
        if ENDS.match(said):
            return
        if not (number == 0 and REST.match(said)) and text.strip():
            yield text.strip()


def _whole(lines: Sequence[str]) -> Iterator[str]:
    """Lines that a program cut within brackets, made whole, without the signs of a blank."""
    begun = ""
    for line in lines:
        begun = f"{begun} {line}".strip()
        if begun.count("(") <= begun.count(")"):
            yield _unruled(begun)
            begun = ""
    if begun:
        yield _unruled(begun)


def _unruled(line: str) -> str:
    name, colon, said = line.rpartition(":")
    return f"{name.rstrip()} :" if colon and BLANK.fullmatch(said) else line
