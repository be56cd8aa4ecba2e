"""`palabre fiches report`: what is known of each pole, what is worth completing first."""

import json
from argparse import Namespace
from collections.abc import Sequence
from typing import NamedTuple

from bot.console import say
from bot.opening import open_database
from bot.settings import Settings
from community.errors import BaseTooNew, BaseTooOld, BaseUnreachable
from community.fiche_opinions import opinions_of_fiches
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
LINE = "{name} ({id}) : confiance {confidence}, {sources}, vérifiée en {month}{lacking}{opinions}"
OPINIONS = " ; utile {useful} fois, pas utile {not_useful} fois"
TOTAL = "{fiches} : {complete}, {others} à compléter."


class Counted(NamedTuple):
    """A fiche, and how many times it was said to be useful or not."""

    fiche: Fiche
    useful: int
    not_useful: int


async def report(arguments: Namespace, settings: Settings) -> int:
    """A line for each fiche, what is least known first."""
    fiches = sorted(load(settings.content, settings.contact).fiches.values(), key=_worth)
    opinions = await _opinions(settings)
    for fiche in fiches:
        useful, not_useful = opinions.get(fiche.id, (0, 0))
        said = Counted(fiche, useful, not_useful)
        say(_object(said) if arguments.json else _line(said))
    if not arguments.json:
        say(_total(fiches))
    return 0


def _worth(fiche: Fiche) -> tuple[bool, int, int, int, str, str]:
    """The less sure, told and sourced comes first, then what was checked longest ago."""
    sure = CONFIDENCE.index(fiche.confidence)
    known = -len(fiche.lacking)
    return fiche.complete, sure, known, len(fiche.sources), fiche.checked, fold(fiche.name)


async def _opinions(settings: Settings) -> dict[str, tuple[int, int]]:
    """What people made of each, where there is a base of this release; the report needs none."""
    try:
        async with open_database(settings) as database, database.transaction() as session:
            return await opinions_of_fiches(session)
    except (BaseTooOld, BaseTooNew, BaseUnreachable):
        return {}


def _object(one: Counted) -> str:
    fiche = one.fiche
    told = {
        "id": fiche.id,
        "complete": fiche.complete,
        "lacking": fiche.lacking,
        "sources": fiche.sources,
        "checked_on": fiche.checked,
        "confidence": fiche.confidence,
        "useful": one.useful,
        "not_useful": one.not_useful,
    }
    return json.dumps(told, ensure_ascii=False)


def _line(one: Counted) -> str:
    fiche = one.fiche
    said = OPINIONS.format(useful=one.useful, not_useful=one.not_useful)
    lacking = ", ".join(LACKING[key] for key in fiche.lacking)
    return LINE.format(
        name=fiche.name,
        id=fiche.id,
        confidence=fiche.confidence,
        sources=plural(len(fiche.sources), "source", "sources"),
        month=month(fiche.checked),
        lacking=f" ; il manque {lacking}" if lacking else "",
        opinions=said if one.useful or one.not_useful else "",
    )


def _total(fiches: Sequence[Fiche]) -> str:
    complete = sum(fiche.complete for fiche in fiches)
    return TOTAL.format(
        fiches=plural(len(fiches), "fiche", "fiches"),
        complete=plural(complete, "complète", "complètes"),
        others=len(fiches) - complete,
    )
