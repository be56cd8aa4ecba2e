"""Which addresses a link or a button may open: tdlib, LinkManager.cpp, check_link."""

from functools import lru_cache
from urllib.parse import urlsplit

PROTOCOLS = {"http", "https", "tg", "ton"}


@lru_cache(maxsize=1024)
def fault(url: str) -> str:
    """What is wrong with an address; nothing when it can be opened."""
    parts = urlsplit(url if ":" in url else f"http://{url}")
    if parts.scheme not in PROTOCOLS:
        return "Unsupported URL protocol"
    if parts.scheme in {"http", "https"} and "." not in (parts.hostname or ""):
        return "Wrong HTTP URL"
    return ""


def opens(url: str) -> bool:
    """Whether it can be opened."""
    return bool(url) and not fault(url)
