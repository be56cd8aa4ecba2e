"""The way in: a text, and what the bot knows about it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from heapq import nlargest
from itertools import chain
from operator import itemgetter

import numpy as np

from content.documents import Audience, Document
from content.search.decision import (
    BY_MEANING,
    BY_WORDS,
    LIKELY_BY_MEANING,
    LIKELY_BY_WORDS,
    Found,
    Told,
    decide,
    is_aside,
    is_sure,
)
from content.search.index import Index
from content.search.meaning import Meaning
from content.search.named import Named
from content.search.names import Names
from content.search.pieces import pieces
from content.search.vectors import Scores
from content.search.words import words
from french.repair import Repairer

NAMED = 1.5  # the score of what is asked for word for word: above all others
HEARD = 6  # pieces scored of a long text: the most promising
BESIDE = 2  # sentences scored that ask nothing: they may name what is asked about
ROOM = 400  # characters scored of a text in all: the model takes 0.2 to 0.6 ms a character


@dataclass(frozen=True, slots=True)
class Heard:
    """One piece: the first three documents for it, how likely it is ours, and how it is
    understood, if that differs.
    """

    ranked: Sequence[tuple[str, float]] = ()
    likely: float = 0.0
    repaired: str | None = None

    @property
    def best(self) -> float:
        """The score of the first."""
        return self.ranked[0][1] if self.ranked else 0.0


class Finder:
    """Finds the document that answers. Immutable: built anew when what is known changes.

    That is cheap, so nothing is ever added to one that serves: 300 documents take half a second,
    beside the event loop, and 10 000 some seconds; vectors come from the file, by the hash of
    each text, so only texts that are new are encoded.

    With the `meaning` of the same documents it also hears what shares no word with them.
    """

    def __init__(self, documents: Iterable[Document], meaning: Meaning | None = None) -> None:
        self._documents = tuple(documents)
        ids = np.array([doc.id for doc in self._documents], str)
        self._alphabetical = np.argsort(np.argsort(ids))  # what parts equals
        self._index = Index(self._documents, meaning)
        self._names = Names((doc.title, *doc.phrasings) for doc in self._documents)
        self._named = Named(self._documents)
        self.by_meaning = meaning is not None
        self.limits = BY_MEANING if meaning else BY_WORDS
        self._likelihood = LIKELY_BY_MEANING if meaning else LIKELY_BY_WORDS
        self._redirects = np.array([doc.kind == "renvoi" for doc in self._documents], bool)
        self._ours = np.array([not is_aside(doc.id) for doc in self._documents], bool)
        everyone = [doc.audience is Audience.EVERYONE for doc in self._documents]
        self._heard_by = {
            Audience.EVERYONE: np.array(everyone, bool),
            Audience.MEMBERS: np.ones(len(everyone), bool),
        }
        # Words of members alone stay out: a repair must not reveal them.
        public = (doc for doc in self._documents if doc.audience is Audience.EVERYONE)
        self._repairer = Repairer(
            chain.from_iterable((doc.title, *doc.phrasings, doc.body) for doc in public)
        )

    def find(self, text: str, audience: Audience = Audience.EVERYONE) -> Found:
        """What answers this text for this audience. Any text will do.

        Its most promising sentence with a sure answer counts, or else the best: what comes after a
        sure answer is rarely the question, and takes time.
        """
        heard: list[Heard] = []
        for piece in self._promising(*pieces(text)):
            one = self._hear(piece, audience)
            if is_sure(one.ranked, one.likely, self.limits):
                return decide(one.ranked, one.likely, one.repaired, self.limits)
            heard.append(one)
        best = max(heard, key=lambda one: one.best, default=Heard())
        first = _with(self._named.of(text), _first(heard))
        return decide(first, best.likely, best.repaired, self.limits)

    def _promising(self, asks: Sequence[str], beside: Sequence[str]) -> list[str]:
        """What there is time for: what asks, the most promising first, then what is beside it."""
        kept: list[str] = []
        room = ROOM
        promise = self._index.promise
        for piece in (*nlargest(HEARD, asks, promise), *nlargest(BESIDE, beside, promise)):
            if not kept or len(piece) <= room:
                kept.append(piece)
                room -= len(piece)
        return kept

    def _hear(self, piece: str, audience: Audience) -> Heard:
        meant = self._repairer.repair(piece)
        scored = self._index.score(meant)
        scored.answers[self._names.places(meant)] = NAMED
        found = np.where(self._heard_by[audience], scored.answers, 0)
        best = np.lexsort((self._alphabetical, -found))[:3]
        ranked = [(self._documents[one].id, float(found[one])) for one in best if found[one] > 0]
        told = Told(
            ours=_most(found[self._ours]),
            redirect=_most(found[self._redirects]),
            aside=_most(scored.belonging[self._redirects]),
            words=len(words(meant)),
        )
        likely = self._likelihood.of(told)
        return Heard(ranked, likely, meant if meant != piece else None)


def _first(heard: Sequence[Heard]) -> Sequence[tuple[str, float]]:
    """The first three for any of the pieces, each with its best score."""
    best: dict[str, float] = {}
    for document, score in chain.from_iterable(one.ranked for one in heard):
        best[document] = max(score, best.get(document, 0.0))
    return nlargest(3, best.items(), key=itemgetter(1))


def _with(named: str | None, first: Sequence[tuple[str, float]]) -> Sequence[tuple[str, float]]:
    """The first three, with what the text names in place of the third."""
    if named is None or len(first) < 3 or named in {document for document, _ in first}:
        return first
    return (*first[:2], (named, first[2][1]))


def _most(scores: Scores) -> float:
    """The best of some scores; what is named counts as what answers perfectly."""
    return min(float(scores.max(initial=0)), 1.0)
