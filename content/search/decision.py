"""From scores to what is said: an answer, a few suggestions, or that nothing was found."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

Candidates = Sequence[tuple[str, float]]


class FoundKind(StrEnum):
    """What to do with what was found. Only `answer` is a direct answer."""

    ANSWER = "answer"
    REDIRECT = "redirect"
    COMMAND = "command"
    SUGGESTIONS = "suggestions"
    UNKNOWN = "unknown"


# What a document sure to be the right one gives, by the prefix of its id; others answer.
KINDS = {"renvoi": FoundKind.REDIRECT, "commande": FoundKind.COMMAND}


@dataclass(frozen=True, slots=True)
class Found:
    """What search made of a question.

    `candidates` are the first three whatever `kind` says; `suggestions` those worth proposing
    instead of an entry, or beside it; `repaired` is the question as understood, when that differs.
    """

    kind: FoundKind
    entry: str | None = None
    score: float = 0.0
    suggestions: tuple[str, ...] = ()
    candidates: tuple[tuple[str, float], ...] = ()
    repaired: str | None = None


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Scores from which something is said; `python -m benchmarks.faq --fit` helps choose them.

    An entry is given from `sure` on, or from `answer` on when it leads by `margin`; others are
    suggested from `suggest` on, and still named beside an unknown from `near` on.
    """

    sure: float = 0.78
    answer: float = 0.64
    margin: float = 0.05
    suggest: float = 0.36
    near: float = 0.3
    apart: float = 0.06  # what a fiche must lead by, however good: many poles share their words


BY_WORDS = Thresholds()
BY_MEANING = Thresholds(sure=0.66, answer=0.58, margin=0.06, suggest=0.44, near=0.38)


def decide(ranked: Candidates, repaired: str | None, limits: Thresholds) -> Found:
    """What to say of ranked candidates, best first."""
    if not ranked:
        return Found(FoundKind.UNKNOWN, repaired=repaired)
    entry, score = ranked[0]
    first = tuple(ranked[:3])
    if is_sure(ranked, limits):
        kind = KINDS.get(entry.partition(":")[0], FoundKind.ANSWER)
        others = tuple(one for one, value in first[1:] if value >= limits.suggest)
        return Found(kind, entry, score, others, first, repaired)
    kind = FoundKind.SUGGESTIONS if score >= limits.suggest else FoundKind.UNKNOWN
    near = tuple(one for one, _ in first) if score >= limits.near else ()
    return Found(kind, None, score, near, first, repaired)


def is_sure(ranked: Candidates, limits: Thresholds) -> bool:
    """Whether the first candidate is good enough, and far enough from the second."""
    best = ranked[0][1]
    second = ranked[1][1] if len(ranked) > 1 else 0.0
    lead = best - second
    if lead < limits.apart and ranked[0][0].startswith("fiche:"):
        return False
    return best >= limits.sure or (best >= limits.answer and lead >= limits.margin)
