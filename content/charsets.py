"""Bytes as text, whatever they are said to be: programs mistake their own charset."""

import codecs
import re

# Those that name one of an alphabet; Python has others, which unpack or spell ("punycode").
KNOWN = re.compile(
    r"(?:utf|iso|latin|windows|cp\d|mac|koi|big5|gb|euc|shift|us-ascii|ascii)", re.IGNORECASE
)
# What is said when nothing is known, or of bytes that Windows wrote.
LOOSE = ("ascii", "iso8859-1", "cp1252", "utf-8")


def decode(content: bytes, said: str = "") -> str:
    """The text of a part: UTF-8 when it can be, else as said, else what Windows writes."""
    name = _known(said)
    order = ("utf-8", "cp1252") if name in LOOSE else (name, "utf-8", "cp1252")
    for charset in order:
        try:
            return content.decode(charset).removeprefix("\ufeff")
        except (UnicodeError, LookupError):
            continue
    return content.decode("cp1252", errors="replace")


def _known(said: str) -> str:
    """Python's own name for a charset; "ascii" for one that nobody knows."""
    if not KNOWN.match(said):
        return "ascii"
    try:
        return codecs.lookup(said).name
    except (LookupError, ValueError):
        return "ascii"
