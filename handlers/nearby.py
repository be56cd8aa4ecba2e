"""The poles near where somebody is from, by the territory that she told."""

from content.entries import Fiche
from content.geography import centres, distance, locate
from content.library import Library
from french.folding import fold

NEARBY, FAR = 100.0, 1e6  # kilometres


def poles_of(territory: str, library: Library) -> list[Fiche]:
    """Those of her région, or near enough to go there; of a département, the nearest first.

    Those of it come before all, and those of which only the région is known after.
    """
    region, code = region_of(territory, library), territory.removeprefix("DEP-")
    here, away = centres().get(code), {}
    for one in library.fiches.values():
        at = locate(one)
        away[one.id] = distance(here, at.position) if here and at else FAR
    near = [
        one
        for one in library.fiches.values()
        if (region and one.region == region) or away[one.id] <= NEARBY
    ]
    return sorted(near, key=lambda one: (one.departement != code, away[one.id], fold(one.name)))


def region_of(territory: str, library: Library) -> str:
    """The région of a stored territory; empty when none was said."""
    kind, _, number = territory.partition("-")
    for row in library.departements.values():
        if number == (row.code if kind == "DEP" else row.region_code):
            return row.region
    return ""
