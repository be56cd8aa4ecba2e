"""Simple HTML and choices as plain text, for a terminal."""

import re
import unicodedata
from collections.abc import Iterator, Sequence

from bs4 import BeautifulSoup
from bs4.element import NavigableString, PageElement, PreformattedString, Tag

from community.words import Reply

_BLANK = re.compile(r"[ \t\r\n\f]+")
_BLOCKS = frozenset({"p", "ul", "ol", "blockquote"})
_DEEPEST = 30  # quotes and lists one in another; nobody writes more


def show(reply: Reply, files: Sequence[str] = ()) -> str:
    """A reply as text: what is said, where its files are, then the choices, numbered."""
    parts = [to_text(reply.html)]
    parts.append("\n".join(f"[fichier : {file}]" for file in files))
    choices = enumerate(reply.choices, start=1)
    parts.append("\n".join(f"  {number}. {_visible(choice.label)}" for number, choice in choices))
    return "\n\n".join(part for part in parts if part)


def to_text(html: str) -> str:
    """Simple HTML as text: paragraphs apart, lists in dashes, links with their address."""
    return "\n\n".join(_blocks(BeautifulSoup(_visible(html), "html.parser"), _DEEPEST))


def _visible(text: str) -> str:
    """Drop control characters: nobody's name moves the cursor of a terminal."""
    return "".join(c for c in text if c in "\n\t" or unicodedata.category(c) != "Cc")


def _blocks(parent: Tag, depth: int) -> Iterator[str]:
    """The blocks of an element; what lies between two of them is one more."""
    loose: list[PageElement] = []
    for child in parent.children:
        if not (isinstance(child, Tag) and child.name in _BLOCKS and depth):
            loose.append(child)
            continue
        yield from _paragraph(loose)
        loose = []
        yield from _block(child, depth - 1)
    yield from _paragraph(loose)


def _block(tag: Tag, depth: int) -> Iterator[str]:
    if tag.name in {"ul", "ol"}:
        yield from _listed(tag, depth)
    elif tag.name == "blockquote":
        yield from _prefixed("\n\n".join(_blocks(tag, depth)), "> ", "> ")
    else:
        yield from _blocks(tag, depth)


def _listed(tag: Tag, depth: int) -> Iterator[str]:
    items = [child for child in tag.children if isinstance(child, Tag)]
    marks = [f"{n}. " if tag.name == "ol" else "- " for n in range(1, len(items) + 1)]
    lines = [
        line
        for mark, item in zip(marks, items, strict=True)
        for line in _prefixed("\n".join(_blocks(item, depth)), mark, " " * len(mark))
    ]
    if lines:
        yield "\n".join(lines)


def _prefixed(text: str, first: str, rest: str) -> Iterator[str]:
    """A text with a mark before its first line, and as much before the others."""
    if text:
        yield "\n".join(
            f"{rest if n else first}{line}".rstrip() for n, line in enumerate(text.split("\n"))
        )


def _paragraph(elements: Sequence[PageElement]) -> Iterator[str]:
    text = "".join(map(_inline, elements))
    lines = [_BLANK.sub(" ", line).strip(" ") for line in text.split("\v")]
    if any(lines):
        yield "\n".join(lines).strip("\n")


def _inline(element: PageElement) -> str:
    """Text in a line. A vertical tab stands for <br> until white space is squeezed."""
    if isinstance(element, PreformattedString):
        return ""  # comments and the like
    if isinstance(element, NavigableString):
        return element.replace("\v", " ")
    if not isinstance(element, Tag):
        return ""
    if element.name == "br":
        return "\v"
    inside = "".join(_inline(child) for child in element.children)
    return _link(inside, str(element.get("href") or "")) if element.name == "a" else inside


def _link(text: str, url: str) -> str:
    """`text (url)`, or the address alone when that is what the text says."""
    shown = url.removeprefix("mailto:")
    if not shown or text.strip() in {url, shown}:
        return text
    return f"{text} ({shown})" if text.strip() else shown
