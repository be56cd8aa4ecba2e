"""Commands said in words, as people write them in a mail: « désinscription renouveau »."""

import re
from functools import lru_cache

from content.library import Library
from french.courtesy import bare
from french.durations import days
from french.enrolling import read_enrolling
from french.folding import essence
from handlers.fiche_near import NEAR
from handlers.themes import meant

LONGEST = 80  # characters that ask for a command
CHANNELS = re.compile(
    r"(?:les |mes )?(?P<what>tout|rappels|invitations|nouvelles|personnel)"
    r" (?:par|sur|via) (?:le )?(?P<door>e mail|email|mail|courriel|telegram)"
)
PACES = re.compile(
    r"(?:les )?nouvelles (?:(?:une fois )?(?:par|chaque|toutes les|tous les|le) )?"
    r"(?P<pace>jamais|jours?|semaines?|lundi)"
)
PTCE = r"(?:bien |deja |vraiment )?un (?:ptce|pole(?: territorial(?: de cooperation economique)?)?)"
OURS = r"(?:mon|ma|notre|ce) (?:\w+ ){1,3}"
WONDERS = r"(?:est ce que|(?:\w+ ){1,3}si|dites (?:moi|nous) si)"
IS = r"(?:est|serait|peut etre|pourrait etre)"
DIAGNOSES = re.compile(
    rf"(?:{WONDERS} (?:{OURS}{IS}|nous sommes|on {IS}|nous pouvons etre)"
    rf"|{OURS}(?:est|serait) (?:il|elle)|{OURS}(?:peut|pourrait) (?:il|elle) etre"
    rf"|sommes nous|est on|serions nous) {PTCE}(?: ou (?:non|pas))?"
)
PAUSES = re.compile(r"(?:une )?pause (?:de |pendant )?(?P<days>\d.*|une? .+)")
WORD = re.compile(r"(?:le |dans le )?(?:glossaire|lexique) (?:d[eu]s? )?(?P<what>\S+(?: \S+){0,3})")
LINKS = re.compile(
    r"relier (?:(?:avec|à|mon|le|compte|adresse|mail|e-mail|courriel) )*"
    r"(?P<what>telegram|\S+@\S+)\W*",
    re.IGNORECASE,
)


def line_of(text: str, library: Library) -> str | None:
    """The command line that a message means, greetings and thanks aside; None for other words."""
    said = bare(text)
    asked = essence(said) if len(said) <= LONGEST else ""
    if name := library.spoken.get(asked):
        return f"/{name}"
    if DIAGNOSES.fullmatch(asked):
        return "/diagnostic"
    return (
        _linking(said)
        or _channel(said)
        or _pause(asked)
        or _near(asked)
        or _word(asked)
        or _enrolling(said, library)
    )


def _channel(said: str) -> str | None:
    """« Tout par e-mail », « les rappels par Telegram », « les nouvelles chaque jour »."""
    asked = essence(said) if len(said) <= LONGEST else ""
    if found := CHANNELS.fullmatch(asked):
        return f"/canal {found['what']} {found['door']}"
    found = PACES.fullmatch(asked)
    return f"/nouvelles {found['pace']}" if found else None


def _pause(asked: str) -> str | None:
    """« Pause 2 semaines »."""
    found = PAUSES.fullmatch(asked)
    return f"/pause {found['days']}" if found and days(found["days"]) else None


def _near(asked: str) -> str | None:
    """« Fiches près de Romans », « quels pôles autour de Lyon »."""
    found = NEAR.fullmatch(asked)
    what = found["what"].strip() if found and found["noun"] else ""
    return f"/fiches pres {what}" if what else None


def _word(asked: str) -> str | None:
    """« Glossaire SCIC »."""
    found = WORD.fullmatch(asked)
    return f"/glossaire {found['what']}" if found else None


def pole_of(text: str, library: Library) -> str | None:
    """The command line for the very name of a pole, said alone: « Labsport »."""
    asked = essence(bare(text)) if len(text) <= LONGEST else ""
    for one in library.fiches.values():
        if asked and asked in _essences((one.name, *one.aliases)):
            return f"/fiche {one.id}"
    return None


@lru_cache(1_000)
def _essences(names: tuple[str, ...]) -> frozenset[str]:
    """Names as they are compared: made once, for every question looks at them all."""
    return frozenset(map(essence, names))


def _linking(said: str) -> str | None:
    """« Relier telegram », « relier mon adresse moi@exemple.fr »."""
    found = LINKS.fullmatch(said) if len(said) <= LONGEST else None
    return f"/relier {found['what']}" if found else None


def _enrolling(said: str, library: Library) -> str | None:
    """Into a theme that can be told, or out of it."""
    asked = read_enrolling(said) if len(said) <= LONGEST else None
    if asked is None:
        return None
    command = "/rejoindre" if asked.joins else "/quitter"
    if not asked.what:
        return command
    named = meant(asked.what, library.themes.values())
    return f"{command} {named[0].id}" if len(named) == 1 else None
