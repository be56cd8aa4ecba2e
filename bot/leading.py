"""Several processes, one at each door: who leads it, and what only the leader does."""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress

from bot.knowledge import Knowledge
from bot.sending import Clock, Sender
from community import menus
from community.addresses import close_address
from community.db.engine import Database, Session
from community.menus import DueMenu
from community.post import leases, statuses
from community.roles import Role
from community.words import Address, Door, DoorError, Refused
from handlers import COMMANDS
from handlers.menus import menu

SHOWING = 5  # seconds; the lease on a door must not wait longer for menus


class Leading:
    """Keeps this process known as living and, when it `leads`, the doors that nobody else has."""

    def __init__(
        self,
        database: Database,
        knowledge: Knowledge,
        sender: Sender,
        doors: Mapping[str, Door],
        clock: Clock,
        *,
        leads: bool,
    ) -> None:
        self._database = database
        self._knowledge = knowledge
        self._sender = sender
        self._doors = doors
        self._clock = clock
        self.leads = leads
        self.holder = sender.holder

    async def lead(self) -> None:
        """Take or keep doors, and share their limits with the other living processes.

        Who cannot reach the database leads nothing: another may, and takes over.
        """
        led: set[str] = set()
        try:
            async with self._database.transaction() as session:
                now = self._clock()
                doors = [f"door:{name}" for name in self._doors if self.leads]
                ours = [f"alive:{self.holder}", *doors]
                held = await leases.hold_all(session, ours, self.holder, now)
                living = await leases.living(session, now)
                for name in self._doors:
                    if f"door:{name}" in held:
                        await statuses.report(session, name, now, self._doors[name].state())
                        led.add(name)
        finally:
            self._sender.led = led
        processes = sum(lease.name.startswith("alive:") for lease in living)
        for door in self._doors.values():
            door.share(processes)

    async def due_menus(self, session: Session) -> Sequence[DueMenu]:
        """The menus that changed, of the doors led here."""
        return await menus.due_menus(session, self._sender.led, self._clock())

    async def show_menus(self, due: Sequence[DueMenu]) -> None:
        """Show these menus; one that its door could not show now stays due."""
        async with asyncio.timeout(SHOWING):
            await asyncio.gather(*map(self._show, due))

    async def _show(self, due: DueMenu) -> None:
        try:
            await self._doors[due.to.door].menu(due.to, self._menu(due.role))
        except DoorError:
            return
        except Refused:
            async with self._database.transaction() as session:
                await close_address(session, due.address_id, self._clock())
            return
        async with self._database.transaction() as session:
            await menus.menu_shown(session, due)

    async def forget_menus(self, gone: Iterable[Address]) -> None:
        """Show to people who were erased what anybody sees."""
        for to in gone:
            if to.door in self._doors:
                with suppress(DoorError, Refused):
                    await self._doors[to.door].menu(to, self._menu(Role.NEWCOMER))

    def _menu(self, role: Role) -> Sequence[tuple[str, str]]:
        return menu(self._knowledge.library, COMMANDS, role)
