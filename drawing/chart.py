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
AIR, LINE = 0.2, 0.2  # inches: a row is one line or two, and air
HEAD, TITLE, TITLE_LINE, FOOT = 0.62, 0.75, 0.28, 0.6
LEFT, RIGHT = 0.44, 0.12  # of the width: for the labels, and for what is said after a bar
TITLE_LETTERS = 34  # of a line
LETTERS, LINES = 21, 2  # of a label, at most
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
    heights = [HEAD + _row(panel) * len(panel["bars"]) for panel in told["panels"]]
    title = textwrap.fill(told["title"], TITLE_LETTERS)
    head = TITLE + TITLE_LINE * title.count("\n")
    whole = head + sum(heights) + FOOT
    figure = Figure((WIDTH, whole), dpi=DPI, facecolor="white")
    _write(figure, 1 - 0.2 / whole, title, LARGE)
    _write(figure, 0.12 / whole, told.get("foot", ""), FINE, below=False)
    top = whole - head
    for panel, height in zip(told["panels"], heights, strict=True):
        _write(figure, (top - 0.1) / whole, panel["title"], MIDDLE)
        top -= height
        place = (LEFT, (top + 0.12) / whole, 1 - LEFT - RIGHT, (height - HEAD) / whole)
        _bars(figure.add_axes(place), panel["bars"])
    picture = BytesIO()
    about = {"Title": told["title"], "Description": told["alt"]}
    figure.savefig(picture, format="png", metadata=about)
    return picture.getvalue()


def _write(figure: Figure, height: float, text: str, size: float, *, below: bool = True) -> None:
    """Words below a height, in bold; or above it, plain."""
    weight, side = ("bold", "top") if below else ("normal", "bottom")
    figure.text(0.03, height, text, size=size, color=INK, weight=weight, va=side)


def _row(panel: Panel) -> float:
    """How high each row is, in inches: as the longest label asks."""
    lines: int = max((_label(bar).count("\n") + 1 for bar in panel["bars"]), default=1)
    return AIR + LINE * lines


def _label(bar: Bar) -> str:
    """A label on two lines at most; a telephone has no room for more."""
    lines = textwrap.wrap(bar["label"], LETTERS)
    if len(lines) > LINES:
        lines = [
            *lines[: LINES - 1],
            textwrap.shorten(" ".join(lines[1:]), LETTERS, placeholder="…"),
        ]
    return "\n".join(lines)


def _bars(axes: Axes, bars: Sequence[Bar]) -> None:
    """Each bar with its number after it: no scale to read, no colour to know."""
    places = range(len(bars))
    values = [bar["value"] or 0 for bar in bars]
    most = max([*values, 1])
    axes.barh(places, values, height=0.62, color=BAR)
    for place, bar in zip(places, bars, strict=True):
        told = bar["value"] is not None
        axes.text(
            (bar["value"] or 0) + most * 0.02,
            place,
            bar["said"],
            size=SMALL,
            color=INK,
            va="center",
            style="normal" if told else "italic",
        )
    axes.set_yticks(places, [_label(bar) for bar in bars], size=SMALL, color=INK)
    axes.set_ylim(len(bars) - 0.5, -0.5)
    axes.set_xlim(0, most)
    axes.set_xticks([])
    axes.tick_params(left=False)
    for side, spine in axes.spines.items():
        spine.set_visible(side == "left")


if __name__ == "__main__":
    sys.stdout.buffer.write(chart(json.load(sys.stdin)))
