"""What others find among the same documents: SQLite FTS5, rank-bm25 and bm25s over stems."""

import sqlite3
from collections.abc import Callable, Sequence
from heapq import nlargest

import bm25s
from rank_bm25 import BM25Okapi

from content.documents import Document
from content.search import Found, FoundKind
from content.search.words import stem, words

Find = Callable[[str], Found]
FIRST = 3


def peers(documents: Sequence[Document]) -> dict[str, Find]:
    """Each by its name, knowing these documents."""
    return {
        "SQLite FTS5 (unicode61), OR of words": fts5(documents),
        "rank-bm25, stems": rank_bm25(documents),
        "bm25s, stems": sparse_bm25(documents),
    }


def fts5(documents: Sequence[Document]) -> Find:
    """SQLite's own full text search."""
    base = sqlite3.connect(":memory:", check_same_thread=False)
    base.execute("CREATE VIRTUAL TABLE docs USING fts5(id UNINDEXED, text)")
    rows = [(one.id, _text(one)) for one in documents]
    base.executemany("INSERT INTO docs VALUES (?, ?)", rows)

    def find(question: str) -> Found:
        asked = " OR ".join(f'"{word}"' for word in words(question))
        query = "SELECT id, -rank FROM docs WHERE docs MATCH ? ORDER BY rank LIMIT ?"
        return _found(base.execute(query, (asked, FIRST)).fetchall() if asked else [])

    return find


def rank_bm25(documents: Sequence[Document]) -> Find:
    """BM25Okapi."""
    index = BM25Okapi([_stems(_text(one)) for one in documents])

    def find(question: str) -> Found:
        scores = index.get_scores(_stems(question))
        pairs = ((one.id, float(score)) for one, score in zip(documents, scores, strict=True))
        return _found(nlargest(FIRST, pairs, key=lambda pair: pair[1]))

    return find


def sparse_bm25(documents: Sequence[Document]) -> Find:
    """bm25s, with its defaults."""
    index = bm25s.BM25()
    index.index([_stems(_text(one)) for one in documents], show_progress=False)

    def find(question: str) -> Found:
        places, scores = index.retrieve([_stems(question)], k=FIRST, show_progress=False)
        ids = [documents[place].id for place in places[0]]
        return _found(list(zip(ids, map(float, scores[0]), strict=True)))

    return find


def _text(document: Document) -> str:
    return " ".join((document.title, *document.phrasings, document.body))


def _stems(text: str) -> list[str]:
    return [stem(word) for word in words(text)]


def _found(ranked: Sequence[tuple[str, float]]) -> Found:
    score = ranked[0][1] if ranked else 0.0
    return Found(FoundKind.UNKNOWN, None, score, candidates=tuple(ranked))
