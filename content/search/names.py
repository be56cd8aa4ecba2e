"""What is asked for word for word."""

from array import array
from collections.abc import Iterable

import numpy as np

from content.search.vectors import Places
from content.search.words import short
from french.folding import essence


class Names:
    """The names of documents, by their hash alone: names themselves would take more room."""

    def __init__(self, documents: Iterable[Iterable[str]]) -> None:
        found, counts = array("q"), array("q")
        for own in documents:
            before = len(found)
            found.extend(map(_hash, own))
            counts.append(len(found) - before)
        hashes = np.array(found, np.int64)
        order = np.argsort(hashes, kind="stable")
        self._hashes = hashes[order]
        self._places = np.repeat(np.arange(len(counts), dtype=np.int32), counts)[order]

    def places(self, text: str) -> Places:
        """The documents called so."""
        asked = _hash(text)
        first = np.searchsorted(self._hashes, asked)
        return self._places[first : np.searchsorted(self._hashes, asked, side="right")]


def _hash(name: str) -> int:
    return hash(essence(short(name)))
