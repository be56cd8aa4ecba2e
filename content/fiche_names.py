"""Fiches, found from any part of a name, a place or an alias, as people write them."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from content.entries import Fiche
from french.folding import fold

if TYPE_CHECKING:
    from content.library import Library

# Words that tell no pole from another.
FILLERS = frozenset(
    ["a", "au", "aux", "d", "dans", "de", "des", "du", "en", "et", "l", "la", "le", "les", "sur"]
) | {"fiche", "fiches", "pole", "poles", "ptce", "un", "une"}
CLOSE = 70.0  # how alike a name must be to be proposed
NEAR = 3


@dataclass(frozen=True, slots=True)
class Named:
    """The fiches that may be meant, and, when there are none, those with a name like it."""

    fiches: tuple[Fiche, ...]
    near: tuple[Fiche, ...] = ()


def find_fiches(text: str, library: "Library") -> Named:
    """What a person may mean by « archer », « romans » or « pole sud »."""
    asked = _words(text)
    names = {slug: _names(fiche, library) for slug, fiche in library.fiches.items()}
    asked_for = {
        slug: (*known, *map(fold, library.fiches[slug].phrasings)) for slug, known in names.items()
    }
    for found in (
        _whole(fold(text), names),
        _matching(asked, names, str.startswith),
        _matching(asked, names, _mistyped),
        _matching(asked, asked_for, str.startswith),
    ):
        if found:
            return Named(tuple(library.fiches[slug] for slug in found))
    return Named((), tuple(library.fiches[slug] for slug in _alike(fold(text), names)))


def _names(fiche: Fiche, library: "Library") -> tuple[str, ...]:
    departement = library.departements.get(fiche.departement or "")
    where = (fiche.place or "", departement.name if departement else "")
    named = (fiche.id, fiche.name, *fiche.aliases, *where)
    return tuple(fold(name) for name in named if name)


def _whole(asked: str, names: Mapping[str, tuple[str, ...]]) -> list[str]:
    return [slug for slug, known in names.items() if asked in known]


def _matching(
    asked: list[str], names: Mapping[str, tuple[str, ...]], alike: Callable[[str, str], bool]
) -> list[str]:
    """The fiches of which some word is like each word that was asked."""
    if not asked:
        return []
    known = {slug: re.findall(r"\w+", " ".join(said)) for slug, said in names.items()}
    return [
        slug
        for slug, words in known.items()
        if all(any(alike(word, one) for word in words) for one in asked)
    ]


def _mistyped(word: str, asked: str) -> bool:
    """One slip away; two in a long word. Short words must be right."""
    slips = 0 if len(asked) < 4 else 1 if len(asked) < 8 else 2
    return OSA.distance(word, asked, score_cutoff=slips) <= slips


def _alike(asked: str, names: Mapping[str, tuple[str, ...]]) -> list[str]:
    pairs = [(slug, name) for slug, known in names.items() for name in known]
    best = process.extract(
        asked, [name for _, name in pairs], scorer=fuzz.WRatio, limit=NEAR * 2, score_cutoff=CLOSE
    )
    return list(dict.fromkeys(pairs[index][0] for _, _, index in best))[:NEAR]


def _words(text: str) -> list[str]:
    words = re.findall(r"\w+", fold(text))[:12]
    return [word for word in words if word not in FILLERS] or words
