"""A year of exchanges in one-minute ticks: what each person got, and what she did not get.

525 600 ticks are lived: those that would do nothing are passed over, which the indexes on what is
due prove, and a real tick in some of them shows. What each got is compared, to the minute, with
`Owed`, which knows nothing of how it is done.
"""

import copy
import os
import random
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import datetime

import pytest
from sqlalchemy import func, select, text

from community.addresses import keep_addresses
from community.db.engine import Database, parse_url
from community.db.tables import Delivery, Member, Minutes, Reminder
from community.errors import ExchangeCancelled
from community.members import pause, resume, stop
from community.passes import PENDING
from community.registrations import Partstat
from community.roles import ANIMATOR, grant
from community.themes import join_theme
from community.timing import QUIET, Kind
from community.words import Address
from french.dates import day
from tests.conftest import Clock
from tests.meetings import Community, Told
from tests.owed import Owed, awake
from tests.people import JOBS, PRODUCTIVE
from tests.year import END, MINUTE, PARIS, START, Chance, Deed, Meeting, Script

PEOPLE, MEETINGS = 300, 12
UNDATED = {"starting", "thanks", "wrap-up", "cancelled"}


class Life:
    """Lives a script with the real tables, ticks and deliveries, and restarts when it was away."""

    def __init__(self, url: str, script: Script) -> None:
        self._url = url
        self._script = script
        self.town = Community(Database(parse_url(url)), Clock(START))
        self.ticks = 0
        self.idle = 0
        self._numbers: dict[int, int] = {}  # of the script, by the row's
        self._ids: dict[int, int] = {}
        self._members: dict[str, Member] = {}
        self._starts = {m.number: m.starts for m in script.meetings}
        self._chance = random.Random(1)
        self._away = list(script.away)

    async def live(self) -> list[tuple[str, str, int, datetime]]:
        await self.town.open()
        await self._settle()
        for deed in self._script.deeds:
            await self._until(deed.at)
            self.town.clock.now = deed.at
            await getattr(self, f"_{deed.what}")(deed)
        await self._until(END)
        await self.town.database.close()
        return [
            (told.who, told.kind, self._numbers[told.exchange or 0], told.at)
            for told in self.town.told
        ]

    async def _settle(self) -> None:
        for person in self._script.people:
            self._members[person.name] = await self.town.member(person.name, person.zone, None)
        async with self.town.now() as session:
            for person in self._script.people:
                for theme in person.themes:
                    await join_theme(session, self._members[person.name], theme, START)
            for who, (theme, _) in ANIMATORS.items():
                ids = await keep_addresses(session, [Address("terminal", who)], START)
                (id_,) = ids.values()
                await grant(session, id_, ANIMATOR, theme, START)

    # what people do

    async def _publish(self, deed: Deed) -> None:
        meeting = self._meeting(deed)
        id_ = await self.town.publish(
            meeting.starts.isoformat(),
            theme=meeting.theme,
            zone=meeting.zone,
            capacity=meeting.capacity,
            visio=meeting.visio,
        )
        self._numbers[id_], self._ids[meeting.number] = meeting.number, id_

    async def _move(self, deed: Deed) -> None:
        assert isinstance(deed.value, datetime)
        await self._unless_cancelled(self.town.change(self._id(deed), starts=deed.value))
        self._starts[deed.meeting] = deed.value

    async def _place(self, deed: Deed) -> None:
        await self._unless_cancelled(self.town.change(self._id(deed), place=deed.value))

    async def _cancel(self, deed: Deed) -> None:
        await self.town.cancel(self._id(deed))

    async def _minutes(self, deed: Deed) -> None:
        async with self.town.now() as session:
            session.add(Minutes(exchange_id=self._id(deed), drafted_at=deed.at))
        await self.town.announce(self._id(deed), Kind.MINUTES)

    async def _answer(self, deed: Deed) -> None:
        said = Partstat(str(deed.value))
        await self._unless_cancelled(
            self.town.answers(self._members[deed.who], self._id(deed), said)
        )

    async def _stop(self, deed: Deed) -> None:
        async with self.town.now() as session:
            await stop(session, await session.get_one(Member, self._members[deed.who].id), deed.at)

    async def _resume(self, deed: Deed) -> None:
        async with self.town.now() as session:
            resume(await session.get_one(Member, self._members[deed.who].id))

    async def _pause(self, deed: Deed) -> None:
        assert isinstance(deed.value, datetime)
        async with self.town.now() as session:
            member = await session.get_one(Member, self._members[deed.who].id)
            await pause(session, member, deed.value)

    async def _unless_cancelled(self, done: Awaitable[None]) -> None:
        with suppress(ExchangeCancelled):
            await done

    def _meeting(self, deed: Deed) -> Meeting:
        return self._script.meetings[deed.meeting - 1]

    def _id(self, deed: Deed) -> int:
        return self._ids[deed.meeting]

    # what time brings

    async def _until(self, moment: datetime) -> None:
        """Each tick before a moment, of which only those that do something are lived."""
        lived = self.town.clock.now
        while (tick := await self._next_tick()) is not None and tick < moment:
            await self._tick_between(lived, tick)
            await self._restart_before(tick)
            self._check(await self._tick(tick))
            lived = tick
        await self._tick_between(lived, moment)

    async def _tick(self, moment: datetime) -> list[Told]:
        self.ticks += 1
        self.town.clock.now = moment
        return await self.town.tick()

    async def _next_tick(self) -> datetime | None:
        """The first tick at which anything is due; before it none does anything."""
        async with self.town.now() as session:
            moments = (await session.execute(FIRST_DUE)).one()
        due = [moment for moment in moments if moment is not None]
        return self._script.up(min(due)) if due else None

    async def _tick_between(self, lived: datetime, following: datetime) -> None:
        """Now and then, live a tick that is said to do nothing: it changes nothing."""
        skipped = int((following - lived) / MINUTE) - 1
        if skipped < 1 or self._chance.random() > 0.2:
            return
        moment = self._script.up(lived + MINUTE * self._chance.randint(1, skipped))
        if moment < following:
            before = await self._changes()
            assert await self._tick(moment) == []
            assert await self._changes() == before
            self.idle += 1

    async def _changes(self) -> int:
        async with self.town.now() as session:
            return int(await session.scalar(text("SELECT total_changes()")) or 0)

    async def _restart_before(self, tick: datetime) -> None:
        """The process that comes back knows nothing but what is in the base."""
        if self._away and self._away[0][1] <= tick:
            self._away = [span for span in self._away if span[1] > tick]
            await self.town.database.close()
            self.town.database = Database(parse_url(self._url))

    def _check(self, went: list[Told]) -> None:
        """Nobody reads a former date, nor is woken."""
        zones = {person.name: person.zone for person in self._script.people}
        for told in went:
            number = self._numbers[told.exchange or 0]
            if told.kind not in UNDATED:
                assert day(self._starts[number]) in told.reply.html.lower()
            if told.kind in QUIET:
                assert awake(told.at, zones.get(told.who, PARIS))


FIRST_DUE = select(
    select(func.min(Reminder.due_at)).where(PENDING).scalar_subquery(),
    select(func.min(Delivery.due_at)).where(PENDING).scalar_subquery(),
    select(func.min(Delivery.expires_at)).where(PENDING).scalar_subquery(),
)
ANIMATORS = {"ana": (PRODUCTIVE, PARIS), "m0": (JOBS, "")}


@pytest.mark.timeout(400)
async def test_each_gets_what_she_is_owed_and_nothing_else(
    sqlite_url: str, record_property: Callable[[str, object], None]
) -> None:
    script = Chance(int(os.environ.get("PALABRE_SEED", "2027")), PEOPLE, MEETINGS).script()
    ANIMATORS["m0"] = (JOBS, script.people[0].zone)
    owed = Owed(copy.deepcopy(script), ANIMATORS).live()
    life = Life(sqlite_url, copy.deepcopy(script))
    got = await life.live()
    record_property("a year", f"{len(got)} messages, {dict(Counter(kind for _, kind, *_ in got))}")
    record_property("ticks lived", f"{life.ticks}, of which {life.idle} idle ones")
    missing, unwanted = Counter(owed) - Counter(got), Counter(got) - Counter(owed)
    assert (sorted(missing)[:9], sorted(unwanted)[:9]) == ([], [])
