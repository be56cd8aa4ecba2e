"""Marks and their names, put so that none hides another."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import count
from math import cos, hypot, sin

Point = tuple[float, float]
Box = tuple[float, float, float, float]  # left, top, right, bottom

NEAR = 1.45  # of a mark's radius: how near another's name may come
GOLDEN = 2.39996  # radians: turns that leave no gap


def spread(points: Sequence[Point], apart: float) -> list[Point]:
    """The points, each moved as little as it takes to be that far from those before it."""
    placed: list[Point] = []
    for x, y in points:
        placed.append(next(_free(x, y, placed, apart)))
    return placed


def _free(x: float, y: float, placed: Sequence[Point], apart: float) -> Iterator[Point]:
    """Places around a point that are far enough from the others, the nearest first."""
    for step in count():
        away = apart * 0.25 * step**0.5
        near = x + away * cos(step * GOLDEN), y + away * sin(step * GOLDEN)
        if all(hypot(near[0] - one[0], near[1] - one[1]) >= apart for one in placed):
            yield near


def place_names(
    names: Sequence[tuple[Point, float, float]], radius: float, frame: Box
) -> list[Box | None]:
    """Where each name goes beside its mark, the first served first; None where there is no room.

    A name is told as its mark's middle, its width and its height. It keeps farther from the
    other marks than from its own, so that nobody reads it as theirs.
    """
    marks = [_square(middle, radius * NEAR) for middle, _, _ in names]
    placed: list[Box | None] = []
    for number, (middle, width, height) in enumerate(names):
        others = [*marks[:number], *marks[number + 1 :], *filter(None, placed)]
        tried = _around(middle, width, height, radius)
        placed.append(next((one for one in tried if _fits(one, frame, others)), None))
    return placed


def _square(middle: Point, radius: float) -> Box:
    x, y = middle
    return x - radius, y - radius, x + radius, y + radius


def _around(middle: Point, width: float, height: float, radius: float) -> Iterator[Box]:
    """To the right of a mark, to its left, above it, below it."""
    x, y = middle
    for left, top in (
        (x + radius, y - height / 2),
        (x - radius - width, y - height / 2),
        (x - width / 2, y - radius - height),
        (x - width / 2, y + radius),
    ):
        yield left, top, left + width, top + height


def _fits(box: Box, frame: Box, boxes: Iterable[Box]) -> bool:
    inside = box[0] >= frame[0] and box[1] >= frame[1] and box[2] <= frame[2] and box[3] <= frame[3]
    return inside and not any(_overlap(box, other) for other in boxes)


def _overlap(one: Box, two: Box) -> bool:
    return one[0] < two[2] and two[0] < one[2] and one[1] < two[3] and two[1] < one[3]
