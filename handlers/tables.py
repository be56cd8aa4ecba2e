"""Tables as French spreadsheets open them."""

import csv
from collections.abc import Iterable, Sequence
from io import StringIO

FORMULA = ("=", "+", "-", "@", "\t", "\r")
CSV = "text/csv; charset=utf-8"
BOM = b"\xef\xbb\xbf"


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """A table in UTF-8 with its mark, whose cells are parted by semicolons."""
    written = StringIO()
    writer = csv.writer(written, delimiter=";")
    writer.writerow([_cell(name) for name in header])
    writer.writerows([_cell(value) for value in row] for row in rows)
    return BOM + written.getvalue().encode()


def _cell(value: str) -> str:
    """A spreadsheet runs what begins like a formula (OWASP, CSV injection)."""
    return f"'{value}" if value.startswith(FORMULA) else value
