"""`palabre fiches report`: what is known of each pole, what is worth completing first."""

import json
from argparse import Namespace
from collections.abc import Sequence

from bot.console import say
from bot.settings import Settings
from content.entries import Fiche
from content.loading import load
from french.dates import month
from french.folding import fold
from french.plurals import plural

CONFIDENCE = ("basse", "moyenne", "haute")
LACKING = {
    "region": "la région",
    "departement": "le département",
    "place": "le lieu",
    "sectors": "l’activité",
}
LINE = "{name} ({id}) : confiance {confidence}, {sources}, vérifiée en {month}{lacking}"
TOTAL = "{fiches} : {complete}, {others} à compléter."


async def report(arguments: Namespace, settings: Settings) -> int:
    """A line for each fiche, what is least known first."""
    fiches = sorted(load(settings.content, settings.contact).fiches.values(), key=_worth)
    for fiche in fiches:
        say(_object(fiche) if arguments.json else _line(fiche))
    if not arguments.json:
        say(_total(fiches))
    return 0


def _worth(fiche: Fiche) -> tuple[bool, int, int, int, str, str]:
    """The less sure, told and sourced comes first, then what was checked longest ago."""
    sure = CONFIDENCE.index(fiche.confidence)
    known = -len(fiche.lacking)
    return fiche.complete, sure, known, len(fiche.sources), fiche.checked, fold(fiche.name)


def _object(fiche: Fiche) -> str:
    told = {
        "id": fiche.id,
        "complete": fiche.complete,
        "lacking": fiche.lacking,
        "sources": fiche.sources,
        "checked_on": fiche.checked,
        "confidence": fiche.confidence,
    }
    return json.dumps(told, ensure_ascii=False)


def _line(fiche: Fiche) -> str:
    lacking = ", ".join(LACKING[key] for key in fiche.lacking)
    return LINE.format(
        name=fiche.name,
        id=fiche.id,
        confidence=fiche.confidence,
        sources=plural(len(fiche.sources), "source", "sources"),
        month=month(fiche.checked),
        lacking=f" ; il manque {lacking}" if lacking else "",
    )


def _total(fiches: Sequence[Fiche]) -> str:
    complete = sum(fiche.complete for fiche in fiches)
    return TOTAL.format(
        fiches=plural(len(fiches), "fiche", "fiches"),
        complete=plural(complete, "complète", "complètes"),
        others=len(fiches) - complete,
    )
