"""Sends what the outbox holds: at once what a person waits for, then whatever is due."""

import asyncio
import logging
import random
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.batch import Batch
from bot.logs import trace
from community.addresses import close_address
from community.db.engine import Database, Session
from community.groups import move_group
from community.post import outbox, threads
from community.post.outbox import DeliveryStatus, Parcel
from community.words import (
    Address,
    Attachment,
    Door,
    DoorAway,
    DoorError,
    File,
    Moved,
    Refused,
    Sending,
)

logger = logging.getLogger(__name__)

IN_FLIGHT = 8
AT_HAND = 16  # leased, some of them waiting for their turn: a claim has its price
LONGEST_WAIT = 30 * 60.0  # seconds, unless a door asks for more
AGAIN = 1.0
AWAY = outbox.TRIES - 2  # tries that a door which is away counts at most: nothing is given up
Render = Callable[[Attachment], Awaitable[File | None]]  # None: there is nothing any more
Clock = Callable[[], datetime]


class Sender:
    """Claims deliveries, hands them to their doors, and marks what went."""

    def __init__(
        self,
        database: Database,
        doors: Mapping[str, Door],
        holder: str,
        render: Render,
        clock: Clock,
        only: Address | None = None,
    ) -> None:
        self._database = database
        self._doors = doors
        self.holder = holder
        self._render = render
        self._clock = clock
        self._only = only
        self.led = set(doors)  # the doors whose notifications are this process's to send
        self._sending: dict[str, set[asyncio.Task[None]]] = {name: set() for name in doors}
        self._in_hand: set[int] = set()
        self._places = {name: asyncio.Semaphore(IN_FLIGHT) for name in doors}
        self._woken = asyncio.Event()
        self._marking = Batch(self._mark)

    def wake(self) -> None:
        """Say that something may be due before the next look."""
        self._woken.set()

    async def run(self, stopping: asyncio.Event) -> None:
        """Send whatever comes due, until told to stop; what is being sent is finished."""
        while not stopping.is_set():
            if not await self._claim_safely():
                await self._rest(stopping)
        await asyncio.gather(*(task for tasks in self._sending.values() for task in tasks))

    async def _claim_safely(self) -> int:
        """A database that is away for a while must not end the process."""
        try:
            return await self._claim_all()
        except Exception as error:
            logger.error("deliveries could not be claimed: %s", trace(error))
            return 0

    async def _rest(self, stopping: asyncio.Event) -> None:
        """Wait for news, for the end, or for a second."""
        waits = [asyncio.create_task(event.wait()) for event in (self._woken, stopping)]
        await asyncio.wait(waits, timeout=1, return_when=asyncio.FIRST_COMPLETED)
        for wait in waits:
            wait.cancel()
        self._woken.clear()

    async def _claim_all(self) -> int:
        return sum([await self._claim(door) for door in self._doors if door in self.led])

    async def _claim(self, door: str) -> int:
        free = AT_HAND - len(self._sending[door])
        if free < AT_HAND // 2:
            return 0
        async with self._database.transaction() as session:
            parcels = await outbox.claim(
                session,
                door=door,
                only=self._only,
                holder=self.holder,
                limit=free,
                now=self._clock(),
            )
        # A lease that ran out in our own hands is renewed by this: it is not sent a second time.
        fresh = [parcel for parcel in parcels if parcel.id not in self._in_hand]
        for parcel in fresh:
            self._start(door, parcel)
        return len(fresh)

    def _start(self, door: str, parcel: Parcel) -> None:
        self._in_hand.add(parcel.id)
        task = asyncio.create_task(self._send_safely(parcel))
        self._sending[door].add(task)
        task.add_done_callback(self._sending[door].discard)
        task.add_done_callback(lambda _: self.wake())

    async def drain(self) -> None:
        """Send all that is due now and wait until it went."""
        while await self._claim_all() or any(self._sending.values()):
            await asyncio.gather(*(task for tasks in self._sending.values() for task in tasks))

    async def _send_safely(self, parcel: Parcel) -> None:
        """What could not be given back is left to its lease, and goes again when it runs out."""
        try:
            async with self._places[parcel.to.door]:
                await self.send(parcel)
        except Exception as error:
            logger.error("delivery %s was not given back: %s", parcel.id, trace(error))

    async def send(self, parcel: Parcel) -> None:
        """Send one leased delivery, then mark it sent, later, refused or shelved."""
        self._in_hand.add(parcel.id)
        try:
            await self._send(parcel)
        finally:
            self._in_hand.discard(parcel.id)

    async def _send(self, parcel: Parcel) -> None:
        door = self._doors.get(parcel.to.door)
        if door is None:
            await self._give_back(parcel)
            return
        try:
            how = await self._threaded(door, parcel)
            wanted = (door.recipe(one, parcel.to, how) for one in parcel.reply.attachments)
            made = [await self._render(recipe) for recipe in wanted if recipe is not None]
            files = [file for file in made if file is not None]
            ref = await door.send(parcel.to, parcel.reply, tuple(files), how)
        except Refused:
            await self._refused(parcel)
        except Moved as moved:
            await self._moved(parcel, moved)
        except DoorError as error:
            await self._later(parcel, error)
        except Exception as error:
            logger.error("delivery %s could not be sent: %s", parcel.id, trace(error))
            await self._later(parcel, DoorError("unforeseen"))
        else:
            await self._mark_surely(parcel.id, ref)

    async def _threaded(self, door: Door, parcel: Parcel) -> Sending:
        """How a delivery goes, with the thread of its exchange where the door keeps them."""
        how = parcel.how
        exchange = how.matter.exchange or threads.exchange_in(parcel.reply.attachments)
        if not (door.threads and exchange):
            return how
        async with self._database.transaction() as session:
            thread = await threads.thread_of(
                session, exchange, parcel.address_id, how.token, self._clock()
            )
        return replace(how, matter=replace(how.matter, thread=thread))

    async def _mark_surely(self, parcel_id: int, ref: str) -> None:
        """What went must be marked, however long the database is away, or it would go again."""
        while True:
            try:
                await self._marking.ask((parcel_id, ref))
            except Exception as error:
                logger.error("delivery %s is not marked yet: %s", parcel_id, trace(error))
                await asyncio.sleep(AGAIN)
            else:
                return

    async def _mark(self, sent: Sequence[tuple[int, str]]) -> Sequence[None]:
        async with self._database.transaction() as session:
            await outbox.mark_sent(session, sent, self.holder, self._clock())
        return [None for _ in sent]

    async def _give_back(self, parcel: Parcel) -> None:
        """Another process has that door."""
        async with self._database.transaction() as session:
            await self._release(session, parcel, self._clock(), tries=parcel.attempts - 1)

    async def _refused(self, parcel: Parcel) -> None:
        async with self._database.transaction() as session:
            await close_address(session, parcel.address_id, self._clock())
            # a notification has another address now, if she has one, and is not ours any more
            await outbox.end(session, parcel.id, self.holder, DeliveryStatus.REFUSED)

    async def _moved(self, parcel: Parcel, moved: Moved) -> None:
        now = self._clock()
        async with self._database.transaction() as session:
            await move_group(session, parcel.to, moved.value, now)
            await self._release(session, parcel, now, tries=parcel.attempts, sent=moved.sent)

    async def _later(self, parcel: Parcel, error: DoorError) -> None:
        """Try again after a while."""
        tries = _tries(parcel.attempts, error)
        async with self._database.transaction() as session:
            if tries >= outbox.TRIES:
                await outbox.end(session, parcel.id, self.holder, DeliveryStatus.SHELVED)
                return
            due_at = self._clock() + _wait(parcel.attempts, error.retry_after)
            await self._release(session, parcel, due_at, tries=tries, sent=error.sent)

    async def _release(
        self, session: Session, parcel: Parcel, due_at: datetime, *, tries: int, sent: str = ""
    ) -> None:
        sent = sent or parcel.how.sent
        await outbox.release(session, parcel.id, self.holder, due_at, tries=tries, sent=sent)


def _tries(attempts: int, error: DoorError) -> int:
    """How many tries count: being asked to wait is none, and a door away has its patience."""
    if error.retry_after is not None:
        return attempts - 1
    return min(attempts, AWAY) if isinstance(error, DoorAway) else attempts


def _wait(attempts: int, retry_after: float | None) -> timedelta:
    """Back off: what the door asked for, else twice as long each time, never two at once."""
    seconds = retry_after if retry_after is not None else min(2.0**attempts, LONGEST_WAIT)
    return timedelta(seconds=seconds * random.uniform(1, 1.25))
