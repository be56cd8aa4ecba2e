"""Telegram's HTML, read as strictly as the real one reads it, and how long a text may be.

https://core.telegram.org/bots/api#html-style
"""

import re
from html import unescape
from typing import Any, NamedTuple

from tests.bot_api.links import opens
from tests.bot_api.refusing import Refusal

TAGS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "code": "code",
    "pre": "pre",
    "a": "text_link",
    "blockquote": "blockquote",
    "tg-spoiler": "spoiler",
}
MOST_ENTITIES = 100
HEAVIEST = 2**15  # bytes, before marks are read
NOTABLE = re.compile(r"<|&(?:#x[0-9a-fA-F]+|#[0-9]+|(?:lt|gt|amp|quot)(?![a-zA-Z]));?")
NAME = re.compile(r"[^\s>]*")
ATTRIBUTE = re.compile(r"\s*(?P<name>[^\s=]*)\s*(?P<equals>=?)\s*")
VALUE = re.compile(
    r"""(?P<quote>["'])(?P<quoted>.*?)(?P=quote)|(?P<bare>[A-Za-z0-9.-]*)""", re.DOTALL
)

Json = dict[str, Any]


class Text(NamedTuple):
    """A text once read, with what marks it; `html` is what was sent."""

    plain: str
    entities: list[Json]
    html: str


def utf16(text: str) -> int:
    """How long Telegram says a text is."""
    return len(text.encode("utf-16-le")) // 2


def formatted(raw: str, parse_mode: str) -> Text:
    """A text with its marks read. Raises Refusal."""
    if len(raw.encode()) > HEAVIEST:
        raise Refusal("text_heavy")
    if not raw or parse_mode.lower() in {"", "none"}:
        return Text(raw, [], raw)
    if parse_mode.lower() != "html":
        raise Refusal("parse_mode")
    return Html(raw).read()


def fitting(text: Text, most: int, too_long: str) -> Text:
    """The same without white space around it, and at most 100 marks. Raises Refusal."""
    before = utf16(text.plain) - utf16(text.plain.lstrip())
    plain = text.plain.strip()
    if utf16(plain) > most:
        raise Refusal(too_long)
    moved = [one | {"offset": max(one["offset"] - before, 0)} for one in text.entities]
    return Text(plain, moved[:MOST_ENTITIES], text.html)


class Html:
    """Reads a text from one end to the other."""

    def __init__(self, raw: str) -> None:
        self._raw = raw
        self._at = 0
        self._plain = ""
        self._opened: list[tuple[str, int, str]] = []
        self._entities: list[Json] = []

    def read(self) -> Text:
        """The text and its entities, in UTF-16 code units. Raises Refusal."""
        while found := NOTABLE.search(self._raw, self._at):
            self._plain += self._raw[self._at : found.start()]
            self._at = found.end()
            if found[0] != "<":
                self._plain += unescape(found[0])
            elif self._raw.startswith("/", self._at):
                self._close(self._byte(found.start()))
            else:
                self._open(self._byte(found.start()))
        self._plain += self._raw[self._at :]
        if self._opened:
            raise Refusal("end_tag_missing", tag=self._opened[-1][0])
        entities = sorted(self._entities, key=lambda one: (one["offset"], -one["length"]))
        return Text(self._plain, entities, self._raw)

    def _byte(self, at: int) -> int:
        return len(self._raw[:at].encode())

    def _taken(self, pattern: re.Pattern[str]) -> re.Match[str]:
        """What is next, which may be nothing."""
        found = pattern.match(self._raw, self._at)
        assert found is not None
        self._at = found.end()
        return found

    def _open(self, at: int) -> None:
        tag = self._taken(NAME)[0].lower()
        if self._at == len(self._raw):
            raise Refusal("start_tag_open", at=at)
        if tag not in TAGS:
            raise Refusal("start_tag_unknown", tag=tag, at=at)
        href = self._attributes(tag, at).get("href", "")
        self._opened.append((tag, utf16(self._plain), unescape(href)))

    def _attributes(self, tag: str, at: int) -> dict[str, str]:
        found: dict[str, str] = {}
        while (rest := self._raw[self._at :].lstrip()) and not rest.startswith(">"):
            attribute = self._taken(ATTRIBUTE)
            if not attribute["name"]:
                raise Refusal("attribute_nameless", tag=tag, at=at)
            if not attribute["equals"]:
                raise Refusal("attribute_alone", tag=tag, at=at)
            found[attribute["name"]] = self._value()
        if not rest:
            raise Refusal("start_tag_open", at=at)
        self._at = self._raw.index(">", self._at) + 1
        return found

    def _value(self) -> str:
        began = self._byte(self._at)
        value = self._taken(VALUE)
        if value["quote"]:
            return value["quoted"]
        if not re.match(r"[\s>]", self._raw[self._at :]):
            raise Refusal("attribute_unquoted", at=began)
        return value["bare"].lower()

    def _close(self, at: int) -> None:
        if not self._opened:
            raise Refusal("end_tag_alone", at=at)
        self._at += 1
        tag = self._taken(NAME)[0].lower()
        if not self._raw[self._at :].lstrip().startswith(">"):
            raise Refusal("end_tag_open", at=at)
        self._at = self._raw.index(">", self._at) + 1
        expected, offset, href = self._opened.pop()
        if tag not in {"", expected}:
            raise Refusal("end_tag_crossed", at=at, expected=expected, found=tag)
        self._mark(expected, offset, href)

    def _mark(self, tag: str, offset: int, href: str) -> None:
        length = utf16(self._plain) - offset
        if not length or (tag == "a" and not opens(href)):
            return  # the real one keeps the text and drops a link that it cannot open
        entity: Json = {"type": TAGS[tag], "offset": offset, "length": length}
        self._entities.append(entity | ({"url": href} if tag == "a" else {}))
