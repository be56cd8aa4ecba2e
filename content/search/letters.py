"""How alike two texts are letter by letter: the cosine of their character n-grams."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from math import log, sqrt

import numpy as np

from content.search.vectors import Places, Scores
from content.search.words import weigh

SIZES = range(2, 6)


@lru_cache(maxsize=20_000)
def grams(word: str) -> tuple[str, ...]:
    """The 2- to 5-grams of a word and its edges."""
    edged = f" {word} "
    return tuple(
        edged[start : start + size] for size in SIZES for start in range(len(edged) - size + 1)
    )


class Letters:
    """TF-IDF over n-grams within words.

    No n-gram crosses words, so a text is the sum of its words: n-grams point to distinct words,
    words to texts. It is exact, and half the work of n-grams that point to texts.
    """

    def __init__(self, texts: Sequence[Sequence[str]]) -> None:
        self._places = _places(texts)
        counts = [_count(text) for text in texts]
        seen = Counter(gram for count in counts for gram in count)
        self._rarest = log(1 + len(texts)) + 1
        self._weight = {
            gram: (log((1 + len(texts)) / (1 + times)) + 1) ** 2 for gram, times in seen.items()
        }
        self._norms = np.array([self._norm(count) or 1.0 for count in counts])
        self._words: defaultdict[str, list[str]] = defaultdict(list)
        for word in self._places:
            for gram in grams(word):
                self._words[gram].append(word)

    def cosines(self, question: Sequence[str]) -> Scores:
        """How alike the question and each text are, from 0 to 1."""
        count = _count(question)
        likeness: defaultdict[str, float] = defaultdict(float)
        for gram, times in count.items():
            weight = times * self._weight.get(gram, 0.0)
            for word in self._words.get(gram, ()):
                likeness[word] += weight
        dots = np.zeros(len(self._norms))
        for word, like in likeness.items():
            places, times_ = self._places[word]
            dots[places] += times_ * (like * weigh(word))
        return dots / (self._norms * (self._norm(count) or 1.0))

    def _norm(self, count: Mapping[str, float]) -> float:
        unseen = self._rarest**2
        return sqrt(
            sum(times * times * self._weight.get(gram, unseen) for gram, times in count.items())
        )


def _count(text: Iterable[str]) -> dict[str, float]:
    count: defaultdict[str, float] = defaultdict(float)
    for word in text:
        weight = weigh(word)
        for gram in grams(word):
            count[gram] += weight
    return count


def _places(texts: Sequence[Sequence[str]]) -> dict[str, tuple[Places, Scores]]:
    """For each word, the texts that have it, and how many times."""
    found: defaultdict[str, list[int]] = defaultdict(list)
    for place, text in enumerate(texts):
        for word in text:
            found[word].append(place)
    return {word: _counted(places) for word, places in found.items()}


def _counted(places: Sequence[int]) -> tuple[Places, Scores]:
    where, times = np.unique(np.array(places, np.int32), return_counts=True)
    return where, times.astype(np.float64)
