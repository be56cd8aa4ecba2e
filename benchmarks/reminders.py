"""A tick, `/agenda` and ten thousand invitations, in a small base and in a large one.

`python -m benchmarks.reminders [--quick]` prints the tables of `reminders.md`, then how the large
base reads its tables. Quick: SQLite alone, fewer rounds.
"""

import argparse
import statistics
import sys
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import uvloop
from sqlalchemy import String, cast, func, insert, literal, select, text, update

from benchmarks.plans import plans_of
from benchmarks.requests import NullDoor, bases
from bot.app import App
from bot.settings import Settings
from community.db.engine import Session, parse_url
from community.db.migrate import migrate
from community.db.tables import (
    AddressRow,
    Delivery,
    Exchange,
    Member,
    Membership,
    Registration,
    Reminder,
)
from community.exchanges import ends_at
from community.reminders import plan
from community.themes import sync_themes
from community.timing import SCHEDULE, Kind
from community.words import Address, Request

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
PEOPLE = 10_000
KINDS = (*SCHEDULE, Kind.INVITATION)
THEMES = ("renouveau-productif", "securisation-des-parcours")
ZONES = ("Europe/Paris", "Europe/Paris", "Europe/Paris", "Indian/Reunion")
CAME = 1000
IDS = range(1, PEOPLE + 1)
GROWING = ("reminders", "deliveries", "exchanges", "registrations")
HEAD = """\
| base | reminders | registrations | idle tick | tick, 30 told | /agenda | 10 000 planned, s |
|---|---:|---:|---:|---:|---:|---:|"""


@dataclass(frozen=True)
class Size:
    """How much there is beside ten thousand members; `sent` is what each was told already."""

    reminders: int
    registrations: int
    sent: int


SMALL = Size(1_000, 1_000, 1)
LARGE = Size(100_000, 1_000_000, 20)


@dataclass(frozen=True)
class Measure:
    """Milliseconds, median and 95th centile; seconds for the ten thousand."""

    idle: tuple[float, float]
    busy: tuple[float, float]
    agenda: tuple[float, float]
    planned: float


class Base:
    """A base of some size, and a process at work on it."""

    def __init__(self, url: str, size: Size) -> None:
        self._size = size
        self._said = 0
        self._meeting = 0
        settings = Settings(database_url=url, rate_limit=0)
        self.app = App(settings, role="run", doors=[NullDoor()], clock=lambda: NOW)

    async def open(self) -> None:
        """Fill the base with people in a theme, what was, and what is to come; start to work."""
        async with self.app.database.transaction() as session:
            await sync_themes(session, THEMES, NOW)
            await self._people(session)
            await self._exchanges(session)
            await self._registrations(session)
            await self._sent(session)
        if not self.app.database.embedded:
            async with self.app.database.transaction() as session:
                await session.execute(text("ANALYZE"))
        await self.app.open()

    async def _people(self, session: Session) -> None:
        profile = {"structure": "", "territory": "59", "created_at": NOW, "seen_at": NOW}
        people = [profile | {"name": f"m{n}", "zone": ZONES[n % len(ZONES)]} for n in IDS]
        await session.execute(insert(Member), people)
        door = {"door": "terminal", "created_at": NOW, "leaving": False}
        addresses = [door | {"value": f"m{n}", "member_id": n} for n in IDS]
        await session.execute(insert(AddressRow), addresses)
        hers = [{"member_id": n, "theme": THEMES[0], "since": NOW} for n in IDS]
        await session.execute(insert(Membership), hers)

    async def _exchanges(self, session: Session) -> None:
        """Past ones, and coming ones with their reminders."""
        past = max(1, self._size.registrations // CAME)
        coming = self._size.reminders // len(KINDS)
        starts = [NOW - timedelta(hours=9 * (n + 10)) for n in range(past)]
        starts += [NOW + timedelta(days=12, minutes=35 * n) for n in range(coming)]
        await session.execute(insert(Exchange), [exchange(start) for start in starts])
        for kind in KINDS:
            row: dict[str, object] = {"kind": kind, "theme": THEMES[0], "status": "pending"}
            row |= {"revision": 0, "after_id": 0, "audience": "", "body": ""}
            columns: dict[str, Any] = {name: literal(value) for name, value in row.items()}
            columns |= {"due_at": Exchange.starts_at, "exchange_id": Exchange.id}
            query = select(*columns.values()).where(Exchange.starts_at > NOW)
            await session.execute(insert(Reminder).from_select([*columns], query))

    async def _registrations(self, session: Session) -> None:
        """A thousand people came to each past exchange."""
        first = Exchange.id % (PEOPLE // CAME) * CAME
        columns = {
            "exchange_id": Exchange.id,
            "member_id": Member.id,
            "answered_at": Exchange.starts_at,
            "status": literal("accepted"),
            "guests": literal(0),
            "note": literal(""),
            "answer": literal(""),
        }
        came = select(*columns.values()).join(Member, Member.id.between(first + 1, first + CAME))
        past = came.where(Exchange.starts_at < NOW).order_by(Exchange.id, Member.id)
        await session.execute(insert(Registration).from_select([*columns], past))

    async def _sent(self, session: Session) -> None:
        """What each was told these last weeks, of as many past exchanges."""
        name = cast(Exchange.id, String) + "/" + cast(AddressRow.id, String)
        row: dict[str, object] = {"priority": 1, "status": "sent", "attempts": 1, "ref": ""}
        columns: dict[str, Any] = {name: literal(value) for name, value in row.items()}
        columns |= {"key": "sent/" + name, "token": "token/" + name, "address_id": AddressRow.id}
        columns |= dict.fromkeys(("created_at", "due_at", "sent_at"), Exchange.starts_at)
        query = select(*columns.values()).join(Exchange, Exchange.id <= self._size.sent)
        await session.execute(insert(Delivery).from_select([*columns], query))

    async def idle(self) -> None:
        """A tick for which nothing is due."""
        await self.app.keeper.tick()

    async def meet(self) -> None:
        """An exchange to which thirty people come."""
        async with self.app.database.transaction() as session:
            one = Exchange(**exchange(NOW + timedelta(minutes=61)))
            session.add(one)
            await session.flush()
            await plan(session, one, ends_at(one), NOW, invites=False)
            coming = {"exchange_id": one.id, "status": "accepted", "answered_at": NOW}
            coming |= {"guests": 0, "note": "", "answer": ""}
            await session.execute(
                insert(Registration), [coming | {"member_id": n} for n in range(1, 31)]
            )
            self._meeting = one.id

    async def remind(self) -> None:
        """Have the hour reminder of that exchange be due, as if it never was."""
        await self.app.sender.drain()
        self._said += 1
        async with self.app.database.transaction() as session:
            await session.execute(
                update(Reminder)
                .where(Reminder.exchange_id == self._meeting, Reminder.kind == Kind.HOUR)
                .values(status="pending", due_at=NOW, after_id=0, revision=self._said)
            )

    async def agenda(self) -> None:
        """`/agenda`, from its arrival to its answer."""
        self._said += 1
        sender = Address("terminal", f"m{self._said * 37 % PEOPLE + 1}")
        await self.app.receive([Request(f"a{self._said}", sender, "/agenda", NOW)])
        await self.app.settle()

    async def plan_invitations(self) -> float:
        """Seconds until ten thousand invitations lie in the outbox."""
        async with self.app.database.transaction() as session:
            one = Exchange(**exchange(NOW + timedelta(days=20)))
            session.add(one)
            await session.flush()
            await plan(session, one, ends_at(one), NOW, invites=True)
        began = time.perf_counter()
        while await self._unsent(one.id) < PEOPLE:
            await self.app.keeper.tick()
        return time.perf_counter() - began

    async def _unsent(self, exchange_id: int) -> int:
        async with self.app.database.transaction() as session:
            query = select(func.count()).where(Delivery.exchange_id == exchange_id)
            return await session.scalar(query) or 0


def exchange(start: datetime) -> dict[str, Any]:
    """A row of an exchange that starts then."""
    local = start.astimezone(ZoneInfo(ZONES[0])).replace(tzinfo=None)
    return {
        "uid": f"{uuid4()}", "theme": THEMES[0], "kind": "atelier", "title": "Atelier",
        "starts": local.isoformat(), "zone": ZONES[0], "starts_at": start, "ends": "",
        "place": "Romans", "visio": "", "description": "", "programme": "", "meal": "",
        "sample": False, "status": "published", "question": "", "sequence": 0, "revision": 0,
        "erased": 0,
    }  # fmt: skip


Step = Callable[[], Awaitable[None]]


async def times(step: Step, rounds: int, first: Step | None = None) -> tuple[float, float]:
    """Milliseconds of a step, median and 95th centile; what comes `first` does not count."""
    taken = []
    for _ in range(rounds):
        if first is not None:
            await first()
        began = time.perf_counter()
        await step()
        taken.append((time.perf_counter() - began) * 1000)
    return statistics.median(taken), statistics.quantiles(taken, n=20)[-1]


async def measure(url: str, size: Size, rounds: int, *, plans: bool) -> Measure:
    """Fill a base and work on it; with `plans`, print how it reads its tables."""
    await migrate(parse_url(url))
    base = Base(url, size)
    await base.open()
    await times(base.idle, 3)
    await times(base.agenda, 3)
    idle = await times(base.idle, rounds)
    await base.meet()
    busy = await times(base.idle, rounds, base.remind)
    await base.app.sender.drain()
    agenda = await times(base.agenda, rounds)
    if plans:
        await base.remind()
        for name, step in (("A tick", base.idle), ("/agenda", base.agenda)):
            show(name, await plans_of(base.app.database, step))
    planned = await base.plan_invitations()
    await base.app.close()
    return Measure(idle, busy, agenda, planned)


def show(name: str, plans: dict[str, list[str]]) -> None:
    """Print plans that read what grows."""
    print(f"\n{name} reads:\n", file=sys.stderr)
    for statement, plan_ in plans.items():
        if any(table in statement for table in GROWING):
            print("- " + " ".join(statement.split())[:110], file=sys.stderr)
            print("\n".join(f"      {line}" for line in plan_), file=sys.stderr)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--quick", action="store_true")
    quick = parser.parse_args().quick
    print(HEAD)
    with bases(["small", "large"]) as addresses:
        for (engine, url), size in zip(addresses, (SMALL, LARGE) * 2, strict=True):
            if quick and engine != "SQLite":
                break
            m = uvloop.run(measure(url, size, 20 if quick else 100, plans=size is LARGE))
            print(line(engine, size, m), flush=True)


def line(engine: str, size: Size, m: Measure) -> str:
    """A line of the table."""
    pairs = [f"{median:.1f} ({worst:.1f})" for median, worst in (m.idle, m.busy, m.agenda)]
    cells = (engine, size.reminders, size.registrations, *pairs, f"{m.planned:.1f}")
    return "| " + " | ".join(map(str, cells)) + " |"


if __name__ == "__main__":
    main()
