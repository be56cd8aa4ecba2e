"""One spelling for everything people type alike: « L’Économie », `l'economie`, `l economie`."""

import unicodedata
from functools import cache, lru_cache

APOSTROPHES = frozenset("'’‘‛ʼʹ′`")
HYPHENS = frozenset("-−⁃")
LIGATURES = str.maketrans({"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae"})


def fold(text: str) -> str:
    """Lower case, without accents, ligatures, apostrophes, hyphens or anything invisible."""
    plain = unicodedata.normalize("NFKD", text.translate(LIGATURES))
    lower = unicodedata.normalize("NFKD", "".join(map(_plain, plain)).casefold())
    return " ".join(lower.split())


@lru_cache(maxsize=1024)
def _plain(char: str) -> str:
    """The character itself, a space where it parts words, or nothing where it is not seen."""
    category = unicodedata.category(char)
    if char.isspace() or char in APOSTROPHES or char in HYPHENS or category == "Pd":
        return " "
    return "" if category in {"Mn", "Me", "Cc", "Cf"} else char


def essence(text: str) -> str:
    """The words alone, without punctuation either: "Oui, merci !" is "oui merci"."""
    return " ".join("".join(c if c.isalnum() else " " for c in fold(text)).split())


@cache
def essences(ways: tuple[str, ...]) -> frozenset[str]:
    """The essence of each way of saying something; for those of the content, which are few."""
    return frozenset(map(essence, ways))
