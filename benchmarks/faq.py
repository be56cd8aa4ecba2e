"""How well the search answers the development set: `python -m benchmarks.faq [--fit]`."""

import argparse
from itertools import product
from statistics import median
from time import perf_counter

from benchmarks.development import (
    Development,
    Figures,
    Hearing,
    auc,
    hear,
    measure,
    read_development,
)
from content.loading import load
from content.search import Finder
from content.search.decision import Thresholds

# What thresholds must respect; within it, the more right answers the better.
MOST_WRONG, MOST_NEAR = 0.03, 0.07


def main() -> None:
    """Print the figures as a Markdown table; with --fit, the best thresholds and theirs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--fit", action="store_true", help="search for the best thresholds")
    fitting = parser.parse_args().fit
    documents = load(None, "contact@example.org").documents()
    development = read_development(document.id for document in documents)
    start = perf_counter()
    finder = Finder(documents)
    built = perf_counter() - start
    hearing = hear(finder, development)
    limits = fit(hearing) if fitting else finder.limits
    print(f"{limits}\n")
    table = [*rows(development, hearing, measure(hearing, limits)), *costs(finder, development)]
    for name, value in [*table, ("build, from cold", f"{built * 1e3:.0f} ms")]:
        print(f"| {name} | {value} |")


def rows(development: Development, hearing: Hearing, figures: Figures) -> list[tuple[str, str]]:
    """The table: its head, then a figure a line."""
    asked, far, near = map(len, (development.asked, development.far, development.near))
    return [
        ("figure", "value"),
        ("---", "---"),
        ("questions in scope / far / near", f"{asked} / {far} / {near}"),
        ("top-1", f"{figures.top1:.3f}"),
        ("top-3", f"{figures.top3:.3f}"),
        ("direct and right", f"{figures.right:.1%}"),
        ("direct and wrong", f"{figures.wrong:.1%}"),
        ("not answered directly", f"{figures.unanswered:.1%}"),
        ("far questions answered", f"{figures.far_answered:.1%}"),
        ("near misses answered wrongly", f"{figures.near_answered:.1%}"),
        ("AUC in / out of scope", f"{auc(hearing):.3f}"),
    ]


def costs(finder: Finder, development: Development) -> list[tuple[str, str]]:
    """What answering takes."""
    taken = [_timed(finder, question) for question, _ in development.asked]
    mail = " ".join(
        f"Nous sommes {count} structures de Romans et aimerions monter un pôle, comment faire ?"
        for count in range(1_300)
    )
    long = _timed(finder, mail[:100_000])
    return [
        ("a question, median / slowest", f"{median(taken) * 1e3:.1f} / {max(taken) * 1e3:.1f} ms"),
        ("a text of 100 000 characters", f"{long * 1e3:.0f} ms"),
    ]


def _timed(finder: Finder, text: str) -> float:
    start = perf_counter()
    finder.find(text)
    return perf_counter() - start


def fit(hearing: Hearing) -> Thresholds:
    """The thresholds that answer most, with few wrong answers and none to far questions."""
    scores = [round(0.02 * step, 2) for step in range(5, 40)]
    margins = [round(0.01 * step, 2) for step in range(13)]
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
