"""The poles of the region that somebody is from, by the territory that she told."""

from content.entries import Fiche
from content.library import Library
from french.folding import fold

KNOWN = {"haute": 0, "moyenne": 1, "basse": 2}


def poles_of(territory: str, library: Library) -> list[Fiche]:
    """Those of its région: of its département first, then those we know most of."""
    region = region_of(territory, library)
    code = territory.removeprefix("DEP-")
    fiches = [one for one in library.fiches.values() if region and one.region == region]
    return sorted(
        fiches, key=lambda one: (one.departement != code, KNOWN[one.confidence], fold(one.name))
    )


def region_of(territory: str, library: Library) -> str:
    """The région of a stored territory; empty when none was said."""
    kind, _, number = territory.partition("-")
    for row in library.departements.values():
        if number == (row.code if kind == "DEP" else row.region_code):
            return row.region
    return ""
