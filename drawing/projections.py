"""From degrees to a flat drawing."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from math import atanh, cos, exp, radians, sin

Point = tuple[float, float]
Projection = Callable[[float, float], Point]


def lambert_93(longitude: float, latitude: float) -> Point:
    """Metres to the east and to the south, as France is mapped (IGN, NTG 71: Lambert-93)."""
    n, c, e = 0.7256077650, 11754255.426, 0.08248325676
    sine = sin(radians(latitude))
    radius = c * exp(-n * (atanh(sine) - e * atanh(e * sine)))
    turn = n * radians(longitude - 3)
    return radius * sin(turn), radius * cos(turn)


def plate(longitude: float, latitude: float) -> Point:
    """Degrees of latitude to the east and to the south: enough for an island."""
    return longitude * cos(radians(latitude)), -latitude


@dataclass(frozen=True, slots=True)
class Window:
    """A part of the world in a rectangle of the picture: left, top, width and height in dots."""

    project: Projection
    corner: Point
    scale: float
    at: Point

    def dot(self, longitude: float, latitude: float) -> Point:
        """Where a place is in the picture."""
        x, y = self.project(longitude, latitude)
        return (
            self.at[0] + (x - self.corner[0]) * self.scale,
            self.at[1] + (y - self.corner[1]) * self.scale,
        )


def window(
    project: Projection, places: Iterable[Point], box: tuple[float, float, float, float]
) -> Window:
    """All the places (longitude, latitude), as large as a box holds them, in its middle."""
    xs, ys = zip(*(project(*place) for place in places), strict=True)
    left, top, width, height = box
    wide, high = max(xs) - min(xs), max(ys) - min(ys)
    scale = min(width / wide, height / high)
    at = left + (width - wide * scale) / 2, top + (height - high * scale) / 2
    return Window(project, (min(xs), min(ys)), scale, at)
