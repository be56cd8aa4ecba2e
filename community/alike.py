"""Questions that ask the same, held together when they are looked at: nothing of it is stored."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from rapidfuzz import fuzz

from community.db.tables import Question
from community.recall import stems

ALIKE = 82.0  # how alike (of 100) the stems of two questions are that ask the same


@dataclass(frozen=True, slots=True)
class Item:
    """Questions that ask the same, by the number of the first.

    `texts` are the wordings, `askers` how many people asked, `waiting` how many of them wait for
    an answer, `since` the first time. `entry` is the answer that did not help, `guess` the
    nearest document.
    """

    id: int
    texts: tuple[str, ...]
    askers: int
    waiting: int
    since: datetime
    entry: str
    guess: str


def grouped(rows: Sequence[Question]) -> list[list[Question]]:
    """Those of one answer together; the others with the first that asks the same."""
    groups: list[tuple[str, str, list[Question]]] = []
    for row in rows:
        said = " ".join(stems(row.text))
        for entry, first, alike in groups:
            same = fuzz.token_sort_ratio(said, first) >= ALIKE
            if row.entry == entry and (bool(entry) or same):
                alike.append(row)
                break
        else:
            groups.append((row.entry, said, [row]))
    return [alike for _, _, alike in groups]


def item_of(rows: Sequence[Question]) -> Item:
    """Questions that ask the same, as one."""
    return Item(
        id=rows[0].id,
        texts=tuple(dict.fromkeys(row.text for row in rows if row.text)),
        askers=len({row.address_id for row in rows}),
        waiting=sum(row.sent_at is not None for row in rows),
        since=min(row.asked_at for row in rows),
        entry=rows[0].entry,
        guess=next((row.guess for row in rows if row.guess), ""),
    )
