"""How well each document answers a question: seven measures, summed with fixed weights."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np

from content.documents import Document
from content.search.coverage import Coverage
from content.search.function_words import FUNCTION_WORDS
from content.search.letters import Letters
from content.search.meaning import Meaning, Nearness
from content.search.vectors import Places, Scores
from content.search.vocabulary import Vocabulary, Writing
from content.search.words import FAINT, FAINT_STEMS, stem, words

BELONGS = 0.6  # how much a question belongs to what answers it perfectly


@dataclass(frozen=True, slots=True)
class Weights:
    """What each measure weighs, and what is taken for words we never wrote.

    All chosen on the development set. Letters of the best phrasing weigh 1.
    """

    stems: float  # of the same phrasing
    asked: float  # stems of the title and all the phrasings together
    body: float  # stems of the title and the body
    strange: float  # the share of a question made of unknown words takes this from every score
    asked_near: float = 0.0  # nearness in meaning of the nearest way of asking
    said_near: float = 0.0  # nearness in meaning of what is said
    belonging: float = 0.0  # to all the ways of asking together, by what parts them from others'

    @property
    def total(self) -> float:
        """The sum for a document that answers perfectly."""
        alike = 1 + self.stems + self.asked + self.body
        return alike + self.asked_near + self.said_near + BELONGS * self.belonging


WORDS = Weights(stems=0.5, asked=0.4, body=0.3, strange=0.5)
MEANING = Weights(
    stems=0.5, asked=0.56, body=0.42, strange=0.2, asked_near=2.8, said_near=2.4, belonging=3.0
)

# The cosine under which two texts have nothing in common: the model's lie between 0.7 and 1.
NOTHING = 0.7

# What gives way to an entry that says more about the same thing. By their meaning, the many
# polite sentences that surround a question are near to a command.
MODEST = {"glossaire": 0.85, "renvoi": 0.85}
MODEST_NEAR = {"commande": 0.8, "fiche": 0.92, "glossaire": 0.85, "renvoi": 0.8, "theme": 0.9}


@dataclass(frozen=True, slots=True)
class Scored:
    """For each document, from 0 to 1, how well it answers, and how much a question belongs to its
    ways of asking (nothing, by words alone).
    """

    answers: Scores
    belonging: Scores


class Index:
    """Documents, ready to be scored; by their words alone when there is no `meaning`."""

    def __init__(self, documents: Sequence[Document], meaning: Meaning | None = None) -> None:
        vocabulary, fields, whole = Vocabulary(), Writing(), Writing()
        for doc in documents:
            own = [vocabulary.learn(words(one)) for one in (doc.title, *doc.phrasings)]
            for one in own:
                fields.add(one)
            whole.add([*chain.from_iterable(own), *vocabulary.learn(words(doc.body))])
        counts = [1 + len(doc.phrasings) for doc in documents]
        self._starts = np.cumsum([0, *counts])[:-1]
        self._stems = Vocabulary()
        stems = np.array(self._stems.learn(map(stem, vocabulary)), np.int32)
        worth = np.array([FAINT if one in FAINT_STEMS else 1.0 for one in self._stems])
        # The longest first: what its making leaves free serves the others.
        self._bodies = Coverage(whole.texts().renumbered(stems), worth)
        self._letters = Letters(list(vocabulary), fields.texts())
        asked = fields.texts().renumbered(stems)
        self._phrasings = Coverage(asked, worth)
        self._asked = Coverage(asked.joined(counts), worth)
        self._meaning = meaning
        self._weights = MEANING if meaning else WORDS
        modest = MODEST_NEAR if meaning else MODEST
        trust = [modest.get(doc.id.partition(":")[0], 1.0) for doc in documents]
        self._trust = np.array(trust) / self._weights.total

    def score(self, question: str) -> Scored:
        """How well each document answers."""
        said = words(question)
        asked = self._numbers(said)
        about = self._numbers(_telling(said))
        weights = self._weights
        familiar = 1 - weights.strange * self._bodies.strangeness(about)
        fields = self._letters.cosines(said) + weights.stems * self._phrasings.shares(asked)
        scores = (
            np.maximum.reduceat(fields, self._starts)
            + weights.asked * self._asked.shares(asked)
            + weights.body * self._bodies.shares(asked)
        )
        belonging = np.zeros(len(scores))
        if self._meaning is not None:
            near = self._meaning.nearness(question)
            scores, belonging = scores + self._near(near), near.belonging
        return Scored(scores * self._trust * familiar, belonging)

    def _near(self, near: Nearness) -> Scores:
        weights = self._weights
        asked, said = (
            np.maximum(cosines - NOTHING, 0) / (1 - NOTHING) for cosines in (near.asked, near.said)
        )
        told: Scores = weights.asked_near * asked + weights.said_near * said
        return told + weights.belonging * near.belonging

    def promise(self, text: str) -> float:
        """How much of what is known a text speaks of: quick, to choose what to score."""
        return self._bodies.known(self._numbers(words(text)))

    def _numbers(self, said: Iterable[str]) -> Places:
        """The numbers of the stems of words, each stem once."""
        return self._stems.recall(dict.fromkeys(map(stem, said)))


def _telling(said: Iterable[str]) -> Iterator[str]:
    """The words that say what a question is about."""
    return (word for word in said if word not in FUNCTION_WORDS)
