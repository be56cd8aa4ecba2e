"""The words of a page as lines: which are headings, and which stand in an address."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bs4 import BeautifulSoup
from bs4.element import NavigableString, PageElement, PreformattedString, Tag

from content.saved_pages.reading import one_line

BLOCKS = frozenset(
    {"address", "article", "aside", "blockquote", "body", "br", "center", "dd", "div", "dl", "dt"}
    | {"fieldset", "figure", "footer", "form", "header", "hr", "li", "main", "ol", "p", "pre"}
    | {"section", "table", "td", "th", "tr", "ul"}
)
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
BOLD = frozenset({"b", "big", "strong"})
UNREAD = frozenset(
    {"button", "head", "iframe", "nav", "noscript", "object", "script", "select", "style", "svg"}
    | {"template", "textarea"}
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_COOKIES = re.compile(r"cookie|consent|rgpd|gdpr", re.IGNORECASE)
LONGEST_HEADING = 80


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text. One that is short and bold throughout heads what follows, as a heading."""

    text: str
    heading: bool
    address: bool


@dataclass(slots=True)
class _Depths:
    heading: int = 0
    bold: int = 0
    address: int = 0

    def enter(self, tag: str, step: int) -> None:
        self.heading += step * (tag in HEADINGS)
        self.bold += step * (tag in BOLD)
        self.address += step * (tag == "address")


def lines_of(tree: BeautifulSoup) -> list[Line]:
    """What is read of a page from top to bottom, without menus, scripts and what is hidden."""
    return [line for line in _lines(tree) if line.text]


def _lines(tree: BeautifulSoup) -> Iterator[Line]:
    depths = _Depths()
    parts: list[tuple[str, _Depths]] = []
    for one, opens in _steps(tree):
        if isinstance(one, Tag):
            if one.name in BLOCKS or one.name in HEADINGS:
                yield _line(parts)
                parts = []
            depths.enter(one.name, 1 if opens else -1)
        elif isinstance(one, NavigableString):
            parts.append((str(one), _Depths(depths.heading, depths.bold, depths.address)))
    yield _line(parts)


def _line(parts: Iterable[tuple[str, _Depths]]) -> Line:
    said = [(text, depths) for text, depths in parts if text.strip()]
    text = one_line("".join(text for text, _ in parts))
    short = len(text) <= LONGEST_HEADING
    heading = short and bool(said) and all(at.heading or at.bold for _, at in said)
    return Line(text, heading, address=any(at.address for _, at in said))


def _steps(tree: BeautifulSoup) -> Iterator[tuple[PageElement, bool]]:
    """Each element as it opens and as it closes: without recursion, pages may be deep."""
    waiting: list[tuple[PageElement, bool]] = [(tree, True)]
    while waiting:
        one, opens = waiting.pop()
        if isinstance(one, PreformattedString) or (isinstance(one, Tag) and _unread(one)):
            continue
        yield one, opens
        if opens and isinstance(one, Tag):
            waiting.append((one, False))
            waiting.extend((child, True) for child in reversed(one.contents))


def _unread(tag: Tag) -> bool:
    if tag.name in UNREAD or tag.has_attr("hidden"):
        return True
    named = " ".join([str(tag.get("id") or ""), *(tag.get("class") or ())])
    return bool(_HIDDEN.search(str(tag.get("style") or ""))) or (
        tag.name not in {"html", "body"} and bool(_COOKIES.search(named))
    )
