"""The HTML of a mail as lines: what quotes it marks, and what it hides, are known from its tags.

Read as a stream: a tree costs several times as much, and what is looked for needs none.
"""

import re
from collections import Counter
from dataclasses import dataclass, replace
from html.parser import HTMLParser

from bot.doors.mail.reading.lines import MOST_LINES, Line, Mark, seen

MOST_TAGS = 4000  # what she wrote stands above; below, others are quoted
BLANKS = re.compile(r"[ \t\r\n\f]+")
BLOCKS = frozenset(
    {"address", "article", "blockquote", "body", "center", "dd", "div", "dl", "dt", "fieldset"}
    | {"footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "li", "main"}
    | {"ol", "p", "pre", "section", "table", "tr", "ul"}
)
APART = frozenset({"p", "ul", "ol", "table", "h1", "h2", "h3", "h4", "pre"})
LISTS = frozenset({"ul", "ol"})
VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "wbr"}
)
UNREAD = frozenset({"style", "script", "title", "template", "noscript", "object", "svg"})
HIDDEN = re.compile(r"(?i)display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all")
INDENTED = re.compile(r"(?i)border\s*:\s*(?:none|0)")
# `<![if !supportLists]>` and the like, which Outlook writes and the parser refuses
CONDITION = re.compile(r"<!\[[^>]{0,200}>?")
# A tag that never ends, or within which another begins
BROKEN_TAG = re.compile(
    r"<(?=[a-zA-Z])(?!(?>[^\"'<>]+|\"[^\"<]{0,2000}\"|'[^'<]{0,2000}'){0,300}+>)[^<>]*"
)
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
    writer.feed(_bounded(html))
    writer.close()
    writer.end_line()
    return writer.lines[:MOST_LINES]


def _bounded(html: str) -> str:
    """HTML without what never ends, over which the parser would go again and again."""
    html = CONDITION.sub("", _uncommented(html))
    html = BROKEN_TAG.sub("", "<".join(html.split("<", MOST_TAGS)[:MOST_TAGS]))
    end = html.rfind(">") + 1
    return html[:end] + html[end:].replace("<", " ")


def _uncommented(html: str) -> str:
    """HTML without its comments; one that is not closed hides what follows, as in a browser."""
    kept: list[str] = []
    at = 0
    while (start := html.find("<!--", at)) >= 0:
        kept.append(html[at:start])
        end = html.find("-->", start)
        at = end + 3 if end >= 0 else len(html)
    return "".join([*kept, html[at:]])


@dataclass(frozen=True, slots=True)
class _Inside:
    """What is so of a text: how deep it is quoted, and whether it signs, is hidden or laid out."""

    depth: int = 0
    signature: bool = False
    hidden: bool = False
    pre: bool = False


class _Writer(HTMLParser):
    """Puts texts together into lines, knowing what it is inside of.

    Elements that change nothing are not kept open, save those named as one that does.
    """

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[Line] = []
        self._pieces: list[str] = []
        self._inside = _Inside()
        self._open: list[tuple[str, _Inside]] = []  # names, and what was so before them
        self._names: Counter[str] = Counter()
        self._items: list[int | None] = []  # of each open list: how many, None without numbers
        self._bullet = ""  # what an item that begins is shown with

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin an element; what matters of it is kept until it ends."""
        told = {name: value or "" for name, value in attrs}
        if tag == "br":
            self._break()
            return
        if tag in BLOCKS and self._open and self._open[-1][0] == "p":
            self._close()
        self._edge(tag, told)
        self._itemise(tag)
        names = _names(told)
        if not BEGINNINGS.isdisjoint(names):
            self.lines.append(Line("", self._inside.depth, Mark.CUT))
        inside = _within(self._inside, tag, told, names)
        if tag not in VOID and (inside != self._inside or self._names[tag]):
            self._open.append((tag, self._inside))
            self._names[tag] += 1
            self._inside = inside

    def handle_endtag(self, tag: str) -> None:
        """End an element, and those that were forgotten inside of it."""
        self._edge(tag, {})
        if tag in LISTS and self._items:
            self._items.pop()
        if self._names[tag]:
            while self._close() != tag:
                pass

    def handle_data(self, data: str) -> None:
        """Take a text; its line ends count in a `pre` alone."""
        if self._inside.hidden:
            return
        if not self._inside.pre:
            self._pieces.append(BLANKS.sub(" ", data))
            return
        for number, line in enumerate(data.split("\n")):
            if number:
                self._break()
            self._pieces.append(line)

    def end_line(self) -> None:
        """End the line that is being written, if any."""
        if any(piece.strip(" \n") for piece in self._pieces):
            self._break()
        self._pieces = []

    def _itemise(self, tag: str) -> None:
        """Show items as the plain form of the same mail does: « - », « 1. »."""
        if tag in LISTS:
            self._items.append(0 if tag == "ol" else None)
        if tag != "li":
            return
        count = self._items[-1] if self._items else None
        self._bullet = "- " if count is None else f"{count + 1}. "
        if count is not None:
            self._items[-1] = count + 1

    def _close(self) -> str:
        name, self._inside = self._open.pop()
        self._names[name] -= 1
        return name

    def _edge(self, tag: str, told: dict[str, str]) -> None:
        if tag in BLOCKS:
            self.end_line()
        elif tag in {"td", "th"}:
            self._pieces.append(" ")
        if tag in APART and not told.get("class", "").startswith("Mso"):
            self._blank()

    def _blank(self) -> None:
        if self.lines and self.lines[-1].text:
            self.lines.append(replace(self.lines[-1], text="", mark=Mark.HERS))

    def _break(self) -> None:
        text = " ".join(seen("".join(self._pieces)).split())
        mark = Mark.SIGNATURE if self._inside.signature else Mark.HERS
        if text:
            text, self._bullet = self._bullet + text, ""
        self.lines.append(Line(text, self._inside.depth, mark))
        self._pieces = []


def _names(told: dict[str, str]) -> set[str]:
    """What a program calls an element: its classes, id and marker, without what Outlook adds."""
    said = [*told.get("class", "").split(), told.get("id", ""), told.get("data-marker", "")]
    return {name.removeprefix("x_") for name in said if name}


def _within(outside: _Inside, tag: str, told: dict[str, str], names: set[str]) -> _Inside:
    """What is so inside of an element."""
    style = told.get("style", "")[:500]
    quotes = tag == "blockquote" and (
        not INDENTED.search(style) or bool(told.get("type") or told.get("class"))
    )  # programs indent with it too
    signs = not SIGNATURES.isdisjoint(name.lower() for name in names)
    return _Inside(
        depth=outside.depth + (quotes or not QUOTES.isdisjoint(names)),
        signature=outside.signature or signs,
        hidden=outside.hidden or tag in UNREAD or HIDDEN.search(style) is not None,
        pre=outside.pre or tag == "pre",
    )
