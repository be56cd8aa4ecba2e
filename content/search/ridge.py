"""What group a direction belongs to, learned from examples of each."""

import numpy as np

from content.search.vectors import Matrix, Places, Scores, Vector, packed

STEADINESS = 0.3  # what keeps a few examples from being learned by heart; chosen on questions
AT_ONCE = 64  # groups worked on together: so little memory is taken that it is given back


class Ridge:
    """Ridge regression, each group against all others (Hoerl and Kennard, 1970), in closed form.

    The nearest example hears one way of asking; this hears what all ways of asking for a document
    share, and what parts them from others': directions common to everything weigh nothing.
    """

    def __init__(self, examples: Matrix, starts: Places) -> None:
        """From examples in order, the first of each group at `starts`."""
        self._mean = examples.mean()
        spread = STEADINESS * np.eye(len(self._mean), dtype=np.float32)
        for block in examples.blocks():
            away = block - self._mean
            spread += away.T @ away
        parting = np.linalg.inv(spread)
        rows = np.empty((len(starts), len(self._mean)), np.int8)
        self._lengths = np.empty(len(starts), np.float32)
        for first in range(0, len(starts), AT_ONCE):
            some = slice(first, first + AT_ONCE)
            weights = self._sums(examples, starts, some) @ parting
            rows[some], self._lengths[some] = packed(weights), np.linalg.norm(weights, axis=1)
        self._weights = Matrix(rows)

    def _sums(self, examples: Matrix, starts: Places, some: slice) -> Vector:
        """For some groups, how far their examples are from the mean, added up."""
        own = starts[some]
        end = starts[some.stop] if some.stop < len(starts) else len(examples)
        sums: Vector = np.add.reduceat(examples.block(own[0], end) - self._mean, own - own[0])
        return sums

    def belonging(self, vector: Vector) -> Scores:
        """For each group, from 0 to 1, how much a vector is like its examples and no others'."""
        told: Scores = self._weights.cosines(vector - self._mean) * self._lengths
        return np.clip(told, 0, 1)
