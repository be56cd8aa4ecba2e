"""The bytes of a saved page as a tree, or why they cannot be read; and where and when it was saved.

Its size is bounded: a saved page may have been made by anyone, or be anything.
"""

import re
from dataclasses import dataclass
from datetime import date
from email.utils import parsedate_to_datetime

from bs4 import BeautifulSoup
from bs4.element import Tag

from content.charsets import decode

MOST_BYTES = 5_000_000
MOST_TAGS = 30_000
_MARKS = re.compile(r"<(?:!doctype html|html|head|body|title|meta|div|table|p|h1)\b", re.IGNORECASE)
_PROLOG = re.compile(r"\A\s*<\?xml[^>]{0,200}\?>")
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)
_ARCHIVE = re.compile(r"(?im)\A(?:From|MIME-Version|Content-Type|Snapshot-[\w-]+):")
# What browsers and the like write above a page that they save.
_SAVED_FROM = re.compile(r"<!--\s*saved from url=\(\d+\)(https?://[^\s>]+)")
_SINGLE_FILE = re.compile(
    r"<!--\s*Page saved with SingleFile\s+url:\s*(https?://\S+)\s+"
    r"saved date: \w{3} (\w{3} \d{1,2} \d{4} [\d:]+)"
)
_MIRRORED = re.compile(r"<!-- Mirrored from (\S+) by HTTrack [^,>]*, ([^>]{10,40}?) -->")


class UnreadablePage(Exception):
    """A file that cannot be read as a page; its one argument says why, in French."""


@dataclass(frozen=True, slots=True)
class SavedPage:
    """A page: its tree, what it says its `address` is and which element said so, when it was saved.

    `address` is empty when it says none.
    """

    tree: BeautifulSoup
    address: str
    told_by: str
    saved: date | None


def read_page(content: bytes) -> SavedPage:
    """Read the bytes of a page. Raises UnreadablePage."""
    if len(content) > MOST_BYTES:
        raise UnreadablePage(f"il pèse plus de {MOST_BYTES // 1_000_000} Mo")
    text = _text(content)
    if text.count("<") > MOST_TAGS:
        raise UnreadablePage("il a trop de balises pour être la page d’une organisation")
    tree = BeautifulSoup(_PROLOG.sub("", text), "html.parser")
    saved_from, saved = _saved(text)
    address, told_by = _address(tree)
    if not address and saved_from:
        address, told_by = one_line(saved_from), "note d’enregistrement"
    return SavedPage(tree, address, told_by, saved)


def one_line(text: str) -> str:
    """Blanks squeezed, and nothing that a terminal would obey."""
    return " ".join("".join(c for c in text if c.isprintable() or c.isspace()).split())


def attribute(tag: Tag, name: str) -> str:
    """The value of an attribute, as one line; empty without."""
    value = tag.get(name)
    return one_line(value) if isinstance(value, str) else ""


def meta(tree: BeautifulSoup, name: str) -> str:
    """What a `meta` of that name or property says."""
    for key in ("name", "property"):
        for tag in tree.find_all("meta", attrs={key: re.compile(rf"(?i)\A{re.escape(name)}\Z")}):
            if said := attribute(tag, "content"):
                return said
    return ""


def _text(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = content.decode("utf-16", errors="replace")
    else:
        said = _CHARSET.search(content[:4096])
        text = decode(content, said[1].decode("ascii", errors="replace") if said else "")
    if _ARCHIVE.match(text):
        raise UnreadablePage("c’est une archive (.mht) : enregistrez la page en « HTML seulement »")
    if "\0" in text or not _MARKS.search(text):
        raise UnreadablePage("ce n’est pas une page web (HTML)")
    return text


def _address(tree: BeautifulSoup) -> tuple[str, str]:
    for tag in tree.find_all("link", href=True):
        kinds = tag.get("rel") or ()
        if "canonical" in kinds and _whole(said := attribute(tag, "href")):
            return said, "lien canonique"
    if _whole(said := meta(tree, "og:url")):
        return said, "og:url"
    return "", ""


def _saved(text: str) -> tuple[str, date | None]:
    """The address and the day in the note of the program that saved it."""
    head = text[:8192]
    if note := _SINGLE_FILE.search(head):
        return note[1], _day(note[2])
    if note := _MIRRORED.search(head):
        return f"http://{note[1]}", _day(note[2])
    note = _SAVED_FROM.search(head)
    return (note[1] if note else ""), None


def _day(said: str) -> date | None:
    """« Nov 05 2026 10:11:12 », or a date as mails write it."""
    words = said.split()
    if len(words) == 4 and "," not in said:
        said = f"{words[1]} {words[0]} {words[2]} {words[3]}"
    try:
        return parsedate_to_datetime(said).date()
    except ValueError:
        return None


def _whole(address: str) -> bool:
    return bool(re.fullmatch(r"https?://[^\s/]+\.\S{1,500}", address))
