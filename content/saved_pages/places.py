"""Where an organisation is, by the addresses of its page: only what the postal code confirms."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from content.communes import Commune, communes_at
from content.places import key
from content.saved_pages.lines import Line
from content.saved_pages.linked_data import Described, part, text

_POSTCODE = re.compile(r"(?<![\d.,/-])(\d{2} ?\d{3})(?![\d/-])[ ,–-]+(?=[^\W\d_])")
# A French page must name who lodges it, and where that one lives.
_HOST = re.compile(r"(?i)héberg|hosting|\bOVH\b|\bIONOS\b|\bGandi\b")
NEAR_HOST = 3  # lines
MOST_CODES = 40  # numbers of five digits that are looked up; a page has a few


@dataclass(frozen=True, slots=True)
class Place:
    """A commune, and what on the page says so."""

    commune: Commune
    origin: str


def places(described: Described, lines: list[Line]) -> list[Place]:
    """The communes a page gives as its own, each once: from what is surest alone."""
    for found in (_described(described), _written(lines, within=True), _written(lines)):
        each: dict[str, Place] = {}
        for place in islice(found, MOST_CODES):
            each.setdefault(place.commune.code, place)
        if each:
            return list(each.values())
    return []


def _described(described: Described) -> Iterator[Place]:
    address = part(described, "address")
    said = f"{text(address, 'postalCode')} {text(address, 'addressLocality')}"
    for commune in _communes([said]):
        yield Place(commune, "JSON-LD, adresse")


def _written(lines: list[Line], *, within: bool = False) -> Iterator[Place]:
    """From the lines with a postal code, those `within` an `address` element or all of them."""
    for at, line in enumerate(lines):
        around = lines[max(0, at - NEAR_HOST) : at + 1]
        if (within and not line.address) or any(_HOST.search(one.text) for one in around):
            continue
        said = [line.text]
        if line.text.replace(" ", "").isdecimal() and at + 1 < len(lines):
            said = [f"{line.text} {lines[at + 1].text}"]  # the commune has a line of its own
        for commune in _communes(said):
            shown = said[0] if len(said[0]) <= 80 else f"{said[0][:79]}…"
            element = "balise address" if within else "texte de la page"
            yield Place(commune, f"{element}, « {shown} »")


def _communes(texts: Iterable[str]) -> Iterator[Commune]:
    """The communes whose postal code is followed by their name, the longest where several are."""
    for said in texts:
        for match in islice(_POSTCODE.finditer(said), MOST_CODES):
            named = f"{key(said[match.end() :])} "
            meant = [
                one
                for one in _at(match[1].replace(" ", ""))
                if named.startswith(f"{key(one.name)} ")
            ]
            yield from sorted(meant, key=lambda one: -len(one.name))[:1]


@lru_cache(maxsize=256)
def _at(postcode: str) -> tuple[Commune, ...]:
    return communes_at(postcode)
