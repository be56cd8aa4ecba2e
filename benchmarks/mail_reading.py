"""How long it takes to read mails that were damaged on their way, and with how much memory.

10 000 mutants of the saved mails (1 000 when it is quick), up to 200 kB each; every one is read
without raising, or the run fails. Times are those of one core, whatever else the machine does:
reading waits for nothing.
"""

import random
import resource
import statistics
import time
import tracemalloc
from pathlib import Path

from bot.doors.mail.reading.letters import read
from tests.mutants import mutate

MAILS = Path(__file__).parents[1] / "tests" / "data" / "mails"
GOAL_P99 = 100  # ms
GOAL_MEMORY = 50  # MB


def measure_reading(count: int) -> None:
    """Read so many mutants and print how it went."""
    mails = [path.read_bytes() for path in sorted(MAILS.glob("*.eml"))]
    took = [_time(mutate(mails, random.Random(seed))) for seed in range(count)]
    taken = _memory([mutate(mails, random.Random(seed)) for seed in range(0, count, 50)])
    centiles = statistics.quantiles(took, n=1000)
    print(f"{count} mutants of {len(mails)} mails, none raised")
    print(f"| p50 | p99 | p99.9 | slowest | goal |\n|---|---|---|---|---|\n| {centiles[499]:.1f} ms"
          f" | {centiles[989]:.1f} ms | {centiles[998]:.1f} ms | {max(took):.1f} ms"
          f" | p99 {GOAL_P99} ms |")  # fmt: skip
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"Peak of one reading {taken:.1f} MB (goal {GOAL_MEMORY} MB); the process {peak:.0f} MB.")


def _time(mail: bytes) -> float:
    """Milliseconds to read a mail."""
    began = time.process_time()
    read(mail)
    return (time.process_time() - began) * 1000


def _memory(mails: list[bytes]) -> float:
    """The most that reading one of the mails takes, in MB."""
    tracemalloc.start()
    most = 0
    for mail in mails:
        tracemalloc.reset_peak()
        before, _ = tracemalloc.get_traced_memory()
        read(mail)
        most = max(most, tracemalloc.get_traced_memory()[1] - before)
    tracemalloc.stop()
    return most / 1e6
