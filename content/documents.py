"""What search knows: one flat shape for everything that can be found."""

from dataclasses import dataclass
from enum import StrEnum


class Audience(StrEnum):
    """Who may find a document."""

    EVERYONE = "everyone"
    MEMBERS = "members"


@dataclass(frozen=True, slots=True)
class Document:
    """One thing that can be found.

    `id` is bare for a FAQ topic, else `kind:slug` (`fiche:pole-sud-archer`, `commande:agenda`,
    `glossaire:scic`, `renvoi:amap`, `theme:renouveau-productif`); `phrasings` are the ways
    people ask for it, `body` is plain text.
    """

    id: str
    kind: str
    title: str
    phrasings: tuple[str, ...]
    body: str
    audience: Audience = Audience.EVERYONE
