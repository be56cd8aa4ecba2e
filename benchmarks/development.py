"""The questions the search is measured on, and the figures."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import yaml

from content.search import Finder, Found, FoundKind
from content.search.decision import Thresholds, decide

T = TypeVar("T")

QUESTIONS = Path(__file__).parents[1] / "tests" / "data" / "faq"
DIRECT = {FoundKind.ANSWER, FoundKind.REDIRECT, FoundKind.COMMAND}
WELCOME_NEAR = ("glossaire:", "renvoi:")


@dataclass(frozen=True, slots=True)
class Development:
    """Questions with the ids that answer them, and questions nothing of ours answers."""

    asked: tuple[tuple[str, frozenset[str]], ...]
    far: tuple[str, ...]
    near: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Figures:
    """What was measured; shares are of the questions of their kind."""

    top1: float
    top3: float
    right: float
    wrong: float
    unanswered: float
    far_answered: float
    near_answered: float


@dataclass(frozen=True, slots=True)
class Hearing:
    """What search found for the whole development set."""

    asked: tuple[tuple[Found, frozenset[str]], ...]
    far: tuple[Found, ...]
    near: tuple[Found, ...]


def read_development(known: Iterable[str], folder: Path = QUESTIONS) -> Development:
    """The questions whose answer is among the `known` document ids, and those without one."""
    ids = frozenset(known)
    sets = [
        read_set(yaml.safe_load(path.read_text(encoding="utf-8")), ids)
        for path in sorted(folder.glob("*.yaml"))
    ]
    return Development(
        tuple(one for part in sets for one in part.asked),
        tuple(one for part in sets for one in part.far),
        tuple(one for part in sets for one in part.near),
    )


def read_set(raw: Mapping[str, Any], ids: frozenset[str]) -> Development:
    """One set, as it is written."""
    asked = (
        (question, frozenset(expected.split("|")))
        for expected, questions in raw["asked"].items()
        for question in questions
    )
    answerable = tuple((question, expected) for question, expected in asked if expected & ids)
    return Development(answerable, tuple(raw["far"]), tuple(raw["near"]))


def hear(finder: Finder, development: Development) -> Hearing:
    """Ask everything once."""
    return Hearing(
        tuple((finder.find(question), expected) for question, expected in development.asked),
        tuple(map(finder.find, development.far)),
        tuple(map(finder.find, development.near)),
    )


def measure(hearing: Hearing, limits: Thresholds) -> Figures:
    """The figures of what was heard, decided with these thresholds."""

    def again(one: Found) -> Found:
        return decide(one.candidates, one.score, None, limits)

    asked = [(again(one), right) for one, right in hearing.asked]
    far, near = (list(map(again, out)) for out in (hearing.far, hearing.near))
    ranks = [[id_ in right for id_, _ in found.candidates] for found, right in asked]
    direct = [found.entry in right for found, right in asked if found.kind in DIRECT]
    return Figures(
        top1=_share(ranks, lambda rank: rank[:1] == [True]),
        top3=_share(ranks, any),
        right=sum(direct) / len(asked),
        wrong=(len(direct) - sum(direct)) / len(asked),
        unanswered=1 - len(direct) / len(asked),
        far_answered=_share(far, lambda found: found.kind in DIRECT),
        near_answered=_share(near, _misleads),
    )


def auc(hearing: Hearing) -> float:
    """The chance that a question in scope scores above one out of scope."""
    inside = [found.score for found, _ in hearing.asked]
    outside = [found.score for found in (*hearing.far, *hearing.near)]
    wins = sum((one > other) + (one == other) / 2 for one in inside for other in outside)
    return wins / (len(inside) * len(outside))


def _misleads(found: Found) -> bool:
    return found.kind in DIRECT and not (found.entry or "").startswith(WELCOME_NEAR)


def _share(items: Sequence[T], holds: Callable[[T], object]) -> float:
    return sum(bool(holds(item)) for item in items) / len(items)
