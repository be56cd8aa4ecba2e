"""What fiches can be chosen by, together: « bretagne lauréat en 2021 culture »."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from zlib import crc32

from content.entries import Fiche
from content.library import Library
from french.folding import essence, fold
from handlers.fiche_card import region_codes, status_name

LONGEST_SECTOR = 15  # bytes of a sector's code: four values and a page fit in a button's 64
NARROW = "preciser"  # asks by what else to choose
# Words that may stand between two values: « les pôles de Bretagne dans la culture ».
FILLERS = frozenset(
    ["a", "au", "aux", "avec", "d", "dans", "de", "des", "du", "en", "et", "la", "le", "les", "l"]
) | {"fiche", "fiches", "par", "pole", "poles", "ptce", "pour"}


@dataclass(frozen=True, slots=True)
class Value:
    """A region, a sector, a status or an impulse: how a command names it, and how it is said."""

    code: str
    name: str


Facet = Callable[[Library, Fiche], Iterator[Value]]


def _regions(library: Library, fiche: Fiche) -> Iterator[Value]:
    if fiche.region:
        yield Value(region_codes(library)[fiche.region], fiche.region)


def _sectors(_: Library, fiche: Fiche) -> Iterator[Value]:
    yield from (Value(_sector_code(sector), sector) for sector in fiche.sectors)


def _statuses(library: Library, fiche: Fiche) -> Iterator[Value]:
    yield from (Value(status, status_name(library, status, "button")) for status in fiche.status)


def _impulses(library: Library, fiche: Fiche) -> Iterator[Value]:
    if fiche.impulse:
        yield Value(fiche.impulse, library.texts.label(f"fiches.impulse_{fiche.impulse}"))


FACETS: Mapping[str, Facet] = {
    "region": _regions,
    "secteur": _sectors,
    "statut": _statuses,
    "impulsion": _impulses,
}


@dataclass(frozen=True, slots=True)
class Filter:
    """At most one value of each facet."""

    values: Mapping[str, Value] = field(default_factory=dict)

    @property
    def code(self) -> str:
        """As a command carries it."""
        return " ".join(value.code for value in self.values.values())

    @property
    def name(self) -> str:
        """As it is read."""
        return ", ".join(value.name for value in self.values.values())

    def narrowed(self, facet: str, value: Value) -> "Filter":
        """With one more value, or another of that facet."""
        return Filter({**self.values, facet: value})

    def holds(self, library: Library, fiche: Fiche) -> bool:
        """Whether a fiche has them all."""
        return all(value in FACETS[facet](library, fiche) for facet, value in self.values.items())

    def held(self, library: Library) -> tuple[Fiche, ...]:
        """The fiches that have them all, by the name on their button."""
        held = (one for one in library.fiches.values() if self.holds(library, one))
        return tuple(sorted(held, key=lambda one: fold(one.button or one.name)))


@dataclass(frozen=True, slots=True)
class Read:
    """What was understood of a text: a filter, what is asked of it (a facet to choose from, or how
    to narrow it), and what is left.
    """

    filter: Filter
    asked: str = ""
    rest: str = ""


def read_filter(text: str, library: Library) -> Read:
    """Values by their codes or names, in any order: `84 temoin`, « bretagne culture », `secteur`.

    The longest name is taken first. Of two values of a facet the last stays. A status is read in
    the plural too, its year wherever it stands; without a year it asks which is meant.
    """
    known, statuses = _spoken(library), _statuses_said(library)
    undated = {said.split()[0] for said in statuses}
    words, chosen, asked, rest = text.split(), Filter(), list[str](), list[str]()
    while words:
        if taken := _longest(words, known):
            length, facet, value = taken
            chosen, words = chosen.narrowed(facet, value), words[length:]
            asked = [one for one in asked if one not in (facet, NARROW)]
            continue
        word = words.pop(0)
        said = _singular(word)
        if year := next((one for one in words if f"{said} {one}" in statuses), ""):
            chosen = chosen.narrowed("statut", statuses[f"{said} {year}"])
            words.remove(year)
        elif said in (*FACETS, NARROW) or said in undated:
            asked.append("statut" if said in undated else said)
        elif said:
            rest.append(word)
    return Read(chosen, asked[0] if asked else "", " ".join(rest))


def count(facet: str, fiches: Sequence[Fiche], library: Library) -> Counter[Value]:
    """How many fiches have each value."""
    return Counter(value for one in fiches for value in set(FACETS[facet](library, one)))


def _longest(
    words: Sequence[str], known: Mapping[str, tuple[str, Value]]
) -> tuple[int, str, Value] | None:
    """The longest beginning that names a value: how many words, which facet, which value."""
    for length in range(min(len(words), 8), 0, -1):
        said = " ".join(words[:length])
        if found := known.get(said) or known.get(essence(said)):
            return length, *found
    return None


def _spoken(library: Library) -> dict[str, tuple[str, Value]]:
    """Every value by its code, its name, and what is said of it; the first of two keeps them."""
    spoken: dict[str, tuple[str, Value]] = {}
    for facet in FACETS:
        for value in count(facet, tuple(library.fiches.values()), library):
            for said in (value.code, essence(value.name), essence(value.code)):
                spoken.setdefault(said, (facet, value))
    return spoken


def _statuses_said(library: Library) -> dict[str, Value]:
    """The statuses by the words that tell them apart: `laureat 2013`."""
    fiches = tuple(library.fiches.values())
    return {_singular(value.name): value for value in count("statut", fiches, library)}


def _singular(text: str) -> str:
    """« Lauréat en 2013 » and « les pôles lauréats de 2013 » are both `laureat 2013`."""
    words = (word for word in essence(text).split() if word not in FILLERS)
    return " ".join(word.removesuffix("s") for word in words)


def _sector_code(name: str) -> str:
    """A short word for a sector; a long one ends with four digits of its sum, to stay its own."""
    slug = essence(name).replace(" ", "-")
    if len(slug) <= LONGEST_SECTOR:
        return slug
    return f"{slug[: LONGEST_SECTOR - 4]}{crc32(slug.encode()) & 0xFFFF:04x}"
