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
SPACE = re.compile(r"\s*")
AFTER = re.compile(r"[\s>]")
ATTRIBUTE = re.compile(r"(?P<name>[^\s=]*)\s*(?P<equals>=?)\s*")
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
        self._plain: list[str] = []
        self._length = 0
        self._opened: list[tuple[str, int, str]] = []
        self._entities: list[Json] = []

    def read(self) -> Text:
        """The text and its entities, in UTF-16 code units. Raises Refusal."""
        while found := NOTABLE.search(self._raw, self._at):
            self._add(self._raw[self._at : found.start()])
            self._at = found.end()
            if found[0] != "<":
                self._add(unescape(found[0]))
            elif self._raw.startswith("/", self._at):
                self._close(found.start())
            else:
                self._open(found.start())
        self._add(self._raw[self._at :])
        if self._opened:
            raise Refusal("end_tag_missing", tag=self._opened[-1][0])
        entities = sorted(self._entities, key=lambda one: (one["offset"], -one["length"]))
        return Text("".join(self._plain), entities, self._raw)

    def _add(self, text: str) -> None:
        self._plain.append(text)
        self._length += utf16(text)

    def _refused(self, name: str, at: int, **values: Any) -> Refusal:
        """Said with the place in bytes."""
        return Refusal(name, at=len(self._raw[:at].encode()), **values)

    def _taken(self, pattern: re.Pattern[str]) -> re.Match[str]:
        """What is next, which may be nothing."""
        found = pattern.match(self._raw, self._at)
        assert found is not None
        self._at = found.end()
        return found

    def _ends(self) -> bool:
        """Whether the tag does, after white space."""
        self._taken(SPACE)
        return self._raw.startswith(">", self._at)

    def _open(self, at: int) -> None:
        tag = self._taken(NAME)[0].lower()
        if self._at == len(self._raw):
            raise self._refused("start_tag_open", at)
        if tag not in TAGS:
            raise self._refused("start_tag_unknown", at, tag=tag)
        href = self._attributes(tag, at).get("href", "")
        self._opened.append((tag, self._length, unescape(href)))

    def _attributes(self, tag: str, at: int) -> dict[str, str]:
        found: dict[str, str] = {}
        while not self._ends():
            if self._at == len(self._raw):
                raise self._refused("start_tag_open", at)
            attribute = self._taken(ATTRIBUTE)
            if not attribute["name"]:
                raise self._refused("attribute_nameless", at, tag=tag)
            if not attribute["equals"]:
                raise self._refused("attribute_alone", at, tag=tag)
            found[attribute["name"]] = self._value()
        self._at += 1
        return found

    def _value(self) -> str:
        began = self._at
        value = self._taken(VALUE)
        if value["quote"]:
            return value["quoted"]
        if not AFTER.match(self._raw, self._at):
            raise self._refused("attribute_unquoted", began)
        return value["bare"].lower()

    def _close(self, at: int) -> None:
        if not self._opened:
            raise self._refused("end_tag_alone", at)
        self._at += 1
        tag = self._taken(NAME)[0].lower()
        if not self._ends():
            raise self._refused("end_tag_open", at)
        self._at += 1
        expected, offset, href = self._opened.pop()
        if tag not in {"", expected}:
            raise self._refused("end_tag_crossed", at, expected=expected, found=tag)
        self._mark(expected, offset, href)

    def _mark(self, tag: str, offset: int, href: str) -> None:
        length = self._length - offset
        if not length or (tag == "a" and not opens(href)):
            return  # the real one keeps the text and drops a link that it cannot open
        entity: Json = {"type": TAGS[tag], "offset": offset, "length": length}
        self._entities.append(entity | ({"url": href} if tag == "a" else {}))
