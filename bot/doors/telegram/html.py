"""Simple HTML as Telegram takes it: its few tags, and pieces that are not too long.

A text is flattened into runs of one style, cut where one would breathe, and written again: no cut
ever falls inside a tag. https://core.telegram.org/bots/api#html-style
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from html import escape
from typing import NamedTuple

from bs4 import BeautifulSoup
from bs4.element import NavigableString, PageElement, PreformattedString, Tag

TEXT = 4096
CAPTION = 1024
ENTITIES = 100
HEAVIEST = 2**15  # bytes, marks and all: "text is too long" beyond
INLINE = frozenset({"b", "i", "u", "s", "code"})
BLOCKS = frozenset({"p", "ul", "ol", "blockquote"})
OPENED = ("http://", "https://", "tg://")
DEEPEST = 30  # quotes and lists one in another; nobody writes more
BLANK = re.compile(r"[ \t\r\n\f]+")
BREAK = re.compile(r" ?\v ?")
BREATHS = (re.compile(r"\n\n"), re.compile(r"\n"), re.compile(r"(?<=[.!?…]) "), re.compile(r" "))


class Style(NamedTuple):
    """An open tag; `href` for a link."""

    tag: str
    href: str = ""


class Run(NamedTuple):
    """Some text in one style."""

    text: str
    styles: tuple[Style, ...] = ()


Runs = list[Run]


@lru_cache(maxsize=512)
def pieces(html: str, limit: int = TEXT) -> tuple[str, ...]:
    """Simple HTML as messages of at most `limit` UTF-16 units once parsed, none of them empty."""
    runs = _joined(_blocks(BeautifulSoup(_visible(html), "html.parser"), (), DEEPEST), "\n\n")
    written = []
    while runs:
        piece, runs = _next(runs, limit)
        written.append(piece)
    return tuple(piece for piece in written if piece)


def _next(runs: Runs, limit: int) -> tuple[str, Runs]:
    """The next message and what is left; half as long when its marks make it too heavy."""
    head, rest = _split(runs, _cut(runs, limit))
    written = _write(_stripped(head))
    if len(written.encode()) > HEAVIEST and limit > 1:
        return _next(runs, limit // 2)
    return written, _stripped(rest)


def caption(html: str) -> str | None:
    """Simple HTML below a picture or a file; None when it is too long for that."""
    found = pieces(html, CAPTION)
    return "".join(found) if len(found) <= 1 else None


def utf16(text: str) -> int:
    """How long Telegram says a text is."""
    return len(text.encode("utf-16-le")) // 2


def _visible(text: str) -> str:
    return "".join(c for c in text if c in "\n\t" or unicodedata.category(c) != "Cc")


def _blocks(parent: Tag, styles: tuple[Style, ...], depth: int) -> Iterator[Runs]:
    """The blocks of an element; what lies between two of them is one more."""
    loose: list[PageElement] = []
    for child in parent.children:
        if not (isinstance(child, Tag) and child.name in BLOCKS and depth):
            loose.append(child)
            continue
        yield from _paragraph(loose, styles)
        loose = []
        yield from _block(child, styles, depth - 1)
    yield from _paragraph(loose, styles)


def _block(tag: Tag, styles: tuple[Style, ...], depth: int) -> Iterator[Runs]:
    if tag.name in {"ul", "ol"}:
        if items := list(_items(tag, styles, depth)):
            yield _joined(items, "\n")
        return
    quote = Style("blockquote")
    inner = (quote, *styles) if tag.name == "blockquote" and quote not in styles else styles
    if blocks := list(_blocks(tag, inner, depth)):
        yield from [_joined(blocks, "\n\n")] if inner is not styles else blocks


def _items(tag: Tag, styles: tuple[Style, ...], depth: int) -> Iterator[Runs]:
    items = [child for child in tag.children if isinstance(child, Tag)]
    for number, item in enumerate(items, 1):
        mark = f"{number}. " if tag.name == "ol" else "• "
        inner = _joined(_blocks(item, styles, depth), "\n")
        yield [Run(mark, styles), *(Run(text.replace("\n", "\n   "), s) for text, s in inner)]


def _paragraph(elements: Sequence[PageElement], styles: tuple[Style, ...]) -> Iterator[Runs]:
    """Loose text with its white space squeezed; a vertical tab stands for <br> until then."""
    runs: Runs = []
    for text, style in (run for element in elements for run in _inline(element, styles)):
        squeezed = BREAK.sub("\n", BLANK.sub(" ", text))
        if not runs or runs[-1].text.endswith((" ", "\n")):
            squeezed = squeezed.lstrip(" ")
        if runs and squeezed.startswith("\n"):
            runs[-1] = Run(runs[-1].text.rstrip(" "), runs[-1].styles)
        if squeezed:
            runs.append(Run(squeezed, style))
    if stripped := _stripped(runs):
        yield stripped


def _inline(element: PageElement, styles: tuple[Style, ...]) -> Iterator[Run]:
    if isinstance(element, PreformattedString):
        return  # comments and the like
    if isinstance(element, NavigableString):
        yield Run(element.replace("\v", " "), styles)
    elif isinstance(element, Tag) and element.name == "br":
        yield Run("\v", styles)
    elif isinstance(element, Tag) and element.name == "a":
        yield from _link(element, styles)
    elif isinstance(element, Tag):
        style = Style(element.name)
        inner = (*styles, style) if element.name in INLINE and style not in styles else styles
        yield from _inlines(element, inner)


def _inlines(tag: Tag, styles: tuple[Style, ...]) -> Iterator[Run]:
    for child in tag.children:
        yield from _inline(child, styles)


def _link(tag: Tag, styles: tuple[Style, ...]) -> Iterator[Run]:
    """A link that Telegram opens; another one is shown: `text (address)`."""
    href = str(tag.get("href") or "")
    inside = any(style.tag == "a" for style in styles)
    if href.startswith(OPENED) and not inside:
        yield from _inlines(tag, (*styles, Style("a", href)))
        return
    yield from _inlines(tag, styles)
    shown, text = href.removeprefix("mailto:"), tag.get_text().strip()
    if shown and not inside and text not in {href, shown}:
        yield Run(f" ({shown})" if text else shown, styles)


def _joined(blocks: Iterable[Runs], separator: str) -> Runs:
    """Blocks one after the other; between two of one quote, the quote goes on."""
    whole: Runs = []
    for block in blocks:
        if whole:
            shared = [a for a, b in zip(whole[-1].styles, block[0].styles, strict=False) if a == b]
            quote = tuple(style for style in shared if style.tag == "blockquote")
            whole.append(Run(separator, quote))
        whole += block
    return whole


def _stripped(runs: Runs) -> Runs:
    """Runs without white space at either end."""
    kept = list(runs)
    while kept and not (text := kept[0].text.lstrip(" \n")):
        kept.pop(0)
    if kept:
        kept[0] = Run(text, kept[0].styles)
    while kept and not (text := kept[-1].text.rstrip(" \n")):
        kept.pop()
    if kept:
        kept[-1] = Run(text, kept[-1].styles)
    return kept


def _cut(runs: Runs, limit: int) -> int:
    """Where to end a message: everything, or the last place within limits where one breathes."""
    text = "".join(run.text for run in runs)
    most = min(_within(text, limit), _styled(runs))
    if most == len(text):
        return most
    for breath in BREATHS:
        places = [found.end() for found in breath.finditer(text, 0, most)]
        if places and places[-1] >= most // 4:
            return places[-1]
    return most


def _within(text: str, limit: int) -> int:
    """How many characters make at most so many UTF-16 units."""
    if utf16(text[: limit + 1]) <= limit:
        return len(text[: limit + 1])
    units = 0
    for index, char in enumerate(text):
        units += 1 if char <= "\uffff" else 2
        if units > limit:
            return index
    return len(text)


def _styled(runs: Runs) -> int:
    """How many characters hold at most as many entities as a message may have."""
    count = length = 0
    for run in runs:
        count += len(run.styles)
        if count > ENTITIES:
            return length
        length += len(run.text)
    return length


def _split(runs: Runs, at: int) -> tuple[Runs, Runs]:
    head: Runs = []
    for index, run in enumerate(runs):
        if at < len(run.text):
            rest = [Run(run.text[at:], run.styles), *runs[index + 1 :]]
            return ([*head, Run(run.text[:at], run.styles)] if at else head), rest
        head.append(run)
        at -= len(run.text)
    return head, []


def _write(runs: Runs) -> str:
    """Runs as HTML, each tag opened once for as long as it holds."""
    written: list[str] = []
    opened: list[Style] = []
    for text, styles in [*runs, Run("")]:
        shared = 0
        while shared < min(len(opened), len(styles)) and opened[shared] == styles[shared]:
            shared += 1
        written += [f"</{style.tag}>" for style in reversed(opened[shared:])]
        written += [_opening(style) for style in styles[shared:]]
        opened = list(styles)
        written.append(escape(text, quote=False))
    return "".join(written)


def _opening(style: Style) -> str:
    return f'<a href="{escape(style.href)}">' if style.href else f"<{style.tag}>"
