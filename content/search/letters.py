"""How alike two texts are letter by letter: the cosine of their character n-grams."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from math import log, sqrt

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
        self._places: defaultdict[str, list[int]] = defaultdict(list)
        for place, text in enumerate(texts):
            for word in text:
                self._places[word].append(place)
        counts = [_count(text) for text in texts]
        seen = Counter(gram for count in counts for gram in count)
        self._rarest = log(1 + len(texts)) + 1
        self._weight = {
            gram: (log((1 + len(texts)) / (1 + times)) + 1) ** 2 for gram, times in seen.items()
        }
        self._norms = [self._norm(count) or 1.0 for count in counts]
        self._words: defaultdict[str, list[str]] = defaultdict(list)
        for word in self._places:
            for gram in grams(word):
                self._words[gram].append(word)

    def cosines(self, question: Sequence[str]) -> list[float]:
        """How alike the question and each text are, from 0 to 1."""
        count = _count(question)
        likeness: defaultdict[str, float] = defaultdict(float)
        for gram, times in count.items():
            weight = times * self._weight.get(gram, 0.0)
            for word in self._words.get(gram, ()):
                likeness[word] += weight
        dots = [0.0] * len(self._norms)
        for word, like in likeness.items():
            alike = like * weigh(word)
            for place in self._places[word]:
                dots[place] += alike
        norm = self._norm(count) or 1.0
        return [dot / (norm * own) for dot, own in zip(dots, self._norms, strict=True)]

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
