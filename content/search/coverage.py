"""How much of a question a text covers, stem by stem: BM25 as a share of what was asked."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from math import log

import numpy as np

from content.search.function_words import FUNCTION_WORDS
from content.search.vectors import Places, Scores
from content.search.words import FAINT, FAINT_STEMS, stem

# BM25's usual constants: how fast repeating a word stops counting, how much length does.
SATURATION = 1.2
LENGTH = 0.75


class Coverage:
    """BM25 over stems, divided by the weight of everything asked: 0 to about 1."""

    def __init__(self, texts: Sequence[Sequence[str]]) -> None:
        counts = [Counter(map(stem, text)) for text in texts]
        mean = sum(map(len, texts)) / max(len(texts), 1) or 1.0
        self._size = len(texts)
        found: defaultdict[str, list[tuple[int, float]]] = defaultdict(list)
        for place, (text, count) in enumerate(zip(texts, counts, strict=True)):
            slack = SATURATION * (1 - LENGTH + LENGTH * len(text) / mean)
            for one, times in count.items():
                found[one].append((place, times * (1 + SATURATION) / (times + slack)))
        self._found = {one: _columns(pairs) for one, pairs in found.items()}
        self._weight = {one: self._worth(one, len(pairs)) for one, pairs in found.items()}

    def shares(self, question: Sequence[str]) -> Scores:
        """The share of the question each text covers."""
        asked = dict.fromkeys(map(stem, question))  # in order: sums must not depend on hashing
        weights = {one: self._weight.get(one) or self._rarity(0) for one in asked}
        total = sum(weights.values()) or 1.0
        shares = np.zeros(self._size)
        for one in filter(self._found.__contains__, asked):
            places, covered = self._found[one]
            shares[places] += covered * (weights[one] / total)
        return np.minimum(shares, 1.0)

    def known(self, question: Sequence[str]) -> float:
        """The weight of what any text covers of a question."""
        asked = dict.fromkeys(map(stem, question))
        return sum(self._weight.get(one, 0.0) for one in asked)

    def strangeness(self, question: Sequence[str]) -> float:
        """The share no text covers of what a question is about; all, when it is about nothing."""
        about = [word for word in question if word not in FUNCTION_WORDS]
        known = self.known(about)
        new = sum(one not in self._weight for one in dict.fromkeys(map(stem, about)))
        strange = new * self._rarity(0)
        return strange / (strange + known) if known else 1.0

    def _worth(self, one: str, found: int) -> float:
        return self._rarity(found) * (FAINT if one in FAINT_STEMS else 1.0)

    def _rarity(self, found: int) -> float:
        return log(1 + (self._size - found + 0.5) / (found + 0.5))


def _columns(pairs: Sequence[tuple[int, float]]) -> tuple[Places, Scores]:
    places, covered = zip(*pairs, strict=True)
    return np.array(places, np.int32), np.array(covered)
