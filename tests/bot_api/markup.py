"""Telegram's HTML, read as strictly as the real one reads it.

https://core.telegram.org/bots/api#html-style; the words of its refusals from tdlib,
MessageEntity.cpp, `parse_html`.
"""

import re
from html import unescape
from typing import Any

from tests.bot_api.refusing import bad_request

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
TOKEN = re.compile(
    r"<(/?)([a-zA-Z][a-zA-Z0-9-]*)((?:\s+[^<>]*)?)>|<|&(?:lt|gt|amp|quot|#\d+|#x[0-9a-fA-F]+);"
)
HREF = re.compile(r"""href\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")

Json = dict[str, Any]


def utf16(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def parse(html: str) -> tuple[str, list[Json]]:
    """The text and its entities (offsets and lengths in UTF-16 units). Raises Refusal."""
    text: list[str] = []
    length = 0
    opened: list[tuple[str, int, str]] = []
    entities: list[Json] = []
    last = 0
    for found in TOKEN.finditer(html):
        plain = html[last : found.start()]
        text.append(plain)
        length += utf16(plain)
        last = found.end()
        at = len(html[: found.start()].encode())
        if found[0].startswith("&"):
            text.append(unescape(found[0]))
            length += utf16(text[-1])
        elif not found[2]:
            raise bad_request(
                f'can\'t parse entities: Unsupported start tag "" at byte offset {at}'
            )
        elif found[1]:
            entities += _close(found[2].lower(), opened, length, at)
        else:
            _open(found[2].lower(), found[3], opened, length, at)
    text.append(html[last:])
    if opened:
        tag = opened[-1][0]
        raise bad_request(
            f"can't parse entities: Can't find end tag corresponding to start tag \"{tag}\""
        )
    return "".join(text), sorted(entities, key=lambda one: (one["offset"], -one["length"]))


def _open(tag: str, rest: str, opened: list[tuple[str, int, str]], length: int, at: int) -> None:
    if tag not in TAGS:
        raise bad_request(
            f'can\'t parse entities: Unsupported start tag "{tag}" at byte offset {at}'
        )
    if tag == "blockquote" and any(one == tag for one, _, _ in opened):
        raise bad_request("can't parse entities: blockquote entities can't be nested")
    href = HREF.search(rest) if tag == "a" else None
    url = unescape(next(filter(None, href.groups()), "")) if href else ""
    opened.append((tag, length, url))


def _close(tag: str, opened: list[tuple[str, int, str]], length: int, at: int) -> list[Json]:
    if not opened:
        raise bad_request(f"can't parse entities: Unexpected end tag at byte offset {at}")
    expected, offset, url = opened.pop()
    if tag != expected:
        raise bad_request(
            f"can't parse entities: Unmatched end tag at byte offset {at}, "
            f'expected "</{expected}>", found "</{tag}>"'
        )
    if length == offset:
        return []
    entity: Json = {"type": TAGS[tag], "offset": offset, "length": length - offset}
    if tag == "a":
        if not url.startswith(("http://", "https://", "tg://")):
            return []  # the real one keeps the text and drops a link it cannot open
        entity["url"] = url
    return [entity]


def checked(raw: str, parse_mode: str, limit: int, what: str) -> tuple[str, list[Json]]:
    """A text within limits, with at most a hundred entities. Raises Refusal."""
    text, entities = parse(raw) if parse_mode == "HTML" else (raw, [])
    text = text.strip()
    if utf16(text) > limit:
        raise bad_request(f"{what} is too long")
    return text, entities[:MOST_ENTITIES]
