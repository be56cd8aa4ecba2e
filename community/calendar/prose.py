"""The texts of calendars: what they may hold, and what people and their programs put there."""

import re

from content.simple_html import plain

MOST = 50_000  # characters of a description that are looked at
LINE_END = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")
UNWRITABLE = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
BLANKS = re.compile(r"[ \t]+")
ESCAPED = re.compile(r"\\([nN,;\\])")
MARKUP = re.compile(
    r"</?(?:html|body|p|br|div|span|a|b|i|u|strong|em|ul|ol|li|h[1-6])\b[^>]*>", re.IGNORECASE
)
UNSEEN = re.compile(
    r"<(head|style|script|title)\b.*?</\1\s*>|<!--.*?-->", re.IGNORECASE | re.DOTALL
)
LINK = re.compile(
    r"<a\b[^>]*?href\s*=\s*[\"']?([^\"'\s>]+)[^>]*>(.*?)</a\s*>", re.IGNORECASE | re.DOTALL
)
LINE_ENDS = re.compile(r"<br\b[^>]*>|</(?:p|div|li|h[1-6]|tr|ul|ol)\s*>|<hr\b[^>]*>", re.IGNORECASE)
ADDRESS = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)
# What Google and Teams write under a description, on how to join.
APPENDED = re.compile(
    r"-::~:~::~\S*.*?(?:-::~:~::~\S*|\Z)|_{20,}(?=[^_]{0,200}Teams).*?(?:_{20,}|\Z)", re.DOTALL
)


def clean(text: str) -> str:
    """A text without what no calendar may hold (RFC 5545, 3.1, CONTROL) nor any terminal.

    Lines end with a LF.
    """
    return UNWRITABLE.sub("", LINE_END.sub("\n", text))


def one_line(text: str) -> str:
    """A text on one line, its no-break spaces as they are."""
    return re.sub(r"[ \t\n]+", " ", clean(text)).strip()


def unescaped(text: str) -> str:
    """The text of a property that `icalendar` leaves as it is written."""
    return ESCAPED.sub(lambda match: "\n" if match[1] in "nN" else match[1], text)


def to_text(written: str) -> str:
    """A description as text, without what a video service adds, also when it is written in HTML."""
    text = APPENDED.sub("", clean(written[:MOST]))
    if MARKUP.search(text):
        text = LINK.sub(_link, UNSEEN.sub("", text.replace("\n", " ")))
        text = plain(LINE_ENDS.sub("<br>", text))
    lines = (BLANKS.sub(" ", line).strip() for line in text.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _link(match: re.Match[str]) -> str:
    """A link as text: its words, and where it leads unless they say so."""
    address, words = match[1], match[2]
    return words if address in words or not address.startswith("http") else f"{words} ({address})"


def appended_address(written: str) -> str:
    """The address to join at, in what a video service adds to a description; empty when none."""
    found = (ADDRESS.search(block) for block in APPENDED.findall(clean(written[:MOST])))
    return next((address[0] for address in found if address), "")


def without_address(place: str) -> tuple[str, str]:
    """A place without the first address of the web that is in it, and that address."""
    found = ADDRESS.search(place)
    if found is None:
        return place, ""
    rest = f"{place[: found.start()]} {place[found.end() :]}"
    return " ".join(rest.split()).strip(" -–—;,|()"), found[0].rstrip(".,;)")
