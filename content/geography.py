"""Where poles are on the ground, and the outline of France."""

import csv
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from math import asin, cos, radians, sin, sqrt
from typing import NamedTuple, TypedDict

from content.entries import Fiche
from content.pages import ROOT

EARTH = 6371.0  # kilometres
CENTRES, OUTLINE = "places/centres.csv", "places/france-outline.json"
# West, south, east, north of the lands overseas that the outline holds.
OVERSEAS = {
    "Guadeloupe": (-61.9, 15.7, -60.9, 16.6),
    "Martinique": (-61.3, 14.3, -60.7, 15.0),
    "Guyane": (-54.7, 2.0, -51.5, 5.9),
    "La Réunion": (55.1, -21.5, 56.0, -20.7),
    "Mayotte": (44.9, -13.1, 45.4, -12.5),
}
Ring = list[tuple[float, float]]


class Position(NamedTuple):
    """Degrees north and east."""

    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class Located:
    """Where a pole is: its commune, or only the middle of its département."""

    position: Position
    exact: bool


class Outline(TypedDict):
    """Rings of [longitude, latitude]."""

    metropole: list[Ring]
    outremer: list[Ring]


def locate(fiche: Fiche) -> Located | None:
    """Where a pole is, as well as we know; None when not even its département is known."""
    if fiche.position:
        return Located(Position(*fiche.position), exact=True)
    centre = centres().get(fiche.departement or "")
    return Located(centre, exact=False) if centre else None


def distance(one: Position, two: Position) -> float:
    """Kilometres as the crow flies."""
    north = radians(two.latitude - one.latitude)
    east = radians(two.longitude - one.longitude)
    level = cos(radians(one.latitude)) * cos(radians(two.latitude))
    return 2 * EARTH * asin(sqrt(sin(north / 2) ** 2 + level * sin(east / 2) ** 2))


@cache
def centres() -> Mapping[str, Position]:
    """The middle of each département (the mean of its communes), by code."""
    with (ROOT / CENTRES).open(encoding="utf-8") as file:
        rows = csv.DictReader(file)
        return {row["code"]: Position(float(row["lat"]), float(row["lon"])) for row in rows}


@cache
def outline() -> Outline:
    """The coasts and borders of France, and of its lands overseas."""
    read: Outline = json.loads((ROOT / OUTLINE).read_text("utf-8"))
    return read
