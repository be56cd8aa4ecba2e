"""Départements and régions, found from what people write."""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

from rapidfuzz.distance import OSA

from content.faults import Fault
from content.pages import ROOT
from french.folding import fold

FILE = "places/departements.csv"
PARIS = "Europe/Paris"
OVERSEAS = {
    "971": "America/Guadeloupe",
    "972": "America/Martinique",
    "973": "America/Cayenne",
    "974": "Indian/Reunion",
    "975": "America/Miquelon",
    "976": "Indian/Mayotte",
    "977": "America/St_Barthelemy",
    "978": "America/Marigot",
    "984": "Indian/Kerguelen",
    "986": "Pacific/Wallis",
    "987": "Pacific/Tahiti",
    "988": "Pacific/Noumea",
}
SHORT_NAMES = {
    "paca": "Provence-Alpes-Côte d'Azur",
    "aura": "Auvergne-Rhône-Alpes",
    "idf": "Île-de-France",
    "hdf": "Hauts-de-France",
    "bfc": "Bourgogne-Franche-Comté",
}
# Words that tell no place from another: « dans la Drôme », « en région Bretagne ».
FILLERS = re.compile(r"\b(?:aux?|dans|departement|region|d|d[eu]s?|en|et|l|l[ae]s?)\b")


class Kind(StrEnum):
    """The two sizes of territory people name."""

    DEPARTEMENT = "departement"
    REGION = "region"


@dataclass(frozen=True, slots=True)
class Departement:
    """A département, or an overseas territory that stands as one."""

    code: str
    name: str
    region: str
    region_code: str


@dataclass(frozen=True, slots=True)
class Territory:
    """A département or a région."""

    code: str
    name: str
    kind: Kind


def read_departements(overlay: Path | None, faults: list[Fault]) -> dict[str, Departement]:
    """Read the list, the overlay's if it has one."""
    ours = ROOT / FILE
    path = overlay / FILE if overlay is not None and (overlay / FILE).exists() else ours
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except UnicodeDecodeError:
        faults.append(Fault(FILE, 1, "le texte n’est pas en UTF-8", "enregistrez-le en UTF-8"))
        return {}
    return {row.code: row for row in _rows(csv.reader(lines), faults)}


def find_territories(text: str, departements: Mapping[str, Departement]) -> tuple[Territory, ...]:
    """What may be meant by « 26 », « drome » or « bour »: one, several, or none."""
    if exact := named_territories(text, departements):
        return exact
    asked, named = _asked(text), _named(departements)
    return _begun(asked, named) or _mistyped(asked, named)


def named_territories(text: str, departements: Mapping[str, Departement]) -> tuple[Territory, ...]:
    """What has that number or that very name."""
    words = _words(text)
    if len(words) == 1 and words[0].upper().zfill(2) in departements:
        return (_departement(departements[words[0].upper().zfill(2)]),)
    asked = _asked(text)
    return tuple(place for name, place in _named(departements) if name == asked)


def _words(text: str) -> list[str]:
    return re.sub(r"[^\w ]", " ", fold(text)).split()


def _asked(text: str) -> str:
    asked = key(" ".join(word for word in _words(text) if not word[0].isdigit()))
    return key(SHORT_NAMES.get(asked, asked))


def _named(departements: Mapping[str, Departement]) -> "_Named":
    return [(key(place.name), place) for place in _territories(departements.values())]


def zone(territory: Territory) -> str:
    """The IANA time zone people live by there."""
    return OVERSEAS.get(territory.code, PARIS) if territory.kind is Kind.DEPARTEMENT else PARIS


_Named = list[tuple[str, Territory]]


def _begun(asked: str, named: _Named) -> tuple[Territory, ...]:
    """Places that start so, else those with a word that does; three letters at least."""
    if len(asked) < 3:
        return ()
    return tuple(place for name, place in named if name.startswith(asked)) or tuple(
        place for name, place in named if f" {asked}" in name
    )


def _mistyped(asked: str, named: _Named) -> tuple[Territory, ...]:
    """The nearest places, one slip away, two in a long name: « Nantes » is not « Landes »."""
    if len(asked) < 5:
        return ()
    slips = 1 if len(asked) < 8 else 2
    near = [(OSA.distance(asked, name, score_cutoff=slips), place) for name, place in named]
    best = min(distance for distance, _ in near)
    return tuple(place for distance, place in near if distance == best <= slips)


@lru_cache(maxsize=1024)
def key(name: str) -> str:
    """A name reduced to what tells it from the others."""
    words = FILLERS.sub("", fold(name)).split()
    return " ".join("saint" if word in {"st", "ste"} else word for word in words)


def _departement(row: Departement) -> Territory:
    return Territory(row.code, row.name, Kind.DEPARTEMENT)


def _territories(rows: Iterable[Departement]) -> Iterator[Territory]:
    """Every département, and every région that is not the same place under the same name."""
    regions: dict[str, Territory] = {}
    names: set[str] = set()
    for row in rows:
        yield _departement(row)
        names.add(row.name)
        regions[row.region] = Territory(row.region_code, row.region, Kind.REGION)
    yield from (place for name, place in regions.items() if name not in names)


def _rows(rows: Iterable[list[str]], faults: list[Fault]) -> Iterator[Departement]:
    """The rows under the heading, but those that lack a column."""
    for line, row in enumerate(rows, start=1):
        if len(row) != 4 or not all(row):
            cure = "écrivez « code,nom,région,code de la région »"
            faults.append(Fault(FILE, line, "il faut quatre colonnes, toutes remplies", cure))
        elif line > 1:
            yield Departement(*row)
