"""How near in meaning documents are to a question: cosines of vectors made beforehand."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Protocol

import numpy as np

from content.documents import Document
from content.search.ridge import Ridge
from content.search.vectors import Asked, Said, Scores, Text, Vector, Vectors
from content.search.words import short

READ = 1_200  # characters of a document that count; the model reads 512 tokens at most


class Encoder(Protocol):
    """Turns texts into unit vectors; `name` tells one model from another."""

    name: str

    def encode(self, text: Text) -> Vector:
        """The direction of a text."""


@dataclass(frozen=True, slots=True)
class Nearness:
    """For each document, the cosine of its nearest way of asking, that of what it says, and how
    much the question belongs to all its ways of asking, from 0 to 1.
    """

    asked: Scores
    said: Scores
    belonging: Scores


class Meaning:
    """Documents as directions: one for each way of asking, one for what is answered."""

    def __init__(self, documents: Sequence[Document], encoder: Encoder, vectors: Vectors) -> None:
        self._encoder = encoder
        counts = [len(ways_of_asking(doc)) for doc in documents]
        self._starts = np.cumsum([0, *counts])[:-1]
        self._asked = vectors.matrix(chain.from_iterable(map(ways_of_asking, documents)))
        self._said = vectors.matrix(map(what_is_said, documents))
        self._ridge = Ridge(self._asked, self._starts)

    def nearness(self, question: str) -> Nearness:
        """How near each document is."""
        vector = self._encoder.encode(Asked(short(question)))
        return Nearness(
            np.maximum.reduceat(self._asked.cosines(vector), self._starts),
            self._said.cosines(vector),
            self._ridge.belonging(vector),
        )


def texts(documents: Iterable[Document]) -> list[Text]:
    """All that must have a vector before documents can be found by their meaning."""
    return [one for doc in documents for one in (*ways_of_asking(doc), what_is_said(doc))]


def ways_of_asking(document: Document) -> list[Text]:
    """Its title and phrasings, each once."""
    return list(map(Asked, dict.fromkeys(map(short, (document.title, *document.phrasings)))))


def what_is_said(document: Document) -> Text:
    """Its title and the beginning of its body."""
    return Said(short(f"{document.title} {document.body}")[:READ])
