"""Telegram, from an update to its answer: Palabre and its peers, in one run on one machine.

`python -m benchmarks.telegram [--quick]` prints the tables of `telegram.md`. This process is the
Bot API and the people; each bot is a process of its own.
"""

import argparse
import asyncio
import os
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import uvloop
from sqlalchemy import update

from benchmarks.development import read_development
from community.addresses import keep_addresses
from community.db.engine import Database, Session, parse_url
from community.db.migrate import migrate
from community.db.tables import AddressRow
from community.members import Profile, join_community
from community.post import outbox
from community.themes import sync_themes
from community.words import Address, Reply
from content.loading import load
from content.search.e5 import load_e5
from content.search.vectors import Asked
from tests.bot_api import BotApi, Limits, Person, running_bot_api

THEME = "renouveau-productif"
CHATS = 500
NOTICE = "<p>Le prochain échange de votre thème a lieu vendredi 18 décembre 2026 à 9 h 30.</p>"
WARM = 50
SHORT, PASTED = 120, 4_000  # characters: what is typed in a chat; a whole mail, pasted there


@dataclass(frozen=True)
class Speed:
    """What one bot did with a pile of updates."""

    bot: str
    per_second: float


@asynccontextmanager
async def running(module: str, *arguments: str, **settings: str) -> AsyncIterator[None]:
    """A bot in a process of its own."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", module, *arguments),
        env={**os.environ, **settings},
        stdout=asyncio.subprocess.DEVNULL,
    )
    try:
        yield
    finally:
        process.terminate()
        await process.wait()


def palabre(api: BotApi, file: Path, **settings: str) -> dict[str, str]:
    return {
        "DATABASE_URL": f"sqlite:///{file}",
        "PALABRE_TELEGRAM_TOKEN": api.token,
        "PALABRE_TELEGRAM_API_URL": api.url,
        "PALABRE_RATE_LIMIT": "0",
        **settings,
    }


UNLIMITED = {"PALABRE_TELEGRAM_PER_SECOND": "100000", "PALABRE_TELEGRAM_PER_CHAT": "100000"}


async def seed(file: Path, write: Callable[[Session], object]) -> None:
    """A base with what a benchmark needs."""
    url = parse_url(f"sqlite:///{file}")
    await migrate(url)
    base = Database(url)
    async with base.transaction() as session:
        await sync_themes(session, load(None, "").themes, datetime.now(UTC))
        done = write(session)
        if asyncio.iscoroutine(done):
            await done
    await base.close()


async def members(session: Session, count: int) -> None:
    """People who consented, each with an address."""
    now = datetime.now(UTC)
    addresses = [Address("telegram", str(n)) for n in range(1, count + 1)]
    for start in range(0, count, 500):
        ids = await keep_addresses(session, addresses[start : start + 500], now)
        for address, id_ in ids.items():
            profile = Profile(f"Prénom {address.value}", "", "62", "Europe/Paris")
            await join_community(session, id_, profile, "oui", now)
    await session.execute(update(AddressRow).values(menu_due=None))  # shown long ago


async def pile(api: BotApi, says: Sequence[str]) -> float:
    """Updates a second, all of them waiting from the start, once the bot is warm."""
    for number in range(WARM):
        api.person(10**6 + number).says(says[number % len(says)])
    await api.until(lambda: len(api.made("sendMessage")) >= WARM, within=60)
    start = time.perf_counter()
    for number, text in enumerate(says, 1):
        api.person(number).says(text)
    wanted = WARM + len(says)
    while (answered := _answered(api)) < wanted:
        await asyncio.sleep(0.01)
        if time.perf_counter() - start > 300:
            message = f"{answered} answers of {wanted}"
            raise TimeoutError(message)
    return len(says) / (time.perf_counter() - start)


def _answered(api: BotApi) -> int:
    return sum(call.method == "sendMessage" for call in api.calls)


def questions_asked(longest: int) -> list[str]:
    """Free questions of at most so many characters."""
    asked = read_development(one.id for one in load(None, "").documents()).asked
    return [question for question, _ in asked if len(question) <= longest]


async def speeds(count: int, folder: Path) -> list[Speed]:
    """Each bot against the same pile."""
    join = [f"/rejoindre {THEME}"] * count
    asked = questions_asked(PASTED)
    questions = [asked[n % len(asked)] for n in range(count)]
    found: list[Speed] = []
    for name, module, says in (
        ("python-telegram-bot, bare echo", "benchmarks.peers.echo_ptb", questions),
        ("aiogram, bare echo", "benchmarks.peers.echo_aiogram", questions),
        ("aiogram, join with one aiosqlite commit", "benchmarks.peers.join_aiogram", join),
        ("Palabre, /rejoindre by members", "bot", join),
        ("Palabre, free questions", "bot", questions),
    ):
        async with running_bot_api(delay=0, limits=None) as api:
            file = folder / f"{len(found)}.db"
            if module == "bot":
                await seed(file, lambda session: members(session, count))
                bot = running(module, "run", **palabre(api, file, **UNLIMITED))
            else:
                bot = running(module, api.url, api.token, str(file))
            async with bot:
                found.append(Speed(name, await pile(api, says)))
    return found


async def latencies(seconds: int, folder: Path, longest: int) -> list[float]:
    """Milliseconds from an update to the start of its answer, at 20 a second over 500 chats.

    Half of them are free questions, none of more than `longest` characters.
    """
    asked = questions_asked(longest)
    file = folder / f"latency-{longest}.db"
    async with running_bot_api() as api:
        await seed(file, lambda session: members(session, CHATS))
        async with running("bot", "run", **palabre(api, file)):
            people = [api.person(n) for n in range(1, CHATS + 1)]
            people[0].says("bonjour")
            await api.until(lambda: bool(people[0].read), within=30)
            pushed: dict[int, float] = {}
            for number in range(20 * seconds):
                person = people[(number * 7) % CHATS]
                pushed[person.id] = time.time()
                text = f"/rejoindre {THEME}" if number % 2 else asked[number % len(asked)]
                asyncio.get_running_loop().call_soon(person.says, text)
                await asyncio.sleep(0.05)
            await asyncio.sleep(1)
            return _waits(api, pushed)


def encodings(longest: int) -> list[float]:
    """Milliseconds that the model takes for the same questions, one by one."""
    model = load_e5()
    if model is None:
        return []
    took = []
    for question in questions_asked(longest):
        start = time.perf_counter()
        model.encode(Asked(question))
        took.append(1000 * (time.perf_counter() - start))
    return took


def _waits(api: BotApi, pushed: dict[int, float]) -> list[float]:
    waits = []
    for call in api.calls:
        chat = int(call.params.get("chat_id") or 0)
        if call.method == "sendMessage" and chat in pushed and call.at >= pushed[chat]:
            waits.append(1000 * (call.at - pushed.pop(chat)))
    return waits


@dataclass(frozen=True)
class Broadcast:
    """How many messages went, how fast, and how people were answered meanwhile."""

    notices: int
    lost: int
    per_second: float
    refused: int
    calls: int
    answers: list[float]


async def broadcast(count: int, folder: Path) -> Broadcast:
    """Notifications through the limits of Telegram, while people ask."""
    file = folder / "broadcast.db"
    async with running_bot_api() as api:
        await seed(file, lambda session: notices(session, count))
        for number in range(1, count + 1):
            api.person(number).started = True
        async with running("bot", "run", **palabre(api, file)):
            await api.until(lambda: _answered(api) > 0, within=60)
            start = time.time()
            asking = asyncio.create_task(ask(api))
            while sum(bool(api.person(n).read) for n in range(1, count + 1)) < count:
                await asyncio.sleep(0.5)
                if time.time() - start > count / 10 + 60:
                    break
            asking.cancel()
            await asyncio.wait({asking})
            await asyncio.sleep(1)
            return _counted(api, count, start)


def _counted(api: BotApi, count: int, start: float) -> Broadcast:
    sent = [call for call in api.calls if call.method == "sendMessage"]
    went = [call.at for call in sent if call.status == 200 and call.at >= start]
    told = [api.person(n) for n in range(1, count + 1)]
    return Broadcast(
        notices=count,
        lost=sum(not person.read for person in told),
        per_second=len(went) / (max(went) - start),
        refused=sum(call.status == 429 for call in sent),
        calls=len(sent),
        answers=_waits(api, dict(ASKED)),
    )


ASKED: dict[int, float] = {}


async def ask(api: BotApi) -> None:
    """Somebody new asks every half second."""
    number = 10**7
    await asyncio.sleep(1)
    while True:
        number += 1
        person: Person = api.person(number)
        ASKED[number] = time.time()
        person.says("c'est quoi un ptce ?")
        await asyncio.sleep(0.5)


async def notices(session: Session, count: int) -> None:
    """As a new exchange writes them: a row each."""
    now = datetime.now(UTC)
    addresses = [Address("telegram", str(n)) for n in range(1, count + 1)]
    for start in range(0, count, 500):
        ids = await keep_addresses(session, addresses[start : start + 500], now)
        for id_ in ids.values():
            await outbox.add(
                session, key=f"notice/{id_}", address_id=id_, reply=Reply(NOTICE), now=now
            )


def quantile(values: Sequence[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def show_speeds(found: Sequence[Speed]) -> None:
    join = next(one.per_second for one in found if "one aiosqlite" in one.bot)
    print("| bot | updates/s | of the plain join |")
    print("|---|---:|---:|")
    for one in found:
        print(f"| {one.bot} | {one.per_second:.0f} | {one.per_second / join:.2f} |")


def show_waits(waits: Sequence[float], what: str, longest: int) -> None:
    print(f"\n{len(waits)} {what}, questions to {longest} characters:")
    print(f"p50 {statistics.median(waits):.1f} ms, p99 {quantile(waits, 0.99):.1f} ms")


def show_broadcast(one: Broadcast) -> None:
    limit = Limits().overall
    print(f"\n{one.notices} notifications, {one.lost} lost:")
    print(f"{one.per_second:.2f} messages/s, {one.per_second / limit:.3f} of {limit}")
    print(f"{one.refused} of {one.calls} calls met by 429 ({one.refused / one.calls:.4%})")
    print(
        f"{len(one.answers)} answers meanwhile: p50 {statistics.median(one.answers):.0f} ms, "
        f"p99 {quantile(one.answers, 0.99):.0f} ms"
    )


async def indexed() -> None:
    """Make the index first: its first making takes a core for half a minute."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "content", "index", stdout=asyncio.subprocess.DEVNULL
    )
    if await process.wait():
        message = "the index was not made"
        raise RuntimeError(message)


async def measure(*, quick: bool) -> None:
    await indexed()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        show_speeds(await speeds(400 if quick else 3000, folder))
        for longest in (SHORT, PASTED):
            waits = await latencies(5 if quick else 60, folder, longest)
            show_waits(waits, f"updates at 20/s over {CHATS} chats", longest)
        if alone := encodings(SHORT):
            show_waits(alone, "encodings by the model alone", SHORT)
        show_broadcast(await broadcast(300 if quick else 10_000, folder))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true")
    uvloop.run(measure(quick=parser.parse_args().quick))
