"""The HTML of a mail as lines: what quotes it marks, and what it hides, are known from its tags."""

import re
import warnings
from collections.abc import Iterator
from dataclasses import replace

from bs4 import BeautifulSoup, MarkupResemblesLocatorWarning
from bs4.element import NavigableString, PreformattedString, Tag

from bot.doors.mail.reading.lines import Line, Mark, seen

BLANKS = re.compile(r"[ \t\r\n\f]+")
BLOCKS = frozenset(
    {"address", "article", "blockquote", "body", "center", "dd", "div", "dl", "dt", "fieldset"}
    | {"footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "li", "main"}
    | {"ol", "p", "pre", "section", "table", "tr", "ul"}
)
APART = frozenset({"p", "ul", "ol", "table", "h1", "h2", "h3", "h4", "pre"})
UNREAD = frozenset({"head", "style", "script", "title", "template", "noscript", "object", "svg"})
HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE)
INDENTED = re.compile(r"border\s*:\s*(?:none|0)", re.IGNORECASE)
# What programs call what they quote, what they sign with, and where the mail answered begins.
QUOTES = frozenset(
    {"yahoo_quoted", "ik_mail_quote", "zmail_extra"} | {"__HEADERS__", "__QUOTED_TEXT__"}
)
SIGNATURES = frozenset(
    {"gmail_signature", "moz-signature", "protonmail_signature_block", "signature"}
    | {"composer_signature", "ms-outlook-mobile-signature", "editorusersignature"}
    | {"__sig_pre__", "__sig_post__"}
)
BEGINNINGS = frozenset(
    {"divRplyFwdMsg", "mail-editor-reference-message-container", "OLK_SRC_BODY_SECTION"}
)


def html_lines(html: str) -> list[Line]:
    """The lines of an HTML text, a blank one between paragraphs."""
    writer = _Writer()
    for event, node in _walk(_parsed(html)):
        writer.take(event, node)
    writer.end_line()
    return writer.lines


def _parsed(html: str) -> BeautifulSoup:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", MarkupResemblesLocatorWarning)  # a text that is one link
        return BeautifulSoup(html, "html.parser")


def _walk(top: Tag) -> Iterator[tuple[str, Tag | NavigableString]]:
    """Each tag as it opens and closes, and each text, without recursion: mails nest deep."""
    left: list[tuple[str, Tag | NavigableString]] = [("open", top)]
    while left:
        event, node = left.pop()
        if isinstance(node, NavigableString):
            if not isinstance(node, PreformattedString):  # comments and the like
                yield "text", node
            continue
        if event == "open" and _is_unread(node):
            continue
        yield event, node
        if event == "open":
            left.append(("close", node))
            children = [c for c in node.contents if isinstance(c, Tag | NavigableString)]
            left.extend(("open", child) for child in reversed(children))


def _is_unread(tag: Tag) -> bool:
    return tag.name in UNREAD or bool(HIDDEN.search(str(tag.get("style") or "")[:500]))


def _names(tag: Tag) -> set[str]:
    """What a program calls an element: its classes, id and marker, without what Outlook adds."""
    said = [*(tag.get_attribute_list("class")), tag.get("id"), tag.get("data-marker")]
    return {str(name).removeprefix("x_") for name in said if name}


class _Writer:
    """Puts texts together into lines, knowing what it is inside of."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self._pieces: list[str] = []
        self._depth = 0
        self._signed = 0
        self._pre = 0

    def take(self, event: str, node: Tag | NavigableString) -> None:
        if isinstance(node, NavigableString):
            text = str(node)
            if not self._pre:
                self._pieces.append(BLANKS.sub(" ", text))
                return
            first, *rest = text.split("\n")
            self._pieces.append(first)
            for line in rest:
                self._break()
                self._pieces.append(line)
        elif node.name == "br":
            if event == "open":
                self._break()
        else:
            self._enter(node) if event == "open" else self._leave(node)

    def _enter(self, tag: Tag) -> None:
        self._edge(tag)
        names = _names(tag)
        if not BEGINNINGS.isdisjoint(names):
            self.lines.append(Line("", self._depth, Mark.CUT))
        self._count(tag, names, 1)

    def _leave(self, tag: Tag) -> None:
        self._edge(tag)
        self._count(tag, _names(tag), -1)

    def _count(self, tag: Tag, names: set[str], step: int) -> None:
        if _is_quote(tag) or not QUOTES.isdisjoint(names):
            self._depth += step
        if not SIGNATURES.isdisjoint(name.lower() for name in names):
            self._signed += step
        if tag.name == "pre":
            self._pre += step

    def _edge(self, tag: Tag) -> None:
        if tag.name in BLOCKS:
            self.end_line()
        elif tag.name in {"td", "th"}:
            self._pieces.append(" ")
        if tag.name in APART and not any(name.startswith("Mso") for name in _names(tag)):
            self._blank()

    def _blank(self) -> None:
        if self.lines and self.lines[-1].text:
            self.lines.append(replace(self.lines[-1], text="", mark=Mark.HERS))

    def end_line(self) -> None:
        """End the line that is being written, if any."""
        if any(piece.strip(" \n") for piece in self._pieces):
            self._break()
        self._pieces = []

    def _break(self) -> None:
        text = seen("".join(self._pieces))
        mark = Mark.SIGNATURE if self._signed else Mark.HERS
        self.lines.append(Line(" ".join(text.split()), self._depth, mark))
        self._pieces = []


def _is_quote(tag: Tag) -> bool:
    """Whether a blockquote quotes: programs indent with it too."""
    if tag.name != "blockquote":
        return False
    indents = INDENTED.search(str(tag.get("style") or "")[:500])
    return not indents or bool(tag.get("type") or tag.get("class"))
