"""Simple HTML, the one rich form: `p br b i u s a code ul ol li blockquote`, and nothing else."""

import re
from html import unescape
from html.parser import HTMLParser

TAGS = frozenset(["p", "br", "b", "i", "u", "s", "a", "code", "ul", "ol", "li", "blockquote"])
LINKS = ("https://", "http://", "mailto:")

_BLANK = re.compile(r"[ \t\r\n]+")
_BLOCK_EDGE = re.compile(r" ?(</?(?:p|ul|ol|li|blockquote)>|<br>) ?")
_LINE_END = re.compile(r"<br>|</(?:p|li|blockquote)>")
_TAG = re.compile(r"<[^>]*>")


def squeeze(html: str) -> str:
    """Drop the white space that only lays out the source."""
    return _BLOCK_EDGE.sub(r"\1", _BLANK.sub(" ", html)).strip()


def plain(html: str) -> str:
    """The text alone, one line per block."""
    text = unescape(_TAG.sub("", _LINE_END.sub("\n", html)))
    return "\n".join(line.strip() for line in text.splitlines() if line.strip())


def flaw(html: str) -> str | None:
    """What first keeps this from being simple HTML, said in French; None when it is."""
    parser = _Parser()
    parser.feed(html)
    parser.close()
    if parser.flaw is None and parser.open:
        return f"la balise <{parser.open[-1]}> n’est pas refermée"
    return parser.flaw


class _Parser(HTMLParser):
    """Follows the tags, keeping the first flaw."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.flaw: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in TAGS:
            self._note(f"la balise <{tag}> n’est pas permise")
        elif [name for name, _ in attrs] != (["href"] if tag == "a" else []):
            self._note(f"la balise <{tag}> n’a pas les bons attributs")
        elif tag == "a" and not (attrs[0][1] or "").startswith(LINKS):
            self._note("un lien doit commencer par https://, http:// ou mailto:")
        if tag != "br":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self._note(f"la balise </{tag}> ne referme rien")

    def _note(self, flaw: str) -> None:
        self.flaw = self.flaw or flaw
