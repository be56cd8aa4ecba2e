"""A community with exchanges, whose time a test moves: what it is told, and when."""

from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select

from community import reminders as planning
from community.addresses import keep_addresses
from community.db.engine import Database, Session
from community.db.tables import AddressRow, Delivery, Exchange, Member
from community.exchanges import (
    Plan,
    cancel_exchange,
    change_exchange,
    plan_exchange,
    plan_of,
    publish_exchange,
)
from community.members import Profile, join_community
from community.post import outbox
from community.registrations import Partstat, answer
from community.roles import ANIMATOR, Rights, grant
from community.themes import join_theme, sync_themes
from community.timing import Kind
from community.words import Address, Reply
from scheduler import reminders
from tests.conftest import Clock
from tests.people import PRODUCTIVE, library

PARIS = "Europe/Paris"
BOSS = Rights(administrator=True)


@dataclass(frozen=True)
class Told:
    """What somebody got, when, and what of."""

    who: str
    kind: str
    exchange: int | None
    at: datetime
    reply: Reply

    @property
    def commands(self) -> list[str]:
        return [choice.command for choice in self.reply.choices]


class Community:
    """Members, exchanges and a door that writes down what goes through it."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self.database = database
        self.clock = clock
        self.told: list[Told] = []

    async def open(self) -> None:
        async with self.now() as session:
            await sync_themes(session, library().themes, self.clock())

    @asynccontextmanager
    async def now(self) -> AsyncIterator[Session]:
        async with self.database.transaction() as session:
            yield session

    async def member(self, name: str, zone: str = PARIS, theme: str | None = PRODUCTIVE) -> Member:
        async with self.now() as session:
            ids = await keep_addresses(session, [Address("terminal", name)], self.clock())
            profile = Profile(name, "Pôle Sud", "59", zone)
            (id_,) = ids.values()
            member = await join_community(session, id_, profile, "oui", self.clock())
            if theme:
                await join_theme(session, member, theme, self.clock())
            return member

    async def animator(self, name: str) -> None:
        async with self.now() as session:
            ids = await keep_addresses(session, [Address("terminal", name)], self.clock())
            (id_,) = ids.values()
            await grant(session, id_, ANIMATOR, PRODUCTIVE, self.clock())

    async def publish(self, starts: str, **plan: object) -> int:
        """Publish an exchange that starts then, on the wall clock of its zone."""
        whole: dict[str, object] = {
            "theme": PRODUCTIVE,
            "kind": "atelier",
            "title": "Atelier",
            "zone": PARIS,
            "place": "Romans",
        }
        planned = Plan(**whole | plan | {"starts": datetime.fromisoformat(starts)})  # type: ignore[arg-type]
        async with self.now() as session:
            exchange = await plan_exchange(session, BOSS, planned, self.clock())
            await publish_exchange(session, BOSS, exchange.id, self.clock())
            return exchange.id

    async def change(self, id_: int, **changes: object) -> None:
        async with self.now() as session:
            plan = plan_of(await session.get_one(Exchange, id_))
            changed = replace(plan, **changes)  # type: ignore[arg-type]
            await change_exchange(session, BOSS, id_, changed, self.clock())

    async def move(self, id_: int, starts: str) -> None:
        await self.change(id_, starts=datetime.fromisoformat(starts), ends=None)

    async def cancel(self, id_: int) -> None:
        async with self.now() as session:
            await cancel_exchange(session, BOSS, id_, self.clock())

    async def answers(
        self, member: Member, id_: int, status: Partstat = Partstat.ACCEPTED, guests: int = 0
    ) -> None:
        async with self.now() as session:
            await answer(session, id_, member, status, self.clock(), guests=guests)

    async def announce(self, id_: int, kind: Kind) -> None:
        async with self.now() as session:
            exchange = await session.get_one(Exchange, id_)
            await planning.announce(session, exchange, kind, self.clock())

    def set_clock(self, text: str, zone: str = PARIS) -> None:
        self.clock.now = datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))

    async def tick(self) -> list[Told]:
        """Make all that is due and let it go; give what went."""
        async with self.now() as session:
            await outbox.expire(session, self.clock())
            await planning.keep_quiet(session, self.clock())
        await self.prepare()
        return await self.send()

    async def prepare(self) -> None:
        """Make all that is due, and let nothing go."""
        while await self.expand():
            pass

    async def at(self, text: str, zone: str = PARIS) -> list[Told]:
        """Let the clock show that time, and tick."""
        self.set_clock(text, zone)
        return await self.tick()

    async def expand(self) -> bool:
        """Make one batch of what is due first. False when nothing is."""
        async with self.now() as session:
            found = await reminders.due(session, self.clock())
            if found is not None:
                await reminders.expand(session, found, library(), self.clock())
            return found is not None

    async def send(self) -> list[Told]:
        """Let go what is due, as a door does."""
        went: list[Told] = []
        while batch := await self._send_some():
            went += batch
        self.told += went
        return went

    async def _send_some(self) -> list[Told]:
        async with self.now() as session:
            now = self.clock()
            parcels = await outbox.claim(
                session, door="terminal", only=None, holder="test", limit=1000, now=now
            )
            ids = {parcel.id: parcel for parcel in parcels}
            query = select(Delivery.id, Delivery.kind, Delivery.exchange_id)
            about = await session.execute(query.where(Delivery.id.in_(ids)).order_by(Delivery.id))
            went = [
                Told(ids[id_].to.value, kind, exchange_id, now, ids[id_].reply)
                for id_, kind, exchange_id in about
            ]
            if ids:
                await outbox.mark_sent(session, [(id_, "ref") for id_ in ids], "test", now)
        return went

    async def unsent(self) -> list[str]:
        """The names of those who are to be told something later."""
        async with self.now() as session:
            query = (
                select(AddressRow.value)
                .join(Delivery, Delivery.address_id == AddressRow.id)
                .where(Delivery.status == outbox.DeliveryStatus.PENDING)
            )
            return list(await session.scalars(query.order_by(Delivery.id)))


def names(told: Collection[Told], kind: str | None = None) -> list[str]:
    """Who was told, in order; with `kind`, of that kind alone."""
    return sorted(one.who for one in told if kind in {None, one.kind})


def kinds(told: Collection[Told], who: str | None = None) -> list[str]:
    """What was said, in order; to `who` alone."""
    return [one.kind for one in told if who in {None, one.who}]
