"""Words by their number: what can be found is kept as runs of numbers, not as strings."""

from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from content.search.vectors import Places

AT_ONCE = 256  # texts looked at together: a few MB


class Vocabulary:
    """Words, each by the number it got when it was learnt."""

    def __init__(self) -> None:
        self._numbers: defaultdict[str, int] = defaultdict()
        self._numbers.default_factory = self._numbers.__len__

    def __len__(self) -> int:
        """How many are known."""
        return len(self._numbers)

    def __iter__(self) -> Iterator[str]:
        """The words, in the order of their numbers."""
        return iter(self._numbers)

    def learn(self, words: Iterable[str]) -> list[int]:
        """Their numbers; new ones are learnt."""
        return [self._numbers[word] for word in words]

    def recall(self, words: Iterable[str]) -> Places:
        """Their numbers; the number after the last for each that was never learnt."""
        unknown = len(self._numbers)
        return np.array([self._numbers.get(word, unknown) for word in words], np.int64)


class Texts:
    """Texts as the numbers of their words, in one run; `lengths` tells them apart."""

    def __init__(self, numbers: Places, lengths: Places) -> None:
        self.numbers, self.lengths = numbers, lengths

    def __len__(self) -> int:
        """How many there are."""
        return len(self.lengths)

    @property
    def owners(self) -> Places:
        """For each word, which text has it."""
        return np.repeat(np.arange(len(self)), self.lengths)

    def blocks(self) -> "Iterator[tuple[int, Texts]]":
        """The same texts, some at a time, after the number of the first: memory stays low."""
        ends = self.ends
        for start in range(0, len(self), AT_ONCE):
            lengths = self.lengths[start : start + AT_ONCE]
            last = ends[start + len(lengths) - 1]
            yield start, Texts(self.numbers[last - lengths.sum() : last], lengths)

    @property
    def ends(self) -> Places:
        """Where each text ends in the run."""
        return np.cumsum(self.lengths, dtype=np.int64)

    def renumbered(self, numbers: Places) -> "Texts":
        """The same texts, each word under the number given for it."""
        return Texts(numbers[self.numbers], self.lengths)

    def joined(self, counts: Sequence[int]) -> "Texts":
        """The same words, so many texts at a time made one; no count is 0."""
        ends = self.ends[np.cumsum(counts, dtype=np.int64) - 1]
        return Texts(self.numbers, np.diff(ends, prepend=0))


class Writing:
    """Texts being written down, one after the other."""

    def __init__(self) -> None:
        self._numbers, self._lengths = array("i"), array("i")

    def add(self, numbers: Sequence[int]) -> None:
        """One more text."""
        self._numbers.extend(numbers)
        self._lengths.append(len(numbers))

    def texts(self) -> Texts:
        """All that was written."""
        return Texts(np.array(self._numbers, np.int32), np.array(self._lengths, np.int32))
