"""Where what she says ends and her signature begins; a P.-S. is kept wherever it stands."""

import re
from collections.abc import Iterator, Sequence

from bot.doors.mail.reading.goodbyes import closes
from bot.doors.mail.reading.lines import Line, Mark
from french.folding import essence

MOST_LINES = 300  # of what somebody writes and then signs
MOST_NAMES = 4  # words of a name
MOST_SIGNED = 8  # lines of a signature that begins with a name
IMAGE = re.compile(r"\[(?:image|cid|logo)[^\]]{0,200}\]$")
POSTSCRIPT = re.compile(
    r"\s*(?:P{1,2}\.? ?-? ?S\.?\s|(?i:p{1,2}\.? ?-? ?s\.?)\s*[:,–—-]"
    r"|(?i:post[- ]?scriptum)\b)"
)


def without_signature(
    lines: Sequence[Line], names: frozenset[str], *, last: bool = False
) -> list[str]:
    """The lines of a passage up to what closes it, and each P.-S. that follows.

    `names` are the folded words of the sender's name: alone they sign too, even with nothing
    before them in the `last` of several passages.
    """
    kept: list[str] = []
    for at, line in enumerate(lines[:MOST_LINES]):
        end = 0 if line.mark is Mark.SIGNATURE else closes(line.text)
        if end is None and _signs(lines, at, names, last=last):
            end = 0
        if end is not None:
            return [*kept, line.text[:end], *_postscripts(line.text for line in lines[at:])]
        if not IMAGE.match(line.text.strip()):
            kept.append(line.text)
    return [*kept, *(line.text for line in lines[MOST_LINES:])]


def _signs(lines: Sequence[Line], at: int, names: frozenset[str], *, last: bool) -> bool:
    """Whether the sender's name stands alone: at the end, or whole with a few lines below.

    Below « Prénom : » it answers, and at the beginning it says who speaks.
    """
    words = essence(lines[at].text[:60]).split()
    if not words or len(words) > MOST_NAMES or not all(_is_hers(word, names) for word in words):
        return False
    before = [line.text for line in lines[:at] if line.text.strip()]
    below = [line for line in lines[at + 1 :] if line.text.strip()]
    if before[-1].rstrip().endswith(":") if before else not last:
        return False
    if not below or below[0].mark is Mark.SIGNATURE or closes(below[0].text) == 0:
        return True
    after = [line.text for line in below]
    whole = len(words) > 1 and len(after) <= MOST_SIGNED and not any("?" in text for text in after)
    return whole or bool(POSTSCRIPT.match(after[0][:40]))


def _is_hers(word: str, names: frozenset[str]) -> bool:
    return word in names or (len(word) == 1 and any(name.startswith(word) for name in names))


def _postscripts(texts: Iterator[str]) -> Iterator[str]:
    """Each P.-S. below a signature, to the end of its paragraph, a blank line before it."""
    inside = False
    for text in texts:
        begins = bool(POSTSCRIPT.match(text[:40]))
        inside = begins or (inside and bool(text.strip()))
        if begins:
            yield ""
        if inside:
            yield text


def name_words(name: str, address: str) -> frozenset[str]:
    """The folded words that a sender may sign with."""
    return frozenset(essence(f"{name} {address.partition('@')[0]}").split())
