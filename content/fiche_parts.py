"""The parts of a fiche as its card shows them, each as a digest."""

import json
from collections.abc import Mapping
from hashlib import sha256

from content.entries import Fiche

# What a part is made of. What a card does not show, when it was checked and how sure we are are
# no news.
PARTS: Mapping[str, tuple[str, ...]] = {
    "name": ("name",),
    "where": ("place", "departement", "region"),
    "text": ("body",),
    "status": ("status",),
    "sectors": ("sectors",),
    "created": ("created",),
    "figures": ("figures",),
    "sources": ("sources",),
}


def parts_of(fiche: Fiche) -> dict[str, str]:
    """The digest of each part that says something."""
    told = fiche.model_dump(mode="json")
    said = {part: [told[key] for key in keys] for part, keys in PARTS.items()}
    return {part: _digest(values) for part, values in said.items() if any(values)}


def digest_of(parts: Mapping[str, str]) -> str:
    """The digest of them all."""
    return _digest(sorted(parts.items()))


def _digest(value: object) -> str:
    return sha256(json.dumps(value, ensure_ascii=False).encode()).hexdigest()[:12]
