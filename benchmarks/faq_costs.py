"""What finding takes, in a process of its own: `python -m benchmarks.faq_costs SIZE`.

Prints JSON: milliseconds (`p50` and `p99` of short questions, `mail` the slowest long mail, `stall`
the longest the loop waited meanwhile) and `memory`, MB above the process before.
"""

import asyncio
import json
import os
import resource
import sys
from collections.abc import Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from pathlib import Path
from time import perf_counter

import numpy as np

from benchmarks.development import read_development
from content.documents import Document
from content.loading import load
from content.search import Finder
from content.search.e5 import load_e5
from content.search.meaning import Meaning, texts
from content.search.vectors import Asked, Vectors

SHORT = 120  # characters of a question
BEAT = 0.001
MEASURED = 200


def main(size: int) -> None:
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})  # the goals are for one core
    idle = _memory()
    documents = grown(load(None, "contact@example.org").documents(), size)
    meaning = _meaning(documents)
    finder = Finder(documents, meaning)
    short, mails = questions(documents)
    with ThreadPoolExecutor(max_workers=1) as searching:  # as the bot does
        list(searching.map(finder.find, short[:5]))
        taken = sorted(searching.map(partial(_timed, finder), short))
        told = {
            "size": len(documents),
            "p50": taken[len(taken) // 2],
            "p99": taken[int(len(taken) * 0.99)],
            "mail": max(searching.map(partial(_timed, finder), mails)),
            "stall": asyncio.run(stall(finder, short[:50], searching)),
            "memory": _memory() - idle,
        }
    sys.stdout.write(json.dumps(told) + "\n")


def grown(documents: Sequence[Document], size: int) -> tuple[Document, ...]:
    """Documents enough: the same again, each with a word of its own."""
    copies = []
    for number in range(size):
        one = documents[number % len(documents)]
        if number < len(documents):
            copies.append(one)
            continue
        own = tuple(f"{text} mot{number}" for text in one.phrasings[:6])
        copies.append(replace(one, id=f"{one.id}-{number}", phrasings=own))
    return tuple(copies)


def questions(documents: Sequence[Document]) -> tuple[list[str], list[str]]:
    """Short ones, and long mails."""
    asked = [text for text, _ in read_development(one.id for one in documents).asked]
    short = [text for text in asked if len(text) <= SHORT][:MEASURED]
    long = sorted((text for text in asked if len(text) > SHORT), key=len)[-20:]
    return short, long


async def stall(finder: Finder, asked: Sequence[str], searching: Executor) -> float:
    """The longest a loop waited for its turn while questions were looked up beside it, in ms."""
    late: list[float] = []

    async def beat() -> None:
        while True:
            before = perf_counter()
            await asyncio.sleep(BEAT)
            late.append(perf_counter() - before - BEAT)

    beating = asyncio.create_task(beat())
    for question in asked:
        await asyncio.get_running_loop().run_in_executor(searching, finder.find, question)
    beating.cancel()
    return max(late) * 1e3


def _meaning(documents: Sequence[Document]) -> Meaning | None:
    encoder = load_e5()
    if encoder is None:
        return None
    # Random directions: what is kept costs the same whatever it says.
    random, vectors = np.random.default_rng(7), Vectors("noise")
    for text in texts(documents):
        vectors.add(text, random.normal(size=384).astype(np.float32))
    encoder.encode(Asked("chauffe"))
    return Meaning(documents, encoder, vectors)


def _timed(finder: Finder, text: str) -> float:
    start = perf_counter()
    finder.find(text)
    return (perf_counter() - start) * 1e3


def _memory() -> float:
    """Resident now, in MB."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * resource.getpagesize() / 2**20


if __name__ == "__main__":
    main(int(sys.argv[1]))
