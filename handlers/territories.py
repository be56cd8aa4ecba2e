"""How a territory is kept: `DEP-62` or `REG-32`, since both kinds share their numbers."""

from collections.abc import Mapping

from content.places import (
    PARIS,
    Departement,
    Kind,
    Territory,
    find_territories,
    named_territories,
    zone,
)

PREFIXES = {Kind.DEPARTEMENT: "DEP", Kind.REGION: "REG"}

Departements = Mapping[str, Departement]


def code_of(territory: Territory) -> str:
    """What is stored of a territory."""
    return f"{PREFIXES[territory.kind]}-{territory.code}"


def find(text: str, departements: Departements) -> tuple[Territory, ...]:
    """The territories a person may mean, by a stored code, a number or a name."""
    stored = _stored(text.strip(), departements)
    return (stored,) if stored else find_territories(text, departements)


def names(text: str, departements: Departements) -> bool:
    """Whether a text is the number or the very name of a territory."""
    return bool(_stored(text.strip(), departements) or named_territories(text, departements))


def name_of(code: str, departements: Departements) -> str:
    """The name of a stored territory; empty when none was said."""
    territory = _stored(code, departements)
    return territory.name if territory else ""


def zone_of(code: str, departements: Departements) -> str:
    """The time zone people live by in a stored territory."""
    territory = _stored(code, departements)
    return zone(territory) if territory else PARIS


def _stored(code: str, departements: Departements) -> Territory | None:
    kind, _, number = code.partition("-")
    for row in departements.values():
        if kind == "DEP" and row.code == number:
            return Territory(number, row.name, Kind.DEPARTEMENT)
        if kind == "REG" and row.region_code == number:
            return Territory(number, row.region, Kind.REGION)
    return None
