"""The way in: a text, and what the bot knows about it."""

from collections.abc import Iterable
from heapq import nlargest, nsmallest
from itertools import chain

from content.documents import Audience, Document
from content.search.decision import Found, decide
from content.search.index import Index
from content.search.pieces import pieces
from french.repair import Repairer

HEARD = 6  # sentences scored of a long text: the most promising

Ranked = list[tuple[str, float]]


class Finder:
    """Finds the document that answers. Immutable: built anew when what is known changes."""

    def __init__(self, documents: Iterable[Document]) -> None:
        self._documents = tuple(documents)
        self._index = Index(self._documents)
        # Words of members alone stay out: a repair must not reveal them.
        public = (doc for doc in self._documents if doc.audience is Audience.EVERYONE)
        self._repairer = Repairer(
            chain.from_iterable((doc.title, *doc.phrasings, doc.body) for doc in public)
        )

    def find(self, text: str, audience: Audience = Audience.EVERYONE) -> Found:
        """What answers this text for this audience. Any text will do; the best sentence counts."""
        said = pieces(text)
        if len(said) > HEARD:
            said = nlargest(HEARD, said, key=self._index.promise)
        heard = [self._hear(piece, audience) for piece in said]
        ranked, repaired = max(heard, key=_best, default=([], None))
        return decide(ranked, repaired)

    def _hear(self, piece: str, audience: Audience) -> tuple[Ranked, str | None]:
        """The first three documents for one piece, and the piece as understood if it differs."""
        meant = self._repairer.repair(piece)
        scored = (
            (doc.id, score)
            for doc, score in zip(self._documents, self._index.scores(meant), strict=True)
            if score > 0 and (audience is Audience.MEMBERS or doc.audience is Audience.EVERYONE)
        )
        ranked = nsmallest(3, scored, key=lambda one: (-one[1], one[0]))
        return ranked, meant if meant != piece else None


def _best(heard: tuple[Ranked, str | None]) -> float:
    ranked, _ = heard
    return ranked[0][1] if ranked else 0.0
