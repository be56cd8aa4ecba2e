"""Markdown, as content is written, becomes simple HTML."""

import re
from collections.abc import Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token

from content.simple_html import LINKS, squeeze
from french.typography import typeset_html

_SIMPLE = {"strong": "b", "em": "i"}
_RICHER = ["heading", "lheading", "hr", "code", "fence", "image", "reference"]


class _Markdown(MarkdownIt):
    """Markdown-it, with our links alone."""

    def validateLink(self, url: str) -> bool:  # noqa: N802 - its name there
        """Whether a link may be followed; the others stay text."""
        return url.startswith(LINKS)


# Each may be written as itself behind a backslash (CommonMark 0.31, 2.4).
SIGNS = re.compile(r"[!-/:-@\[-`{-~]")

_markdown = _Markdown("commonmark", {"html": False, "xhtmlOut": False})
_markdown.disable(_RICHER).enable("strikethrough")


def to_html(markdown: str) -> str:
    """Simple, typeset HTML; raw HTML is escaped."""
    tokens = _markdown.parse(markdown)
    _simplify(tokens)
    return typeset_html(squeeze(_markdown.renderer.render(tokens, _markdown.options, {})))


def escaped(text: str) -> str:
    """Markdown that says a text as it was written, line by line, whatever signs are in it."""
    lines = (SIGNS.sub(r"\\\g<0>", line.strip()) for line in text.strip().splitlines())
    return re.sub(r"(?<=[^\n])\n(?=[^\n])", "\\\n", "\n".join(lines))


def _simplify(tokens: Sequence[Token]) -> None:
    """Keep to the tags and attributes of simple HTML."""
    for token in tokens:
        token.tag = _SIMPLE.get(token.tag, token.tag)
        token.attrs = {name: value for name, value in token.attrs.items() if name == "href"}
        _simplify(token.children or ())
