"""The whole path of a request: inbox, transaction, handler, rendering, sending to a null door.

`python -m benchmarks.requests [--quick]` prints a table: both databases, few and many members.
"""

import argparse
import asyncio
import itertools
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import uvloop

from bot.app import App
from bot.doors.plain import show
from bot.settings import Settings
from community.addresses import keep_addresses
from community.db.engine import parse_url
from community.db.migrate import migrate
from community.members import Profile, join_community
from community.themes import join_theme
from community.words import Address, Door, File, Reply, Request, Sending
from tests.servers import running_postgres

SAID = (
    "/themes",
    "c'est quoi un ptce ?",
    "/agenda",
    "/moi",
    "comment se finance un pôle",
    "/fiche archer",
    "/aide",
    "2",
)


class NullDoor(Door):
    """Renders as the terminal does and sends nowhere, remembering when."""

    name = "terminal"

    def __init__(self) -> None:
        self.sent: dict[str, float] = {}

    def link(self, token: str) -> str:
        return f"/start {token}"

    async def send(self, to: Address, reply: Reply, files: tuple[File, ...], how: Sending) -> str:
        show(reply, [file.filename for file in files])
        self.sent[to.value] = time.perf_counter()
        return how.token


@dataclass
class Measure:
    """What one configuration gave."""

    per_second: float
    p50: float
    p99: float
    ready: float
    memory: float


async def fill(app: App, members: int) -> None:
    """Put that many members in the base, half in each theme."""
    themes = sorted(app.knowledge.library.themes)
    now = datetime.now(UTC)
    people = [Address("terminal", f"m{n}") for n in range(members)]
    profile = Profile("Camille", "Une structure", "26", "Europe/Paris")
    for start in range(0, members, 200):
        async with app.database.transaction() as session:
            ids = await keep_addresses(session, people[start : start + 200], now)
            for n, id_ in enumerate(ids.values()):
                member = await join_community(session, id_, profile, "J'accepte.", now)
                await join_theme(session, member, themes[n % len(themes)], now)


def requests(people: list[Address]) -> Iterator[Request]:
    """What people say, for ever, each in turn."""
    for n in itertools.count():
        text = SAID[(n // len(people) + n) % len(SAID)]
        sender = people[n % len(people)]
        yield Request(id=f"{n}", sender=sender, text=text, sent_at=datetime.now(UTC))


async def sustain(app: App, said: Iterator[Request], count: int) -> float:
    """Requests a second when many speak at once, ten a batch."""
    began = time.perf_counter()
    for _ in range(count // 10):
        await app.receive([next(said) for _ in range(10)])
    await app.settle()
    return count / (time.perf_counter() - began)


async def steady(app: App, door: NullDoor, said: Iterator[Request], count: int) -> list[float]:
    """Milliseconds from arrival to sent, at 20 requests a second."""
    began: dict[str, float] = {}
    waits: list[float] = []
    start = time.perf_counter()
    for n in range(count):
        await asyncio.sleep(max(0.0, start + n / 20 - time.perf_counter()))
        request = next(said)
        began[request.sender.value] = time.perf_counter()
        door.sent.pop(request.sender.value, None)
        await app.receive([request])
        if n >= 10:
            earlier = list(began)[n - 10]
            waits.append((door.sent[earlier] - began[earlier]) * 1000)
    await app.settle()
    return waits


async def measure(url: str, members: int, *, quick: bool) -> Measure:
    """Fill a base and speak to it."""
    await migrate(parse_url(url))
    door = NullDoor()
    app = App(Settings(database_url=url, rate_limit=0), role="run", doors=[door])
    await app.open()
    await fill(app, members)
    people = [Address("terminal", f"m{n}") for n in range(members)]
    random.Random(1).shuffle(people)
    newcomers = [Address("terminal", f"n{n}") for n in range(500)]
    said = requests([*people[:500], *newcomers])
    await sustain(app, said, 100)
    per_second = await sustain(app, said, 400 if quick else 2000)
    await asyncio.sleep(0.2)
    strangers = [Address("terminal", f"s{n}") for n in range(10_000)]
    waits = await steady(app, door, requests_after(strangers), 60 if quick else 400)
    await app.close()
    centiles = statistics.quantiles(waits, n=100)
    return Measure(per_second, centiles[49], centiles[98], ready(url), memory())


def requests_after(people: list[Address]) -> Iterator[Request]:
    """Requests whose ids do not meet those of `requests`."""
    for request in requests(people):
        yield Request(f"s{request.id}", request.sender, request.text, request.sent_at)


def ready(url: str) -> float:
    """Seconds from the start of a process to an open app, the best of three."""
    code = (
        "import uvloop; from bot.app import App; from bot.settings import Settings;"
        f"app = App(Settings(database_url={url!r}), role='run', doors=[]);"
        "uvloop.run(app.open())"
    )
    times = []
    for _ in range(3):
        began = time.perf_counter()
        subprocess.run([sys.executable, "-c", code], check=True, stderr=subprocess.DEVNULL)
        times.append(time.perf_counter() - began)
    return min(times)


def memory() -> float:
    """Resident memory of this process, in MB."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * 4096 / 1e6


@contextmanager
def bases(names: list[str]) -> Iterator[Iterator[tuple[str, str]]]:
    """An empty base a name, on SQLite then on PostgreSQL."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        server_folder = Path(folder) / "postgres"
        server_folder.mkdir()
        with running_postgres(server_folder) as server:
            yield itertools.chain(
                (("SQLite", f"sqlite:///{folder}/{name}.db") for name in names),
                (("PostgreSQL", server.create(name)) for name in names),
            )


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--quick", action="store_true")
    quick = parser.parse_args().quick
    sizes = [10, 1000 if quick else 10_000]
    print("| database | members | requests/s | p50 ms at 20/s | p99 ms | ready s | memory MB |")
    print("|---|---:|---:|---:|---:|---:|---:|")
    with bases([f"members_{size}" for size in sizes]) as addresses:
        for (engine, url), size in zip(addresses, sizes * 2, strict=True):
            m = uvloop.run(measure(url, size, quick=quick))
            print(
                f"| {engine} | {size} | {m.per_second:.0f} | {m.p50:.1f} | {m.p99:.1f} "
                f"| {m.ready:.2f} | {m.memory:.0f} |",
                flush=True,
            )


if __name__ == "__main__":
    main()
