"""Whether somebody asks to be in a group or out of it, and which: « inscription renouveau »."""

import re
from dataclasses import dataclass

from french.folding import essence

PLEASE = (
    r"(?:(?:je|j) (?:souhaite|souhaiterais|voudrais|veux|desire|demande|aimerais)"
    r"|merci de|veuillez|pouvez vous|est il possible de|demande d|pour|de|svp)"
)
JOIN = (
    r"(?:inscription|(?:m )?inscrire|inscrivez moi|inscris moi|je m inscris|rejoindre|je rejoins"
    r"|adhesion|adherer|j adhere|integrer|entrer)"
)
LEAVE = (
    r"(?:desinscription|(?:me )?desinscrire|desinscrivez moi|je me desinscris|quitter|je quitte"
    r"|(?:me )?retirer|retirez moi|retrait|sortir|annuler mon inscription)"
)
LINKS = r"(?:a|au|aux|dans|pour|sur|le|la|les|l|un|mon|theme|groupe|communaute|du|de|des)"
ASKS = re.compile(rf"(?:{PLEASE} )*(?:(?P<joins>{JOIN})|{LEAVE})(?: {LINKS})*(?: (?P<what>.+))?")


@dataclass(frozen=True, slots=True)
class Enrolling:
    """Whether she wants in or out, and of what, folded; empty when she does not say."""

    joins: bool
    what: str


def read_enrolling(text: str) -> Enrolling | None:
    """What a sentence asks, None when it asks anything else. A question is one."""
    found = ASKS.fullmatch(essence(text)) if "?" not in text else None
    if found is None:
        return None
    return Enrolling(joins=found["joins"] is not None, what=found["what"] or "")
