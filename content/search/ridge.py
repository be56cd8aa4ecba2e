"""What group a direction belongs to, learned from examples of each."""

import numpy as np

from content.search.vectors import Matrix, Places, Scores, Vector

STEADINESS = 0.3  # what keeps a few examples from being learned by heart; chosen on questions


class Ridge:
    """Ridge regression, each group against all others (Hoerl and Kennard, 1970), in closed form.

    The nearest example hears one way of asking; this hears what all ways of asking for a document
    share, and what parts them from others': directions common to everything weigh nothing.
    """

    def __init__(self, examples: Matrix, starts: Places) -> None:
        """From examples in order, the first of each group at `starts`."""
        self._mean = examples.mean()
        spread = STEADINESS * np.eye(len(self._mean), dtype=np.float32)
        sums = np.zeros((len(starts), len(self._mean)), np.float32)
        group = np.searchsorted(starts, np.arange(len(examples)), "right") - 1
        for start, block in examples.blocks():
            away = block - self._mean
            spread += away.T @ away
            np.add.at(sums, group[start : start + len(block)], away)
        self._weights = np.linalg.solve(spread, sums.T)

    def belonging(self, vector: Vector) -> Scores:
        """For each group, from 0 to 1, how much a vector is like its examples and no others'."""
        told: Scores = ((vector - self._mean) @ self._weights).astype(np.float64)
        return np.clip(told, 0, 1)
