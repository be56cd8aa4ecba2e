"""From scores to what is said: an answer, a few suggestions, or that nothing was found."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import exp

Candidates = Sequence[tuple[str, float]]


class FoundKind(StrEnum):
    """What to do with what was found. Only `answer` is a direct answer."""

    ANSWER = "answer"
    REDIRECT = "redirect"
    COMMAND = "command"
    SUGGESTIONS = "suggestions"
    UNKNOWN = "unknown"


MOST_WORDS = 30  # more tell no more
# What a document sure to be the right one gives, by the prefix of its id; others answer.
ASIDE = frozenset({"renvoi", "glossaire"})
KINDS = {"renvoi": FoundKind.REDIRECT, "commande": FoundKind.COMMAND}


@dataclass(frozen=True, slots=True)
class Found:
    """What search made of a question.

    `score` is how likely it is that one of our answers answers it, whichever. `candidates` are the
    first three whatever `kind` says, each with its own score; `suggestions` those worth proposing
    instead of an entry, or beside it; `repaired` is the question as understood, when that differs.
    """

    kind: FoundKind
    entry: str | None = None
    score: float = 0.0
    suggestions: tuple[str, ...] = ()
    candidates: tuple[tuple[str, float], ...] = ()
    repaired: str | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """What tells whether a question is ours: the score of the best answer that is no redirect and
    no definition (`ours`), of the best redirect, how much the question belongs to the redirect it
    is most like (`aside`), and its words.
    """

    ours: float
    redirect: float
    aside: float
    words: int


@dataclass(frozen=True, slots=True)
class Likelihood:
    """Weights of a logistic regression: whether a question is ours, not which answer is right.

    `beyond` weighs what the best answer has more than the best redirect, `aside` being like what is
    asked of a redirect, `words` each word of the
    question: what says much and is near all the same is hardly near by chance; one word
    (« financement ») counts for `fewest`, for who types no more means what she types.
    """

    ours: float
    beyond: float
    words: float
    bias: float
    fewest: int
    aside: float = 0.0

    def of(self, told: Told) -> float:
        """How likely it is, from 0 to 1."""
        said = min(max(told.words, self.fewest), MOST_WORDS)
        beside = self.beyond * (told.ours - told.redirect) + self.aside * told.aside
        return 1 / (1 + exp(-(self.ours * told.ours + beside + self.words * said + self.bias)))


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Scores from which something is said; `python -m benchmarks.faq --fit` helps choose them.

    An entry is given from `sure` on, or from `answer` on when it leads by `margin`, and only where
    the question is `ours` that likely; others are suggested from `suggest` on, and still named
    beside an unknown from `near` on.
    """

    sure: float = 0.78
    answer: float = 0.64
    margin: float = 0.05
    suggest: float = 0.36
    near: float = 0.3
    apart: float = 0.06  # what a fiche must lead by, however good: many poles share their words
    ours: float = 0.8


BY_WORDS = Thresholds(answer=0.63, ours=0.9)
BY_MEANING = Thresholds(sure=0.62, answer=0.45, margin=0.045, suggest=0.46, near=0.42, ours=0.94)
LIKELY_BY_WORDS = Likelihood(ours=8.8, beyond=5.9, words=0.32, bias=-8.3, fewest=3)
LIKELY_BY_MEANING = Likelihood(ours=20.7, beyond=9.6, words=0.23, bias=-12.9, fewest=6, aside=-33.4)


def decide(ranked: Candidates, likely: float, repaired: str | None, limits: Thresholds) -> Found:
    """What to say of ranked candidates, best first, for a question that is ours that likely."""
    if not ranked:
        return Found(FoundKind.UNKNOWN, repaired=repaired)
    entry, score = ranked[0]
    first = tuple(ranked[:3])
    if is_sure(ranked, likely, limits):
        kind = KINDS.get(entry.partition(":")[0], FoundKind.ANSWER)
        others = tuple(one for one, value in first[1:] if value >= limits.suggest)
        return Found(kind, entry, likely, others, first, repaired)
    kind = FoundKind.SUGGESTIONS if score >= limits.suggest else FoundKind.UNKNOWN
    near = tuple(one for one, _ in first) if score >= limits.near else ()
    return Found(kind, None, likely, near, first, repaired)


def is_sure(ranked: Candidates, likely: float, limits: Thresholds) -> bool:
    """Whether the first candidate is good enough, far enough from the second, and ours to give.

    Redirects and definitions are given for what is not ours, too.
    """
    if not ranked or (likely < limits.ours and not is_aside(ranked[0][0])):
        return False
    best = ranked[0][1]
    second = ranked[1][1] if len(ranked) > 1 else 0.0
    lead = best - second
    if lead < limits.apart and ranked[0][0].startswith("fiche:"):
        return False
    return best >= limits.sure or (best >= limits.answer and lead >= limits.margin)


def is_aside(document_id: str) -> bool:
    """Whether a document is said of what is beside our subject, too."""
    return document_id.partition(":")[0] in ASIDE
