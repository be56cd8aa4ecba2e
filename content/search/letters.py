"""How alike two texts are letter by letter: the cosine of their character n-grams."""

from collections.abc import Iterator, Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from content.search.table import Table
from content.search.vectors import Places, Scores
from content.search.vocabulary import Texts
from content.search.words import weigh

SIZES = range(2, 6)
BITS = 12  # of a letter in an n-gram: what is beyond U+0FFF counts as one letter

Grams: TypeAlias = NDArray[np.uint64]


def grams(words: Sequence[str]) -> tuple[Grams, Places]:
    """The 2- to 5-grams of words and their edges, a number each, and which word each is of."""
    letters = np.frombuffer("".join(f" {word} " for word in words).encode("utf-32-le"), np.uint32)
    codes = np.minimum(letters, (1 << BITS) - 1).astype(np.uint64)
    owners = np.repeat(np.arange(len(words), dtype=np.int32), [len(word) + 2 for word in words])
    found, of = [], []
    run = codes
    for size in SIZES:
        run = run[:-1] << np.uint64(BITS) | codes[size - 1 :]
        inside = owners[: len(run)] == owners[size - 1 :]
        found.append(run[inside])
        of.append(owners[: len(run)][inside])
    return np.concatenate(found), np.concatenate(of)


class Letters:
    """TF-IDF over n-grams within words.

    No n-gram crosses words, so a text is the sum of its words: n-grams point to distinct words,
    words to texts. It is exact, and half the work of n-grams that point to texts.
    """

    def __init__(self, words: Sequence[str], texts: Texts) -> None:
        found, owners = grams(words)
        self._grams, rows = np.unique(found, return_inverse=True)
        del found  # there may be millions
        rows = rows.astype(np.int32)
        size, values = len(self._grams), _weights(words).astype(np.float32)[owners]
        self._spelt = Table(rows, owners, values, (size + 1, len(words)))
        spelling = Table(owners, rows, values, (len(words), size))
        seen = np.zeros(size + 1)
        for _, cells, _ in _counted(spelling, texts):
            seen += np.bincount(cells, minlength=size + 1)
        self._weight = (np.log((1 + len(texts)) / (1 + seen)) + 1) ** 2
        squares = np.zeros(len(texts))
        for owner, cells, times in _counted(spelling, texts):
            squares += np.bincount(owner, times**2 * self._weight[cells], len(texts))
        self._norms = np.sqrt(squares)
        self._norms[squares == 0] = 1.0
        # Each text ends with a word of no letters: none is empty, so all can be summed at once.
        # In the width of an address: gathering by narrower numbers takes three times as long.
        self._words = np.insert(texts.numbers, texts.ends, len(words)).astype(np.intp)
        self._starts = texts.ends - texts.lengths + np.arange(len(texts))

    def cosines(self, question: Sequence[str]) -> Scores:
        """How alike the question and each text are, from 0 to 1."""
        found, owners = grams(question)
        asked, rows = np.unique(found, return_inverse=True)
        times = np.bincount(rows, _weights(question)[owners], len(asked))
        numbers = self._numbers(asked)
        weights = self._weight[numbers]
        likeness = np.append(self._spelt.sums(numbers, times * weights), 0.0)
        dots = np.add.reduceat(likeness[self._words], self._starts)
        return dots / (self._norms * (np.sqrt(times**2 @ weights) or 1.0))

    def _numbers(self, asked: Grams) -> Places:
        """The number of each n-gram; the one after the last for each never met."""
        places = np.searchsorted(self._grams, asked)
        met = np.searchsorted(self._grams, asked, side="right") > places
        return np.where(met, places, len(self._grams))


def _counted(spelling: Table, texts: Texts) -> Iterator[tuple[Places, Places, Scores]]:
    """How often each text has each n-gram it has: text, n-gram, times; a block at a time."""
    for start, some in texts.blocks():
        of, columns, values = spelling.cells(some.numbers)
        cells, rows = np.unique(some.owners[of] * spelling.width + columns, return_inverse=True)
        owners, found = np.divmod(cells, max(spelling.width, 1))
        yield start + owners, found, np.asarray(np.bincount(rows, values, len(cells)), np.float64)


def _weights(words: Sequence[str]) -> Scores:
    return np.array([weigh(word) for word in words], np.float64)
