"""What she says: her own text out of the parts of a mail, and whether she comes."""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from bot.doors.mail.reading.closings import without_signature
from bot.doors.mail.reading.filled import filled_in
from bot.doors.mail.reading.html import html_lines
from bot.doors.mail.reading.lines import Line, plain_lines
from bot.doors.mail.reading.parts import Part
from bot.doors.mail.reading.quotes import own_passages
from bot.doors.mail.reading.words import Word
from content.charsets import decode
from french.announcing import announced
from french.coming import Coming
from french.folding import essence, fold

WORDS = {Coming.YES: Word.ACCEPTED, Coming.NO: Word.DECLINED, Coming.MAYBE: Word.TENTATIVE}
MOST_TEXT = 30_000  # characters: ten pages
# « votre messagerie n'affiche pas le HTML », the only text of some plain parts
STUB = re.compile(r"\bhtml\b")
LONGEST_STUB = 300


def own_text(parts: Sequence[Part], names: frozenset[str]) -> str:
    """What the sender wrote herself, without quotes nor signature, its lines as she cut them.

    A form of ours that she filled in where it is quoted is hers too.
    """
    lines = _lines(parts)
    passages = [own for own in own_passages(lines) if any(line.text for line in own)]
    kept = (
        without_signature(own, names, last=0 < number == len(passages) - 1)
        for number, own in enumerate(passages)
    )
    texts = [*map("\n".join, kept), "\n".join(filled_in(lines))]
    return "\n".join(tidy for text in texts if (tidy := _tidied(text)))[:MOST_TEXT]


def _tidied(text: str) -> str:
    lines = [" ".join(line.split()) for line in text.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n")


def _lines(parts: Sequence[Part]) -> list[Line]:
    """The lines of each text of a mail, one form of each, a blank line between two."""
    lines: list[Line] = []
    for part in _chosen([part for part in parts if _is_text(part)]):
        if lines:
            lines.append(Line("", lines[-1].depth))
        lines.extend(_lines_of(part))
    return lines


def _is_text(part: Part) -> bool:
    return part.media_type in {"text/plain", "text/html"} and not (part.attached or part.filename)


def _chosen(texts: Sequence[Part]) -> Iterator[Part]:
    """Of the forms of one text the plain one, unless it says nothing."""
    for _, group in groupby(enumerate(texts), lambda one: one[1].alternative or one[0]):
        forms = [part for _, part in group]
        plain = [form for form in forms if form.media_type == "text/plain"]
        rich = [form for form in forms if form.media_type == "text/html"]
        yield from [form for form in plain if not rich or _speaks(form)] or rich


def _speaks(part: Part) -> bool:
    text = text_of(part).strip()
    return bool(text) and not (len(text) < LONGEST_STUB and STUB.search(fold(text)))


def text_of(part: Part) -> str:
    """The text of a part, its line ends as LF."""
    text = decode(part.content, part.parameters.get("charset", ""))
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")


def _lines_of(part: Part) -> list[Line]:
    if part.media_type == "text/html":
        return html_lines(text_of(part))
    flowed = part.parameters.get("format", "").lower() == "flowed"
    joined = part.parameters.get("delsp", "").lower() == "yes"
    return plain_lines(text_of(part), flowed=flowed, joined=joined)


def own_word(text: str, names: frozenset[str]) -> Word | None:
    """Whether she says that she comes, None when she does not say it plainly."""
    coming = announced(_unsigned(text, names))
    return WORDS[coming] if coming else None


def _unsigned(text: str, names: frozenset[str]) -> str:
    """A text without the name that ends it: « Oui merci, Marie »."""
    before, _, last = text.rstrip(" .!").rpartition(" ")
    words = essence(last).split()
    return before if before and words and names.issuperset(words) else text
