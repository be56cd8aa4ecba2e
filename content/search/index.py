"""How well each document answers a question: four measures, summed with fixed weights."""

from collections.abc import Sequence
from itertools import chain

from content.documents import Document
from content.search.coverage import Coverage
from content.search.letters import Letters
from content.search.words import words

# Chosen on the development set. Letters of the best phrasing weigh 1.
STEMS = 0.5  # stems of the same phrasing
ASKED = 0.4  # stems of the title and all the phrasings together
BODY = 0.3  # stems of the title and the body
TOTAL = 1 + STEMS + ASKED + BODY

# What the share of a question made of words we never wrote takes from every score.
STRANGE = 0.5

# A definition or a redirect gives way to an entry that says more about the same thing.
MODEST = {"glossaire": 0.85, "renvoi": 0.85}


class Index:
    """Documents, ready to be scored."""

    def __init__(self, documents: Sequence[Document]) -> None:
        asked = [[words(one) for one in (doc.title, *doc.phrasings)] for doc in documents]
        fields = list(chain.from_iterable(asked))
        self._owners = [place for place, own in enumerate(asked) for _ in own]
        self._letters = Letters(fields)
        self._stems = Coverage(fields)
        self._asked = Coverage([list(chain.from_iterable(own)) for own in asked])
        self._bodies = Coverage(
            [
                [*chain.from_iterable(own), *words(doc.body)]
                for own, doc in zip(asked, documents, strict=True)
            ]
        )
        self._trust = [MODEST.get(doc.id.partition(":")[0], 1.0) / TOTAL for doc in documents]

    def scores(self, question: str) -> list[float]:
        """For each document, from 0 to 1, how well it answers."""
        asked = words(question)
        familiar = 1 - STRANGE * self._bodies.strangeness(asked)
        best = [0.0] * len(self._trust)
        alike = zip(self._letters.cosines(asked), self._stems.shares(asked), strict=True)
        for owner, (letters, stems) in zip(self._owners, alike, strict=True):
            best[owner] = max(best[owner], letters + STEMS * stems)
        rest = zip(
            best, self._asked.shares(asked), self._bodies.shares(asked), self._trust, strict=True
        )
        return [
            (own + ASKED * all_ + BODY * body) * trust * familiar for own, all_, body, trust in rest
        ]

    def promise(self, text: str) -> float:
        """How much of what is known a text speaks of: quick, to choose what to score."""
        return self._bodies.known(words(text))
