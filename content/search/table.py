"""Sparse tables: three flat arrays, where dicts of lists would take ten times the memory."""

import numpy as np

from content.search.vectors import Places, Scores, Vector


class Table:
    """For each row, a run of columns with their values. A column may come again in a row."""

    def __init__(
        self, rows: Places, columns: Places, values: Scores | Vector, shape: tuple[int, int]
    ) -> None:
        height, self.width = shape
        order = np.argsort(rows, kind="stable")
        self._lengths = np.bincount(rows, minlength=height)
        self._starts = np.cumsum(self._lengths) - self._lengths
        # As narrow as they fit: there are a million of them.
        self._columns = columns[order].astype(np.min_scalar_type(max(self.width - 1, 0)))
        self._values = values[order].astype(np.float32, copy=False)

    def cells(self, rows: Places) -> tuple[Places, Places, Scores]:
        """What these rows hold: which of `rows` each cell is of, its column, its value."""
        lengths = self._lengths[rows]
        of = np.repeat(np.arange(len(rows)), lengths)
        before = np.cumsum(lengths) - lengths
        places = np.arange(len(of)) + (self._starts[rows] - before)[of]
        return of, self._columns[places], self._values[places].astype(np.float64)

    def sums(self, rows: Places, weights: Scores) -> Scores:
        """For each column, the sum over these rows of weight times value."""
        of, columns, values = self.cells(rows)
        return np.bincount(columns, weights[of] * values, self.width).astype(np.float64)
