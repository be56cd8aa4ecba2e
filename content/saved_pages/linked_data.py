"""The organisation that a page describes to machines, in JSON-LD (schema.org)."""

import json
from collections.abc import Iterator, Mapping

from bs4 import BeautifulSoup

from content.saved_pages.reading import one_line

KINDS = frozenset({"LocalBusiness", "NGO", "Corporation", "Cooperative", "ResearchProject"})
Described = Mapping[str, object]


def organisation(tree: BeautifulSoup) -> Described:
    """The one organisation that is described; empty when there is none, or several by name."""
    found = [one for one in _described(tree) if _is_organisation(one) and text(one, "name")]
    names = {text(one, "name") for one in found}
    return max(found, key=len) if len(names) == 1 else {}


def text(described: Described, key: str) -> str:
    """What is said of it under a key, as one line; empty when that is no text."""
    value = described.get(key)
    return one_line(value) if isinstance(value, str) else ""


def texts(described: Described, key: str) -> list[str]:
    """The same where there may be several, in a list or parted by commas."""
    value = described.get(key)
    several = value.split(",") if isinstance(value, str) else value
    found = several if isinstance(several, list) else []
    return [one_line(one) for one in found if isinstance(one, str) and one.strip()]


def part(described: Described, key: str) -> Described:
    """What is described within it, the first where there are several; empty without."""
    value = described.get(key)
    if isinstance(value, list):
        value = value[0] if value else None
    return value if isinstance(value, dict) else {}


def _described(tree: BeautifulSoup) -> Iterator[Described]:
    """Everything that is described, in its order; what is no JSON says nothing."""
    for script in tree.find_all("script", type="application/ld+json"):
        try:
            waiting = [json.loads(script.get_text())]
        except (ValueError, RecursionError):
            continue
        while waiting:
            one = waiting.pop(0)
            if isinstance(one, list):
                waiting += one
            elif isinstance(one, dict):
                yield one
                waiting += [one.get("@graph"), one.get("publisher"), one.get("about")]


def _is_organisation(described: Described) -> bool:
    kinds = described.get("@type")
    named = kinds if isinstance(kinds, list) else [kinds]
    return any(
        isinstance(one, str) and (one in KINDS or one.endswith("Organization")) for one in named
    )
