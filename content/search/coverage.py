"""How much of a question a text covers, stem by stem: BM25 as a share of what was asked."""

import numpy as np

from content.search.table import Table
from content.search.vectors import Places, Scores
from content.search.vocabulary import Texts

# BM25's usual constants: how fast repeating a word stops counting, how much length does.
SATURATION = 1.2
LENGTH = 0.75

NONE = np.empty(0, np.int32)


class Coverage:
    """BM25 over stems, divided by the weight of everything asked: 0 to about 1.

    Stems are numbers; the number after the last is any stem never met. `worth` is what each
    counts, beside how rare it is.
    """

    def __init__(self, texts: Texts, worth: Scores) -> None:
        height, size = len(worth) + 1, len(texts)
        stems, owners, covered = _covered(texts, height)
        self._found = Table(stems, owners, covered, (height, size))
        found = np.bincount(stems, minlength=height)
        self._met = found > 0
        rarity = np.log(1 + (size - found + 0.5) / (found + 0.5))
        self._weight = rarity * np.where(self._met, np.append(worth, 1.0), 1.0)

    def shares(self, asked: Places) -> Scores:
        """The share of the question each text covers."""
        weights = self._weight[asked]
        shares = self._found.sums(asked, weights / (weights.sum() or 1.0))
        return np.minimum(shares, 1.0)

    def known(self, asked: Places) -> float:
        """The weight of what any text covers of a question."""
        return float(self._weight[asked] @ self._met[asked])

    def strangeness(self, about: Places) -> float:
        """The share no text covers of what a question is about; all, when it is about nothing."""
        known = self.known(about)
        return 1 - known / float(self._weight[about].sum()) if known else 1.0


def _covered(texts: Texts, height: int) -> tuple[Places, Places, Scores]:
    """Each stem of each text, and how much the text covers it."""
    mean = texts.lengths.sum() / max(len(texts), 1) or 1.0
    stems, owners, covered = [NONE], [NONE], [NONE.astype(np.float32)]
    for start, some in texts.blocks():
        cells, times = np.unique(some.owners * height + some.numbers, return_counts=True)
        of, numbers = np.divmod(cells, height)
        slack = SATURATION * (1 - LENGTH + LENGTH * some.lengths[of] / mean)
        stems.append(numbers.astype(np.int32))
        owners.append((start + of).astype(np.int32))
        covered.append((times * (1 + SATURATION) / (times + slack)).astype(np.float32))
    return np.concatenate(stems), np.concatenate(owners), np.concatenate(covered)
