"""A sheet to sign as a PDF of A4: `python -m drawing.sheet < told.json > sheet.pdf`.

Told: `title`, `lines` below it (day, place), the `headings` of the table, `rows` of as many cells
but the last, which is to be signed, `blank` rows to fill by hand (at least: the page is filled with
more), `host`, what is asked of who animates, a `foot`, and `page`, what a page is called.
"""

import json
import sys
from collections.abc import Sequence
from typing import TypedDict

from fpdf import FPDF
from fpdf.enums import TableHeadingsDisplay
from fpdf.fonts import FontFace

from drawing.fonts import fonts

MARGIN, ROW = 15, 13  # millimetres; a signature needs 13
COLUMNS = (30, 30, 40)  # shares of the width
HOST = 21  # millimetres for the name and the signature of who animates, beside the lines
TITLE, TEXT, SMALL = 17, 12, 9.5  # points
FACE = "DejaVu"


class Told(TypedDict):
    """A whole sheet."""

    title: str
    lines: Sequence[str]
    headings: Sequence[str]
    rows: Sequence[Sequence[str]]
    blank: int
    host: str
    foot: str
    page: str


class Sheet(FPDF):
    """A page whose foot says which it is."""

    def __init__(self, told: Told) -> None:
        super().__init__(format="A4")
        self._told = told
        for style, file in (("", "DejaVuSans.ttf"), ("B", "DejaVuSans-Bold.ttf")):
            self.add_font(FACE, style, fonts() / file)
        self.set_margin(MARGIN)
        self.set_auto_page_break(auto=True, margin=MARGIN + 8)
        self.set_lang("fr-FR")
        self.set_title(told["title"])

    def footer(self) -> None:
        """What the sheet is for, and the number of the page."""
        self.set_y(-MARGIN - 4)
        self.set_font(FACE, size=SMALL)
        self.cell(self.epw * 0.8, 5, self._told["foot"])
        self.cell(self.epw * 0.2, 5, f"{self._told['page']} {self.page_no()} / {{nb}}", align="R")


def sheet(told: Told) -> bytes:
    """The file; its headings come back on each page."""
    pdf = Sheet(told)
    pdf.add_page()
    pdf.set_font(FACE, "B", TITLE)
    pdf.multi_cell(0, 9, told["title"], align="L", new_x="LMARGIN", new_y="NEXT")
    _head(pdf, told)
    empty = [""] * len(told["headings"])
    rows = [*([*row, ""] for row in told["rows"]), *[empty] * told["blank"]]
    _table(pdf, told["headings"], rows)
    _table(pdf, None, [empty] * int(_room(pdf) // ROW))
    return bytes(pdf.output())


def _head(pdf: FPDF, told: Told) -> None:
    """What is known of the exchange; on its right, above the signatures, a box to sign."""
    top, (left, right) = pdf.get_y(), _halves(pdf)
    pdf.rect(MARGIN + left, top + 1, right, HOST)
    pdf.set_font(FACE, size=SMALL)
    pdf.set_xy(MARGIN + left, top + 2)
    pdf.cell(right, 5, told["host"])
    pdf.set_xy(MARGIN, top)
    pdf.set_font(FACE, size=TEXT)
    for line in told["lines"]:
        pdf.multi_cell(left, 7, line, align="L", new_x="LMARGIN", new_y="NEXT")
    pdf.set_y(max(pdf.get_y(), top + HOST) + 4)


def _halves(pdf: FPDF) -> tuple[float, float]:
    """How wide is what comes before the signatures, and how wide they are."""
    signed = pdf.epw * COLUMNS[-1] / sum(COLUMNS)
    return pdf.epw - signed, signed


def _room(pdf: FPDF) -> float:
    """What is left of a page, in millimetres."""
    return pdf.page_break_trigger - pdf.get_y()


def _table(pdf: FPDF, headings: Sequence[str] | None, rows: Sequence[Sequence[str]]) -> None:
    """Rows below their headings, or below rows that are there already."""
    with pdf.table(
        col_widths=COLUMNS,
        text_align="LEFT",
        headings_style=FontFace(emphasis="BOLD", fill_color=(230, 230, 230)),
        first_row_as_headings=headings is not None,
        repeat_headings=TableHeadingsDisplay.ON_TOP_OF_EVERY_PAGE,
        min_row_height=ROW,
        line_height=6,
        padding=1.5,
    ) as table:
        for cells in rows if headings is None else [headings, *rows]:
            row = table.row()
            for cell in cells:
                row.cell(cell)


if __name__ == "__main__":
    sys.stdout.buffer.write(sheet(json.load(sys.stdin)))
