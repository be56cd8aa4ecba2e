"""Bars as a PNG that a telephone shows: `python -m drawing.chart < told.json > chart.png`.

Told: `title`, `alt`, `foot`, and `panels` of `title` and `bars`, each a `label`, what is `said` of
it, and a `value`, none for what is not told.
"""

import json
import sys
import textwrap
from collections.abc import Sequence
from io import BytesIO
from typing import NotRequired, TypedDict

from matplotlib.axes import Axes
from matplotlib.figure import Figure

WIDTH, DPI = 5.4, 200  # inches and dots: 1080 dots, three for each of a telephone's 360
LINE, THICK, AIR = 0.2, 0.17, 0.15  # inches: a line of a label, its bar, and what parts rows
GAP = 0.03  # between a label and its bar
HEAD, TITLE, TITLE_LINE = 0.52, 0.72, 0.28
FOOT, FOOT_LINE = 0.24, 0.19
LEFT, RIGHT = 0.03, 0.15  # of the width: a margin, and what is said after a bar
TITLE_LETTERS, FOOT_LETTERS = 34, 54  # of a line
LETTERS, LINES = 52, 2  # of a label, at most
FINE, SMALL, MIDDLE, LARGE = 11.5, 12, 14.5, 17  # points: 12 are 11 pixels of the 360
INK, BAR = "#1a1a1a", "#3d5a80"  # 6.9 to 1 on white, and as dark in grey


class Bar(TypedDict):
    """A line of a panel."""

    label: str
    said: str
    value: int | None


class Panel(TypedDict):
    """Bars below a title."""

    title: str
    bars: Sequence[Bar]


class Told(TypedDict):
    """A whole picture."""

    title: str
    alt: str
    panels: Sequence[Panel]
    foot: NotRequired[str]


def chart(told: Told) -> bytes:
    """The picture; its file says the same in words."""
    heights = [sum(map(_row, panel["bars"])) for panel in told["panels"]]
    title = textwrap.fill(told["title"], TITLE_LETTERS)
    foot = _filled(told.get("foot", ""))
    head = TITLE + TITLE_LINE * title.count("\n")
    whole = head + sum(heights) + HEAD * len(heights) + FOOT + FOOT_LINE * (foot.count("\n") + 1)
    figure = Figure((WIDTH, whole), dpi=DPI, facecolor="white")
    _write(figure, 1 - 0.2 / whole, title, LARGE)
    _write(figure, 0.12 / whole, foot, FINE, below=False)
    top = whole - head
    for panel, height in zip(told["panels"], heights, strict=True):
        _write(figure, (top - 0.1) / whole, panel["title"], MIDDLE)
        top -= HEAD + height
        place = (LEFT, top / whole, 1 - LEFT - RIGHT, height / whole)
        _bars(figure.add_axes(place), panel["bars"], height)
    picture = BytesIO()
    about = {"Title": told["title"], "Description": told["alt"]}
    figure.savefig(picture, format="png", metadata=about)
    return picture.getvalue()


def _filled(text: str) -> str:
    return "\n".join(textwrap.fill(line, FOOT_LETTERS) for line in text.split("\n"))


def _write(figure: Figure, height: float, text: str, size: float, *, below: bool = True) -> None:
    """Words below a height, in bold; or above it, plain."""
    weight, side = ("bold", "top") if below else ("normal", "bottom")
    figure.text(LEFT, height, text, size=size, color=INK, weight=weight, va=side)


def _row(bar: Bar) -> float:
    """How high a bar with its label is, in inches."""
    return LINE * (_label(bar).count("\n") + 1) + GAP + THICK + AIR


def _label(bar: Bar) -> str:
    """A label on two lines at most; a telephone has no room for more."""
    lines = textwrap.wrap(bar["label"], LETTERS)
    if len(lines) > LINES:
        lines = [
            *lines[: LINES - 1],
            textwrap.shorten(" ".join(lines[1:]), LETTERS, placeholder="…"),
        ]
    return "\n".join(lines)


def _bars(axes: Axes, bars: Sequence[Bar], height: float) -> None:
    """Each bar below its label, its number after it: no scale to read, no colour to know."""
    most = max([*(bar["value"] or 0 for bar in bars), 1])
    axes.set_xlim(0, most)
    axes.set_ylim(height, 0)
    axes.set_axis_off()
    top = 0.0
    for bar in bars:
        bottom = top + _row(bar) - AIR
        axes.text(0, top, _label(bar), size=SMALL, color=INK, va="top", clip_on=False)
        _bar(axes, bar, bottom - THICK / 2, most)
        top = bottom + AIR


def _bar(axes: Axes, bar: Bar, middle: float, most: int) -> None:
    value = bar["value"]
    axes.barh([middle], [value or 0], height=THICK, color=BAR)
    after = value + most * 0.02 if value else 0.0
    style = "normal" if value is not None else "italic"
    axes.text(after, middle, bar["said"], size=SMALL, color=INK, va="center", style=style)


if __name__ == "__main__":
    sys.stdout.buffer.write(chart(json.load(sys.stdin)))
