"""The communes of France, found by name or by postal code."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from content.geography import Position, centres
from content.pages import ROOT
from content.places import key

FILE = "places/communes.csv"


@dataclass(frozen=True, slots=True)
class Commune:
    """A commune; its position is its département's middle when not `exact`, or not known."""

    code: str
    name: str
    population: int
    position: Position | None
    exact: bool

    @property
    def departement(self) -> str:
        """The code of its département."""
        return _departement(self.code)


def communes_named(text: str) -> tuple[Commune, ...]:
    """Those called so, the most populous first; a greater one that begins so is meant too.

    « Romans » is Romans-sur-Isère, and two small communes.
    """
    asked = key(text)
    lines = list(_lines(f"\n{asked}")) if asked else []
    called = [_commune(line) for line in lines if line.startswith(f"{asked},")]
    begun = [_commune(line) for line in lines if line.startswith(f"{asked} ")]
    most = max((one.population for one in called), default=0)
    return _by_population([*called, *(one for one in begun if one.population > most)])


def communes_at(postcode: str) -> tuple[Commune, ...]:
    """Those of a postal code, the most populous first."""
    return _by_population(
        [_commune(line) for line in _lines(postcode) if postcode in line.split(",")[3].split()]
    )


def commune(code: str) -> Commune | None:
    """That of an INSEE code."""
    return next((_commune(line) for line in _lines(f",{code},")), None)


def _by_population(found: list[Commune]) -> tuple[Commune, ...]:
    return tuple(sorted(found, key=lambda one: (-one.population, one.code)))


def _lines(part: str) -> Iterator[str]:
    """The lines that hold that, each once."""
    text, at = _text(), 0
    while (at := text.find(part, at)) >= 0:
        start = text.rfind("\n", 0, at + 1) + 1
        at = text.find("\n", start)
        yield text[start:at]


def _commune(line: str) -> Commune:
    _, code, name, _, population, latitude, longitude = line.split(",")
    own = Position(float(latitude), float(longitude)) if latitude else None
    at = own or centres().get(_departement(code))
    return Commune(code, name, int(population or 0), at, exact=own is not None)


def _departement(code: str) -> str:
    return code[: 3 if code.startswith(("97", "98")) else 2]


@cache
def _text() -> str:
    """The file, a line each; searched as it is, 35 000 objects would weigh ten times as much."""
    return (ROOT / FILE).read_text("utf-8")
