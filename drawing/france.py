"""Places on a map of France as a PNG: `python -m drawing.france < told.json > map.png`.

Told: `title`, `alt`, `foot`; `mainland`, rings of [longitude, latitude]; `insets`, each a `name`, a
`box` (west, south, east, north) and its `rings`; `marks`, each a `shape`, `hollow` when it is not
just there, `longitude`, `latitude` and a `name`, the first served first; `legend`, each a `shape`
(or none), `hollow` and what is `said`.
"""

import json
import sys
import textwrap
from collections.abc import Sequence
from io import BytesIO
from math import cos, pi, sin
from typing import TypedDict

from PIL import Image, ImageDraw, ImageFont
from PIL.PngImagePlugin import PngInfo

from drawing.fonts import fonts
from drawing.labels import Box, Point, place_names, spread
from drawing.projections import Window, lambert_93, plate, window

Ring = Sequence[Point]

FINE = 2  # drawn so many times as large, then made smaller: no jagged line
WIDTH, MARGIN = 1080, 40  # dots of the picture
MAINLAND, INSET = 960, 170  # how high they are
MOST_INSETS = 5
LINE, LETTERS, TITLE_LETTERS = 46, 56, 34  # dots of a line of the legend; letters of a line
TITLE, TEXT, NAME, SMALL = 46, 32, 30, 26  # dots; seen 400 wide, 26 are 10 and 30 are 11
RADIUS, APART = 13, 25
INK, PAPER, LAND, SHORE = "#1a1a1a", "#ffffff", "#e9ede6", "#8b968f"
# A shape and a colour each: who sees no colour has the shape. All 3 to 1 on the land.
COLOURS = {
    "star": "#b23a00",
    "square": "#00558c",
    "circle": "#00704f",
    "triangle": "#8f3575",
    "diamond": "#7a5c00",
    "cross": "#4d4d4d",
}


class Inset(TypedDict):
    """A far land in a frame of its own."""

    name: str
    box: tuple[float, float, float, float]
    rings: Sequence[Ring]


class Mark(TypedDict):
    """A place."""

    shape: str
    hollow: bool
    longitude: float
    latitude: float
    name: str


class Line(TypedDict):
    """A line of the legend."""

    shape: str | None
    hollow: bool
    said: str


class Told(TypedDict):
    """A whole map."""

    title: str
    alt: str
    foot: str
    mainland: Sequence[Ring]
    insets: Sequence[Inset]
    marks: Sequence[Mark]
    legend: Sequence[Line]


def france(told: Told) -> bytes:
    """The picture; its file says the same in words."""
    page = Page(told)
    page.write_title(told["title"])
    page.draw_mainland(told["mainland"], [one for one in told["marks"] if not _inset(told, one)])
    page.draw_insets(told)
    page.write_legend(told["legend"])
    page.write_foot(told["foot"])
    return page.png(told["title"], told["alt"])


def _inset(told: Told, mark: Mark) -> Inset | None:
    """The frame a place belongs to; none on the mainland."""
    for inset in told["insets"]:
        west, south, east, north = inset["box"]
        if west <= mark["longitude"] <= east and south <= mark["latitude"] <= north:
            return inset
    return None


class Page:
    """What is drawn so far, from the top to `down`, in dots of the picture."""

    def __init__(self, told: Told) -> None:
        self.down = float(MARGIN)
        self.foot = textwrap.wrap(told["foot"], LETTERS + 10)
        lines = len(textwrap.wrap(told["title"], TITLE_LETTERS)) * (TITLE + 12)
        lines += len(told["legend"]) * LINE + len(self.foot) * (SMALL + 8)
        far = INSET + NAME + 30 if told["insets"] else 0
        self.height = MARGIN * 2 + lines + MAINLAND + far + 20 * 2
        self.image = Image.new("RGB", (WIDTH * FINE, self.height * FINE), PAPER)
        self.pen = ImageDraw.Draw(self.image)

    def write_title(self, title: str) -> None:
        """What it shows."""
        for line in textwrap.wrap(title, TITLE_LETTERS):
            self._write((MARGIN, self.down), line, TITLE, bold=True)
            self.down += TITLE + 12

    def draw_mainland(self, rings: Sequence[Ring], marks: Sequence[Mark]) -> None:
        """France in Europe, with its marks and as many of their names as have room."""
        box = (MARGIN, self.down, WIDTH - 2 * MARGIN, MAINLAND)
        seen = window(lambert_93, [point for ring in rings for point in ring], box)
        self._land(rings, seen)
        self._marks(marks, seen, (MARGIN, self.down, WIDTH - MARGIN, self.down + MAINLAND))
        self.down += MAINLAND + 20

    def draw_insets(self, told: Told) -> None:
        """The lands overseas side by side, each under its name."""
        wide = (WIDTH - 2 * MARGIN) / MOST_INSETS
        for number, inset in enumerate(told["insets"]):
            left = MARGIN + number * wide
            self._write((left + 8, self.down), inset["name"], NAME)
            top = self.down + NAME + 10
            frame = (left + 4, top, left + wide - 4, top + INSET)
            self.pen.rectangle([FINE * one for one in frame], outline=SHORE, width=FINE)
            points = [point for ring in inset["rings"] for point in ring]
            seen = window(plate, points, (left + 24, top + 20, wide - 48, INSET - 40))
            self._land(inset["rings"], seen)
            self._marks([one for one in told["marks"] if _inset(told, one) == inset], seen, None)
        self.down += NAME + INSET + 30 if told["insets"] else 0

    def write_legend(self, legend: Sequence[Line]) -> None:
        """What each shape is, and how many there are."""
        for line in legend:
            middle = (MARGIN + 16, self.down + LINE / 2)
            if line["shape"]:
                self._mark(middle, line["shape"], hollow=line["hollow"])
            self._write((MARGIN + 48, self.down + (LINE - TEXT) / 2 - 3), line["said"], TEXT)
            self.down += LINE
        self.down += 20

    def write_foot(self, _: str) -> None:
        """Where all this was learned."""
        for line in self.foot:
            self._write((MARGIN, self.down), line, SMALL)
            self.down += SMALL + 8

    def png(self, title: str, alt: str) -> bytes:
        """The finished file."""
        about, file = PngInfo(), BytesIO()
        about.add_itxt("Title", title)
        about.add_itxt("Description", alt)
        small = self.image.resize((WIDTH, self.height), Image.Resampling.LANCZOS)
        # MAXCOVERAGE keeps a colour that few dots have; without it blue becomes green.
        few = small.quantize(200, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
        few.save(file, "PNG", pnginfo=about, optimize=True)
        return file.getvalue()

    def _land(self, rings: Sequence[Ring], seen: Window) -> None:
        for ring in rings:
            dots = [self._fine(seen.dot(*point)) for point in ring]
            self.pen.polygon(dots, fill=LAND, outline=SHORE, width=2 * FINE)

    def _marks(self, marks: Sequence[Mark], seen: Window, frame: Box | None) -> None:
        """Marks apart from one another; in a frame, as many names as have room."""
        dots = [seen.dot(one["longitude"], one["latitude"]) for one in marks]
        middles = spread(dots, APART)
        for middle, mark in zip(middles, marks, strict=True):
            self._mark(middle, mark["shape"], hollow=mark["hollow"])
        if frame:
            self._names([mark["name"] for mark in marks], middles, frame)

    def _names(self, names: Sequence[str], middles: Sequence[Point], frame: Box) -> None:
        sizes = [
            (middle, self._font(NAME).getlength(name) / FINE + 8, NAME + 4.0)
            for name, middle in zip(names, middles, strict=True)
        ]
        boxes = place_names(sizes, RADIUS + 3, frame)
        for name, box in zip(names, boxes, strict=True):
            if box:
                self._write((box[0] + 4, box[1] - 2), name, NAME)

    def _mark(self, middle: Point, shape: str, *, hollow: bool) -> None:
        """A shape; a hollow one has its line alone."""
        colour = COLOURS[shape]
        dots = [self._fine((middle[0] + x, middle[1] + y)) for x, y in _shape(shape)]
        self.pen.polygon(dots, fill=PAPER if hollow else colour)
        line = [*dots, *dots[:2]]
        self.pen.line(line, fill=colour if hollow else PAPER, width=FINE * (4 if hollow else 1))

    def _write(self, at: Point, text: str, size: int, *, bold: bool = False) -> None:
        font = self._font(size, bold=bold)
        self.pen.text(self._fine(at), text, INK, font, stroke_width=3 * FINE, stroke_fill=PAPER)

    def _font(self, size: int, *, bold: bool = False) -> ImageFont.FreeTypeFont:
        return ImageFont.truetype(
            fonts() / ("DejaVuSans-Bold.ttf" if bold else "DejaVuSans.ttf"), size * FINE
        )

    def _fine(self, point: Point) -> Point:
        return point[0] * FINE, point[1] * FINE


def _shape(name: str) -> list[Point]:
    """The corners of a shape around its middle."""
    if name == "cross":
        arm = RADIUS * 0.38
        return [
            *((-arm, -RADIUS), (arm, -RADIUS), (arm, -arm), (RADIUS, -arm), (RADIUS, arm)),
            *((arm, arm), (arm, RADIUS), (-arm, RADIUS), (-arm, arm), (-RADIUS, arm)),
            *((-RADIUS, -arm), (-arm, -arm)),
        ]
    corners = {"star": 10, "triangle": 3, "square": 4, "diamond": 4}.get(name, 32)
    turn = pi / 4 if name == "square" else 0.0
    return [
        (
            sin(turn + 2 * pi * step / corners) * _reach(name, step),
            -cos(turn + 2 * pi * step / corners) * _reach(name, step),
        )
        for step in range(corners)
    ]


def _reach(name: str, step: int) -> float:
    """How far a corner is from the middle, for shapes that weigh alike."""
    if name == "star":
        return RADIUS * (1.3 if step % 2 == 0 else 0.55)
    return RADIUS * {"square": 1.2, "triangle": 1.35, "diamond": 1.25}.get(name, 1)


if __name__ == "__main__":
    sys.stdout.buffer.write(france(json.load(sys.stdin)))
