"""How well the search answers: `python -m benchmarks.faq [--quick] [--fit]`.

With `--held`, `--strangers` or `--blind`, asked of these questions alone.
"""

import argparse
import json
import subprocess
import sys
from collections.abc import Callable
from itertools import product
from pathlib import Path

from benchmarks.development import (
    QUESTIONS,
    Development,
    Figures,
    Hearing,
    auc,
    hear,
    measure,
    read_development,
)
from benchmarks.faq_peers import peers
from content.documents import Document
from content.loading import load
from content.search import Finder
from content.search.decision import Thresholds
from content.search.e5 import load_e5
from content.search.indexing import build_index, open_index

INDEX = Path("var/index.npz")

# What thresholds must respect; within it, the more right answers the better.
MOST_WRONG, MOST_NEAR = 0.02, 0.05
SIZES = (100, 10_000)

Documents = tuple[Document, ...]


def main() -> None:
    """Print the tables in Markdown; with --fit, the best thresholds of each engine."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--fit", action="store_true", help="search for the best thresholds")
    parser.add_argument("--quick", action="store_true", help="without the costs of 10 000 entries")
    parser.add_argument("--blind", action="store_true", help="the questions nobody tuned on, alone")
    parser.add_argument("--held", action="store_true", help="the half that was put aside, alone")
    parser.add_argument("--strangers", action="store_true", help="those of strangers, alone")
    options = parser.parse_args()
    documents = load(None, "contact@example.org").documents()
    aside = next((name for name in ("blind", "held", "strangers") if vars(options)[name]), "")
    folder = QUESTIONS / aside
    development = read_development((document.id for document in documents), folder)
    engines = finders(documents)
    hearings = {name: hear(finder, development) for name, finder in engines.items()}
    if options.fit:
        for name, hearing in hearings.items():
            print(f"{name}: {fit(hearing)}")
        return
    print(quality(development, engines, hearings))
    if aside:
        return
    print(beside(development, documents, hearings))
    print(costs(SIZES[:1] if options.quick else SIZES))


def finders(documents: Documents) -> dict[str, Finder]:
    """By words alone, and by meaning too where this machine can."""
    engines = {"by words": Finder(documents)}
    encoder = load_e5()
    if encoder is not None:
        build_index(INDEX, documents, encoder)
        engines["by meaning"] = Finder(documents, open_index(INDEX, documents, encoder))
    return engines


def quality(
    development: Development, engines: dict[str, Finder], hearings: dict[str, Hearing]
) -> str:
    """The figures of each engine."""
    figures = {name: measure(hearing, engines[name].limits) for name, hearing in hearings.items()}
    asked, far, near = map(len, (development.asked, development.far, development.near))
    lines = [
        f"{asked} questions in scope, {far} far, {near} near misses.\n",
        "| figure | " + " | ".join(figures) + " |",
        "| --- |" + " --- |" * len(figures),
    ]
    for name, value in ROWS.items():
        lines.append(f"| {name} | " + " | ".join(map(value, figures.values())) + " |")
    told = " | ".join(f"{auc(hearing):.3f}" for hearing in hearings.values())
    return "\n".join([*lines, f"| area under the curve | {told} |", ""])


ROWS: dict[str, Callable[[Figures], str]] = {
    "right first": lambda one: f"{one.top1:.3f}",
    "among the first three": lambda one: f"{one.top3:.3f}",
    "direct and right": lambda one: f"{one.right:.1%}",
    "direct and wrong": lambda one: f"{one.wrong:.1%}",
    "far questions answered": lambda one: f"{one.far_answered:.1%}",
    "near misses answered": lambda one: f"{one.near_answered:.1%}",
}


def beside(development: Development, documents: Documents, hearings: dict[str, Hearing]) -> str:
    """Ours and others, on the same questions in the same run."""
    lines = ["| engine | right first | among three | area |", "| --- | --- | --- | --- |"]
    theirs = {
        name: Hearing(
            tuple((find(text), right) for text, right in development.asked),
            tuple(map(find, development.far)),
            tuple(map(find, development.near)),
        )
        for name, find in peers(documents).items()
    }
    for name, hearing in {**theirs, **hearings}.items():
        ranks = [[id_ in right for id_, _ in one.candidates] for one, right in hearing.asked]
        first = sum(rank[:1] == [True] for rank in ranks) / len(ranks)
        three = sum(any(rank) for rank in ranks) / len(ranks)
        lines.append(f"| {name} | {first:.3f} | {three:.3f} | {auc(hearing):.3f} |")
    return "\n".join([*lines, ""])


def costs(sizes: tuple[int, ...]) -> str:
    """Time and memory, each size in a process of its own."""
    lines = [
        "| entries | question p50 / p99 | slowest long mail | loop waits at most | memory |",
        "| --- | --- | --- | --- | --- |",
    ]
    for size in sizes:
        call = [sys.executable, "-m", "benchmarks.faq_costs", str(size)]
        told = json.loads(subprocess.run(call, capture_output=True, check=True).stdout)
        lines.append(
            f"| {told['size']:,} | {told['p50']:.0f} / {told['p99']:.0f} ms "
            f"| {told['mail']:.0f} ms | {told['stall']:.1f} ms | {told['memory']:.0f} MB |"
        )
    return "\n".join(lines)


def fit(hearing: Hearing) -> Thresholds:
    """The thresholds that answer most, with few wrong answers and none to far questions."""
    scores = [round(0.02 * step, 2) for step in range(20, 43)]
    margins = [round(0.01 * step, 2) for step in range(4, 13)]
    tried = (
        Thresholds(sure, answer, margin)
        for sure, answer, margin in product(scores, scores, margins)
        if answer < sure
    )
    return max(tried, key=lambda limits: _worth(measure(hearing, limits)))


def _worth(figures: Figures) -> float:
    wrong = max(0.0, figures.wrong - MOST_WRONG)
    near = max(0.0, figures.near_answered - MOST_NEAR)
    return figures.right - 10 * (wrong + near + figures.far_answered)


if __name__ == "__main__":
    main()
